import { allHandlersFinished, condition, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import type { PurchaseOutcome, RefundOutcome } from '../domain/messages.ts';
import { BILLING_STATUS, chargeResolvedSignal, outcomeUpdate, type PurchaseState, type RefundState, stateQuery } from './messages.ts';

type Errand<O extends PurchaseOutcome | RefundOutcome> = {
  beginning: O;
  /** Brings it as far as it can go; safe to repeat. The first one may go another way than those that look into a doubt. */
  first_step: () => Promise<O>;
  step: () => Promise<O>;
  state: (status: O['status']) => PurchaseState | RefundState;
};

/**
 * One thing that is done once and ends in a known outcome, which whoever asked for it waits for. While it is in doubt the step is repeated
 * when the ISP is asked next, or when somebody tells that it is known.
 */
export async function seeThrough<O extends PurchaseOutcome | RefundOutcome>({ beginning, first_step, step, state }: Errand<O>): Promise<O> {
  let outcome = beginning;
  let shown: string = beginning.status;
  let resolved = false;
  setHandler(stateQuery, () => state(outcome.status));
  setHandler(chargeResolvedSignal, () => {
    resolved = true;
  });
  setHandler(outcomeUpdate, async () => {
    await condition(() => outcome.status !== beginning.status);
    return outcome;
  });

  for (let next = first_step; ; next = step) {
    outcome = await next();
    const known: PurchaseOutcome | RefundOutcome = outcome;
    const in_doubt = known.status === 'in_doubt' ? known : undefined;
    const status = in_doubt?.escalated ? 'in_doubt_escalated' : outcome.status;
    setCurrentDetails(`**Status:** ${status}`);
    if (status !== shown) upsertSearchAttributes([{ key: BILLING_STATUS, value: status }]);
    shown = status;
    if (!in_doubt) break;
    // Asked about, never sent again on suspicion; whoever finds out before the next look tells.
    const wait_ms = Date.parse(in_doubt.look_again_at) - Date.now();
    if (wait_ms > 0 && !resolved) await condition(() => resolved, wait_ms);
    resolved = false;
  }
  await condition(allHandlersFinished);
  return outcome;
}
