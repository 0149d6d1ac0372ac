import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { CURRENCY, wireCents } from '../../domain/money.ts';
import { END_REASONS, END_SOURCES, SUBSCRIPTION_STATUSES } from '../../domain/subscriptions.ts';
import type { NewSubscription, SubscriptionView } from '../../usecases/types.ts';
import { amount, decline, id, instant, listOf, livemode, periodBounds, reference } from './answers.ts';
import { soldUnder } from './document-versions.ts';
import {
  clientReferenceField,
  currencyField,
  emailField,
  idField,
  ispField,
  localeField,
  offerField,
  periodField,
  subscriberTokenField,
} from './fields.ts';
import { wirePeriod } from './periods.ts';

export const newSubscriptionSchema = z
  .strictObject({
    document: idField('doc', 'a document'),
    offer: offerField,
    currency: currencyField,
    email: emailField,
    isp: ispField,
    subscriber_token: subscriberTokenField,
    client_reference: clientReferenceField.nullish(),
    test_clock: idField('clk', 'a test clock').nullish(),
    locale: localeField.exactOptional(),
  })
  .meta({ id: 'NewSubscription' });

export const subscriptionSchema = z
  .object({
    id: id('sub'),
    livemode,
    status: z.enum(SUBSCRIPTION_STATUSES),
    reference,
    document: id('doc'),
    document_version: soldUnder,
    offer: id('off'),
    period: periodField,
    price: amount,
    currency: z.literal(CURRENCY),
    isp: ispField,
    client_reference: z.string().nullable(),
    test_clock: id('clk').nullable(),
    code: z.string().nullable().meta({ description: 'The same for life; null before the first charge.', example: 'K7QX-2M9T-WB4H-81RC' }),
    current_period: periodBounds.nullable(),
    next_charge_at: instant.nullable(),
    unsubscribe_url: z.string().meta({ format: 'uri' }),
    ended_at: instant.exactOptional(),
    end_reason: z.enum(END_REASONS).exactOptional(),
    end_source: z.enum(END_SOURCES).exactOptional(),
    decline: decline.exactOptional(),
    created_at: instant,
  })
  .meta({ id: 'Subscription', description: 'One code that works as long as a paid period runs.' });

export const subscriptionListSchema = listOf('Subscription', subscriptionSchema);

export function newSubscription(subscription_id: string, body: z.output<typeof newSubscriptionSchema>): NewSubscription {
  const { document, offer, email, isp, subscriber_token, client_reference = null, test_clock = null, locale } = body;
  return { id: subscription_id, document, offer, email, isp, subscriber_token, client_reference, test_clock, locale };
}

export function wireSubscription(view: SubscriptionView): z.output<typeof subscriptionSchema> {
  return {
    id: view.id,
    livemode: view.mode === 'live',
    status: view.status,
    reference: view.reference,
    document: view.document,
    document_version: view.document_version,
    offer: view.offer,
    period: view.period,
    price: wireCents(view.price_cents),
    currency: CURRENCY,
    isp: view.isp,
    client_reference: view.client_reference,
    test_clock: view.test_clock,
    code: view.code,
    current_period: view.current_period === null ? null : wirePeriod(view.current_period),
    next_charge_at: view.next_charge_at === null ? null : wireInstant(view.next_charge_at),
    unsubscribe_url: view.unsubscribe_url,
    ...(view.ended_at === null ? {} : { ended_at: wireInstant(view.ended_at) }),
    ...(view.end_reason === null ? {} : { end_reason: view.end_reason }),
    ...(view.end_source === null ? {} : { end_source: view.end_source }),
    ...(view.decline === null ? {} : { decline: { reason: view.decline.reason } }),
    created_at: wireInstant(view.created_at),
  };
}
