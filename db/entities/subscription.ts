import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { PERIODS } from '../../domain/offers.ts';
import { END_REASONS, END_SOURCES, SUBSCRIPTION_STATUSES } from '../../domain/subscriptions.ts';
import { bytes, cents, id, instant, isp, locale, mode, reference } from './columns.ts';

export const Subscription = defineEntity({
  name: 'Subscription',
  tableName: 'subscription',
  uniques: [{ properties: ['isp', 'mandate_reference'] }],
  indexes: [
    { properties: ['merchant_id', 'mode', 'id'] },
    // What lists are narrowed and ordered by.
    { properties: ['merchant_id', 'mode', 'created_at', 'id'] },
    { properties: ['merchant_id', 'mode', 'document_id', 'id'] },
    { properties: ['merchant_id', 'mode', 'isp', 'id'] },
    { properties: ['merchant_id', 'mode', 'status', 'id'] },
  ],
  properties: {
    id: id(),
    reference: reference().unique(),
    merchant_id: reference(),
    mode: mode(),
    document_id: reference(),
    /** What it was sold under; null for what was sold before versions were kept. */
    document_version: p.integer().nullable(),
    offer_id: reference(),
    buyer_id: reference().index(),
    isp: isp(),
    period: p.enum(PERIODS).length(8),
    price_cents: cents(),
    locale: locale(),
    client_reference: p.text().nullable(),
    email_sealed: bytes(),
    /** What the address is found by; null of rows from before it was kept, and of an erased buyer. */
    email_hash: bytes().nullable().index(),
    token_hash: bytes().unique(),
    /** Kept until it has been exchanged for the mandate, then emptied. */
    token_sealed: bytes().nullable(),
    /** The ISP's name for the standing authorisation; at most one subscription lives on one. */
    mandate_reference: p.string().length(120).nullable(),
    mandate_cancelled_at: instant().nullable(),
    unsubscribe_token_hash: bytes().unique(),
    test_clock_id: reference().nullable(),
    status: p.enum(SUBSCRIPTION_STATUSES).length(10),
    /** Period k is computed from this instant. */
    anchor_at: instant(),
    /** The last period that was paid, and until when the code works. */
    paid_index: p.integer().nullable(),
    paid_until: instant().nullable(),
    next_index: p.integer(),
    next_charge_at: instant().nullable(),
    /** Set once, by the transaction that acknowledges the end: no charge is sent after it. */
    ended_at: instant().nullable(),
    end_reason: p.enum(END_REASONS).length(24).nullable(),
    end_source: p.enum(END_SOURCES).length(12).nullable(),
    event_sequence: p.integer(),
    /** Real time of the last end step; what the sweep goes by. */
    updated_at: instant(),
    created_at: instant(),
  },
});
export type SubscriptionRow = InferEntity<typeof Subscription>;
