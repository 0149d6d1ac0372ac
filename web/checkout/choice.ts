import { z } from 'zod';
import { ISPS } from '../../domain/isps.ts';
import type { Refusal } from '../../domain/refusals.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { CheckoutChoice, CheckoutPage } from '../../usecases/types.ts';
import { FORM_FIELDS, type FormField } from '../texts/texts.ts';
import type { Sale } from './sale.ts';

/** What stands in the form: the buyer's own words are shown again where something is to be corrected. */
export type FormValues = { quantity: string; offer: string; email: string; isp: string; consent: boolean };

const EMAIL_LENGTH_MAX = 254;

const buyer = {
  email: z.string().trim().max(EMAIL_LENGTH_MAX).pipe(z.email()),
  isp: z.enum(ISPS),
};

function choiceSchema(sale: Sale) {
  if (sale.kind === 'one_shot') {
    const quantity = z.enum(sale.quantities.map(String)).transform(Number);
    return z.object({ ...buyer, quantity }).transform((choice) => ({ ...choice, offer: null }));
  }
  const offer = z.enum(sale.offers.map(({ id }) => id));
  return z.object({ ...buyer, offer, consent: z.literal('yes') }).transform(({ consent: _, ...choice }) => ({ ...choice, quantity: null }));
}

export type ParsedChoice = { choice: Omit<CheckoutChoice, 'consent_text'> } | { wrong_fields: FormField[] };

/** Checks a sent form against what the document sells. */
export function parseChoice(fields: Record<string, unknown>, { sale, locale }: { sale: Sale; locale: Locale }): ParsedChoice {
  const parsed = choiceSchema(sale).safeParse(fields);
  if (parsed.success) return { choice: { ...parsed.data, locale } };
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  return { wrong_fields: FORM_FIELDS.filter((field) => wrong.has(field)) };
}

const FIELD_OF_REFUSAL: Partial<Record<Refusal['code'], FormField>> = {
  quantity_above_maximum: 'quantity',
  one_shot_total_above_ceiling: 'quantity',
  offer_unknown: 'offer',
};

/** The field of the form that a refusal is about, if any. */
export function fieldOfRefusal(refusal: Refusal): FormField | undefined {
  return FIELD_OF_REFUSAL[refusal.code];
}

/** The form as the buyer first sees it: what the merchant set or the buyer chose before. */
export function valuesOfPage(page: CheckoutPage): FormValues {
  const only_offer = page.document.offers.length === 1 ? page.document.offers[0] : undefined;
  return {
    quantity: String(page.quantity ?? 1),
    offer: (page.offer ?? only_offer)?.id ?? '',
    email: page.email ?? '',
    isp: page.isp ?? '',
    consent: false,
  };
}

/** The form as it was sent. */
export function valuesOfFields(fields: Record<string, unknown>): FormValues {
  const text = (name: FormField): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    quantity: text('quantity'),
    offer: text('offer'),
    email: text('email').slice(0, EMAIL_LENGTH_MAX),
    isp: text('isp'),
    consent: fields.consent === 'yes',
  };
}
