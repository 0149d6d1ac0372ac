import { payMerchants, reportOf } from '../billing/pay-merchants.ts';
import { MONTH_OVER, type PayoutInput, type PayoutReport } from '../domain/messages.ts';
import { lastMonth } from '../domain/payouts.ts';
import { MODES } from '../domain/subscriptions.ts';
import { type ActivityContext, safeError, tryAgain } from './context.ts';

/** Statements of a month. Safe to repeat: what is stated stays. */
export function createPayoutActivities(context: ActivityContext) {
  const { log, now } = context;
  return {
    async makePayouts(input: PayoutInput): Promise<PayoutReport> {
      const month = input.month === MONTH_OVER ? lastMonth(now()) : input.month;
      const paid = await payMerchants(context, {
        month,
        modes: MODES,
        onFailure: (merchant_id, error) => log.error({ merchant: merchant_id, month, ...safeError(error) }, 'a month could not be stated'),
      });
      const report = reportOf(paid, { month, modes: MODES });
      log.info({ month, statements: paid.made.length, failed: paid.failed.length }, 'month stated');
      if (paid.failed.length > 0) throw tryAgain(`of ${month} ${paid.failed.length} statements could not be made`);
      return report;
    },
  };
}
