import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { PERIODS, type Period } from '../../domain/offers.ts';
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
    /** The number of its newest version. */
    version: p.integer().default(1),
    /** Nothing new is sold under it from then on. */
    archived_at: instant().nullable(),
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

/** An offer as a version keeps it. The cents are text, as JSON has no integers of that size. */
export type VersionOffer = { id: string; period: Period; price_cents: string };

/** A document as it was from one change to the next. The database refuses to change it. */
export const DocumentVersion = defineEntity({
  name: 'DocumentVersion',
  tableName: 'document_version',
  properties: {
    document_id: reference().primary(),
    number: p.integer().primary(),
    name: p.string().length(120),
    site_url: p.text(),
    locale: locale(),
    price_cents: cents().nullable(),
    max_codes: p.integer().nullable(),
    callback_url: p.text().nullable(),
    offers: p.json<VersionOffer[]>(),
    created_at: instant(),
  },
});
export type DocumentVersionRow = InferEntity<typeof DocumentVersion>;
