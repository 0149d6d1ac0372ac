import { askForMandate } from '../billing/mandate-at-isp.ts';
import { recordMandate, rejectMandate } from '../billing/mandates.ts';
import type { ChargePeriodInput, PeriodOutcome } from '../domain/messages.ts';
import type { ActivityContext } from './context.ts';

/** Before the first charge: exchanges the buyer's token for the mandate that all periods are paid by. The same token gives the same mandate. */
export async function redeemToken(context: ActivityContext, input: ChargePeriodInput): Promise<PeriodOutcome | undefined> {
  if (input.index > 0) return undefined;
  const { unitOfWork, now } = context;
  const subscription = await unitOfWork.read((stores) => stores.subscriptions.get(input.subscription_id));
  if (subscription.mandate_reference || subscription.ended_at) return undefined;
  const made = await askForMandate(context, subscription);
  if (!made) throw new Error(`subscription ${subscription.id} begins without its subscriber token`);
  if (made.kind === 'active') {
    const { mandate_reference } = made;
    await unitOfWork.transaction((stores) => recordMandate(stores, { subscription_id: subscription.id, mandate_reference, now: now() }));
    return undefined;
  }
  const at = input.at === undefined ? now() : new Date(input.at);
  const reason = await unitOfWork.transaction((stores) => rejectMandate(stores, subscription.id, { at, now: now() }));
  context.announce();
  return { kind: 'ended', index: input.index, reason };
}
