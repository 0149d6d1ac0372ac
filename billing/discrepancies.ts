import { isDeepStrictEqual } from 'node:util';
import type { DiscrepancyRow } from '../db/entities/reconciliation.ts';
import type { Stores } from '../db/stores/index.ts';
import type { IspDay } from '../db/stores/reconciliations.ts';
import type { Isp } from '../domain/isps.ts';
import type { DiscrepancyKind, Mismatch } from '../domain/reconciliation.ts';
import { newId } from '../vault/ids.ts';

export type DayMismatches = IspDay & { mismatches: readonly Mismatch[]; now: Date };
/** `owed_back`: ids of open discrepancies of money that was taken for nothing. */
export type DiscrepancyChanges = { open: number; opened: number; gone: number; owed_back: string[] };

/** Money that the ISP took though here it counts as not charged: the buyer got nothing for it, so it goes back (product.md, "Rules of money"). */
const OWED_BACK: DiscrepancyKind = 'charged_though_not_charged';

const nameOf = ({ kind, subject }: { kind: string; subject: string }) => `${kind} ${subject}`;

/**
 * Opens what is new, opens again what came back after it had gone, and resolves what a run no longer finds. What was refunded or
 * resolved by hand stays resolved, since a statement goes on saying what it says. The caller holds the lock of the day's row.
 */
export async function syncDiscrepancies(stores: Stores, { mismatches, now, ...day }: DayMismatches): Promise<DiscrepancyChanges> {
  const known = new Map((await stores.discrepancies.ofDay(day)).map((row) => [nameOf(row), row]));
  const found = new Map(mismatches.map((mismatch) => [nameOf(mismatch), mismatch]));
  let opened = 0;
  for (const [name, mismatch] of found) if (await openOrUpdate(stores, { ...day, ...mismatch, now }, known.get(name))) opened += 1;
  const gone = [...known].filter(([name, row]) => !row.resolved_at && !found.has(name));
  for (const [, row] of gone) await stores.discrepancies.resolve(row.id, { resolution: 'gone', resolved_at: now, note: null });
  const open = (await stores.discrepancies.ofDay(day)).filter(({ resolved_at }) => !resolved_at);
  const owed_back = open.filter(({ kind }) => kind === OWED_BACK).map(({ id }) => id);
  return { open: open.length, opened, gone: gone.length, owed_back };
}

type Opening = IspDay & Mismatch & { now: Date };

/** True where it is open now and was not before. */
async function openOrUpdate(stores: Stores, { now, ...found }: Opening, row: DiscrepancyRow | undefined): Promise<boolean> {
  if (!row) {
    await stores.discrepancies.insert({ ...found, id: newId('dsc'), opened_at: now, resolved_at: null, resolution: null, note: null });
    return true;
  }
  if (row.resolution === 'by_hand' || row.resolution === 'refunded') return false;
  const came_back = row.resolution === 'gone';
  if (came_back) await stores.discrepancies.update(row.id, { resolved_at: null, resolution: null, details: found.details });
  else if (!isDeepStrictEqual(row.details, found.details)) await stores.discrepancies.update(row.id, { details: found.details });
  return came_back;
}

export type Owed = { discrepancy_id: string; charge_id: string; payment_reference: string; amount_cents: bigint };

/** What is owed back to buyers for one day of one ISP: the payment that the ISP took, by its own name, and what it took. */
export async function owedBack(stores: Stores, day: IspDay): Promise<Owed[]> {
  const rows = (await stores.discrepancies.ofDay(day)).filter(({ kind, resolved_at }) => kind === OWED_BACK && !resolved_at);
  return rows.flatMap(({ id, details: { charge, payment_id, stated_amount } }) =>
    charge && payment_id && stated_amount !== undefined
      ? [{ discrepancy_id: id, charge_id: charge, payment_reference: payment_id, amount_cents: BigInt(stated_amount) }]
      : [],
  );
}

/** The money has gone back to the buyer: what it was about is settled, on whichever day's statement it stands. */
export async function settleOwed(stores: Stores, refund: { id: string; isp: Isp; payment_reference: string }, now: Date): Promise<void> {
  const about = { isp: refund.isp, kind: OWED_BACK, subject: refund.payment_reference };
  await stores.discrepancies.settle(about, { resolution: 'refunded', resolved_at: now, note: refund.id });
}
