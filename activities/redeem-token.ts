import { mandateTerms, recordMandate, rejectMandate } from '../billing/mandates.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { ChargePeriodInput, PeriodOutcome } from '../domain/messages.ts';
import type { ActivityContext } from './context.ts';

/** Before the first charge: exchanges the buyer's token for the mandate that all periods are paid by. The same token gives the same mandate. */
export async function redeemToken(context: ActivityContext, input: ChargePeriodInput): Promise<PeriodOutcome | undefined> {
  if (input.index > 0) return undefined;
  const { unitOfWork, isps, now } = context;
  const subscription = await unitOfWork.read((stores) => stores.subscriptions.get(input.subscription_id));
  if (subscription.mandate_reference || subscription.ended_at) return undefined;
  const made = await isps[subscription.isp].createMandate({
    subscriber_token: await openToken(context, subscription),
    ...mandateTerms(subscription),
  });
  if (made.kind === 'active') {
    await unitOfWork.transaction((stores) =>
      recordMandate(stores, { subscription_id: subscription.id, mandate_reference: made.mandate_reference, now: now() }),
    );
    return undefined;
  }
  const at = input.at === undefined ? now() : new Date(input.at);
  const reason = await unitOfWork.transaction((stores) => rejectMandate(stores, subscription.id, { at, now: now() }));
  context.announce();
  return { kind: 'ended', index: input.index, reason };
}

async function openToken({ unitOfWork, vault }: ActivityContext, subscription: SubscriptionRow): Promise<string> {
  const buyer = await unitOfWork.read((stores) => stores.buyers.get(subscription.buyer_id));
  if (!buyer.key_wrapped || !subscription.token_sealed)
    throw new Error(`subscription ${subscription.id} begins without its subscriber token`);
  return vault.open(buyer.key_wrapped, subscription.token_sealed);
}
