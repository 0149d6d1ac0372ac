import { z } from 'zod';
import { wireInstant } from '../../domain/calendar.ts';
import type { CheckoutView, NewCheckout } from '../../usecases/types.ts';
import { id, instant, livemode } from './answers.ts';
import { clientReferenceField, emailField, idField, localeField, offerField, quantityField, urlField } from './fields.ts';

export const newCheckoutSchema = z
  .strictObject({
    document: idField('doc', 'a document'),
    quantity: quantityField.nullish(),
    offer: offerField.nullish(),
    email: emailField.nullish(),
    client_reference: clientReferenceField.nullish(),
    return_url: urlField.nullish(),
    locale: localeField.exactOptional(),
    test_clock: idField('clk', 'a test clock').nullish(),
  })
  .meta({ id: 'NewCheckout' });

export const checkoutSchema = z
  .object({
    id: id('chk'),
    livemode,
    url: z.string().meta({ description: "The buyer's popup page.", example: 'https://pay.example/checkout/chk_…' }),
    document: id('doc'),
    status: z.enum(['open', 'completed', 'expired']),
    purchase: id('pur').exactOptional(),
    subscription: id('sub').exactOptional(),
    expires_at: instant,
    created_at: instant,
  })
  .meta({ id: 'Checkout', description: 'One visit of a buyer to the popup.' });

export function newCheckout(checkout_id: string, body: z.output<typeof newCheckoutSchema>): NewCheckout {
  return {
    id: checkout_id,
    document: body.document,
    quantity: body.quantity ?? null,
    offer: body.offer ?? null,
    email: body.email ?? null,
    client_reference: body.client_reference ?? null,
    return_url: body.return_url ?? null,
    locale: body.locale,
    test_clock: body.test_clock ?? null,
  };
}

export function wireCheckout(view: CheckoutView, live: boolean): z.output<typeof checkoutSchema> {
  return {
    id: view.id,
    livemode: live,
    url: view.url,
    document: view.document,
    status: view.status,
    ...(view.purchase === null ? {} : { purchase: view.purchase }),
    ...(view.subscription === null ? {} : { subscription: view.subscription }),
    expires_at: wireInstant(view.expires_at),
    created_at: wireInstant(view.created_at),
  };
}
