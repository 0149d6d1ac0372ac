import type { SubscriptionRow } from '../../../db/entities/subscription.ts';
import type { MemoryDatabase } from '../memory/database.ts';

/** Of what is no more than this nothing is left to be done. A status that is not here, such as a new one, is unfinished. */
const FINISHED: Record<string, ReadonlySet<unknown>> = {
  purchase: new Set(['completed', 'declined']),
  charge: new Set(['succeeded', 'declined', 'not_charged', 'waived', 'void']),
  refund: new Set(['succeeded', 'declined']),
  subscription: new Set(['active', 'ended']),
};

function isLeft({ ended_at, mandate_cancelled_at, next_charge_at }: SubscriptionRow, now_ms: number): boolean {
  if (ended_at) return !mandate_cancelled_at;
  return next_charge_at != null && next_charge_at.getTime() < now_ms;
}

/** Whether a sweep could find anything at all: a row that is under way, an end that its ISP may not know of, or a charge that is due. */
export function isAnythingUnfinished(database: MemoryDatabase, now_ms: number): boolean {
  for (const [name, finished] of Object.entries(FINISHED)) {
    if (database.table(name).hasOther('status', finished)) return true;
  }
  for (const row of database.table('subscription').rows.values()) if (isLeft(row as SubscriptionRow, now_ms)) return true;
  return false;
}
