import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { ISPS } from '../../domain/isps.ts';
import { PERIODS, TIERS } from '../../domain/offers.ts';
import { type GridEntry, SALE_KINDS } from '../../domain/payout-grid.ts';
import { type Account, POSTING_SET_KINDS, SIDES } from '../../domain/postings.ts';
import { cents, id, instant, isp, mode, reference } from './columns.ts';

/** One money event. PostgreSQL refuses to change or delete it, and to commit it unless its lines come to what it says. */
export const PostingSet = defineEntity({
  name: 'PostingSet',
  tableName: 'posting_set',
  indexes: [{ properties: ['merchant_id', 'mode', 'occurred_at'] }],
  properties: {
    id: id(),
    /** Derived from what happened, so that a retry posts once: `postingKey` in domain/postings.ts. */
    key: p.string().length(255).unique(),
    kind: p.enum(POSTING_SET_KINDS).length(24),
    mode: mode(),
    isp: p.enum(ISPS).length(8).nullable(),
    merchant_id: reference(),
    charge_id: reference().index().nullable(),
    refund_id: reference().nullable(),
    payout_id: reference().index().nullable(),
    /** How many lines it has, and what its debits and its credits come to. */
    line_count: p.integer(),
    amount_cents: cents(),
    /** The business instant: a test clock's where the charge hangs on one. */
    occurred_at: instant(),
    created_at: instant(),
  },
});
export type PostingSetRow = InferEntity<typeof PostingSet>;

export const PostingLine = defineEntity({
  name: 'Posting',
  tableName: 'posting',
  properties: {
    set_id: reference().primary(),
    number: p.integer().primary(),
    account: p.string().length(80).$type<Account>(),
    side: p.enum(SIDES).length(6),
    amount_cents: cents(),
  },
});
export type PostingRow = InferEntity<typeof PostingLine>;

/** One row of the payout grid. Only its end is ever changed, by a later import. */
export const PayoutGridRow = defineEntity({
  name: 'PayoutGridRow',
  tableName: 'payout_grid_row',
  indexes: [{ properties: ['isp', 'kind', 'period', 'tier'] }],
  properties: {
    id: id(),
    isp: isp(),
    kind: p.enum(SALE_KINDS).length(12),
    period: p.enum(PERIODS).length(8).nullable(),
    tier: p.enum(TIERS).length(12),
    price_from_cents: cents(),
    price_to_cents: cents(),
    merchant_share_bp: p.integer(),
    isp_fee_bp: p.integer(),
    valid_from: p.date(),
    valid_to: p.date().nullable(),
    created_at: instant(),
  },
});
export type GridRow = GridEntry & { id: string; created_at: Date };
