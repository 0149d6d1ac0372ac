// The two ways to an activity that charges: inside the workflow task, and by a task of its own.
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/types.ts';
import type { ChargePeriodInput, PeriodOutcome, PurchaseInput, PurchaseOutcome } from '../domain/messages.ts';

// The heartbeat tells within seconds that a worker has died; rows decide what the next try may do, so it may be tried for ever.
export const { chargePeriod, chargePurchase, endSubscription, refundCharge } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '90s',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

// As long as an ISP may take to answer: cut short, a slow answer would become a doubt. The task is kept alive by the SDK meanwhile. No second
// try, and no wait for a place: both are for the activity above.
const local = proxyLocalActivities<Pick<BillingActivities, 'chargePeriod' | 'chargePurchase'>>({
  startToCloseTimeout: '90s',
  scheduleToStartTimeout: '1s',
  retry: { maximumAttempts: 1 },
});

/**
 * Inside the workflow task first, which saves a history five events and the task queue a round trip. Whatever keeps it from an outcome, the
 * regular activity takes over: it reads the row, and of what was sent already it waits for the answer or asks the ISP.
 */
export async function chargePeriodAtOnce(input: ChargePeriodInput): Promise<PeriodOutcome> {
  return await local.chargePeriod(input).catch(() => chargePeriod(input));
}

/** The same for a purchase. */
export async function chargePurchaseAtOnce(input: PurchaseInput): Promise<PurchaseOutcome> {
  return await local.chargePurchase(input).catch(() => chargePurchase(input));
}
