import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeDocument, ONE_SHOT, purchaseOf, startApi, type TestApi } from '../support/api/api.ts';
import { KEYS } from '../support/api/fake-use-cases.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test.each<[string, Record<string, string>, string]>([
  ['no key', {}, 'missing_api_key'],
  ['an unknown key', { authorization: 'Bearer sk_test_nobody' }, 'invalid_api_key'],
  ['a key of another form', { authorization: 'Bearer pk_test_premium' }, 'invalid_api_key'],
  ['another scheme', { authorization: 'Basic c2tfdGVzdF9wcmVtaXVt' }, 'invalid_api_key'],
  ['a scheme without a key', { authorization: 'Bearer' }, 'invalid_api_key'],
  ['two keys', { authorization: 'Bearer sk_test_premium sk_test_other' }, 'invalid_api_key'],
  ['a key in the address', { 'x-api-key': 'sk_test_premium' }, 'missing_api_key'],
])('a request with %s is refused', async (_what, headers, code) => {
  const answer = await api.call('GET', '/v1/documents', { key: null, headers });
  expect(answer).toMatchObject({ status: 401, body: { code } });
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="api"/);
});

test('the key is asked for before the body is read', async () => {
  expect(await api.call('POST', '/v1/documents', { key: null, text: '{"broken' })).toMatchObject({ status: 401 });
});

test('the scheme is written in any case', async () => {
  const answer = await api.call('GET', '/v1/documents', { key: null, headers: { authorization: `bearer ${KEYS.premium}` } });
  expect(answer.status).toBe(200);
});

test("another merchant's objects, and those of the other mode, are not found", async () => {
  const document = await makeDocument(api, ONE_SHOT);
  const { id } = (await api.call('POST', '/v1/purchases', { body: purchaseOf(document) })).body;
  for (const key of [KEYS.other, KEYS.live]) {
    for (const path of [`/v1/documents/${document}`, `/v1/purchases/${id}`]) {
      expect(await api.call('GET', path, { key })).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(await api.call('PATCH', `/v1/documents/${document}`, { key, body: {} })).toMatchObject({ status: 404 });
    expect((await api.call('GET', '/v1/purchases', { key })).body.data).toEqual([]);
  }
});

test.each(['doc_', 'pur_1', '1', '%00', 'doc_1%0a', "doc_1'--", `doc_${'1'.repeat(65)}`])('an id such as %s is not found', async (id) => {
  expect(await api.call('GET', `/v1/documents/${id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});
