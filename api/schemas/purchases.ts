import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import { CURRENCY, wireCents } from '../../domain/money.ts';
import { PURCHASE_STATUSES } from '../../domain/subscriptions.ts';
import type { NewPurchase, PurchaseView } from '../../usecases/types.ts';
import { amount, decline, id, instant, listOf, livemode, reference } from './answers.ts';
import { soldUnder } from './document-versions.ts';
import {
  clientReferenceField,
  currencyField,
  emailField,
  idField,
  ispField,
  localeField,
  quantityField,
  subscriberTokenField,
} from './fields.ts';

export const newPurchaseSchema = z
  .strictObject({
    document: idField('doc', 'a document'),
    quantity: quantityField,
    currency: currencyField,
    email: emailField,
    isp: ispField,
    subscriber_token: subscriberTokenField,
    client_reference: clientReferenceField.nullish(),
    locale: localeField.exactOptional(),
  })
  .meta({ id: 'NewPurchase' });

export const purchaseSchema = z
  .object({
    id: id('pur'),
    livemode,
    status: z.enum(PURCHASE_STATUSES),
    reference,
    document: id('doc'),
    document_version: soldUnder,
    quantity: z.int(),
    amount,
    currency: z.literal(CURRENCY),
    isp: ispField,
    client_reference: z.string().nullable(),
    codes: z.array(z.object({ code: z.string().meta({ example: 'K7QX-2M9T-WB4H-81RC' }), status: z.enum(['unused', 'used']) })),
    decline: decline.exactOptional(),
    charge: id('chg').nullable(),
    created_at: instant,
    completed_at: instant.nullable(),
  })
  .meta({ id: 'Purchase', description: 'A one-shot purchase of codes.' });

export const purchaseListSchema = listOf('Purchase', purchaseSchema);

export function newPurchase(purchase_id: string, body: z.output<typeof newPurchaseSchema>): NewPurchase {
  const { document, quantity, email, isp, subscriber_token, client_reference = null, locale } = body;
  return { id: purchase_id, document, quantity, email, isp, subscriber_token, client_reference, locale };
}

export function wirePurchase(view: PurchaseView): z.output<typeof purchaseSchema> {
  return {
    id: view.id,
    livemode: view.mode === 'live',
    status: view.status,
    reference: view.reference,
    document: view.document,
    document_version: view.document_version,
    quantity: view.quantity,
    amount: wireCents(view.amount_cents),
    currency: CURRENCY,
    isp: view.isp,
    client_reference: view.client_reference,
    codes: view.codes.map(({ code, status }) => ({ code, status })),
    ...(view.decline === null ? {} : { decline: { reason: view.decline.reason } }),
    charge: view.charge,
    created_at: wireInstant(view.created_at),
    completed_at: view.completed_at === null ? null : wireInstant(view.completed_at),
  };
}
