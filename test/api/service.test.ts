import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createAdminApp } from '../../api/admin.ts';
import { listen } from '../../api/listen.ts';
import type { MerchantUseCases } from '../../usecases/merchant-types.ts';
import { createPages } from '../../web/pages.ts';
import { makeDocument, ONE_SHOT, purchaseOf, startApi, type TestApi } from '../support/api/api.ts';
import { createFakeUseCases } from '../support/api/fake-use-cases.ts';

let api: TestApi;
beforeAll(async () => {
  const { useCases } = createFakeUseCases();
  const config = { public_url: 'http://localhost:3000', isp_origin: 'http://localhost:4000', log: pino({ level: 'silent' }) };
  const pages = createPages({ useCases, config });
  api = await startApi({ pages });
});
afterAll(() => api.close());

describe('health', () => {
  test('is told without a key', async () => {
    expect(await api.call('GET', '/healthz', { key: null })).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await api.call('GET', '/readyz', { key: null })).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  test('is a problem where something does not answer, without telling what', async () => {
    api.fake.state.ready = false;
    const answer = await api.call('GET', '/readyz', { key: null });
    api.fake.state.ready = true;
    expect(answer).toMatchObject({ status: 503, body: { code: 'not_ready' } });
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(answer.text + api.log_lines.join('')).not.toContain('secret');
  });
});

describe('an address', () => {
  test.each([
    ['GET', '/v1/nothing'],
    ['GET', '/'],
    ['POST', '/v1'],
    ['GET', '/v1/documents/%E0%A4%A'],
    ['GET', '/docs/problems/nothing'],
  ])('that is not there is a problem: %s %s', async (method, path) => {
    expect(await api.call(method, path)).toMatchObject({ status: 404, body: { code: 'unknown_route' } });
  });

  test.each([
    ['DELETE', '/v1/documents/doc_1', 'GET, HEAD, PATCH'],
    ['PUT', '/v1/purchases', 'GET, HEAD, POST'],
    ['GET', '/v1/codes/validate', 'POST'],
    ['GET', '/isp/free/notifications', 'POST'],
  ])('tells which methods it has: %s %s', async (method, path, allow) => {
    const answer = await api.call(method, path);
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe(allow);
  });

  test('of the pages is answered by the pages, with headers and errors of their own', async () => {
    const { headers, text } = await api.call('GET', '/unsubscribe/secret-token', { key: null });
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(headers.get('x-request-id')).not.toBeNull();
    expect(text).not.toContain('internal_error');
  });

  test('of the pages keeps its body for the pages', async () => {
    const own = await startApi({ pages: (request, response) => void response.json({ read: request.body !== undefined }) });
    const answer = await own.call('POST', '/unsubscribe/secret-token', { key: null, body: {} });
    await own.close();
    expect(answer.body).toEqual({ read: false });
  });
});

describe('an answer', () => {
  test('is not kept by caches, says nothing of what made it, and runs nothing', async () => {
    const { headers } = await api.call('GET', '/v1/documents');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test("has the caller's request id where it is harmless, and a new one otherwise", async () => {
    const given = await api.call('GET', '/v1/documents', { headers: { 'x-request-id': 'trace-1.2:3' } });
    expect(given.headers.get('x-request-id')).toBe('trace-1.2:3');
    const made = await api.call('GET', '/v1/documents', { headers: { 'x-request-id': 'a b' } });
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('to a failure of ours tells nothing of it, in the log neither, but how to find it', async () => {
    const document = await makeDocument(api, ONE_SHOT);
    const body = purchaseOf(document, { subscriber_token: 'tok_crash' });
    const answer = await api.call('POST', '/v1/purchases', { body, headers: { 'x-request-id': 'find-me' } });
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error', detail: 'The request failed on our side.' } });
    const line = api.log_lines.find((each) => each.includes('request failed') && each.includes('find-me')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ error_name: 'Error', error_code: '23514' });
    expect(line).toContain('fake-use-cases.ts');
    expect(answer.text + line).not.toContain('secret@example.com');
  });
});

test('the log holds routes and statuses, and nothing private', async () => {
  const document = await makeDocument(api, ONE_SHOT);
  await api.call('POST', '/v1/purchases', { body: purchaseOf(document, { email: 'private@example.com' }) });
  await api.call('GET', '/unsubscribe/secret-token', { key: null });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const log = api.log_lines.join('');
  const lines = api.log_lines.map((line) => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ method: 'POST', route: '/v1/purchases', status: 201 }));
  expect(lines).toContainEqual(expect.objectContaining({ route: '/unsubscribe/:token', method: 'GET' }));
  for (const secret of ['private@example.com', 'sk_test_', 'secret-token', 'tok_good']) expect(log).not.toContain(secret);
});

test('the admin port tells metrics by route and status, and its health', async () => {
  await api.call('GET', '/v1/documents/doc_unknown');
  await new Promise((resolve) => setTimeout(resolve, 20));
  // Nothing of merchants is asked for here.
  const merchants = {} as MerchantUseCases;
  const config = { admin_api_key: 'a'.repeat(32), rate_limit_per_second: 100, log: pino({ level: 'silent' }) };
  const parts = { metrics: api.metrics, merchants, idempotency: api.fake.idempotency, config };
  const admin = await listen(createAdminApp(parts), { host: '127.0.0.1', port: 0 });
  const text = await (await fetch(`${admin.url}/metrics`)).text();
  const health = await fetch(`${admin.url}/healthz`);
  await admin.close();
  expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/v1/documents/{id}",status="404"}');
  expect(text).toContain('process_cpu_seconds_total');
  expect(text).not.toContain('doc_unknown');
  expect(health.status).toBe(200);
});
