import type { ChargeRow } from '../db/entities/charge.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { SubscriptionInput, SubscriptionStart } from '../domain/messages.ts';
import { outlookOf } from './doubts.ts';
import { firstStart } from './first-start.ts';

/**
 * What the workflow of a subscription starts with that has been charged before and has no workflow any more. Rows hold all of it: the next
 * period, the attempt that dunning has come to, and the doubt that is being asked about. `charge` is the one of the next period.
 */
export function resumedStart(row: SubscriptionRow, charge: ChargeRow | null): SubscriptionStart {
  const first = firstStart(row);
  if (row.status === 'pending' && !charge) return first;
  const due_at = (row.next_charge_at ?? charge?.due_at ?? row.anchor_at).toISOString();
  const input: SubscriptionInput = {
    ...first.input,
    status: row.status,
    next: { index: row.next_index, attempt: nextAttempt(charge), due_at, wake_at: due_at },
    ...(charge?.status === 'in_doubt' ? { doubt: outlookOf(charge) } : {}),
  };
  return { ...first, input };
}

/** The attempt number moves only after a definite refusal. */
function nextAttempt(charge: ChargeRow | null): number {
  if (!charge) return 1;
  return charge.status === 'declined' ? charge.attempt + 1 : charge.attempt;
}
