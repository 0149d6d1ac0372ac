import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BillingClient, createClient, idempotencyKey, unwrap } from '../../client/index.ts';
import { Site } from '../support/e2e/site.ts';

let site: Site;
let client: BillingClient;
beforeAll(async () => {
  site = await Site.open();
  client = createClient({ api_key: site.world.merchant.api_key, base_url: site.url });
}, 120_000);
afterAll(() => site?.close());

async function buy(reference: string) {
  const { isp, merchant } = site.world;
  const subscriber_token = await isp.token('orange', await isp.line('orange'), 'one_shot');
  const body = { document: merchant.one_shot, quantity: 2, email: 'buyer@example.org', isp: 'orange' as const, subscriber_token };
  return unwrap(client.POST('/v1/purchases', { body, params: { header: idempotencyKey(reference) } }));
}

test('the client sells codes, gives money back in parts, and reads both', async () => {
  const purchase = await buy('order-1');
  expect(purchase).toMatchObject({ status: 'completed', amount: 600, currency: 'EUR' });
  const opened = await unwrap(
    client.POST('/v1/codes/validate', { body: { code: purchase.codes[0]?.code ?? '', document: purchase.document } }),
  );
  expect(opened).toEqual({ valid: true, kind: 'one_shot', purchase: purchase.id });

  const path = { id: purchase.charge ?? '' };
  const refund = await unwrap(client.POST('/v1/charges/{id}/refund', { params: { path }, body: { amount: 150, reason: 'late' } }));
  expect(refund).toMatchObject({ status: 'succeeded', amount: 150, charge: purchase.charge });
  const charge = await unwrap(client.GET('/v1/charges/{id}', { params: { path } }));
  expect(charge).toMatchObject({ status: 'partly_refunded', refunded_amount: 150, refunds: [{ id: refund.id }] });
});

test('it subscribes, and ends what it subscribed', async () => {
  const { isp, merchant } = site.world;
  const subscriber_token = await isp.token('free', await isp.line('free'), 'mandate');
  const body = { document: merchant.rebilling, offer: 'month', email: 'buyer@example.org', isp: 'free' as const, subscriber_token };
  const subscription = await unwrap(client.POST('/v1/subscriptions', { body }));
  expect(subscription).toMatchObject({ status: 'active', price: 1_000, current_period: { index: 0 } });
  const path = { id: subscription.id };
  const ended = await unwrap(client.POST('/v1/subscriptions/{id}/cancel', { params: { path } }));
  expect(ended).toMatchObject({ status: 'ended', end_source: 'merchant' });
});

test('it reads a list over its pages', async () => {
  const sold = [(await buy('order-2')).id, (await buy('order-3')).id, (await buy('order-4')).id];
  const read: string[] = [];
  for await (const purchase of client.list('/v1/purchases', { limit: 1 })) read.push(purchase.id);
  expect(read.slice(0, 3)).toEqual(sold.reverse());
  expect(read).toHaveLength(new Set(read).size);
});

test('it throws what the API refuses, with its code', async () => {
  await expect(unwrap(client.GET('/v1/purchases/{id}', { params: { path: { id: 'pur_nobody' } } }))).rejects.toMatchObject({
    code: 'not_found',
    status: 404,
  });
  const body = { document: 'doc_nobody', quantity: 1, email: 'buyer@example.org', isp: 'orange' as const, subscriber_token: 'st_x' };
  await expect(unwrap(client.POST('/v1/purchases', { body }))).rejects.toMatchObject({
    code: 'document_unknown',
    errors: [{ pointer: '/document' }],
  });
});
