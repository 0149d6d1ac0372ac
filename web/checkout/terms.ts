import { createHash } from 'node:crypto';
import { priceText } from '../../domain/money.ts';
import { PERIODS_A_YEAR } from '../../domain/offers.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { CheckoutPage, OfferView } from '../../usecases/types.ts';
import { TEXTS } from '../texts/index.ts';

/** The sentences that bind: the form shows these very values, and what the buyer of a subscription confirms is recorded as these. */
export type SaleTerms = Record<'title' | 'service' | 'sold_by' | 'isp_hint' | 'consent' | 'confirm' | 'next_step', string>;

export type OfferTerms = Record<'name' | 'price' | 'year_at_most' | 'ends_any_time', string>;

export function saleTerms(page: CheckoutPage, locale: Locale): SaleTerms {
  const { form } = TEXTS[locale];
  return {
    title: page.document.kind === 'one_shot' ? form.title_codes : form.title_subscription,
    service: page.document.name,
    sold_by: form.sold_by(page.merchant_name),
    isp_hint: form.isp_hint,
    consent: form.consent,
    confirm: form.confirm,
    next_step: form.next_step,
  };
}

export function offerTerms({ period, price_cents }: OfferView, locale: Locale): OfferTerms {
  const { form, rhythm } = TEXTS[locale];
  return {
    name: form.offer_names[period],
    price: rhythm[period](priceText(price_cents, locale)),
    year_at_most: form.year_at_most(priceText(price_cents * PERIODS_A_YEAR[period], locale)),
    ends_any_time: form.ends_any_time,
  };
}

/** What the page says about one offer, a sentence a line, in the order of the page. Null for codes: nothing of them is renewed. */
export function consentText(page: CheckoutPage, { offer, locale }: { offer: string | null; locale: Locale }): string | null {
  const chosen = page.document.offers.find(({ id }) => id === offer);
  if (page.document.kind === 'one_shot' || chosen === undefined) return null;
  const sale = saleTerms(page, locale);
  const { name, price, year_at_most, ends_any_time } = offerTerms(chosen, locale);
  const about_offer = [name, price, year_at_most, ends_any_time];
  return [sale.title, sale.service, sale.sold_by, ...about_offer, sale.isp_hint, sale.consent, sale.confirm, sale.next_step].join('\n');
}

/**
 * Names all that the form says about its offers. It goes out with the form and comes back with it: where the texts, the prices or the names
 * have changed meanwhile, what would be recorded is not what was shown, and the form is shown again.
 */
export function termsShown(page: CheckoutPage, locale: Locale): string {
  const texts = page.document.offers.map(({ id }) => `${id}\n${consentText(page, { offer: id, locale })}`);
  return createHash('sha256').update(texts.join('\n\n')).digest('base64url');
}
