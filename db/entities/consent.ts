import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { CONSENT_CHANNELS, type HostedPage } from '../../domain/consent.ts';
import { cents, instant, locale, reference } from './columns.ts';

/** The words that buyers were shown, each text once. */
export const ConsentText = defineEntity({
  name: 'ConsentText',
  tableName: 'consent_text',
  properties: {
    /** SHA-256 of language and words, in hexadecimal. */
    version: p.string().length(64).primary(),
    language: locale(),
    body: p.text(),
    created_at: instant(),
  },
});
export type ConsentTextRow = InferEntity<typeof ConsentText>;

/** What the buyer of one subscription agreed to, and how we know. */
export const Consent = defineEntity({
  name: 'Consent',
  tableName: 'consent',
  properties: {
    subscription_id: reference().primary(),
    channel: p.enum(CONSENT_CHANNELS).length(8),
    checkout_id: reference().nullable(),
    /** Names as they stood when it was sold; documents can be renamed. */
    merchant_name: p.string().length(120),
    document_name: p.string().length(120),
    site_url: p.text(),
    /** The most that an offer of this period could cost on that day. */
    ceiling_cents: cents(),
    text_version: p.string().length(64).nullable(),
    shown_at: instant().nullable(),
    accepted_at: instant().nullable(),
    isp_page: p.json<HostedPage>().nullable(),
    /** When the token that the ISP gave for the buyer's acceptance came to us. */
    token_presented_at: instant(),
    mandate_made_at: instant().nullable(),
  },
});
export type ConsentRow = InferEntity<typeof Consent>;
