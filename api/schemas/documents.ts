import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { CALLBACK_FORMATS, DISABLED_REASONS } from '../../domain/callbacks.ts';
import { CURRENCY, wireCents } from '../../domain/money.ts';
import type { CallbackView } from '../../usecases/callback-types.ts';
import type { DocumentChange, DocumentView, NewDocument, NewOffer } from '../../usecases/types.ts';
import { amount, id, instant, listOf, livemode } from './answers.ts';
import { currencyField, localeField, nameField, periodField, priceField, urlField } from './fields.ts';

const offerInput = z.strictObject({ period: periodField, price: priceField, currency: currencyField });
const offersField = z
  .array(offerInput, { error: 'must be a list of offers' })
  .min(1, 'must have at least one offer')
  .max(12, 'must have at most 12 offers');
const maxCodesField = z
  .number({ error: 'must be an integer' })
  .int('must be an integer')
  .min(1, 'must be at least 1')
  .max(1_000, 'must be at most 1000')
  .meta({ description: 'The most codes that one purchase may have.', example: 10 });
const callbackField = urlField
  .nullable()
  .exactOptional()
  .meta({ description: 'Where every transaction is told, by the Standard Webhooks specification.' });

const formatField = z
  .enum(CALLBACK_FORMATS, { error: `must be one of ${CALLBACK_FORMATS.join(', ')}` })
  .exactOptional()
  .meta({ description: 'How it is told there: by Standard Webhooks, or for old scripts by a signed GET.' });

const common = {
  name: nameField,
  site_url: urlField,
  locale: localeField.default('fr'),
  callback_url: callbackField,
  callback_format: formatField,
};

export const newDocumentSchema = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('one_shot'), ...common, price: priceField, currency: currencyField, max_codes: maxCodesField }),
      z.strictObject({ kind: z.literal('rebilling'), ...common, currency: currencyField, offers: offersField }),
    ],
    { error: 'must be "one_shot" or "rebilling"' },
  )
  .meta({ id: 'NewDocument' });

export const documentChangeSchema = z
  .strictObject({
    name: nameField.exactOptional(),
    site_url: urlField.exactOptional(),
    locale: localeField.exactOptional(),
    callback_url: callbackField,
    callback_format: formatField,
    price: priceField.exactOptional(),
    currency: currencyField,
    max_codes: maxCodesField.exactOptional(),
    offers: offersField.exactOptional(),
  })
  .meta({ id: 'DocumentChange' });

const callbackCheck = z
  .object({
    url: z.string(),
    checked_at: instant,
    ok: z.boolean().meta({ description: 'Whether the answer was 2xx.', example: true }),
    latency_ms: z.int(),
    response_status: z.int().nullable(),
    response_head: z.string().nullable().meta({ description: 'The first kilobyte of the answer.' }),
    error: z.string().nullable(),
  })
  .meta({
    id: 'CallbackCheck',
    description: 'What the last signed ping came to. It is sent when the URL or the format is set, and by hand.',
  });

const callbackFields = {
  callback_format: z.enum(CALLBACK_FORMATS),
  callback_status: z.enum(['none', 'active', 'failing', 'disabled']).meta({
    description: '`failing`: so many deliveries in a row failed that one at a time is tried. `disabled`: none is, until they are enabled.',
    example: 'active',
  }),
  callback_failing_since: instant.nullable().meta({ description: 'Since when no delivery has succeeded.', example: null }),
  callback_disabled_at: instant.nullable().meta({ example: null }),
  callback_disabled_reason: z
    .enum(DISABLED_REASONS)
    .nullable()
    .meta({ description: '`gone`: a 410; `failing`: nothing but failures for long.', example: null }),
  callback_check: callbackCheck.nullable(),
};

const described = {
  id: id('doc'),
  livemode,
  name: z.string(),
  site_url: z.string(),
  locale: localeField,
  callback_url: z.string().nullable(),
  ...callbackFields,
  currency: z.literal(CURRENCY),
  version: z.int().meta({ description: 'The number of its newest version: each change makes one.', example: 1 }),
  archived_at: instant.nullable().meta({ description: 'Since when nothing new is sold under it.', example: null }),
  created_at: instant,
  updated_at: instant,
};

export const documentSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('one_shot'), ...described, price: amount, max_codes: z.int() }),
    z.object({
      kind: z.literal('rebilling'),
      ...described,
      offers: z.array(z.object({ id: id('off'), period: periodField, price: amount })),
    }),
  ])
  .meta({ id: 'Document', description: 'What a merchant sells: codes (one_shot) or subscriptions (rebilling).' });

export const documentListSchema = listOf('Document', documentSchema);

function newOffers(offers: z.output<typeof offersField>): NewOffer[] {
  return offers.map(({ period, price }) => ({ period, price_cents: BigInt(price) }));
}

export function newDocument(document_id: string, body: z.output<typeof newDocumentSchema>): NewDocument {
  const { name, site_url, locale, callback_url = null, callback_format } = body;
  const shared = { id: document_id, name, site_url, locale, callback_url, callback_format };
  return body.kind === 'one_shot'
    ? { ...shared, kind: 'one_shot', price_cents: BigInt(body.price), max_codes: body.max_codes }
    : { ...shared, kind: 'rebilling', offers: newOffers(body.offers) };
}

export function documentChange(body: z.output<typeof documentChangeSchema>): DocumentChange {
  const { price, offers, currency: _currency, ...unchanged } = body;
  return {
    ...unchanged,
    ...(price === undefined ? {} : { price_cents: BigInt(price) }),
    ...(offers === undefined ? {} : { offers: newOffers(offers) }),
  };
}

export function wireDocument(view: DocumentView): z.output<typeof documentSchema> {
  const { name, site_url, locale, callback_url } = view;
  const shared = {
    id: view.id,
    livemode: view.mode === 'live',
    name,
    site_url,
    locale,
    callback_url,
    ...wireCallbacks(view.callbacks),
    currency: CURRENCY,
  } as const;
  const archived_at = view.archived_at === null ? null : wireInstant(view.archived_at);
  const instants = {
    version: view.version,
    archived_at,
    created_at: wireInstant(view.created_at),
    updated_at: wireInstant(view.updated_at),
  };
  if (view.kind === 'rebilling') {
    const offers = view.offers.map((offer) => ({ id: offer.id, period: offer.period, price: wireCents(offer.price_cents) }));
    return { ...shared, kind: 'rebilling', offers, ...instants };
  }
  if (view.price_cents === null || view.max_codes === null) throw new Error('a one-shot document has a price and a maximum');
  return { ...shared, kind: 'one_shot', price: wireCents(view.price_cents), max_codes: view.max_codes, ...instants };
}

function wireCallbacks({ format, status, failing_since, disabled_at, disabled_reason, check }: CallbackView) {
  return {
    callback_format: format,
    callback_status: status,
    callback_failing_since: failing_since && wireInstant(failing_since),
    callback_disabled_at: disabled_at && wireInstant(disabled_at),
    callback_disabled_reason: disabled_reason,
    callback_check: check,
  };
}
