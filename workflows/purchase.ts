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
import { BILLING_STATUS, chargeResolvedSignal, outcomeUpdate, stateQuery } from './messages.ts';

const { chargePurchase } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '90s',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

export async function purchase({ purchase_id }: PurchaseInput): Promise<PurchaseOutcome> {
  let outcome: PurchaseOutcome = { status: 'processing' };
  let shown = 'processing';
  let resolved = false;
  setHandler(stateQuery, () => ({ purchase_id, status: outcome.status }));
  setHandler(chargeResolvedSignal, () => {
    resolved = true;
  });
  setHandler(outcomeUpdate, async () => {
    await condition(() => outcome.status !== 'processing');
    return outcome;
  });

  for (;;) {
    outcome = await chargePurchase({ purchase_id });
    const status = outcome.status === 'in_doubt' && outcome.escalated ? 'in_doubt_escalated' : outcome.status;
    setCurrentDetails(`**Status:** ${status}`);
    if (status !== shown) upsertSearchAttributes([{ key: BILLING_STATUS, value: status }]);
    shown = status;
    if (outcome.status !== 'in_doubt') break;
    // Asked about, never sent again on suspicion; whoever finds out before the next look tells.
    const wait_ms = Date.parse(outcome.look_again_at) - Date.now();
    if (wait_ms > 0 && !resolved) await condition(() => resolved, wait_ms);
    resolved = false;
  }
  await condition(allHandlersFinished);
  return outcome;
}
