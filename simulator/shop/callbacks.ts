import express, { Router } from 'express';
import type { Logger } from 'pino';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';
import { languageOf } from '../visitor.ts';
import { receivedPage } from './pages/callbacks.ts';
import type { ShopStore } from './store.ts';

const Body = z.object({ type: z.string().min(1).max(100), timestamp: z.string().max(64), data: z.record(z.string(), z.unknown()) });
const text = z
  .string()
  .trim()
  .max(100)
  .transform((value) => value || undefined)
  .optional();
const Query = z.object({
  object: text,
  type: text,
  client_reference: text,
  after: text,
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** Each with its content: a page stays small on a slow line. */
const SHOWN_CALLBACKS = 25;

type CallbackDependencies = { store: ShopStore; secret: string; log: Logger };

/** Takes callbacks by the Standard Webhooks specification: nothing is believed, and nothing kept, before its signature is verified. */
export function callbackRoutes({ store, secret, log }: CallbackDependencies): Router {
  const router = Router();
  const webhook = new Webhook(secret);

  // The signature is over the bytes as they came.
  router.post('/callbacks', express.raw({ type: () => true, limit: '256kb' }), (request, response) => {
    const payload = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    const webhook_id = request.get('webhook-id') ?? '';
    const headers = {
      'webhook-id': webhook_id,
      'webhook-timestamp': request.get('webhook-timestamp') ?? '',
      'webhook-signature': request.get('webhook-signature') ?? '',
    };
    try {
      webhook.verify(payload, headers, { jsonParse: false });
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      log.warn({ reason: error.message }, 'callback with a bad signature');
      return void response.status(401).json({ type: 'about:blank', title: 'The signature is not valid', status: 401 });
    }
    const body = readBody(payload);
    if (!body) return void response.status(400).json({ type: 'about:blank', title: 'The body is not a callback', status: 400 });
    const seen = store.keepCallback({ webhook_id, ...body }, new Date());
    log.info({ webhook_id, type: body.type, seen }, 'callback received');
    response.status(204).end();
  });

  router.get('/api/callbacks', (request, response) => {
    const query = Query.safeParse(request.query);
    if (!query.success) {
      const title = `The query is not understood: ${z.prettifyError(query.error)}`;
      return void response.status(400).json({ type: 'about:blank', title, status: 400 });
    }
    const { data, has_more } = store.listCallbacks(query.data, 'oldest_first');
    response.json({ data: data.map(({ number: _, ...callback }) => callback), has_more });
  });

  router.get('/received', (request, response) => {
    const { object, after } = z.object({ object: text, after: text }).parse(request.query);
    const order = object === undefined ? 'newest_first' : 'oldest_first';
    const { data, has_more } = store.listCallbacks({ object, after, limit: SHOWN_CALLBACKS }, order);
    response.type('html').send(receivedPage({ language: languageOf(response), object, after, callbacks: data, has_more }));
  });

  return router;
}

function readBody(payload: string): z.infer<typeof Body> | undefined {
  try {
    return Body.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
