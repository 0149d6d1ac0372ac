import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { DayCounts } from '../../domain/messages.ts';
import { DISCREPANCY_KINDS, DISCREPANCY_RESOLUTIONS, type DiscrepancyDetails } from '../../domain/reconciliation.ts';
import { cents, id, instant, isp } from './columns.ts';

/** One day in Paris, `2026-11-23`. */
const day = () => p.date();

/** The reconciliation of one ISP's day: one row, however often it runs. */
export const Reconciliation = defineEntity({
  name: 'Reconciliation',
  tableName: 'reconciliation',
  properties: {
    isp: isp().primary(),
    day: day().primary(),
    runs: p.integer(),
    /** When the kept statement was fetched; an older one never replaces it. */
    fetched_at: instant().nullable(),
    /** SHA-256 of the kept lines: whether a later run saw another statement. */
    digest: p.string().length(64).nullable(),
    /** What the last run came to. */
    counts: p.json<DayCounts>().nullable(),
    first_run_at: instant(),
    last_run_at: instant().nullable(),
    /** Of the first run that saw the complete statement. */
    completed_at: instant().nullable(),
  },
});
export type ReconciliationRow = InferEntity<typeof Reconciliation>;

/** The statement as it was last fetched, line by line: what a discrepancy can be checked against. */
export const StatementLineEntity = defineEntity({
  name: 'StatementLine',
  tableName: 'statement_line',
  indexes: [{ properties: ['isp', 'payment_id'] }],
  properties: {
    isp: isp().primary(),
    day: day().primary(),
    /** Its place on the statement, from 1: an ISP may state one payment twice. */
    number: p.integer().primary(),
    type: p.enum(['charge', 'refund'] as const).length(8),
    payment_id: p.string().length(120),
    client_correlator: p.text(),
    reference_code: p.text(),
    amount_cents: cents(),
    booked_at: p.text(),
  },
});

/** What does not agree between an ISP's statement and our books. */
export const Discrepancy = defineEntity({
  name: 'Discrepancy',
  tableName: 'discrepancy',
  // What makes reconciling a day again harmless: one row per mismatch, whoever finds it and how often.
  uniques: [{ properties: ['isp', 'day', 'kind', 'subject'] }],
  properties: {
    id: id(),
    isp: isp(),
    day: day(),
    kind: p.enum(DISCREPANCY_KINDS).length(40),
    /** The payment of a line, or our charge or refund. */
    subject: p.text(),
    details: p.json<DiscrepancyDetails>(),
    opened_at: instant(),
    resolved_at: instant().nullable(),
    resolution: p.enum(DISCREPANCY_RESOLUTIONS).length(16).nullable(),
    /** An operator's words about a resolution by hand. */
    note: p.text().nullable(),
  },
});
export type DiscrepancyRow = InferEntity<typeof Discrepancy>;
