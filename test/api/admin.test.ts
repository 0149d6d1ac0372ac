import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { pino } from 'pino';
import { createAdminApp } from '../../api/admin.ts';
import { listen } from '../../api/listen.ts';
import { createApiMetrics } from '../../api/metrics.ts';
import type { OpenApiDocument } from '../../api/openapi.ts';
import type { UseCaseContext } from '../../usecases/context.ts';
import { createIdempotency } from '../../usecases/idempotency.ts';
import { createMerchantUseCases } from '../../usecases/merchants.ts';
import { Books } from '../billing/support.ts';
import { createAnswerCheck } from '../support/api/documented-answers.ts';

const ADMIN_KEY = 'an-admin-key-of-tests-an-admin-key-of-tests';
const NOWHERE = 'mer_nowhere';

let books: Books;
let server: Awaited<ReturnType<typeof listen>>;
let document: OpenApiDocument;
let check: ReturnType<typeof createAnswerCheck>;
let merchant: string;

beforeAll(async () => {
  books = await Books.open();
  const context = { unitOfWork: books.unitOfWork, vault: books.vault, now: () => new Date() };
  const parts = {
    metrics: createApiMetrics(),
    merchants: createMerchantUseCases({ ...context, secret_overlap_hours: 24 }),
    idempotency: createIdempotency(context as UseCaseContext),
    config: { admin_api_key: ADMIN_KEY, rate_limit_per_second: 10_000, log: pino({ level: 'silent' }) },
  };
  server = await listen(createAdminApp(parts), { host: '127.0.0.1', port: 0 });
  document = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument;
  check = createAnswerCheck(document);
  merchant = (await call('POST', '/admin/v1/merchants', { body: { name: 'Éditions Martin', tier: 'premium' } })).body.id;
});
afterAll(async () => {
  await server.close();
  await books.close();
});

type Options = { body?: unknown; text?: string; key?: string | null; headers?: Record<string, string> };
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field, after they were compared with the document.
type Answered = { status: number; headers: Headers; text: string; body: any };

/** Each answer is compared with the OpenAPI document of the admin port. */
async function call(method: string, path: string, { body, text, key = ADMIN_KEY, headers = {} }: Options = {}): Promise<Answered> {
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const answered = await response.text();
  const media_type = response.headers.get('content-type')?.split(';')[0];
  const parsed = media_type?.endsWith('json') ? JSON.parse(answered) : answered;
  check({ method, path, status: response.status, media_type, body: parsed });
  return { status: response.status, headers: response.headers, text: answered, body: parsed };
}

describe('the admin API', () => {
  test('makes a merchant with its first secret, reads, lists and changes it', async () => {
    const made = await call('POST', '/admin/v1/merchants', { body: { name: 'Kiosque', tier: 'standard' } });
    expect(made).toMatchObject({ status: 201, body: { name: 'Kiosque', tier: 'standard' } });
    expect(made.body.callback_secret.secret).toMatch(/^whsec_/);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { callback_secret: _told_once, ...merchant_alone } = made.body;
    expect((await call('GET', `/admin/v1/merchants/${made.body.id}`)).body).toEqual(merchant_alone);
    expect((await call('GET', '/admin/v1/merchants?limit=1')).body).toEqual({ data: [merchant_alone], has_more: true });
    const changed = await call('PATCH', `/admin/v1/merchants/${made.body.id}`, { body: { tier: 'prestige', name: 'Le Kiosque' } });
    expect(changed).toMatchObject({ status: 200, body: { ...merchant_alone, tier: 'prestige', name: 'Le Kiosque' } });
    expect((await call('GET', '/admin/v1/merchants?tier=prestige')).body.data[0]).toEqual(changed.body);
  });

  test('makes a key that is told once, and revokes it', async () => {
    const made = await call('POST', `/admin/v1/merchants/${merchant}/keys`, { body: { mode: 'test' } });
    expect(made).toMatchObject({ status: 201, body: { merchant, mode: 'test', key: expect.stringMatching(/^sk_test_[0-9a-f]{48}$/) } });
    const listed = await call('GET', `/admin/v1/merchants/${merchant}/keys`);
    expect(listed.text).not.toContain(made.body.key);
    expect(listed.body.data[0]).toMatchObject({ id: made.body.id, hint: `sk_test_…${made.body.key.slice(-4)}`, revoked_at: null });
    for (const _time of [1, 2]) {
      const revoked = await call('POST', `/admin/v1/keys/${made.body.id}/revoke`);
      expect(revoked).toMatchObject({ status: 200, body: { id: made.body.id, revoked_at: expect.any(String) } });
    }
  });

  test('rotates the callback secret and retires the one before', async () => {
    const { id } = (await call('POST', '/admin/v1/merchants', { body: { name: 'Kiosque', tier: 'standard' } })).body;
    const rotated = await call('POST', `/admin/v1/merchants/${id}/secrets/rotate`, { body: { overlap_hours: 2 } });
    expect(rotated).toMatchObject({ status: 201, body: { status: 'current', secret: expect.stringMatching(/^whsec_/) } });
    const again = await call('POST', `/admin/v1/merchants/${id}/secrets/rotate`);
    expect(again).toMatchObject({ status: 409, body: { code: 'secret_rotation_in_progress' } });
    const [current, older] = (await call('GET', `/admin/v1/merchants/${id}/secrets`)).body.data;
    expect([current.status, older.status]).toEqual(['current', 'expiring']);
    const retired = await call('POST', `/admin/v1/secrets/${older.id}/retire`);
    expect(retired).toMatchObject({ status: 200, body: { status: 'retired' } });
    const last = await call('POST', `/admin/v1/secrets/${current.id}/retire`);
    expect(last).toMatchObject({ status: 409, body: { code: 'secret_is_the_last' } });
  });

  test('keeps the people of a merchant', async () => {
    const path = `/admin/v1/merchants/${merchant}/users`;
    const added = await call('POST', path, { body: { email: 'claire@journal.example' } });
    expect(added).toMatchObject({ status: 201, body: { merchant, email: 'claire@journal.example', locale: 'fr' } });
    const again = await call('POST', path, { body: { email: 'Claire@journal.example', locale: 'en' } });
    expect(again).toMatchObject({ status: 200, body: { id: added.body.id, locale: 'en' } });
    expect((await call('GET', path)).body.data).toEqual([again.body]);
    expect(await call('POST', `/admin/v1/users/${added.body.id}/remove`)).toMatchObject({ status: 200, body: { id: added.body.id } });
    expect(await call('POST', `/admin/v1/users/${added.body.id}/remove`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('does a thing once per Idempotency-Key, and does not tell a key or a secret again', async () => {
    const twice = async (path: string, body: unknown) => {
      const headers = { 'idempotency-key': `once ${path}` };
      return [await call('POST', path, { body, headers }), await call('POST', path, { body, headers })] as const;
    };
    const [made, again] = await twice('/admin/v1/merchants', { name: 'Kiosque', tier: 'standard' });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual({ ...made.body, callback_secret: { ...made.body.callback_secret, secret: null } });
    const [key, key_again] = await twice(`/admin/v1/merchants/${made.body.id}/keys`, { mode: 'live' });
    expect(key_again.body).toEqual({ ...key.body, key: null });
    const [secret, secret_again] = await twice(`/admin/v1/merchants/${made.body.id}/secrets/rotate`, {});
    expect(secret_again.body).toEqual({ ...secret.body, secret: null });
    expect((await call('GET', `/admin/v1/merchants/${made.body.id}/keys`)).body.data).toHaveLength(1);
    const other = { body: { name: 'Another', tier: 'standard' }, headers: { 'idempotency-key': 'once /admin/v1/merchants' } };
    expect(await call('POST', '/admin/v1/merchants', other)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    // Nor is any of them kept anywhere in a form that opens something.
    const kept = await books.rows<{ response_sealed: Buffer }>(
      "select response_sealed from idempotent_request where merchant_id = 'operators' and response_sealed is not null",
    );
    const texts = kept.map(({ response_sealed }) => books.vault.openForPlatform(response_sealed)).join('\n');
    for (const told of [made.body.callback_secret.secret, key.body.key, secret.body.secret]) expect(texts).not.toContain(told);
  });
});

describe('without the admin key nothing is answered', () => {
  test.each([
    ['no key', null],
    ['an empty key', ''],
    ['another key', 'another-admin-key-another-admin-key-another'],
    ['the beginning of the key', ADMIN_KEY.slice(0, -1)],
    ['the key and more', `${ADMIN_KEY}x`],
    ['the key of a merchant', 'sk_live_0123456789abcdef'],
  ])('%s', async (_what, key) => {
    const paths = ['/admin/v1/merchants', `/admin/v1/merchants/${merchant}/keys`, `/admin/v1/merchants/${merchant}/users`];
    for (const path of paths) {
      const refused = await call('GET', path, { key });
      expect(refused).toMatchObject({ status: 401, body: { code: 'invalid_admin_key' } });
      expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="admin"');
    }
    const made = await call('POST', '/admin/v1/merchants', { key, body: { name: 'Thief', tier: 'prestige' } });
    expect(made.status).toBe(401);
  });

  test('but for metrics, health and the documentation', async () => {
    for (const path of ['/metrics', '/healthz', '/openapi.json', '/docs']) {
      expect((await fetch(server.url + path)).status).toBe(200);
    }
  });
});

describe('a request is refused', () => {
  const merchants = '/admin/v1/merchants';
  test.each<[string, string, string, unknown, number, string, string[]]>([
    // what                       method   path                                body                          status code                pointers
    ['no name', 'POST', merchants, { tier: 'premium' }, 422, 'validation_failed', ['/name']],
    ['no tier', 'POST', merchants, { name: 'x' }, 422, 'validation_failed', ['/tier']],
    ['an empty name', 'POST', merchants, { name: ' ', tier: 'premium' }, 422, 'validation_failed', ['/name']],
    ['a name of 121 characters', 'POST', merchants, { name: 'x'.repeat(121), tier: 'premium' }, 422, 'validation_failed', ['/name']],
    ['a name of two lines', 'POST', merchants, { name: 'a\nb', tier: 'premium' }, 422, 'validation_failed', ['/name']],
    ['half a character', 'POST', merchants, { name: '\ud800', tier: 'premium' }, 422, 'validation_failed', ['/name']],
    ['a name as number', 'POST', merchants, { name: 7, tier: 'premium' }, 422, 'validation_failed', ['/name']],
    ['an unknown tier', 'POST', merchants, { name: 'x', tier: 'gold' }, 422, 'validation_failed', ['/tier']],
    ['an unknown field', 'POST', merchants, { name: 'x', tier: 'premium', id: 'mer_1' }, 422, 'validation_failed', ['/id']],
    ['a list', 'POST', merchants, [], 422, 'validation_failed', ['']],
    ['nothing', 'POST', merchants, null, 422, 'validation_failed', ['']],
    ['a page of 0', 'GET', `${merchants}?limit=0`, undefined, 422, 'validation_failed', ['/limit']],
    ['a page of 101', 'GET', `${merchants}?limit=101`, undefined, 422, 'validation_failed', ['/limit']],
    ['an id of another kind', 'GET', `${merchants}?after=doc_1`, undefined, 422, 'validation_failed', ['/after']],
    ['a tier that is none', 'GET', `${merchants}?tier=gold`, undefined, 422, 'validation_failed', ['/tier']],
    ['two tiers', 'GET', `${merchants}?tier=premium&tier=standard`, undefined, 422, 'validation_failed', ['/tier']],
    ['an unknown filter', 'GET', `${merchants}?name=x`, undefined, 422, 'validation_failed', ['/name']],
    ['a merchant that is not', 'GET', `${merchants}/${NOWHERE}`, undefined, 404, 'not_found', []],
    ['an id of another kind', 'GET', `${merchants}/doc_1`, undefined, 404, 'not_found', []],
    ['a change of nobody', 'PATCH', `${merchants}/${NOWHERE}`, { tier: 'premium' }, 404, 'not_found', []],
    ['a change to nothing', 'PATCH', `${merchants}/${NOWHERE}`, { tier: null }, 422, 'validation_failed', ['/tier']],
    ['a change of an id', 'PATCH', `${merchants}/${NOWHERE}`, { id: 'mer_1' }, 422, 'validation_failed', ['/id']],
    ['a key without mode', 'POST', `${merchants}/${NOWHERE}/keys`, {}, 422, 'validation_failed', ['/mode']],
    ['a key of no mode', 'POST', `${merchants}/${NOWHERE}/keys`, { mode: 'both' }, 422, 'validation_failed', ['/mode']],
    ['a key of nobody', 'POST', `${merchants}/${NOWHERE}/keys`, { mode: 'test' }, 404, 'not_found', []],
    ['the keys of nobody', 'GET', `${merchants}/${NOWHERE}/keys`, undefined, 404, 'not_found', []],
    ['a revoked key that is not', 'POST', '/admin/v1/keys/key_nowhere/revoke', {}, 404, 'not_found', []],
    ['a secret for a key', 'POST', '/admin/v1/keys/sec_nowhere/revoke', {}, 404, 'not_found', []],
    ['a rotation of nobody', 'POST', `${merchants}/${NOWHERE}/secrets/rotate`, {}, 404, 'not_found', []],
    [
      'an overlap below 0',
      'POST',
      `${merchants}/${NOWHERE}/secrets/rotate`,
      { overlap_hours: -1 },
      422,
      'validation_failed',
      ['/overlap_hours'],
    ],
    [
      'an endless overlap',
      'POST',
      `${merchants}/${NOWHERE}/secrets/rotate`,
      { overlap_hours: 721 },
      422,
      'validation_failed',
      ['/overlap_hours'],
    ],
    [
      'half an hour',
      'POST',
      `${merchants}/${NOWHERE}/secrets/rotate`,
      { overlap_hours: 0.5 },
      422,
      'validation_failed',
      ['/overlap_hours'],
    ],
    ['the secrets of nobody', 'GET', `${merchants}/${NOWHERE}/secrets`, undefined, 404, 'not_found', []],
    ['a retired secret that is not', 'POST', '/admin/v1/secrets/sec_nowhere/retire', {}, 404, 'not_found', []],
    ['no address', 'POST', `${merchants}/${NOWHERE}/users`, {}, 422, 'validation_failed', ['/email']],
    ['no e-mail address', 'POST', `${merchants}/${NOWHERE}/users`, { email: 'claire' }, 422, 'validation_failed', ['/email']],
    [
      'an address of two lines',
      'POST',
      `${merchants}/${NOWHERE}/users`,
      { email: 'a@b.fr\nBcc: c@d.fr' },
      422,
      'validation_failed',
      ['/email'],
    ],
    [
      'an unknown language',
      'POST',
      `${merchants}/${NOWHERE}/users`,
      { email: 'a@b.fr', locale: 'de' },
      422,
      'validation_failed',
      ['/locale'],
    ],
    ['a person of nobody', 'POST', `${merchants}/${NOWHERE}/users`, { email: 'a@b.fr' }, 404, 'not_found', []],
    ['the people of nobody', 'GET', `${merchants}/${NOWHERE}/users`, undefined, 404, 'not_found', []],
    ['a person that is not', 'POST', '/admin/v1/users/usr_nowhere/remove', {}, 404, 'not_found', []],
    ['an unknown address', 'GET', '/admin/v1/nothing', undefined, 404, 'unknown_route', []],
    ['another method', 'PUT', merchants, {}, 405, 'method_not_allowed', []],
  ])('for %s: %s %s', async (_what, method, path, body, status, code, pointers) => {
    const refused = await call(method, path, { body });
    const found = (refused.body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer);
    expect({ status: refused.status, code: refused.body.code, pointers: found }).toEqual({ status, code, pointers });
  });

  test.each([
    ['a body that is no JSON', { text: '{"name":' }, 400, 'malformed_json'],
    ['a form', { text: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported_media_type'],
    ['a body of 200 kB', { body: { name: 'x'.repeat(200_000), tier: 'premium' } }, 413, 'body_too_large'],
    [
      'an Idempotency-Key of 256 characters',
      { body: { name: 'x', tier: 'premium' }, headers: { 'idempotency-key': 'k'.repeat(256) } },
      400,
      'invalid_idempotency_key',
    ],
  ])('for %s', async (_what, options, status, code) => {
    expect(await call('POST', merchants, options)).toMatchObject({ status, body: { code } });
  });
});

test('a strict linter finds nothing in the document of the admin port', async () => {
  const config = await createConfig({ extends: ['recommended-strict'], rules: { 'operation-4xx-problem-details-rfc7807': 'error' } });
  const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: '/openapi.json', config });
  expect(found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)).toEqual([]);
});
