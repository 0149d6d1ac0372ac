import type { Turn, WaitingDocument } from '../db/stores/callbacks.ts';

/** What one dispatcher has in hand. `suspect`: the last attempt at its endpoint failed. */
export type InFlight = { document_id: string; merchant_id: string; suspect: boolean };

/** So many callbacks at once of one document, */
export const PER_DOCUMENT_MAX = 8;
/** and of one merchant, however many documents that has. */
export const PER_MERCHANT_MAX = 16;

/**
 * Who may send next. Each document and each merchant has a share of the lanes that its slowness can hold, and no more. An endpoint whose last
 * attempt failed gets one lane, and all of these together at most half: whatever hangs, half of the lanes are for those that work.
 */
export function allot(waiting: WaitingDocument[], in_flight: InFlight[], room: number): Turn[] {
  const lanes = in_flight.length + room;
  const of_documents = counted(in_flight.map(({ document_id }) => document_id));
  const of_merchants = counted(in_flight.map(({ merchant_id }) => merchant_id));
  let left = room;
  let left_for_suspects = Math.max(1, Math.floor(lanes / 2)) - in_flight.filter(({ suspect }) => suspect).length;
  const turns: Turn[] = [];
  for (const { document_id, merchant_id, failures_in_row } of waiting) {
    const suspect = failures_in_row > 0;
    const share = Math.min(
      left,
      (suspect ? 1 : PER_DOCUMENT_MAX) - (of_documents.get(document_id) ?? 0),
      PER_MERCHANT_MAX - (of_merchants.get(merchant_id) ?? 0),
      suspect ? left_for_suspects : left,
    );
    if (share <= 0) continue;
    turns.push({ document_id, room: share });
    left -= share;
    if (suspect) left_for_suspects -= share;
    of_merchants.set(merchant_id, (of_merchants.get(merchant_id) ?? 0) + share);
  }
  return turns;
}

function counted(names: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
