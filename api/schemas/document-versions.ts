import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { CURRENCY, wireCents } from '../../domain/money.ts';
import type { DocumentPage, DocumentVersionView, VersionPage } from '../../usecases/document-types.ts';
import { amount, id, instant, listOf } from './answers.ts';
import { localeField, periodField } from './fields.ts';
import { asInteger, pageFields, queryNumber } from './pages.ts';

const VERSION_MAX = 1_000_000_000;

const ARCHIVED = { true: true, false: false } as const;

export const documentPageQuery = z
  .strictObject({
    ...pageFields('doc'),
    archived: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .exactOptional()
      .meta({ description: 'Only what is archived, or only what is not.', example: 'false' }),
  })
  .transform(({ limit, after, archived }): DocumentPage => ({ limit, after, archived: archived && ARCHIVED[archived] }));

export const versionPageQuery = z
  .strictObject({
    limit: pageFields('doc').limit,
    after: queryNumber(VERSION_MAX)
      .exactOptional()
      .meta({
        description: 'The `version` of the last one of the page before.',
        example: 3,
        override: asInteger({ maximum: VERSION_MAX }),
      }),
  })
  .transform(({ limit, after }): VersionPage => ({ limit, after }));

const described = {
  document: id('doc'),
  version: z.int().meta({ description: 'Counted from 1.', example: 2 }),
  name: z.string(),
  site_url: z.string(),
  locale: localeField,
  callback_url: z.string().nullable(),
  currency: z.literal(CURRENCY),
  created_at: instant,
};

export const documentVersionSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('one_shot'), ...described, price: amount, max_codes: z.int() }),
    z.object({
      kind: z.literal('rebilling'),
      ...described,
      offers: z.array(z.object({ id: id('off'), period: periodField, price: amount })),
    }),
  ])
  .meta({ id: 'DocumentVersion', description: 'A document as it was from one change to the next. Never changes.' });

export const documentVersionListSchema = listOf('DocumentVersion', documentVersionSchema);

/** What a sale was made under. */
export const soldUnder = z.int().nullable().meta({
  description: 'The version of the document that it was sold under; null for what was sold before versions were kept.',
  example: 1,
});

export function wireDocumentVersion(view: DocumentVersionView): z.output<typeof documentVersionSchema> {
  const { document, number: version, name, site_url, locale, callback_url } = view;
  const created_at = wireInstant(view.created_at);
  const shared = { document, version, name, site_url, locale, callback_url, currency: CURRENCY, created_at } as const;
  if (view.kind === 'rebilling') {
    const offers = view.offers.map((offer) => ({ id: offer.id, period: offer.period, price: wireCents(offer.price_cents) }));
    return { ...shared, kind: 'rebilling', offers };
  }
  if (view.price_cents === null || view.max_codes === null) throw new Error('a one-shot document has a price and a maximum');
  return { ...shared, kind: 'one_shot', price: wireCents(view.price_cents), max_codes: view.max_codes };
}
