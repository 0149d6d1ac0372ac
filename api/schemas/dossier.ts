import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { CHARGE_STATUSES } from '../../domain/charges.ts';
import { CONSENT_CHANNELS } from '../../domain/consent.ts';
import { EVENT_TYPES } from '../../domain/events.ts';
import { MAIL_KINDS } from '../../domain/mails.ts';
import { CURRENCY, wireCents } from '../../domain/money.ts';
import { END_REASONS, END_SOURCES, SUBSCRIPTION_STATUSES } from '../../domain/subscriptions.ts';
import type { DossierCharge, DossierConsent, DossierView } from '../../usecases/dossier-types.ts';
import { amount, decline, id, instant, livemode, periodBounds, reference } from './answers.ts';
import { documentVersionSchema, wireDocumentVersion } from './document-versions.ts';
import { ispField, localeField, periodField } from './fields.ts';
import { wirePeriod } from './periods.ts';
import { refundSchema } from './refunds.ts';

/** `?format=html` for the page to print. */
export const dossierQuery = z.strictObject({
  format: z
    .enum(['json', 'html'], { error: 'must be json or html' })
    .default('json')
    .meta({ description: '`html` is a page to print that says the same.' }),
});

const currency = z.literal(CURRENCY);

const offer = z
  .object({
    document: id('doc'),
    document_at_sale: documentVersionSchema.nullable().meta({ description: 'The document as it was when this was sold.' }),
    document_name: z.string().nullable(),
    merchant_name: z.string().nullable(),
    site_url: z.string().nullable(),
    offer: id('off'),
    period: periodField,
    price: amount,
    currency,
    ceiling: amount.nullable().meta({ description: 'The most that an offer of this period could cost on the day of the sale.' }),
  })
  .meta({ description: 'As it was sold. Names and ceiling are null for what was sold before they were kept.' });

const ispPage = z
  .object({
    merchant_name: z.string(),
    description: z.string().meta({ example: 'Le Journal, 1 month' }),
    amount,
    currency,
    period: periodField,
    language: localeField,
  })
  .meta({ description: 'What we asked the ISP to show on its page, where the line was identified and the mandate accepted.' });

const consent = z
  .object({
    channel: z.enum(CONSENT_CHANNELS).meta({
      description:
        '`checkout`: our popup. `api`: your server brought us the token of the ISP; what the buyer read before that is yours to show.',
    }),
    checkout: id('chk').nullable(),
    text: z
      .object({
        language: localeField,
        version: z.string().meta({ description: 'SHA-256 of language, line feed and body, in hexadecimal.' }),
        body: z.string().meta({ description: 'The sentences on the page about the chosen offer, one a line.' }),
      })
      .nullable(),
    shown_at: instant.nullable().meta({ description: 'When the form was last sent to the browser before it was confirmed.' }),
    accepted_at: instant.nullable().meta({ description: 'When the form came back, confirmed.' }),
    isp_page: ispPage.nullable(),
    token_presented_at: instant.meta({ description: 'When the token that the ISP gives for an acceptance on its page came to us.' }),
  })
  .meta({ description: 'Null for what was sold before consents were kept.' });

const mandate = z.object({
  isp_reference: z.string(),
  reference_code: z.string(),
  description: z.string().meta({ description: 'As we asked for the mandate.', example: 'Internet+ 7M5T3WC6BHNA' }),
  made_at: instant.nullable().meta({ description: 'When the token was exchanged for the mandate.' }),
  cancelled_at: instant.nullable(),
});

const charge = z.object({
  id: id('chg'),
  reference,
  period: periodBounds.nullable(),
  amount,
  currency,
  status: z.enum(CHARGE_STATUSES),
  isp_reference: z.string().nullable(),
  decline: decline.nullable(),
  due_at: instant,
  settled_at: instant.nullable(),
  attempts: z.array(
    z.object({
      number: z.int(),
      client_correlator: z.string(),
      outcome: z.string(),
      decline: decline.nullable(),
      sent_at: instant,
      finished_at: instant.nullable(),
    }),
  ),
  refunds: z.array(
    refundSchema.pick({
      id: true,
      amount: true,
      currency: true,
      status: true,
      reason: true,
      isp_reference: true,
      created_at: true,
      settled_at: true,
    }),
  ),
});

const mail = z.object({
  id: z.string(),
  kind: z.enum(MAIL_KINDS),
  occasion: z.string().meta({ description: 'What it was about.', example: 'period-3-attempt-1' }),
  language: localeField,
  occurred_at: instant.meta({ description: 'When that happened, and the mail was queued.' }),
  status: z.enum(['queued', 'sent', 'failed']),
  sent_at: instant.nullable(),
});

const notice = z.object({
  id: id('evt'),
  sequence: z.int().nullable(),
  type: z.enum(EVENT_TYPES),
  occurred_at: instant,
  delivery_status: z.enum(['none', 'pending', 'retrying', 'delivered', 'failed', 'disabled']),
  delivered_at: instant.nullable(),
  deliveries: z.array(z.object({ attempted_at: instant, response_status: z.int().nullable() })),
});

const end = z.object({
  ended_at: instant,
  reason: z.enum(END_REASONS),
  source: z.enum(END_SOURCES).nullable(),
  mandate_cancelled_at: instant.nullable(),
  code_valid_until: instant.nullable().meta({ description: 'Until when the code worked; null where none was ever given.' }),
});

export const dossierSchema = z
  .object({
    subscription: id('sub'),
    livemode,
    reference,
    status: z.enum(SUBSCRIPTION_STATUSES),
    isp: ispField,
    test_clock: id('clk').nullable(),
    anchor_at: instant.meta({ description: 'All periods are counted from here.' }),
    created_at: instant,
    offer,
    consent: consent.nullable(),
    mandate: mandate.nullable(),
    charges: z.array(charge),
    mails: z.array(mail),
    notices: z.array(notice).meta({ description: 'What your callback URL was told.' }),
    end: end.nullable(),
    digest: z.string().meta({ description: 'SHA-256 in hexadecimal over the canonical JSON (RFC 8785) of all other fields.' }),
  })
  .meta({ id: 'Dossier', description: 'What a dispute about a subscription needs; nothing tells who the buyer is.' });

export type WireDossier = z.output<typeof dossierSchema>;

const orNull = (at: Date | null) => (at === null ? null : wireInstant(at));

export function wireDossier(view: DossierView): Omit<WireDossier, 'digest'> {
  const { price_cents, ceiling_cents, document_at_sale, ...names } = view.offer;
  const { mandate, end } = view;
  return {
    subscription: view.subscription,
    livemode: view.mode === 'live',
    reference: view.reference,
    status: view.status,
    isp: view.isp,
    test_clock: view.test_clock,
    anchor_at: wireInstant(view.anchor_at),
    created_at: wireInstant(view.created_at),
    offer: {
      ...names,
      document_at_sale: document_at_sale && wireDocumentVersion(document_at_sale),
      price: wireCents(price_cents),
      currency: CURRENCY,
      ceiling: ceiling_cents === null ? null : wireCents(ceiling_cents),
    },
    consent: view.consent && wireConsent(view.consent),
    mandate: mandate && { ...mandate, made_at: orNull(mandate.made_at), cancelled_at: orNull(mandate.cancelled_at) },
    charges: view.charges.map(wireDossierCharge),
    mails: view.mails.map((row) => ({ ...row, occurred_at: wireInstant(row.occurred_at), sent_at: orNull(row.sent_at) })),
    notices: view.notices.map((row) => ({
      ...row,
      occurred_at: wireInstant(row.occurred_at),
      delivered_at: orNull(row.delivered_at),
      deliveries: row.deliveries.map((delivery) => ({ ...delivery, attempted_at: wireInstant(delivery.attempted_at) })),
    })),
    end: end && {
      ...end,
      ended_at: wireInstant(end.ended_at),
      mandate_cancelled_at: orNull(end.mandate_cancelled_at),
      code_valid_until: orNull(end.code_valid_until),
    },
  };
}

function wireConsent(view: DossierConsent): z.output<typeof consent> {
  return {
    ...view,
    shown_at: orNull(view.shown_at),
    accepted_at: orNull(view.accepted_at),
    token_presented_at: wireInstant(view.token_presented_at),
  };
}

function wireDossierCharge({ amount_cents, ...view }: DossierCharge): z.output<typeof charge> {
  return {
    ...view,
    period: view.period && wirePeriod(view.period),
    amount: wireCents(amount_cents),
    currency: CURRENCY,
    due_at: wireInstant(view.due_at),
    settled_at: orNull(view.settled_at),
    attempts: view.attempts.map((row) => ({ ...row, sent_at: wireInstant(row.sent_at), finished_at: orNull(row.finished_at) })),
    refunds: view.refunds.map(({ amount_cents, ...refund }) => ({
      ...refund,
      amount: wireCents(amount_cents),
      currency: CURRENCY,
      created_at: wireInstant(refund.created_at),
      settled_at: orNull(refund.settled_at),
    })),
  };
}
