import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { signedHeaders } from '../../outbox/callback-messages.ts';
import { deliverEvent } from '../../outbox/deliver-event.ts';
import { newId } from '../../vault/ids.ts';
import { Books, plus } from '../billing/support.ts';
import { CALLBACK_SECRET } from '../support/world/seed.ts';
import { keptCallbacks, paidPurchase } from './support.ts';

const NEW_SECRET = `whsec_${Buffer.from('a secret that a merchant rotates').toString('base64')}`;
/** Of the present, since a receiver refuses old timestamps. */
const now = new Date();

let books: Books;
beforeEach(async () => {
  books = await Books.open();
});
afterEach(() => books.close());

const deliver = (event_id: string, callbacks: ReturnType<typeof keptCallbacks>['callbacks'], at = now) =>
  deliverEvent({ unitOfWork: books.unitOfWork, vault: books.vault, callbacks, now: () => at }, event_id);

const read = (event_id: string) =>
  books.unitOfWork.read(async (stores) => ({
    event: await stores.events.get(event_id),
    deliveries: await stores.events.deliveries([event_id]),
    document: await stores.documents.get(books.merchant.one_shot),
  }));

async function addSecret(secret: string, created_at: Date): Promise<string> {
  const secret_sealed = books.vault.sealForPlatform(secret);
  const row = { id: newId('sec'), merchant_id: books.merchant.scope.merchant_id, secret_sealed, created_at };
  await books.unitOfWork.transaction((stores) => stores.merchants.insertCallbackSecret(row));
  return row.id;
}

describe('a callback', () => {
  test('is verified by a receiver with the secret, and tells what happened', async () => {
    const { purchase_id, event_id } = await paidPurchase(books, now);
    const { callbacks, received } = keptCallbacks();
    expect(await deliver(event_id, callbacks)).toBe('delivered');
    const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = received;
    expect(url).toBe('https://merchant.example/callbacks');
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': event_id });
    expect(new Webhook(CALLBACK_SECRET).verify(body, headers)).toEqual({
      type: 'purchase.completed',
      timestamp: now.toISOString(),
      data: expect.objectContaining({ purchase: purchase_id, amount: 600, currency: 'EUR' }),
    });
    expect(() => new Webhook(CALLBACK_SECRET).verify(body.replace('600', '601'), headers)).toThrow(WebhookVerificationError);
    expect(() => new Webhook(NEW_SECRET).verify(body, headers)).toThrow(WebhookVerificationError);
    expect(await read(event_id)).toMatchObject({
      event: { delivery_status: 'delivered', delivered_at: now, next_attempt_at: null },
      deliveries: [{ attempted_at: now, response_status: 204, response_head: 'ok', latency_ms: 3, error: null }],
    });
  });

  test('is verified with either secret while the merchant rotates, and by the new one alone afterwards', async () => {
    const { event_id } = await paidPurchase(books, now);
    const newer = await addSecret(NEW_SECRET, plus(now, 1));
    await books.rows('update callback_secret set expires_at = ? where id <> ?', [plus(now, 60_000), newer]);
    const { callbacks, received } = keptCallbacks([500]);
    await deliver(event_id, callbacks);
    await deliver(event_id, callbacks, plus(now, 60_000));
    const [rotating, rotated] = received;
    expect(rotating?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [CALLBACK_SECRET, NEW_SECRET]) {
      expect(() => new Webhook(secret).verify(rotating?.body ?? '', rotating?.headers ?? {})).not.toThrow();
    }
    expect(rotated?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
    expect(() => new Webhook(NEW_SECRET).verify(rotated?.body ?? '', rotated?.headers ?? {})).not.toThrow();
    expect(() => new Webhook(CALLBACK_SECRET).verify(rotated?.body ?? '', rotated?.headers ?? {})).toThrow(WebhookVerificationError);
  });

  test('is sent again under the same webhook-id with a timestamp of its own', async () => {
    const { event_id } = await paidPurchase(books, now);
    const { callbacks, received } = keptCallbacks([503, undefined]);
    expect(await deliver(event_id, callbacks)).toBe('failed');
    expect(await deliver(event_id, callbacks, plus(now, 5_000))).toBe('failed');
    expect(await deliver(event_id, callbacks, plus(now, 20_000))).toBe('delivered');
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
    const { event, deliveries } = await read(event_id);
    expect(event.delivery_status).toBe('delivered');
    expect(deliveries.map(({ response_status, error }) => [response_status, error])).toEqual([
      [503, null],
      [null, 'ECONNREFUSED'],
      [204, null],
    ]);
  });

  test.each([
    // status  outcome
    [200, 'delivered'],
    [299, 'delivered'],
    [199, 'failed'],
    [301, 'failed'],
    [304, 'failed'],
    [400, 'failed'],
    [404, 'failed'],
    [410, 'over'],
    [429, 'failed'],
    [500, 'failed'],
    [undefined, 'failed'],
  ] as const)('that is answered by %p is %s', async (status, outcome) => {
    const { event_id } = await paidPurchase(books, now);
    expect(await deliver(event_id, keptCallbacks([status]).callbacks)).toBe(outcome);
    const { event, deliveries } = await read(event_id);
    expect(event.delivery_status).toBe(outcome === 'over' ? 'disabled' : outcome === 'delivered' ? 'delivered' : 'pending');
    expect(deliveries).toMatchObject([{ response_status: status ?? null }]);
  });

  test('that is answered by 410 disables those of its document, waiting ones and later ones', async () => {
    const [first, waiting] = [await paidPurchase(books, now), await paidPurchase(books, now)];
    const { callbacks, received } = keptCallbacks([410]);
    await deliver(first.event_id, callbacks);
    expect(await deliver(waiting.event_id, callbacks)).toBe('over');
    expect(received).toHaveLength(1);
    expect(await read(waiting.event_id)).toMatchObject({
      event: { delivery_status: 'disabled', next_attempt_at: null },
      deliveries: [],
      document: { callback_disabled_at: now },
    });
    const later = await paidPurchase(books, now);
    expect((await read(later.event_id)).event.delivery_status).toBe('disabled');
  });

  test('that was delivered is not sent again', async () => {
    const { event_id } = await paidPurchase(books, now);
    const { callbacks, received } = keptCallbacks();
    expect([await deliver(event_id, callbacks), await deliver(event_id, callbacks)]).toEqual(['delivered', 'over']);
    expect(received).toHaveLength(1);
  });

  test('that has no address is over before it is sent', async () => {
    await books.unitOfWork.transaction((stores) => stores.documents.update(books.merchant.one_shot, { callback_url: null }));
    const { event_id } = await paidPurchase(books, now);
    expect((await read(event_id)).event.delivery_status).toBe('none');
    const { callbacks, received } = keptCallbacks();
    expect(await deliver(event_id, callbacks)).toBe('over');
    expect(received).toEqual([]);
  });
});

test('a signature is over the id, the timestamp and the body', () => {
  const at = new Date('2026-05-12T08:15:00.900Z');
  const headers = signedHeaders({ id: 'evt_1', at, body: '{}', secrets: [CALLBACK_SECRET] });
  expect(headers['webhook-timestamp']).toBe('1778573700');
  expect(headers['webhook-signature']).toBe(new Webhook(CALLBACK_SECRET).sign('evt_1', at, '{}'));
  for (const changed of [
    { id: 'evt_2', at, body: '{}' },
    { id: 'evt_1', at: plus(at, 1_000), body: '{}' },
    { id: 'evt_1', at, body: '{ }' },
  ]) {
    expect(signedHeaders({ ...changed, secrets: [CALLBACK_SECRET] })['webhook-signature']).not.toBe(headers['webhook-signature']);
  }
});
