import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createClient, idempotencyKey, openCallback, ProblemError, UnexpectedAnswerError, unwrap } from '../../client/index.ts';
import { makeDocument, ONE_SHOT, startApi, type TestApi } from '../support/api/api.ts';
import { KEYS } from '../support/api/fake-use-cases.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('the types that are checked in are those of the document of today', async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  // A process of its own, as the generator changes how modules are found.
  const node = path.join(root, 'node_modules/.bin/node');
  const made = await promisify(execFile)(node, ['client/generate.ts', '--print'], {
    cwd: root,
    maxBuffer: 20_000_000,
    env: { PATH: process.env.PATH },
  });
  // Not `toBe`: a difference of thousands of lines helps nobody. `npm run client` writes the new ones.
  expect(made.stdout === readFileSync(path.join(root, 'client/schema.ts'), 'utf8')).toBe(true);
});

const clientOf = (fetch: (request: Request) => Promise<Response>, attempts = 4) =>
  createClient({ api_key: KEYS.premium, base_url: api.url, fetch, attempts });

/** Answers in the given order, then what the API says; keeps what was asked. */
function scripted(...answers: (() => Response)[]) {
  const asked: Request[] = [];
  const send = async (request: Request) => {
    asked.push(request);
    return answers.shift()?.() ?? fetch(request);
  };
  return { asked, send };
}

const refusal =
  (status: number, code: string, headers: Record<string, string> = { 'retry-after': '0' }) =>
  () =>
    new Response(JSON.stringify({ type: `/docs/problems/${code}`, title: 'x', status, detail: 'x', code }), {
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
    });
const brokenConnection = () => {
  throw new TypeError('fetch failed');
};

describe('what may heal is tried again', () => {
  test.each<[string, () => Response]>([
    ['too many requests', refusal(429, 'rate_limited')],
    ['an ISP that was away', refusal(503, 'isp_unavailable')],
    ['a request that still runs', refusal(409, 'idempotency_key_in_flight')],
    ['a proxy without a problem', () => new Response('busy', { status: 503, headers: { 'retry-after': '0' } })],
  ])('after %s, under the same key and with the same body', async (_what, first) => {
    const { asked, send } = scripted(first);
    const made = await unwrap(clientOf(send).POST('/v1/documents', { body: { ...ONE_SHOT, kind: 'one_shot' } }));
    expect(made).toMatchObject({ kind: 'one_shot', price: 300 });
    const [one, two] = asked.map((request) => request.headers.get('idempotency-key'));
    expect(one).toMatch(/^[\da-f-]{36}$/);
    expect(two).toBe(one);
  });

  test('a broken connection too', async () => {
    const { asked, send } = scripted(brokenConnection);
    expect((await unwrap(clientOf(send).GET('/v1/purchases'))).data).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  test('but not for ever, and never after a wait that is too long', async () => {
    const busy = scripted(refusal(429, 'rate_limited'), refusal(429, 'rate_limited'), refusal(429, 'rate_limited'));
    await expect(unwrap(clientOf(busy.send, 3).GET('/v1/purchases'))).rejects.toMatchObject({ code: 'rate_limited', status: 429 });
    expect(busy.asked).toHaveLength(3);
    const long = scripted(refusal(429, 'rate_limited', { 'retry-after': '3600' }));
    await expect(unwrap(clientOf(long.send).GET('/v1/purchases'))).rejects.toMatchObject({ code: 'rate_limited' });
    expect(long.asked).toHaveLength(1);
    await expect(clientOf(brokenConnection, 1).GET('/v1/purchases')).rejects.toThrow('fetch failed');
  });

  test.each([400, 401, 404, 409, 422, 500])('%i is given back at once', async (status) => {
    const { asked, send } = scripted(refusal(status, 'other_code'));
    await expect(unwrap(clientOf(send).GET('/v1/purchases'))).rejects.toMatchObject({ code: 'other_code', status });
    expect(asked).toHaveLength(1);
  });
});

test("a caller's own key is kept, and the second request under it is a replay", async () => {
  const client = createClient({ api_key: KEYS.premium, base_url: api.url });
  const make = () => client.POST('/v1/documents', { body: { ...ONE_SHOT, kind: 'one_shot' }, params: { header: idempotencyKey('mine') } });
  const first = await make();
  const second = await make();
  expect(second.response.headers.get('idempotent-replayed')).toBe('true');
  expect(second.data).toEqual(first.data);
});

test('a list is read over all of its pages, once each', async () => {
  const ids = [];
  for (let count = 0; count < 5; count += 1) ids.push(await makeDocument(api, ONE_SHOT, KEYS.other));
  const { asked, send } = scripted();
  const client = createClient({ api_key: KEYS.other, base_url: api.url, fetch: send });
  const read: string[] = [];
  for await (const document of client.list('/v1/documents', { limit: 2 })) read.push(document.id);
  expect(read).toEqual(ids.sort().reverse());
  expect(asked).toHaveLength(3);
});

test('a refusal is an error with its code and fields; what is no problem is told apart', async () => {
  const client = createClient({ api_key: KEYS.premium, base_url: api.url });
  const wrong = unwrap(client.POST('/v1/codes/validate', { body: { code: '', document: 'doc_1' } }));
  const error = await wrong.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ code: 'validation_failed', status: 422, errors: [{ pointer: '/code' }], request_id: expect.any(String) });
  const proxy = clientOf(async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(unwrap(proxy.GET('/v1/purchases'))).rejects.toBeInstanceOf(UnexpectedAnswerError);
});

describe('a callback', () => {
  const [old_secret, new_secret] = ['whsec_b2xkLW9sZC1vbGQtb2xkLW9sZA==', 'whsec_bmV3LW5ldy1uZXctbmV3LW5ldw=='];
  const body = JSON.stringify({ type: 'purchase.completed', timestamp: '2027-01-31T10:00:00Z', data: { amount: 300 } });
  const signed = (secret: string, at = new Date()) => ({
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
  });

  test('is opened with the secret that signed it, or with one of two while they are exchanged', () => {
    expect(openCallback(body, signed(old_secret), old_secret)).toMatchObject({ type: 'purchase.completed', data: { amount: 300 } });
    expect(openCallback(body, new Headers(signed(new_secret)), [old_secret, new_secret]).type).toBe('purchase.completed');
    expect(openCallback(body, signed(old_secret), [old_secret, new_secret]).type).toBe('purchase.completed');
  });

  test.each<[string, () => unknown]>([
    ['changed on the way', () => openCallback(body.replace('300', '1'), signed(old_secret), [old_secret, new_secret])],
    ['signed by somebody else', () => openCallback(body, signed('whsec_b3RoZXItb3RoZXItb3RoZXI='), [old_secret, new_secret])],
    ['an hour old', () => openCallback(body, signed(old_secret, new Date(Date.now() - 3_600_000)), old_secret)],
    ['without a signature', () => openCallback(body, {}, old_secret)],
    ['opened without a secret', () => openCallback(body, signed(old_secret), [])],
  ])('is refused when %s', (_what, open) => {
    expect(open).toThrow();
  });
});
