// One one-shot purchase: one charge, and its outcome for whoever waits.
import { proxyActivities } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/types.ts';
import type { PurchaseInput, PurchaseOutcome } from '../domain/messages.ts';
import { seeThrough } from './see-through.ts';

const { chargePurchase } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '90s',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

export async function purchase({ purchase_id }: PurchaseInput): Promise<PurchaseOutcome> {
  return await seeThrough<PurchaseOutcome>({
    beginning: { status: 'processing' },
    step: () => chargePurchase({ purchase_id }),
    state: (status) => ({ purchase_id, status }),
  });
}
