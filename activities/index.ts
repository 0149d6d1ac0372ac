import { createChargePeriod } from './charge-period.ts';
import { createChargePurchase } from './charge-purchase.ts';
import { type ActivityContext, guarded } from './context.ts';
import { createDeliveringActivities, type Delivering } from './delivering.ts';
import { createEndingActivities } from './ending.ts';
import { createPayoutActivities } from './payouts.ts';
import { createReconcilingActivities } from './reconciling.ts';
import { createRefundCharge } from './refund-charge.ts';
import { createTestClockActivities } from './test-clocks.ts';
import type { BillingActivities } from './types.ts';

/** All activities of the worker, each heartbeating and with its errors made safe to keep in a history. */
export function createActivities(context: ActivityContext, delivering_by: Delivering): BillingActivities {
  const ending = createEndingActivities(context);
  const clocks = createTestClockActivities(context);
  const delivering = createDeliveringActivities(context, delivering_by);
  const reconciling = createReconcilingActivities(context);
  const { log } = context;
  return {
    chargePurchase: guarded('chargePurchase', log, createChargePurchase(context)),
    chargePeriod: guarded('chargePeriod', log, createChargePeriod(context)),
    refundCharge: guarded('refundCharge', log, createRefundCharge(context)),
    endSubscription: guarded('endSubscription', log, ending.endSubscription),
    advanceTestClock: guarded('advanceTestClock', log, clocks.advanceTestClock),
    deliverCallback: guarded('deliverCallback', log, delivering.deliverCallback),
    giveUpCallback: guarded('giveUpCallback', log, delivering.giveUpCallback),
    reconciliationsDue: guarded('reconciliationsDue', log, reconciling.reconciliationsDue),
    reconcileDay: guarded('reconcileDay', log, reconciling.reconcileDay),
    makePayouts: guarded('makePayouts', log, createPayoutActivities(context).makePayouts),
  };
}
