import type { ChargeRow } from '../db/entities/charge.ts';
import type { Stores } from '../db/stores/index.ts';
import { ESCALATE_AFTER_MS, nextLook } from '../domain/doubts.ts';
import type { DoubtOutlook } from '../domain/messages.ts';

/** When the ISP is asked about a charge in doubt again. */
export function outlookOf(charge: ChargeRow): DoubtOutlook {
  const look_again_at = charge.next_look_at ?? charge.in_doubt_at ?? charge.created_at;
  return { look_again_at: look_again_at.toISOString(), escalated: charge.escalated_at != null };
}

/**
 * The workflow waits by Temporal's clock and its worker looks at its own. A worker that is behind would send the workflow back at once, again
 * and again until its clock has caught up; a look that comes a little early only asks once more.
 */
const CLOCKS_DIFFER_MS = 10_000;

export function isLookDue(charge: ChargeRow, now: Date): boolean {
  return !charge.next_look_at || charge.next_look_at.getTime() <= now.getTime() + CLOCKS_DIFFER_MS;
}

/** A look that found nothing out: the next one is later, and a doubt that has grown old is shown to operators. */
export async function recordLook(stores: Stores, charge: ChargeRow, now: Date): Promise<ChargeRow> {
  const looks = charge.doubt_looks + 1;
  const age_ms = now.getTime() - (charge.in_doubt_at ?? now).getTime();
  const change = {
    doubt_looks: looks,
    next_look_at: nextLook(now, looks),
    escalated_at: charge.escalated_at ?? (age_ms >= ESCALATE_AFTER_MS ? now : null),
  };
  await stores.charges.note(charge.id, change);
  return { ...charge, ...change };
}
