import { isAboveOfferCeiling, OFFER_CEILING_CENTS, ONE_SHOT_CEILING_CENTS } from '../../../domain/offers.ts';
import type { CheckoutPage, DocumentView } from '../../../usecases/types.ts';
import { valuesOfPage } from '../../checkout/choice.ts';
import { renderForm } from '../../checkout/form-view.ts';
import type { Visit } from '../area.ts';
import { centsOfEuros } from '../kit/amount.ts';
import type { DocumentValues } from './form-values.ts';

/** Stands where an id would: nothing is sold by a preview. */
const NO_ID = 'preview';
const PRICE_UNWRITTEN_CENTS = 300n;

/** The very page that a buyer would open, of a document that may not be written to its end yet. */
export function renderPreview({ scope }: Visit, values: DocumentValues): string {
  const page: CheckoutPage = {
    checkout: {
      id: NO_ID,
      url: '',
      document: NO_ID,
      status: 'open',
      purchase: null,
      subscription: null,
      expires_at: new Date(0),
      created_at: new Date(0),
    },
    merchant_name: scope.merchant_name,
    document: documentOf(values, scope.mode),
    locale: values.locale,
    quantity: null,
    offer: null,
    email: null,
    sent_to: null,
    isp: null,
    return_url: null,
    failure: null,
    purchase: null,
    subscription: null,
  };
  const shown = renderForm(page, { locale: values.locale, values: valuesOfPage(page), errors: {}, failure: null });
  // Nothing runs in the preview's sandbox, and a browser would complain about each script that it keeps from it.
  return shown.replaceAll(/<script\b[^>]*><\/script>/g, '');
}

const NO_CALLBACKS = {
  format: 'standard_webhooks',
  status: 'none',
  failing_since: null,
  disabled_at: null,
  disabled_reason: null,
  check: null,
} as const;

function documentOf(values: DocumentValues, mode: DocumentView['mode']): DocumentView {
  const { kind, name, site_url, locale } = values;
  const price_cents = within(centsOfEuros(values.price), ONE_SHOT_CEILING_CENTS) ?? PRICE_UNWRITTEN_CENTS;
  const max_codes = /^[1-9]\d{0,2}$/.test(values.max_codes) ? Number(values.max_codes) : 1;
  const common = {
    id: NO_ID,
    mode,
    name: name || '…',
    site_url,
    locale,
    callback_url: null,
    version: 1,
    archived_at: null,
    callbacks: NO_CALLBACKS,
    created_at: new Date(0),
    updated_at: new Date(0),
  };
  return kind === 'one_shot'
    ? { ...common, kind, price_cents, max_codes, offers: [] }
    : { ...common, kind, price_cents: null, max_codes: null, offers: offersOf(values) };
}

function offersOf({ offers }: DocumentValues): DocumentView['offers'] {
  return offers.flatMap(({ period, price }, index) => {
    const price_cents = within(centsOfEuros(price), OFFER_CEILING_CENTS[period]);
    return price_cents === undefined || isAboveOfferCeiling(period, price_cents) ? [] : [{ id: String(index), period, price_cents }];
  });
}

function within(amount_cents: bigint | undefined, ceiling_cents: bigint): bigint | undefined {
  return amount_cents !== undefined && amount_cents > 0n && amount_cents <= ceiling_cents ? amount_cents : undefined;
}
