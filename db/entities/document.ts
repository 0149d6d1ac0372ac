import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { PERIODS } from '../../domain/offers.ts';
import { cents, id, instant, locale, mode, reference } from './columns.ts';

export const DOCUMENT_KINDS = ['one_shot', 'rebilling'] as const;

/** What a merchant sells: codes at one price, or subscriptions by offers. */
export const Document = defineEntity({
  name: 'Document',
  tableName: 'document',
  indexes: [{ properties: ['merchant_id', 'mode', 'id'] }],
  properties: {
    id: id(),
    merchant_id: reference(),
    mode: mode(),
    kind: p.enum(DOCUMENT_KINDS).length(10),
    name: p.string().length(120),
    site_url: p.text(),
    locale: locale(),
    price_cents: cents().nullable(),
    max_codes: p.integer().nullable(),
    callback_url: p.text().nullable(),
    callback_disabled_at: instant().nullable(),
    created_at: instant(),
    updated_at: instant(),
  },
});
export type DocumentRow = InferEntity<typeof Document>;

export const Offer = defineEntity({
  name: 'Offer',
  tableName: 'offer',
  properties: {
    id: id(),
    document_id: reference().index(),
    period: p.enum(PERIODS).length(8),
    price_cents: cents(),
    position: p.integer(),
    archived_at: instant().nullable(),
  },
});
export type OfferRow = InferEntity<typeof Offer>;
