import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeDocument, ONE_SHOT, purchaseOf, REBILLING, startApi, subscriptionOf, type TestApi } from '../support/api/api.ts';
import { KEYS } from '../support/api/fake-use-cases.ts';

let api: TestApi;
let codes: string;
let journal: string;
beforeAll(async () => {
  api = await startApi();
  codes = await makeDocument(api, ONE_SHOT);
  journal = await makeDocument(api, REBILLING);
});
afterAll(() => api.close());

let last_key = 0;
function newKey(): string {
  last_key += 1;
  return `key ${last_key}`;
}

function buy(key: string, changes: object = {}, api_key: string = KEYS.premium) {
  return api.call('POST', '/v1/purchases', { body: purchaseOf(codes, changes), key: api_key, headers: { 'idempotency-key': key } });
}

test('the same key and body give the first answer again, byte by byte', async () => {
  const key = newKey();
  const before = api.fake.seen.sales;
  const first = await buy(key);
  const again = await buy(key);
  expect(first.status).toBe(201);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(again).toMatchObject({ status: 201, text: first.text });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
  expect(api.fake.seen.sales).toBe(before + 1);
});

test('the order of fields and the spaces between them do not make another request', async () => {
  const key = newKey();
  const first = await buy(key);
  const entries = Object.entries(purchaseOf(codes)).reverse();
  const text = JSON.stringify(Object.fromEntries(entries), null, 4);
  const again = await api.call('POST', '/v1/purchases', { text, headers: { 'idempotency-key': key } });
  expect(again.text).toBe(first.text);
});

test('another body with the same key is refused', async () => {
  const key = newKey();
  await buy(key);
  expect(await buy(key, { quantity: 3 })).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

test('another address with the same key is refused', async () => {
  const key = newKey();
  await buy(key);
  const answer = await api.call('POST', '/v1/documents', { body: ONE_SHOT, headers: { 'idempotency-key': key } });
  expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

test('a refusal is an answer too, and is given again', async () => {
  const key = newKey();
  const first = await buy(key, { quantity: 11 });
  const again = await buy(key, { quantity: 11 });
  expect(again).toMatchObject({ status: 422, text: first.text, body: { code: 'quantity_above_maximum' } });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.headers.get('content-type')).toBe('application/problem+json');
});

test.each<[string, number]>([
  ['tok_crash', 500],
  ['tok_isp_down', 503],
])('a failure (%s) frees the key, and the retry goes on with the same object', async (subscriber_token, status) => {
  const key = newKey();
  expect(await buy(key, { subscriber_token })).toMatchObject({ status });
  const entry = api.fake.idempotency.entries.get(`mer_premium:test:${key}`);
  expect(entry).toMatchObject({ running: false });
  expect(entry?.answer).toBeUndefined();
  const retried = await buy(key, { subscriber_token });
  expect(retried.headers.get('idempotent-replayed')).toBeNull();
  expect(entry?.resource_id).toMatch(/^pur_/);
});

test('a request whose body is not usable leaves the key free', async () => {
  const key = newKey();
  expect((await buy(key, { quantity: 0 })).status).toBe(422);
  expect((await buy(key)).status).toBe(201);
});

test('a key that is still at work is told apart', async () => {
  const key = newKey();
  await buy(key);
  const entry = api.fake.idempotency.entries.get(`mer_premium:test:${key}`);
  if (!entry) throw new Error('the key is not kept');
  expect(entry.request).toMatch(/^POST \/v1\/purchases\n/);
  Object.assign(entry, { running: true, answer: undefined });
  const answer = await buy(key);
  expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_flight' } });
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(entry.running).toBe(true);
});

test('keys of one merchant mean nothing to another', async () => {
  const key = newKey();
  await buy(key);
  const answer = await buy(key, {}, KEYS.other);
  expect(answer.body.code).toBe('document_unknown');
});

test('an answer that cannot be kept is given all the same', async () => {
  api.fake.idempotency.break_finish = true;
  const answer = await buy(newKey());
  api.fake.idempotency.break_finish = false;
  expect(answer.status).toBe(201);
});

test.each([
  ['empty', ''],
  ['too long', 'k'.repeat(256)],
  ['not in ASCII', 'clé'],
])('a key that is %s is refused', async (_what, key) => {
  expect(await buy(key)).toMatchObject({ status: 400, body: { code: 'invalid_idempotency_key' } });
});

test('every POST that creates or moves takes a key', async () => {
  const { id: clock } = (await api.call('POST', '/v1/test_clocks', { body: { now: '2027-01-01T00:00:00Z' } })).body;
  const { id: subscription } = (await api.call('POST', '/v1/subscriptions', { body: subscriptionOf(journal) })).body;
  const calls: [string, object][] = [
    ['/v1/documents', ONE_SHOT],
    ['/v1/checkouts', { document: codes }],
    ['/v1/subscriptions', subscriptionOf(journal)],
    [`/v1/subscriptions/${subscription}/cancel`, {}],
    ['/v1/codes/validate', { code: 'GOOD-IDEMPOTENT', document: codes }],
    ['/v1/test_clocks', { now: '2027-01-01T00:00:00Z' }],
    [`/v1/test_clocks/${clock}/advance`, { to: '2027-02-01T00:00:00Z' }],
    ['/v1/events/evt_1/redeliver', {}],
  ];
  for (const [path, body] of calls) {
    const headers = { 'idempotency-key': newKey() };
    const first = await api.call('POST', path, { body, headers });
    const again = await api.call('POST', path, { body, headers });
    expect(first.status).toBeLessThan(300);
    expect([path, again.status, again.text]).toEqual([path, first.status, first.text]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  }
});
