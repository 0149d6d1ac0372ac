import { endSubscription } from '../billing/end-subscription.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { EndInput } from '../domain/messages.ts';
import { IspUnavailable } from '../domain/payments.ts';
import { type ActivityContext, tryAgain } from './context.ts';

export function createEndingActivities(context: ActivityContext) {
  const { unitOfWork, now } = context;
  return {
    /** First the end in PostgreSQL, which no charge passes; then the mandate at the ISP, for as long as it takes. */
    async endSubscription(input: EndInput): Promise<void> {
      const subscription = await unitOfWork.transaction(async (stores) => {
        const row = await stores.subscriptions.lock(input.subscription_id);
        const at = await endInstant(input, row, now());
        await endSubscription(stores, row, { reason: input.reason, source: input.source ?? null, at, now: now() });
        return row;
      });
      context.announce();
      if (subscription.mandate_cancelled_at) return;
      await cancelMandate(context, subscription).catch((error: unknown) => {
        throw error instanceof IspUnavailable ? tryAgain(`the mandate is not cancelled yet: ${error.message}`) : error;
      });
      await unitOfWork.transaction((stores) =>
        stores.subscriptions.update(subscription.id, { mandate_cancelled_at: now(), token_sealed: null }),
      );
    },
  };

  /** A signal sent by hand carries no instant: then it is the clock's, or now. */
  async function endInstant(input: EndInput, row: SubscriptionRow, real_now: Date): Promise<Date> {
    if (row.test_clock_id) return (await unitOfWork.read((stores) => stores.clocks.get(row.test_clock_id ?? ''))).now_at;
    const asked = input.at === undefined ? Number.NaN : Date.parse(input.at);
    return Number.isNaN(asked) || asked > real_now.getTime() ? real_now : new Date(asked);
  }
}

/**
 * A subscription that ends before its first charge may hold a token whose mandate was made without our hearing of it: asking again gives
 * that mandate, which can then be cancelled.
 */
async function cancelMandate({ isps, vault, unitOfWork }: ActivityContext, subscription: SubscriptionRow): Promise<void> {
  const isp = isps[subscription.isp];
  if (subscription.mandate_reference) return await isp.cancelMandate(subscription.mandate_reference);
  if (!subscription.token_sealed) return;
  const buyer = await unitOfWork.read((stores) => stores.buyers.get(subscription.buyer_id));
  if (!buyer.key_wrapped) return;
  const made = await isp.createMandate({
    subscriber_token: vault.open(buyer.key_wrapped, subscription.token_sealed),
    reference_code: subscription.reference,
    description: `Internet+ ${subscription.reference}`,
  });
  if (made.kind === 'active') await isp.cancelMandate(made.mandate_reference);
}
