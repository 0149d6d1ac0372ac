import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Isp } from '../../domain/isps.ts';
import { PERIODS } from '../../domain/offers.ts';
import { SALE_KINDS } from '../../domain/payout-grid.ts';
import { PAYOUT_LINE_KINDS } from '../../domain/payouts.ts';
import { cents, id, instant, isp, mode, reference } from './columns.ts';

/** A statement of what a merchant earned and is paid for a month. PostgreSQL refuses to change it, and to commit it unless it adds up. */
export const Payout = defineEntity({
  name: 'Payout',
  tableName: 'payout',
  // One for a month, in one chain: these constraints are what makes a run safe to repeat.
  uniques: [
    { properties: ['merchant_id', 'mode', 'month'] },
    { properties: ['merchant_id', 'mode', 'number'] },
    { properties: ['merchant_id', 'mode', 'number', 'carried_out_cents'] },
  ],
  indexes: [{ properties: ['merchant_id', 'mode', 'id'] }],
  properties: {
    id: id(),
    merchant_id: reference(),
    mode: mode(),
    /** `2026-11`, in Paris. */
    month: p.string().length(7),
    /** Counts the statements of the merchant and mode from 1. */
    number: p.integer(),
    previous_number: p.integer().nullable(),
    /** As it was when the statement was made. */
    merchant_name: p.string().length(120),
    /** The first instant after the month. */
    ends_at: instant(),
    /** Days from a sale until its ISP has paid us, and the least that is paid out, as they were set. */
    settlement_days: p.json().$type<Record<Isp, number>>(),
    minimum_cents: cents(),
    line_count: p.integer(),
    carried_in_cents: cents(),
    /** What its lines come to. */
    earned_cents: cents(),
    payout_cents: cents(),
    carried_out_cents: cents(),
    created_at: instant(),
  },
});
export type PayoutRow = InferEntity<typeof Payout>;

export const PayoutLine = defineEntity({
  name: 'PayoutLine',
  tableName: 'payout_line',
  properties: {
    payout_id: reference().primary(),
    number: p.integer().primary(),
    kind: p.enum(PAYOUT_LINE_KINDS).length(12),
    isp: isp(),
    sale_kind: p.enum(SALE_KINDS).length(12),
    period: p.enum(PERIODS).length(8).nullable(),
    price_cents: cents(),
    grid_row_id: reference(),
    event_count: p.integer(),
    gross_cents: cents(),
    vat_cents: cents(),
    isp_fee_cents: cents(),
    platform_cents: cents(),
    merchant_cents: cents(),
  },
});
export type PayoutLineRow = InferEntity<typeof PayoutLine>;

/** What of one sale or refund is the merchant's. PostgreSQL makes it of the posting set, and lets a statement take it once. */
export const Payable = defineEntity({
  name: 'Payable',
  tableName: 'payable',
  indexes: [{ properties: ['payout_id', 'set_id'] }],
  properties: {
    set_id: reference().primary(),
    merchant_id: reference(),
    mode: mode(),
    isp: isp(),
    charge_id: reference(),
    refund_id: reference().nullable(),
    merchant_cents: cents(),
    occurred_at: instant(),
    payout_id: reference().nullable(),
  },
});
