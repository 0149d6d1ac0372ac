// One one-shot purchase: one charge, and its outcome for whoever waits.
import {
  allHandlersFinished,
  condition,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { BillingActivities } from '../activities/types.ts';
import type { PurchaseInput, PurchaseOutcome } from '../domain/messages.ts';
import type { PurchaseStatus } from '../domain/subscriptions.ts';
import { BILLING_STATUS, chargeResolvedSignal, outcomeUpdate, stateQuery } from './messages.ts';

const { chargePurchase } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '90s',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

export async function purchase({ purchase_id }: PurchaseInput): Promise<PurchaseOutcome> {
  let status: PurchaseStatus = 'processing';
  let resolved = false;
  setHandler(stateQuery, () => ({ purchase_id, status }));
  setHandler(chargeResolvedSignal, () => {
    resolved = true;
  });
  setHandler(outcomeUpdate, async () => {
    await condition(() => status !== 'processing');
    return { status };
  });

  for (;;) {
    resolved = false;
    status = (await chargePurchase({ purchase_id })).status;
    setCurrentDetails(`**Status:** ${status}`);
    upsertSearchAttributes([{ key: BILLING_STATUS, value: status }]);
    if (status !== 'in_doubt') break;
    // Asked about, never sent again: whoever finds out tells.
    await condition(() => resolved);
  }
  await condition(allHandlersFinished);
  return { status };
}
