import { endSubscription } from '../billing/end-subscription.ts';
import { cancelMandate } from '../billing/mandate-at-isp.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { EndInput, EndReport } from '../domain/messages.ts';
import { IspUnavailable } from '../domain/payments.ts';
import { type ActivityContext, tryAgain } from './context.ts';

export function createEndingActivities(context: ActivityContext) {
  const { unitOfWork, now } = context;
  return {
    /** First the end in PostgreSQL, which no charge passes; then the mandate at the ISP, for as long as it takes. */
    async endSubscription(input: EndInput): Promise<EndReport> {
      const { subscription, report } = await unitOfWork.transaction(async (stores) => {
        const row = await stores.subscriptions.lock(input.subscription_id);
        const at = await endInstant(input, row, now());
        await endSubscription(stores, row, { reason: input.reason, source: input.source ?? null, at, now: now() });
        return { subscription: row, report: { charge_is_out: (await stores.charges.unresolved(row.id)) !== null } };
      });
      context.announce();
      if (subscription.mandate_cancelled_at) return report;
      await cancelMandate(context, subscription).catch((error: unknown) => {
        throw error instanceof IspUnavailable ? tryAgain(`the mandate is not cancelled yet: ${error.message}`) : error;
      });
      return report;
    },
  };

  /** A signal sent by hand carries no instant: then it is the clock's, or now. */
  async function endInstant(input: EndInput, row: SubscriptionRow, real_now: Date): Promise<Date> {
    if (row.test_clock_id) return (await unitOfWork.read((stores) => stores.clocks.get(row.test_clock_id ?? ''))).now_at;
    const asked = input.at === undefined ? Number.NaN : Date.parse(input.at);
    return Number.isNaN(asked) || asked > real_now.getTime() ? real_now : new Date(asked);
  }
}
