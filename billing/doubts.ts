import type { ChargeRow } from '../db/entities/charge.ts';
import { ESCALATE_AFTER_MS, nextLook } from '../domain/doubts.ts';
import type { DoubtOutlook } from '../domain/messages.ts';

/** What a charge and a refund have in common while it is not known what became of them. */
export type Doubtful = Pick<ChargeRow, 'in_doubt_at' | 'doubt_looks' | 'next_look_at' | 'escalated_at' | 'created_at'>;

/** When the ISP is asked about a doubt again. */
export function outlookOf(row: Doubtful): DoubtOutlook {
  const look_again_at = row.next_look_at ?? row.in_doubt_at ?? row.created_at;
  return { look_again_at: look_again_at.toISOString(), escalated: row.escalated_at != null };
}

/**
 * The workflow waits by Temporal's clock and its worker looks at its own. A worker that is behind would send the workflow back at once, again
 * and again until its clock has caught up; a look that comes a little early only asks once more.
 */
const CLOCKS_DIFFER_MS = 10_000;

export function isLookDue(row: Doubtful, now: Date): boolean {
  return !row.next_look_at || row.next_look_at.getTime() <= now.getTime() + CLOCKS_DIFFER_MS;
}

/** What a look that found nothing out changes: the next one is later, and a doubt that has grown old is shown to operators. */
export function afterLook(row: Doubtful, now: Date): Pick<Doubtful, 'doubt_looks' | 'next_look_at' | 'escalated_at'> {
  const looks = row.doubt_looks + 1;
  const age_ms = now.getTime() - (row.in_doubt_at ?? now).getTime();
  return {
    doubt_looks: looks,
    next_look_at: nextLook(now, looks),
    escalated_at: row.escalated_at ?? (age_ms >= ESCALATE_AFTER_MS ? now : null),
  };
}
