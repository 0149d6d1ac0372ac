import { newDocumentSchema } from '../../../api/schemas/documents.ts';
import { decimalText, wireCents } from '../../../domain/money.ts';
import { isAboveOfferCeiling, ONE_SHOT_CEILING_CENTS, PERIODS, type Period } from '../../../domain/offers.ts';
import type { Locale } from '../../../domain/subscriptions.ts';
import type { DocumentView } from '../../../usecases/types.ts';
import { centsOfEuros } from '../kit/amount.ts';
import { fieldText } from '../kit/fields.ts';

export type DocumentKind = DocumentView['kind'];

/** What in the form can be wrong. */
export const DOCUMENT_FIELDS = ['name', 'site_url', 'callback_url', 'price', 'max_codes', 'offers'] as const;
export type DocumentField = (typeof DOCUMENT_FIELDS)[number];

/** The form as a person sees it: prices in euros, as they were typed. An offer without a price is not sold. */
export type DocumentValues = {
  kind: DocumentKind;
  name: string;
  site_url: string;
  locale: Locale;
  callback_url: string;
  price: string;
  max_codes: string;
  offers: { period: Period; price: string }[];
};

/** What `newDocumentSchema` takes, of a form in which nothing is wrong. */
export type DocumentBody = ReturnType<typeof newDocumentSchema.parse>;

/** A merchant may have set more offers of one rhythm through the API; the API's own limit. */
const OFFERS_MAX = 12;

export function emptyValues(kind: DocumentKind, locale: Locale): DocumentValues {
  const offers = PERIODS.map((period) => ({ period, price: '' }));
  return { kind, name: '', site_url: '', locale, callback_url: '', price: '', max_codes: '10', offers };
}

/** The form of a document as it stands, with a line for each rhythm that it does not sell. */
export function valuesOfDocument(document: DocumentView, locale: Locale): DocumentValues {
  const sold = document.offers.map(({ period, price_cents }) => ({ period, price: eurosText(price_cents, locale) }));
  const unsold = PERIODS.filter((period) => !sold.some((offer) => offer.period === period)).map((period) => ({ period, price: '' }));
  return {
    kind: document.kind,
    name: document.name,
    site_url: document.site_url,
    locale: document.locale,
    callback_url: document.callback_url ?? '',
    price: document.price_cents === null ? '' : eurosText(document.price_cents, locale),
    max_codes: document.max_codes === null ? '' : String(document.max_codes),
    offers: [...sold, ...unsold],
  };
}

function eurosText(amount_cents: bigint, locale: Locale): string {
  const decimal = decimalText(amount_cents);
  return locale === 'fr' ? decimal.replace('.', ',') : decimal;
}

/** The form as it was sent. */
export function valuesOfFields(fields: Record<string, unknown>, kind: DocumentKind): DocumentValues {
  const offers = Array.from({ length: OFFERS_MAX }, (_, index) => ({
    period: PERIODS.find((period) => period === fields[`period_${index}`]),
    price: fieldText(fields, `price_${index}`),
  }));
  return {
    kind,
    name: fieldText(fields, 'name'),
    site_url: fieldText(fields, 'site_url'),
    locale: fields.locale === 'en' ? 'en' : 'fr',
    callback_url: fieldText(fields, 'callback_url'),
    price: fieldText(fields, 'price'),
    max_codes: fieldText(fields, 'max_codes'),
    offers: offers.flatMap(({ period, price }) => (period === undefined ? [] : [{ period, price }])),
  };
}

export type ParsedDocument = { body: DocumentBody } | { wrong: DocumentField[] };

/** Checks a form by the rules of the API, and by the ceilings. */
export function parseDocument(values: DocumentValues): ParsedDocument {
  const { kind, name, site_url, locale } = values;
  const callback_url = values.callback_url === '' ? null : values.callback_url;
  const common = { kind, name, site_url, locale, callback_url };
  const max_codes = /^\d{1,4}$/.test(values.max_codes) ? Number(values.max_codes) : undefined;
  const offers = values.offers.filter(({ price }) => price !== '').map(({ period, price }) => ({ period, price: wirePrice(price) }));
  const body = kind === 'one_shot' ? { ...common, price: wirePrice(values.price), max_codes } : { ...common, offers };
  const parsed = newDocumentSchema.safeParse(body);
  const wrong = new Set<unknown>([...(parsed.error?.issues.map(({ path }) => path[0]) ?? []), ...aboveCeilings(values)]);
  if (parsed.success && wrong.size === 0) return { body: parsed.data };
  return { wrong: DOCUMENT_FIELDS.filter((field) => wrong.has(field)) };
}

function wirePrice(text: string): number | undefined {
  const amount_cents = centsOfEuros(text);
  return amount_cents === undefined ? undefined : wireCents(amount_cents);
}

function aboveCeilings({ kind, price, offers }: DocumentValues): DocumentField[] {
  if (kind === 'one_shot') return (centsOfEuros(price) ?? 0n) > ONE_SHOT_CEILING_CENTS ? ['price'] : [];
  return offers.some((offer) => isAboveOfferCeiling(offer.period, centsOfEuros(offer.price) ?? 0n)) ? ['offers'] : [];
}
