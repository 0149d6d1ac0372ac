import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { CheckoutConsent } from '../../domain/consent.ts';
import { bytes, id, instant, isp, locale, mode, reference } from './columns.ts';

/** One buyer's way through the popup. */
export const Checkout = defineEntity({
  name: 'Checkout',
  tableName: 'checkout',
  indexes: [{ properties: ['merchant_id', 'mode', 'id'] }],
  properties: {
    id: id(),
    merchant_id: reference(),
    mode: mode(),
    document_id: reference(),
    /** What the buyer agreed to on the way to the ISP. */
    document_version: p.integer().nullable(),
    quantity: p.integer().nullable(),
    offer_id: reference().nullable(),
    isp: isp().nullable(),
    locale: locale(),
    client_reference: p.text().nullable(),
    return_url: p.text().nullable(),
    test_clock_id: reference().nullable(),
    /** The e-mail under the checkout's own key, which is deleted once the buyer's row has it. */
    email_sealed: bytes().nullable(),
    key_wrapped: bytes().nullable(),
    /** Ties the way back from the ISP's page to the way out. */
    state_hash: bytes().nullable(),
    /** Chosen at creation, so that coming back twice from the ISP buys once. */
    purchase_id: reference().unique(),
    subscription_id: reference().unique(),
    /** When the form was last sent to the buyer's browser, and what the buyer then confirmed. */
    form_shown_at: instant().nullable(),
    consent: p.json<CheckoutConsent>().nullable(),
    completed_at: instant().nullable(),
    /** Why the last try ended without a sale; shown to the buyer with a way forward. */
    failure: p.string().length(40).nullable(),
    expires_at: instant(),
    created_at: instant(),
  },
});
export type CheckoutRow = InferEntity<typeof Checkout>;
