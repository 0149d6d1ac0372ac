import { Router } from 'express';
import { ulid } from 'ulid';
import { z } from 'zod';
import { languageOf } from '../visitor.ts';
import type { BillingApi } from './billing-api.ts';
import type { ShopDocuments } from './content.ts';
import { errorPage } from './pages/layout.ts';
import { returnPage } from './pages/orders.ts';
import type { ShopStore } from './store.ts';
import { TEXTS } from './texts.ts';

type OrderDependencies = { api: BillingApi; store: ShopStore; documents: ShopDocuments; public_url: string };

const Choice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('codes') }),
  z.object({ kind: z.literal('ticket'), offer: z.string().min(1).max(64) }),
]);
/** By the order, as we sent the buyer away, or by the checkout, as billing's button tells it. */
const Return = z.object({ order: z.string().max(64).optional(), checkout: z.string().max(64).optional() });

/** Sends buyers to the checkout and takes them back. */
export function orderRoutes({ api, store, documents, public_url }: OrderDependencies): Router {
  const router = Router();

  router.post('/checkout', async (request, response) => {
    const choice = Choice.parse(request.body);
    const client_reference = `order_${ulid()}`;
    const checkout = await api.openCheckout({
      ...(choice.kind === 'codes' ? { document: documents.one_shot } : { document: documents.rebilling, offer: choice.offer }),
      return_url: `${public_url}/return?order=${client_reference}`,
      client_reference,
      locale: languageOf(response),
    });
    store.addOrder({ client_reference, checkout: checkout.id });
    response.redirect(303, checkout.url);
  });

  router.get('/return', async (request, response) => {
    const language = languageOf(response);
    const order = store.findOrder(Return.parse(request.query));
    if (!order) {
      return void response
        .status(404)
        .type('html')
        .send(errorPage(language, TEXTS[language].error_not_found, ''));
    }
    const checkout = await api.checkout(order.checkout);
    const { data } = store.listCallbacks({ client_reference: order.client_reference, limit: 20 }, 'oldest_first');
    response.type('html').send(returnPage({ language, client_reference: order.client_reference, checkout, callbacks: data }));
  });

  return router;
}
