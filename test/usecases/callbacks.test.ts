import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { CallbackFormat } from '../../domain/callbacks.ts';
import type { UrlRefusal } from '../../gateways/callbacks/sender.ts';
import { type CallbackSender, sendCallback } from '../../outbox/callback-messages.ts';
import { deliverEvent } from '../../outbox/deliver-event.ts';
import { createCallbackUseCases } from '../../usecases/callbacks.ts';
import type { EndpointChecks, UseCaseContext } from '../../usecases/context.ts';
import { createDocumentUseCases } from '../../usecases/documents.ts';
import type { EventPage } from '../../usecases/event-types.ts';
import { createEventUseCases } from '../../usecases/events.ts';
import type { DocumentChange, Scope } from '../../usecases/types.ts';
import { newId } from '../../vault/ids.ts';
import { Books, plus, succeeded } from '../billing/support.ts';
import { keptCallbacks, paidPurchase } from '../outbox/support.ts';
import { CALLBACK_SECRET, seedMerchant } from '../support/world/seed.ts';

const NEW_URL = 'https://shop.example/callbacks';

let books: Books;
let scope: Scope;
let now: Date;
let refusal: UrlRefusal | undefined;
beforeEach(async () => {
  books = await Books.open();
  scope = books.merchant.scope;
  // Of the present, since a receiver refuses old timestamps.
  now = new Date();
  refusal = undefined;
});
afterEach(() => books.close());

function housed(callbacks: CallbackSender) {
  const checks: EndpointChecks = { refusalOf: async () => refusal, ping: (message, target) => sendCallback(callbacks, message, target) };
  const context = { unitOfWork: books.unitOfWork, vault: books.vault, callbacks: checks, now: () => now } as unknown as UseCaseContext;
  return { ...createDocumentUseCases(context), ...createCallbackUseCases(context), ...createEventUseCases(context) };
}

const oneShot = (more: object = {}) => ({
  id: newId('doc'),
  kind: 'one_shot' as const,
  name: 'Codes',
  site_url: 'https://shop.example',
  locale: 'fr' as const,
  price_cents: 300n,
  max_codes: 10,
  callback_url: NEW_URL as string | null,
  ...more,
});

const deliver = (event_id: string, callbacks: CallbackSender) =>
  deliverEvent({ unitOfWork: books.unitOfWork, vault: books.vault, callbacks, now: () => now }, event_id);

describe('a callback URL that is set', () => {
  test('is sent one signed ping, whose answer is shown at once and later', async () => {
    const { callbacks, received } = keptCallbacks([200]);
    const house = housed(callbacks);
    const document = await house.createDocument(scope, oneShot());
    const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = received;
    expect(url).toBe(NEW_URL);
    expect(new Webhook(CALLBACK_SECRET).verify(body, headers)).toEqual({
      type: 'ping',
      timestamp: now.toISOString(),
      data: { document: document.id },
    });
    const check = { url, checked_at: now.toISOString(), ok: true, latency_ms: 3, response_status: 200, response_head: 'ok', error: null };
    expect(document.callbacks).toMatchObject({ format: 'standard_webhooks', status: 'active', check });
    expect((await house.getDocument(scope, document.id)).callbacks).toEqual(document.callbacks);
    expect((await house.listDocuments(scope, { limit: 1, after: undefined })).data[0]?.callbacks).toEqual(document.callbacks);
    expect(await books.rows('select id from event')).toEqual([]);
  });

  test.each([
    [500, { ok: false, response_status: 500 }],
    [302, { ok: false, response_status: 302 }],
    [410, { ok: false, response_status: 410 }],
    [undefined, { ok: false, response_status: null, error: 'ECONNREFUSED' }],
  ])('stays set whatever the ping comes to: %p', async (status, check) => {
    const house = housed(keptCallbacks([status]).callbacks);
    const { id, callbacks, callback_url } = await house.createDocument(scope, oneShot());
    expect({ callback_url, callbacks }).toMatchObject({ callback_url: NEW_URL, callbacks: { status: 'active', check } });
    expect((await house.pingDocument(scope, id)).callbacks.check).toMatchObject({ ok: true, response_status: 204 });
  });

  test.each([
    ['not_https', {}, 'A callback URL must be an https URL.'],
    ['not_public', {}, 'A callback URL must lead to a public address.'],
    [
      undefined,
      { callback_url: `${NEW_URL}?shop=1&type=x`, callback_format: 'legacy_get' },
      'The URL has a parameter "type" of its own, which legacy callbacks use.',
    ],
  ] as const)('is refused at its field where it can’t be used: %p %j', async (reason, more, detail) => {
    refusal = reason;
    const { callbacks, received } = keptCallbacks();
    const house = housed(callbacks);
    const refused = { code: 'callback_url_not_allowed', message: detail, errors: [{ pointer: '/callback_url' }] };
    const input = oneShot(more);
    await expect(house.createDocument(scope, input)).rejects.toMatchObject(refused);
    await expect(house.getDocument(scope, input.id)).rejects.toMatchObject({ code: 'not_found' });
    const { callback_url = NEW_URL, callback_format = 'standard_webhooks' } = input as {
      callback_url?: string;
      callback_format?: CallbackFormat;
    };
    const change: DocumentChange = { callback_url, callback_format };
    await expect(house.changeDocument(scope, books.merchant.one_shot, change)).rejects.toMatchObject(refused);
    expect((await house.getDocument(scope, books.merchant.one_shot)).callback_url).toBe('https://merchant.example/callbacks');
    expect(received).toEqual([]);
  });

  test('is looked at again where only the format changes', async () => {
    const house = housed(keptCallbacks().callbacks);
    const { id } = await house.createDocument(scope, oneShot({ callback_url: `${NEW_URL}?id=7` }));
    await expect(house.changeDocument(scope, id, { callback_format: 'legacy_get' })).rejects.toMatchObject({
      code: 'callback_url_not_allowed',
      errors: [{ pointer: '/callback_format' }],
    });
    expect((await house.changeDocument(scope, id, { name: 'Other' })).callbacks.format).toBe('standard_webhooks');
  });

  test('without one there is no ping, and none is sent by hand', async () => {
    const { callbacks, received } = keptCallbacks();
    const house = housed(callbacks);
    const { id, callbacks: shown } = await house.createDocument(scope, oneShot({ callback_url: null }));
    expect(shown).toMatchObject({ status: 'none', check: null });
    await expect(house.pingDocument(scope, id)).rejects.toMatchObject({ code: 'callback_url_missing' });
    expect(received).toEqual([]);
  });

  test('is another merchant’s to ping no more than to read', async () => {
    const other = await seedMerchant(books, { callback_url: NEW_URL, tier: 'premium' });
    const house = housed(keptCallbacks().callbacks);
    await expect(house.pingDocument(scope, other.one_shot)).rejects.toMatchObject({ code: 'not_found' });
    await expect(house.enableCallbacks(scope, other.one_shot)).rejects.toMatchObject({ code: 'not_found' });
    await expect(house.pingDocument({ ...other.scope, mode: 'live' }, other.one_shot)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('callbacks that were disabled', () => {
  test.each(['enabled', 'given another URL'])('are sent again once they are %s; what was kept is redelivered', async (how) => {
    const [first, kept] = [await paidPurchase(books, now), await paidPurchase(books, now)];
    const { callbacks, received } = keptCallbacks([410]);
    const house = housed(callbacks);
    const document = books.merchant.one_shot;
    await deliver(first.event_id, callbacks);
    expect((await house.getDocument(scope, document)).callbacks).toMatchObject({
      status: 'disabled',
      disabled_at: now,
      disabled_reason: 'gone',
    });
    expect((await house.getEvent(scope, kept.event_id)).delivery_status).toBe('disabled');
    await expect(house.redeliverEvent(scope, kept.event_id)).rejects.toMatchObject({ code: 'callbacks_disabled' });
    await expect(house.redeliverEvents(scope, { document, limit: 10 })).rejects.toMatchObject({ code: 'callbacks_disabled' });
    expect(await house.redeliverEvents(scope, { limit: 10 })).toEqual({ count: 0, has_more: false });

    const { callbacks: shown } =
      how === 'enabled'
        ? await house.enableCallbacks(scope, document)
        : await house.changeDocument(scope, document, { callback_url: NEW_URL });
    expect(shown).toMatchObject({ status: 'active', disabled_at: null, disabled_reason: null });
    expect((await paidPurchase(books, now)).event_id).not.toBe('');
    expect(await house.redeliverEvents(scope, { document, limit: 10 })).toEqual({ count: 2, has_more: false });
    expect(await deliver(kept.event_id, callbacks)).toBe('delivered');
    expect(received.at(-1)?.url).toBe(how === 'enabled' ? 'https://merchant.example/callbacks' : NEW_URL);
  });

  test('are shown as failing while they are only probed', async () => {
    const { callbacks } = keptCallbacks(Array<number>(5).fill(500));
    for (let event = 0; event < 5; event += 1) await deliver((await paidPurchase(books, now)).event_id, callbacks);
    const house = housed(callbacks);
    expect((await house.getDocument(scope, books.merchant.one_shot)).callbacks).toMatchObject({ status: 'failing', failing_since: now });
    expect((await house.enableCallbacks(scope, books.merchant.one_shot)).callbacks).toMatchObject({
      status: 'active',
      failing_since: null,
    });
  });
});

describe('events', () => {
  const listed = async (page: Partial<EventPage>) => {
    const { data, has_more } = await housed(keptCallbacks().callbacks).listEvents(scope, { limit: 10, after: undefined, ...page });
    return { ids: data.map(({ id }) => id), has_more };
  };

  test('are narrowed by type, document, status and when they were written, all at once', async () => {
    const hour = (count: number) => plus(now, count * 3_600_000);
    const events: string[] = [];
    for (let index = 0; index < 3; index += 1) events.push((await paidPurchase(books, hour(index))).event_id);
    const [first = '', second = '', third = ''] = events;
    await deliver(second, keptCallbacks().callbacks);
    const document = books.merchant.one_shot;
    const type = 'purchase.completed';
    expect((await listed({ document, type })).ids).toEqual([third, second, first]);
    expect((await listed({ document: books.merchant.rebilling })).ids).toEqual([]);
    expect((await listed({ type: 'purchase.declined' })).ids).toEqual([]);
    expect((await listed({ delivery_status: 'delivered' })).ids).toEqual([second]);
    expect((await listed({ created_from: hour(1) })).ids).toEqual([third, second]);
    expect((await listed({ created_from: hour(0), created_to: hour(2) })).ids).toEqual([second, first]);
    expect(await listed({ created_from: hour(0), limit: 1 })).toEqual({ ids: [third], has_more: true });
    expect(await listed({ created_from: hour(0), limit: 1, after: third })).toEqual({ ids: [second], has_more: true });
    expect((await listed({ document, type, delivery_status: 'pending', created_from: hour(0), created_to: hour(1) })).ids).toEqual([first]);
  });

  test('of one subscription are listed in the order of their sequence, page by page', async () => {
    const id = await books.subscription({ anchor: now });
    for (let index = 0; index < 3; index += 1) {
      const at = plus(now, index * 31 * 86_400_000);
      const step = await books.openPeriod({ id, index, at });
      if (step.step === 'send') await books.settlePeriod(step.charge.id, succeeded(), at);
    }
    const house = housed(keptCallbacks().callbacks);
    const page = { subscription: id, order: 'sequence', after: undefined } as const;
    const all = (await house.listEvents(scope, { ...page, limit: 10 })).data;
    expect(all.map(({ data }) => data.sequence)).toEqual([1, 2, 3]);
    const first = await house.listEvents(scope, { ...page, limit: 2 });
    const second = await house.listEvents(scope, { ...page, limit: 2, after: first.data.at(-1)?.id });
    expect([first.has_more, second.has_more]).toEqual([true, false]);
    expect([...first.data, ...second.data].map((event) => event.id)).toEqual(all.map((event) => event.id));
    expect((await house.listEvents(scope, { ...page, limit: 10, type: 'subscription.renewed' })).data).toHaveLength(2);
  });

  test('show their last five attempts in a list, and all of them alone', async () => {
    const { event_id } = await paidPurchase(books, now);
    const { callbacks } = keptCallbacks([500, 501, 502, 503, 504, 505, 507]);
    for (let attempt = 0; attempt < 7; attempt += 1) await deliver(event_id, callbacks);
    const house = housed(callbacks);
    const statuses = ({ deliveries }: { deliveries: { response_status: number | null }[] } = { deliveries: [] }) =>
      deliveries.map(({ response_status }) => response_status);
    expect(statuses((await house.listEvents(scope, { limit: 10, after: undefined })).data[0])).toEqual([502, 503, 504, 505, 507]);
    expect(statuses(await house.getEvent(scope, event_id))).toEqual([500, 501, 502, 503, 504, 505, 507]);
  });

  test('are redelivered by the dispatchers: the oldest first, as many as asked for, only one’s own and only what fits', async () => {
    const other = await seedMerchant(books, { callback_url: NEW_URL, tier: 'premium' });
    const events: string[] = [];
    for (let index = 0; index < 4; index += 1) events.push((await paidPurchase(books, now)).event_id);
    await books.rows("update event set delivery_status = 'failed', next_attempt_at = null");
    const [first = '', , , last = ''] = events;
    await deliver(last, keptCallbacks().callbacks);
    const house = housed(keptCallbacks().callbacks);
    expect(await house.redeliverEvents(other.scope, { limit: 10 })).toEqual({ count: 0, has_more: false });
    expect(await house.redeliverEvents({ ...scope, mode: 'live' }, { limit: 10 })).toEqual({ count: 0, has_more: false });
    expect(await house.redeliverEvents(scope, { limit: 10, created_from: plus(now, 1) })).toEqual({ count: 0, has_more: false });
    expect(await house.redeliverEvents(scope, { limit: 10, type: 'purchase.declined' })).toEqual({ count: 0, has_more: false });
    expect(await house.redeliverEvents(scope, { limit: 2, document: books.merchant.one_shot })).toEqual({ count: 2, has_more: true });
    expect(await house.getEvent(scope, first)).toMatchObject({ delivery_status: 'pending' });
    expect(await house.redeliverEvents(scope, { limit: 2 })).toEqual({ count: 1, has_more: false });
    expect(await house.getEvent(scope, last)).toMatchObject({ delivery_status: 'delivered' });
    expect(await house.redeliverEvents(scope, { limit: 2, delivery_status: 'delivered', created_to: plus(now, 1) })).toEqual({
      count: 1,
      has_more: false,
    });
    expect(await books.rows("select id from event where delivery_status = 'pending' and next_attempt_at = ?", [now])).toHaveLength(4);
  });
});
