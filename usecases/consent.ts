import { createHash } from 'node:crypto';
import type { Stores } from '../db/stores/index.ts';
import { OFFER_CEILING_CENTS } from '../domain/offers.ts';
import type { Locale } from '../domain/subscriptions.ts';
import type { SaleTerms } from './sale-terms.ts';
import type { NewSubscription, OfferView } from './types.ts';

/** Keeps a text that a buyer confirms, in the caller's transaction, and answers its version: a hash of its language and its words. */
export async function keepConsentText(stores: Stores, text: { language: Locale; body: string; now: Date }): Promise<string> {
  const { language, body, now } = text;
  const version = createHash('sha256').update(`${language}\n${body}`).digest('hex');
  await stores.consents.keepText({ version, language, body, created_at: now });
  return version;
}

type Sale = { merchant_name: string; document: Pick<SaleTerms, 'name' | 'site_url'>; offer: OfferView; now: Date };

/**
 * Keeps what the buyer of a subscription agreed to, in the transaction that writes the subscription. Of a sale by a merchant's server we know
 * only that the ISP gave a token for its own page; what that buyer read elsewhere is the merchant's to show.
 */
export async function recordConsent(stores: Stores, { id, consent }: NewSubscription, sale: Sale): Promise<void> {
  const { merchant_name, document, offer, now } = sale;
  // Confirmed in the popup before consents were kept: nothing is claimed.
  if (consent === null) return;
  const confirmed = consent?.confirmed;
  await stores.consents.insert({
    subscription_id: id,
    channel: consent ? 'checkout' : 'api',
    checkout_id: consent?.checkout ?? null,
    merchant_name,
    document_name: document.name,
    site_url: document.site_url,
    ceiling_cents: OFFER_CEILING_CENTS[offer.period],
    text_version: confirmed?.text_version ?? null,
    shown_at: confirmed?.shown_at ? new Date(confirmed.shown_at) : null,
    accepted_at: confirmed ? new Date(confirmed.accepted_at) : null,
    isp_page: confirmed?.isp_page ?? null,
    token_presented_at: now,
    mandate_made_at: null,
  });
}
