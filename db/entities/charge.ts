import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { CHARGE_STATUSES, DECLINE_REASONS } from '../../domain/charges.ts';
import { cents, id, instant, isp, mode, reference } from './columns.ts';

/** The only file that knows the charge table. */
export const Charge = defineEntity({
  name: 'Charge',
  tableName: 'charge',
  // One row per purchase or per period of a subscription: this constraint is what makes charging safe to retry.
  uniques: [{ properties: ['subscription_id', 'period_index'] }],
  indexes: [
    { properties: ['merchant_id', 'mode', 'id'] },
    { properties: ['status', 'sent_at'] },
    // What lists are narrowed and ordered by.
    { properties: ['merchant_id', 'mode', 'booked_at', 'id'] },
    { properties: ['merchant_id', 'mode', 'created_at', 'id'] },
    { properties: ['merchant_id', 'mode', 'document_id', 'id'] },
    { properties: ['merchant_id', 'mode', 'isp', 'id'] },
  ],
  properties: {
    id: id(),
    /** `purchase id` or `subscription id : period`. */
    key: p.string().length(80).unique(),
    /** What the ISP prints on the invoice and lists the payment under. */
    reference: p.string().length(48).unique(),
    merchant_id: reference(),
    mode: mode(),
    document_id: reference(),
    buyer_id: reference().index(),
    purchase_id: reference().unique().nullable(),
    subscription_id: reference().nullable(),
    period_index: p.integer().nullable(),
    period_start: instant().nullable(),
    period_end: instant().nullable(),
    isp: isp(),
    amount_cents: cents(),
    /** Of it: what refunds under way and made have taken, and what was given back for good. */
    refund_reserved_cents: cents(),
    refunded_cents: cents(),
    /** The row of the payout grid that it was made under; null before its success, and where the grid had none. */
    grid_row_id: reference().nullable(),
    status: p.enum(CHARGE_STATUSES).length(12),
    attempt: p.integer(),
    isp_reference: p.string().length(120).nullable(),
    decline_reason: p.enum(DECLINE_REASONS).length(24).nullable(),
    decline_raw: p.text().nullable(),
    /** The business instant: a test clock's where the subscription hangs on one. */
    due_at: instant(),
    /** The business instant of the last sending: what the ISP books it at, and the month that it counts in. */
    booked_at: instant().nullable(),
    sent_at: instant().nullable(),
    settled_at: instant().nullable(),
    in_doubt_at: instant().nullable(),
    /** How often the ISP was asked about the doubt, and when it is asked next. */
    doubt_looks: p.integer(),
    next_look_at: instant().nullable(),
    escalated_at: instant().nullable(),
    created_at: instant(),
  },
});
export type ChargeRow = InferEntity<typeof Charge>;

export const ATTEMPT_OUTCOMES = ['sent', 'not_sent', 'succeeded', 'declined', 'in_doubt', 'not_charged'] as const;

export const ChargeAttempt = defineEntity({
  name: 'ChargeAttempt',
  tableName: 'charge_attempt',
  // The attempt's correlator goes to the ISP at most once.
  uniques: [{ properties: ['charge_id', 'number'] }],
  properties: {
    id: p.bigint('bigint').primary().autoincrement(),
    charge_id: reference(),
    number: p.integer(),
    client_correlator: p.string().length(96).unique(),
    outcome: p.enum(ATTEMPT_OUTCOMES).length(12),
    detail: p.text().nullable(),
    sent_at: instant(),
    finished_at: instant().nullable(),
  },
});
export type ChargeAttemptRow = InferEntity<typeof ChargeAttempt>;
