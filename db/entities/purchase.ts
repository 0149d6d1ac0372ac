import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { DECLINE_REASONS } from '../../domain/charges.ts';
import { PURCHASE_STATUSES } from '../../domain/subscriptions.ts';
import { bytes, cents, id, instant, isp, locale, mode, reference } from './columns.ts';

export const Purchase = defineEntity({
  name: 'Purchase',
  tableName: 'purchase',
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
    buyer_id: reference().index(),
    isp: isp(),
    quantity: p.integer(),
    unit_price_cents: cents(),
    amount_cents: cents(),
    locale: locale(),
    client_reference: p.text().nullable(),
    email_sealed: bytes(),
    /** A hosted page's token pays once: this constraint refuses a second purchase with it. */
    token_hash: bytes().unique(),
    /** Kept until the charge is final, then emptied. */
    token_sealed: bytes().nullable(),
    status: p.enum(PURCHASE_STATUSES).length(12),
    decline_reason: p.enum(DECLINE_REASONS).length(24).nullable(),
    created_at: instant(),
    completed_at: instant().nullable(),
  },
});
export type PurchaseRow = InferEntity<typeof Purchase>;
