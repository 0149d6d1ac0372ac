import { createHash } from 'node:crypto';
import type { RefundRow } from '../db/entities/refund.ts';
import type { Stores } from '../db/stores/index.ts';
import type { ChargeInBooks, IspDay } from '../db/stores/reconciliations.ts';
import type { RefundInBooks } from '../db/stores/refunds.ts';
import { clientCorrelator } from '../domain/charges.ts';
import type { DayCounts, DayReport } from '../domain/messages.ts';
import { LISTED_MAX } from '../domain/messages.ts';
import { type BookEntry, lineKey, type Matching, matchStatement } from '../domain/reconciliation.ts';
import { bookedBetween, type StatementLine, statementCompleteAt } from '../domain/statements.ts';
import { syncDiscrepancies } from './discrepancies.ts';

/** A statement as it came from the ISP, with that of the day before where something booked about midnight may stand on either. */
export type FetchedStatement = IspDay & { lines: readonly StatementLine[]; previous: readonly StatementLine[]; fetched_at: Date };

export type DayContext = {
  statement: FetchedStatement;
  /** How long after its day this ISP's statement is complete, and whether absence on it proves that nothing was taken. */
  complete_after_ms: number;
  absence_is_proof: boolean;
  now: Date;
};

/** Keeps the statement line by line, unless a newer one is kept: what is matched afterwards is what is kept. */
export async function keepStatement(stores: Stores, { lines, fetched_at, ...day }: FetchedStatement, now: Date): Promise<void> {
  const row = await stores.reconciliations.lock(day, now);
  if (row.fetched_at && row.fetched_at.getTime() > fetched_at.getTime()) return;
  const digest = digestOf(lines);
  if (row.digest !== digest) await stores.reconciliations.replaceLines(day, lines);
  await stores.reconciliations.update(day, { fetched_at, digest });
}

function digestOf(lines: readonly StatementLine[]): string {
  const hash = createHash('sha256');
  for (const line of lines) {
    const { type, payment_id, client_correlator, reference_code, amount_cents, booked_at } = line;
    hash.update(`${JSON.stringify([type, payment_id, client_correlator, reference_code, amount_cents.toString(), booked_at])}\n`);
  }
  return hash.digest('hex');
}

export type MatchedDay = { matching: Matching; charges: Map<string, ChargeInBooks>; refunds: Map<string, RefundRow> };

/** Compares the kept statement with our books and with what merchants were told. Writes nothing. */
export async function matchDay(stores: Stores, context: DayContext): Promise<MatchedDay> {
  const { statement, now } = context;
  const between = bookedBetween(statement.day);
  const charges = await stores.reconciliations.charges(statement, between);
  const refunds = await stores.refunds.inBooks(statement, between);
  const matching = matchStatement(
    {
      day: statement.day,
      lines: await stores.reconciliations.lines(statement),
      previous: statement.previous,
      stated_earlier: new Set((await stores.reconciliations.statedEarlier(statement)).map(lineKey)),
      fetched_at: statement.fetched_at,
      complete_after_ms: context.complete_after_ms,
      absence_is_proof: context.absence_is_proof,
    },
    [...charges.map((charge) => entryOf(charge, now)), ...refunds.map((refund) => refundEntryOf(refund, now))],
  );
  return {
    matching,
    charges: new Map(charges.map((charge) => [charge.id, charge])),
    refunds: new Map(refunds.map(({ refund }) => [refund.id, refund])),
  };
}

function entryOf(charge: ChargeInBooks, now: Date): BookEntry {
  const { id, status, attempts, amount_cents, isp_reference, booked_at, is_told, stated_elsewhere } = charge;
  const last = attempts.find(({ number }) => number === charge.attempt);
  return {
    id,
    type: 'charge',
    standing: status === 'succeeded' ? 'taken' : status === 'sent' || status === 'in_doubt' ? 'open' : 'not_taken',
    status,
    in_doubt: status === 'in_doubt',
    amount_cents,
    client_correlator: last?.client_correlator ?? null,
    earlier_correlators: attempts.filter((attempt) => attempt !== last).map(({ client_correlator }) => client_correlator),
    isp_reference,
    booked_at,
    known_since: last?.finished_at ?? null,
    business_now: charge.clock_now ?? now,
    is_told,
    stated_elsewhere,
  };
}

function refundEntryOf({ refund, clock_now, is_told, stated_elsewhere }: RefundInBooks, now: Date): BookEntry {
  const { id, status, attempt, amount_cents, client_correlator, booked_at } = refund;
  return {
    id,
    type: 'refund',
    standing: status === 'succeeded' ? 'taken' : status === 'sent' || status === 'in_doubt' ? 'open' : 'not_taken',
    status,
    in_doubt: status === 'in_doubt',
    amount_cents,
    client_correlator,
    earlier_correlators: Array.from({ length: attempt - 1 }, (_, index) => clientCorrelator(id, index + 1)),
    isp_reference: null,
    booked_at: booked_at ?? null,
    known_since: refund.finished_at ?? refund.in_doubt_at ?? null,
    business_now: clock_now ?? now,
    is_told,
    stated_elsewhere,
  };
}

export type DoubtsSettled = { charged: string[]; not_charged: string[] };

/**
 * Matches once more, with the doubts settled, and brings the discrepancies of the day up to date. The lock on the day's row keeps two runs
 * apart. What is found again changes nothing.
 */
export async function recordDay(stores: Stores, context: DayContext, settled: DoubtsSettled): Promise<DayReport> {
  const { statement, now } = context;
  const day = { isp: statement.isp, day: statement.day };
  const row = await stores.reconciliations.lock(day, now);
  const { matching } = await matchDay(stores, context);
  const changes = await syncDiscrepancies(stores, { ...day, mismatches: matching.mismatches, now });
  const complete = statement.fetched_at.getTime() >= statementCompleteAt(day.day, context.complete_after_ms).getTime();
  const counts = countsOf(matching, changes);
  await stores.reconciliations.update(day, {
    runs: row.runs + 1,
    last_run_at: now,
    counts,
    completed_at: row.completed_at ?? (complete ? now : null),
  });
  return {
    day: day.day,
    complete,
    counts,
    charged: settled.charged.slice(0, LISTED_MAX),
    not_charged: settled.not_charged.slice(0, LISTED_MAX),
    owed_back: changes.owed_back.slice(0, LISTED_MAX),
  };
}

function countsOf({ lines, entries }: Matching, changes: { open: number; opened: number; gone: number }): DayCounts {
  return {
    lines: lines.length,
    entries: entries.length,
    matched: lines.filter(({ fate }) => fate === 'matched').length,
    awaited: entries.filter(({ fate }) => fate === 'awaited').length,
    open: changes.open,
    opened: changes.opened,
    gone: changes.gone,
  };
}
