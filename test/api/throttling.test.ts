import { expect, test } from '@jest/globals';
import { type ApiOptions, startApi, type TestApi } from '../support/api/api.ts';
import { KEYS } from '../support/api/fake-use-cases.ts';

async function withApi(options: ApiOptions, use: (api: TestApi) => Promise<void>): Promise<void> {
  const api = await startApi(options);
  try {
    await use(api);
  } finally {
    await api.close();
  }
}

const ask = (api: TestApi, code: string, { document = 'doc_1', key = KEYS.premium as string } = {}) =>
  api.call('POST', '/v1/codes/validate', { body: { code, document }, key });

test('after so many wrong codes no more are looked up, of this document and with this key', () =>
  withApi({ code_guesses_per_minute: 3 }, async (api) => {
    for (const code of ['W1', 'W2', 'W3']) expect((await ask(api, code)).body).toEqual({ valid: false, reason: 'unknown' });
    const refused = await ask(api, 'GOOD-1');
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_wrong_codes' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(api.fake.seen.code_questions).toBe(3);
    expect((await ask(api, 'GOOD-1', { document: 'doc_2' })).status).toBe(200);
    expect((await ask(api, 'GOOD-2', { key: KEYS.other })).status).toBe(200);
  }));

test('a refused guess frees its Idempotency-Key', () =>
  withApi({ code_guesses_per_minute: 1 }, async (api) => {
    await ask(api, 'W1');
    const headers = { 'idempotency-key': 'guess' };
    const body = { code: 'GOOD-1', document: 'doc_1' };
    expect((await api.call('POST', '/v1/codes/validate', { body, headers })).status).toBe(429);
    expect(api.fake.idempotency.entries.get('mer_premium:test:guess')).toMatchObject({ running: false });
  }));

test('fifty questions at once about one good code are all answered, and it opens once', () =>
  withApi({ code_guesses_per_minute: 3 }, async (api) => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(api, 'GOOD-1')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    expect(answers.filter(({ body }) => body.valid === true)).toHaveLength(1);
  }));

test('a key that asks too often is told when to come back; others are not slowed down', () =>
  withApi({ rate_limit_per_second: 5 }, async (api) => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => api.call('GET', '/v1/documents')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(refused.length).toBeGreaterThanOrEqual(20);
    expect(refused[0]?.body.code).toBe('rate_limited');
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await api.call('GET', '/v1/documents', { key: KEYS.other })).status).toBe(200);
  }));

test('each answer tells what is left for its key, and a refusal that nothing is', () =>
  withApi({ rate_limit_per_second: 5 }, async (api) => {
    const first = await api.call('GET', '/v1/documents');
    expect(first.headers.get('ratelimit-policy')).toBe('"sustained";q=5;w=1, "burst";q=5;w=10');
    expect(first.headers.get('ratelimit')).toBe('"sustained";r=4;t=1');
    const answers = await Promise.all(Array.from({ length: 40 }, () => api.call('GET', '/v1/documents/no-id')));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('ratelimit')).toMatch(/^"sustained";r=0;t=[1-9]\d*$/);
    expect(refused?.headers.get('content-type')).toBe('application/problem+json');
    // Counted apart: another key of the same merchant, and of another.
    for (const key of [KEYS.live, KEYS.other]) {
      expect((await api.call('GET', '/v1/documents', { key })).headers.get('ratelimit')).toBe('"sustained";r=4;t=1');
    }
    // Who has no key is not counted, and told nothing.
    expect((await api.call('GET', '/v1/documents', { key: null })).headers.get('ratelimit')).toBeNull();
  }));
