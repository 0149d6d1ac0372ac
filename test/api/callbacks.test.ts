import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeDocument, ONE_SHOT, startApi, type TestApi } from '../support/api/api.ts';
import { DISABLED, KEYS } from '../support/api/fake-use-cases.ts';

const URL = 'https://shop.example/callbacks';

let api: TestApi;
let told: string;
let untold: string;

beforeAll(async () => {
  api = await startApi();
  told = await makeDocument(api, { ...ONE_SHOT, callback_url: URL, callback_format: 'legacy_get' });
  untold = await makeDocument(api, ONE_SHOT);
});
afterAll(() => api.close());

const refused = async (method: string, path: string, body?: unknown) => {
  const { status, body: problem } = await api.call(method, path, body === undefined ? {} : { body });
  return { status, code: problem.code, pointers: (problem.errors ?? []).map(({ pointer }) => pointer) };
};

describe('a document', () => {
  test('shows how its callbacks are sent, how that goes, and what the ping came to', async () => {
    const { body } = await api.call('GET', `/v1/documents/${told}`);
    expect(body).toMatchObject({
      callback_url: URL,
      callback_format: 'legacy_get',
      callback_status: 'active',
      callback_failing_since: null,
      callback_disabled_at: null,
      callback_disabled_reason: null,
      callback_check: { url: URL, ok: false, response_status: 500, response_head: 'oops' },
    });
    const without = { callback_format: 'standard_webhooks', callback_status: 'none', callback_check: null };
    expect((await api.call('GET', `/v1/documents/${untold}`)).body).toMatchObject(without);
  });

  test('is pinged by hand, and its callbacks are enabled, by its own merchant only', async () => {
    for (const path of [`/v1/documents/${told}/ping`, `/v1/documents/${told}/callbacks/enable`]) {
      expect(await api.call('POST', path)).toMatchObject({ status: 200, body: { id: told } });
      expect(await api.call('POST', path, { key: KEYS.other })).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(await api.call('POST', path, { key: KEYS.live })).toMatchObject({ status: 404 });
      expect(await refused('POST', path, { url: URL })).toEqual({ status: 422, code: 'validation_failed', pointers: ['/url'] });
    }
  });

  test.each<[string, () => [string, string, unknown?], object]>([
    ['an unknown format', () => ['PATCH', told, { callback_format: 'soap' }], { status: 422, pointers: ['/callback_format'] }],
    ['a format that is null', () => ['PATCH', told, { callback_format: null }], { status: 422, pointers: ['/callback_format'] }],
    ['a URL that is none', () => ['PATCH', told, { callback_url: 'shop.example' }], { status: 422, pointers: ['/callback_url'] }],
    ['another protocol', () => ['PATCH', told, { callback_url: 'ftp://shop.example/' }], { status: 422, pointers: ['/callback_url'] }],
    ['credentials', () => ['PATCH', told, { callback_url: 'https://a:b@shop.example/' }], { status: 422, pointers: ['/callback_url'] }],
    [
      'an address of our own',
      () => ['PATCH', told, { callback_url: 'https://127.0.0.1/' }],
      { status: 422, code: 'callback_url_not_allowed', pointers: ['/callback_url'] },
    ],
    ['a ping without a URL', () => ['POST', `${untold}/ping`], { status: 409, code: 'callback_url_missing', pointers: [] }],
    ['a ping of none', () => ['POST', 'doc_0/ping'], { status: 404, code: 'not_found', pointers: [] }],
    ['a ping of what is no id', () => ['POST', 'doc_%27/ping'], { status: 404, code: 'not_found', pointers: [] }],
  ])('is refused %s', async (_what, call, problem) => {
    const [method, path, body] = call();
    expect(await refused(method, `/v1/documents/${path}`, body)).toMatchObject(problem);
  });
});

describe('a list of events', () => {
  test.each([
    'type=subscription.renewed',
    'document=doc_1',
    'purchase=pur_1',
    'delivery_status=retrying',
    'created_from=2027-01-01T00:00:00Z&created_to=2027-02-01T00:00:00%2B01:00',
    'subscription=sub_1&order=sequence',
    'order=newest&limit=100&after=evt_1',
  ])('is narrowed by %s', async (query) => {
    expect(await api.call('GET', `/v1/events?${query}`)).toMatchObject({ status: 200 });
  });

  test.each([
    ['type=ping', '/type'],
    ['type=', '/type'],
    ['type=subscription.renewed&type=subscription.ended', '/type'],
    ['document=pur_1', '/document'],
    ['document=doc_%00', '/document'],
    ['delivery_status=DELIVERED', '/delivery_status'],
    ['created_from=yesterday', '/created_from'],
    ['created_from=2027-01-01', '/created_from'],
    ['created_from=9999999999', '/created_from'],
    ['created_from=2027-02-01T00:00:00Z&created_to=2027-02-01T00:00:00Z', '/created_to'],
    ['order=sequence', '/order'],
    ['order=oldest&subscription=sub_1', '/order'],
    ['after=sub_1', '/after'],
    ['limit=101', '/limit'],
    ['status=failed', '/status'],
  ])('is refused %s', async (query, pointer) => {
    expect(await refused('GET', `/v1/events?${query}`)).toEqual({ status: 422, code: 'validation_failed', pointers: [pointer] });
  });
});

describe('a redelivery of many', () => {
  test('answers how many were queued, the same for the same key', async () => {
    const ask = (key: string, body: object) => api.call('POST', '/v1/events/redeliver', { body, headers: { 'idempotency-key': key } });
    expect(await ask('again-1', { type: 'purchase.completed' })).toMatchObject({ status: 202, body: { count: 3, has_more: false } });
    const limited = await ask('again-2', { limit: 2, delivery_status: 'delivered', created_from: '2027-01-01T00:00:00Z' });
    expect(limited.body).toEqual({ count: 2, has_more: true });
    const replayed = await ask('again-1', { type: 'purchase.completed' });
    expect(replayed.headers.get('idempotent-replayed')).toBe('true');
    expect(await ask('again-1', {})).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await api.call('POST', '/v1/events/redeliver')).toMatchObject({ status: 202 });
  });

  test.each([
    [{ limit: 0 }, '/limit'],
    [{ limit: 10_001 }, '/limit'],
    [{ limit: '5' }, '/limit'],
    [{ limit: 1.5 }, '/limit'],
    [{ delivery_status: 'pending' }, '/delivery_status'],
    [{ delivery_status: ['failed'] }, '/delivery_status'],
    [{ document: 'doc' }, '/document'],
    [{ subscription: 7 }, '/subscription'],
    [{ type: 'purchase.exploded' }, '/type'],
    [{ created_from: '2027-02-01T00:00:00Z', created_to: '2027-01-01T00:00:00Z' }, '/created_to'],
    [{ ids: ['evt_1'] }, '/ids'],
    [[], ''],
  ])('is refused for %j', async (body, pointer) => {
    expect(await refused('POST', '/v1/events/redeliver', body)).toEqual({ status: 422, code: 'validation_failed', pointers: [pointer] });
  });

  test('of a document whose callbacks are disabled is refused', async () => {
    expect(await refused('POST', '/v1/events/redeliver', { document: DISABLED })).toMatchObject({
      status: 409,
      code: 'callbacks_disabled',
    });
  });
});
