import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { readConfig } from '../../config.ts';
import { type Shop, startShop } from '../../simulator/shop.ts';
import { type FakeBillingApi, startFakeBillingApi } from './fake-billing-api.ts';

const SECRET = `whsec_${Buffer.from('a secret of the test, 32 bytes..').toString('base64')}`;
const ONE_SHOT = 'doc_codes';
const REBILLING = 'doc_tickets';

let api: FakeBillingApi;
let answers: FakeBillingApi['answers'];
let requests: FakeBillingApi['requests'];
let folder: string;
let shop: Shop;

const documentAnswers = {
  [`GET /v1/documents/${ONE_SHOT}`]: () => ({ body: { id: ONE_SHOT, kind: 'one_shot', name: 'Codes', price: 300, max_codes: 10 } }),
  [`GET /v1/documents/${REBILLING}`]: () => ({
    body: {
      id: REBILLING,
      kind: 'rebilling',
      name: 'Tickets',
      offers: [
        { id: 'off_week', period: 'week', price: 500 },
        { id: 'off_quarter', period: 'quarter', price: 2505 },
      ],
    },
  }),
};

const start = () => {
  const settings = {
    SHOP_DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    SHOP_API_URL: api.url,
    SHOP_PUBLIC_URL: 'http://shop.localhost:5000',
    SHOP_API_KEY: 'sk_test_shop',
    SHOP_CALLBACK_SECRET: SECRET,
    SHOP_DOCUMENT_ONE_SHOT: ONE_SHOT,
    SHOP_DOCUMENT_REBILLING: REBILLING,
  };
  return startShop({ ...readConfig('shop', settings), SHOP_PORT: 0 });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shop-'));
  api = await startFakeBillingApi(documentAnswers);
  ({ answers, requests } = api);
  shop = await start();
});
afterEach(async () => {
  await shop.close();
  await api.stop();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(shop.url + path, { headers, redirect: 'manual' });
const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(shop.url + path, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' });
const asked = (path: string) => requests.filter((request) => request.path === path);
const ATTEMPT = '7e0c4c2e-6f0f-4c57-8f39-0f3c6a8b1d11';

describe('the home page', () => {
  test('shows prices and offers as the API gives them, in the language of the browser', async () => {
    const french = await (await get('/', { 'accept-language': 'fr-FR' })).text();
    expect(french).toContain('lang="fr"');
    expect(french).toContain('Acheter des codes');
    expect(french).toContain('3,00\u00a0€');
    expect(french).toContain('Obtenir un ticket – 25,05\u00a0€ par trimestre');
    const english = await (await get('/', { 'accept-language': 'en-GB,en;q=0.9' })).text();
    expect(english).toContain('Get a ticket – €5.00 a week');
    expect(requests.every((request) => request.authorization === 'Bearer sk_test_shop')).toBe(true);
  });

  test('?lang= goes before the browser and is remembered', async () => {
    const answer = await get('/?lang=en', { 'accept-language': 'fr' });
    expect(await answer.text()).toContain('Buy codes');
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(await (await get('/', { 'accept-language': 'fr', cookie })).text()).toContain('Buy codes');
  });

  test('lets forms lead to the API only', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    const { port } = new URL(api.url);
    expect(policy).toContain(`form-action 'self' http://localhost:${port} http://127.0.0.1:${port}`);
    expect(policy).toContain("default-src 'none'");
  });
});

describe('buying', () => {
  const checkout = { id: 'chk_1', url: 'http://localhost:3000/checkout/chk_1', status: 'open' };

  test.each([
    [{ kind: 'codes' }, { document: ONE_SHOT }],
    [
      { kind: 'ticket', offer: 'off_week' },
      { document: REBILLING, offer: 'off_week' },
    ],
  ])('%j opens a checkout and sends the buyer there', async (form: Record<string, string>, expected) => {
    answers['POST /v1/checkouts'] = () => ({ status: 201, body: checkout });
    const answer = await post('/checkout?lang=en', form);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, checkout.url]);
    const [request] = asked('/v1/checkouts');
    const reference = String(request?.body?.client_reference);
    expect(request?.body).toEqual({
      ...expected,
      client_reference: reference,
      return_url: `http://shop.localhost:5000/return?order=${reference}`,
      locale: 'en',
    });
    expect(request?.idempotency_key).toBe(reference);
  });

  test('does not send the buyer to something that is not a web address', async () => {
    answers['POST /v1/checkouts'] = () => ({ status: 201, body: { ...checkout, url: 'javascript:alert(1)' } });
    expect((await post('/checkout', { kind: 'codes' })).status).toBe(502);
  });

  test.each([
    ['completed', 'Your purchase is done'],
    ['open', 'The purchase is not finished'],
    ['expired', 'This purchase has expired'],
  ])('the return page tells of a checkout that is %s, from the API and from callbacks', async (status, title) => {
    answers['POST /v1/checkouts'] = () => ({ status: 201, body: checkout });
    answers['GET /v1/checkouts/chk_1'] = () => ({ body: { ...checkout, status } });
    await post('/checkout', { kind: 'codes' });
    const reference = String(asked('/v1/checkouts')[0]?.body?.client_reference);
    await deliver({ id: 'evt_1', data: { purchase: 'pur_1', reference: 'REF-77', amount: 300, client_reference: reference } });
    const page = await (await get(`/return?order=${reference}&lang=en`)).text();
    expect(page).toContain(title);
    expect(page).toContain('REF-77');
  });

  test('the return page is found by the checkout too, as billing’s button tells it', async () => {
    answers['POST /v1/checkouts'] = () => ({ status: 201, body: checkout });
    answers['GET /v1/checkouts/chk_1'] = () => ({ body: { ...checkout, status: 'completed' } });
    await post('/checkout', { kind: 'codes' });
    expect(await (await get('/return?checkout=chk_1&lang=en')).text()).toContain('Your purchase is done');
    expect((await get('/return?checkout=chk_2')).status).toBe(404);
  });

  test('an order that the shop never made is not found', async () => {
    expect((await get('/return?order=order_other')).status).toBe(404);
    expect((await get('/return')).status).toBe(404);
  });

  test('a form without a choice is a bad request', async () => {
    expect((await post('/checkout', {})).status).toBe(400);
    expect(asked('/v1/checkouts')).toHaveLength(0);
  });
});

describe('the article behind a code', () => {
  test('a valid code shows it, and the same filling sent again uses the same key', async () => {
    answers['POST /v1/codes/validate'] = () => ({ body: { valid: true, kind: 'one_shot', purchase: 'pur_1' } });
    for (let time = 0; time < 2; time += 1) {
      const answer = await post('/article?lang=en', { code: ' ABCD ', attempt: ATTEMPT });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('lamplight');
    }
    await post('/article', { code: 'EFGH', attempt: ATTEMPT });
    const [first, again, other] = asked('/v1/codes/validate');
    expect(first?.body).toEqual({ code: 'ABCD', document: ONE_SHOT });
    expect(again?.idempotency_key).toBe(first?.idempotency_key);
    expect(other?.idempotency_key).not.toBe(first?.idempotency_key);
  });

  test.each([
    ['unknown', 'does not exist'],
    ['used', 'has been used'],
    ['expired', 'paid period is over'],
    ['ended', 'has ended'],
  ])('a code that is %s shows why and not the article', async (reason, message) => {
    answers['POST /v1/codes/validate'] = () => ({ body: { valid: false, reason } });
    const answer = await post('/article?lang=en', { code: 'ABCD', attempt: ATTEMPT });
    const page = await answer.text();
    expect(answer.status).toBe(403);
    expect(page).toContain(message);
    expect(page).not.toContain('lamplight');
  });

  test('an empty code is not asked about', async () => {
    expect((await post('/article', { code: '  ' })).status).toBe(422);
    expect(asked('/v1/codes/validate')).toHaveLength(0);
  });

  test('too many tries are told with the time to wait', async () => {
    answers['POST /v1/codes/validate'] = () => ({ status: 429, headers: { 'retry-after': '30' }, body: { code: 'code_guesses_exceeded' } });
    const answer = await post('/article', { code: 'ABCD', attempt: ATTEMPT });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30']);
  });
});

describe('the area of subscribers', () => {
  const valid = { valid: true, kind: 'subscription', subscription: 'sub_1', valid_until: '2026-07-05T10:00:00Z' };

  test('is open while the code is valid and closes when it is not', async () => {
    answers['POST /v1/codes/validate'] = () => ({ body: valid });
    const entered = await post('/area', { code: 'SUB-CODE' });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/area']);
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const open = await get('/area?lang=en', { cookie });
    expect(open.status).toBe(200);
    const page = await open.text();
    expect(page).toContain('5 July 2026 at 12:00');
    expect(page).toContain('north passage');
    expect(asked('/v1/codes/validate').at(-1)?.body).toEqual({ code: 'SUB-CODE', document: REBILLING });

    answers['POST /v1/codes/validate'] = () => ({ body: { valid: false, reason: 'ended' } });
    const closed = await get('/area?lang=en', { cookie });
    expect(closed.status).toBe(403);
    expect(await closed.text()).not.toContain('north passage');
    expect(closed.headers.getSetCookie().join()).toContain('area_code=;');
  });

  test('says what the reader has, until when, and leads to its end', async () => {
    answers['POST /v1/codes/validate'] = () => ({ body: valid });
    const told = {
      ...{
        id: 'sub_1',
        status: 'active',
        period: 'month',
        price: 1000,
        isp: 'orange',
        reference: 'R<1>',
        next_charge_at: '2026-07-05T10:00:00Z',
      },
      ...{ current_period: { end: '2026-07-05T10:00:00Z' }, unsubscribe_url: 'http://localhost:3000/unsubscribe/t' },
    };
    const area = async (change: object) => {
      answers['GET /v1/subscriptions/sub_1'] = () => ({ body: { ...told, ...change } });
      return (await get('/area?lang=en', { cookie: 'area_code=SUB-CODE' })).text();
    };
    const running = await area({});
    for (const text of ['€10.00 a month', 'Orange', 'R&#60;1&#62;', 'href="http://localhost:3000/unsubscribe/t"'])
      expect(running).toContain(text);
    const ended = await area({ status: 'ended', ended_at: '2026-06-20T10:00:00Z', next_charge_at: null });
    expect(ended).toContain('20 June 2026');
    expect(ended).not.toContain('unsubscribe');
    // What billing answers is not believed to be an address before it is one.
    expect(await area({ unsubscribe_url: 'javascript:alert(1)' })).not.toContain('javascript');
  });

  test('asks for a code who has none', async () => {
    expect((await get('/area')).status).toBe(403);
    expect(asked('/v1/codes/validate')).toHaveLength(0);
  });
});

describe('when the API fails', () => {
  test.each(['/', '/article', '/area', '/checkout'])('%s is a clear page with 502 while it is down', async (path) => {
    await api.stop();
    const answer = await (path === '/' ? get('/?lang=en') : post(`${path}?lang=en`, { kind: 'codes', code: 'ABCD', attempt: ATTEMPT }));
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('Payment cannot be reached');
  });

  test.each([
    [500, {}, 'Payment cannot be reached'],
    [200, { something: 'else' }, 'Payment cannot be reached'],
    [401, { code: 'api_key_invalid' }, 'api_key_invalid'],
  ])('an answer %i %j is a page with 502', async (status, body, shown) => {
    answers[`GET /v1/documents/${ONE_SHOT}`] = () => ({ status, body });
    const answer = await get('/?lang=en');
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain(shown);
  });
});

type Delivery = { id: string; type?: string; data?: object; secret?: string; sent_at?: Date; tampered?: boolean };

function deliver({ id, type = 'purchase.completed', data = {}, secret = SECRET, sent_at = new Date(), tampered = false }: Delivery) {
  const payload = JSON.stringify({ type, timestamp: '2026-01-31T10:00:00Z', data });
  return fetch(`${shop.url}/callbacks`, {
    method: 'POST',
    body: tampered ? payload.replace('2026', '2027') : payload,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sent_at.getTime() / 1000)),
      'webhook-signature': `v1,b3RoZXI= ${new Webhook(secret).sign(id, sent_at, payload)}`,
    },
  });
}

type Callbacks = { data: { webhook_id: string; type: string; deliveries: number; received_at: string }[]; has_more: boolean };
const callbacks = async (query = '') => (await (await get(`/api/callbacks${query}`)).json()) as Callbacks;
const ids = ({ data }: Callbacks) => data.map((callback) => callback.webhook_id);

describe('callbacks', () => {
  test('are kept once, with the number of their deliveries, across a restart', async () => {
    const data = { subscription: 'sub_1', amount: 500, currency: 'EUR', sequence: 1 };
    expect((await deliver({ id: 'evt_1', type: 'subscription.activated', data })).status).toBe(204);
    expect((await deliver({ id: 'evt_1', type: 'subscription.activated', data })).status).toBe(204);
    await shop.close();
    shop = await start();
    await deliver({ id: 'evt_1', type: 'subscription.activated', data });
    expect((await callbacks()).data).toEqual([
      {
        webhook_id: 'evt_1',
        type: 'subscription.activated',
        timestamp: '2026-01-31T10:00:00Z',
        data,
        received_at: expect.stringMatching(/Z$/),
        deliveries: 3,
      },
    ]);
  });

  test('are listed oldest first, by object and by type', async () => {
    await deliver({ id: 'evt_1', type: 'subscription.activated', data: { subscription: 'sub_1' } });
    await deliver({ id: 'evt_2', data: { purchase: 'pur_1' } });
    await deliver({ id: 'evt_3', type: 'subscription.renewed', data: { subscription: 'sub_1' } });
    expect(ids(await callbacks())).toEqual(['evt_1', 'evt_2', 'evt_3']);
    expect(ids(await callbacks('?object=sub_1'))).toEqual(['evt_1', 'evt_3']);
    expect(ids(await callbacks('?object=sub_1&type=subscription.renewed'))).toEqual(['evt_3']);
    expect(ids(await callbacks('?object=sub_'))).toEqual([]);
    const first = await callbacks('?limit=2');
    expect([ids(first), first.has_more]).toEqual([['evt_1', 'evt_2'], true]);
    expect(ids(await callbacks('?after=evt_2'))).toEqual(['evt_3']);
    expect((await get('/api/callbacks?limit=0')).status).toBe(400);
  });

  test.each<[string, Partial<Delivery>]>([
    ['with another secret', { secret: `whsec_${Buffer.from('another secret').toString('base64')}` }],
    ['changed on the way', { tampered: true }],
    ['signed too long ago', { sent_at: new Date(Date.now() - 10 * 60_000) }],
  ])('%s are refused with 401 and not kept', async (_why, delivery) => {
    expect((await deliver({ id: 'evt_1', ...delivery })).status).toBe(401);
    expect((await callbacks()).data).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ['without headers', {}],
    ['with a signature that has no value', { 'webhook-id': 'e', 'webhook-timestamp': '1', 'webhook-signature': 'v1' }],
    [
      'with a signature cut short',
      { 'webhook-id': 'e', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)), 'webhook-signature': 'v1' },
    ],
  ])('%s are refused with 401', async (_why, headers) => {
    expect((await fetch(`${shop.url}/callbacks`, { method: 'POST', body: '{}', headers })).status).toBe(401);
  });

  test('signed but not a callback are a bad request', async () => {
    const now = new Date();
    const answer = await fetch(`${shop.url}/callbacks`, {
      method: 'POST',
      body: 'hello',
      headers: {
        'webhook-id': 'evt_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(SECRET).sign('evt_1', now, 'hello'),
      },
    });
    expect(answer.status).toBe(400);
  });

  test('are shown in pages that a phone takes, the newest first, those of one object as they came', async () => {
    const data = { subscription: 'sub_1', reference: 'A-REFERENCE-AS-LONG-AS-THEY-GET-0123456789', amount: 500 };
    for (let sequence = 1; sequence <= 27; sequence += 1)
      await deliver({ id: `evt_${sequence}`, type: 'subscription.renewed', data: { ...data, sequence } });
    const shown = async (query: string) => (await get(`/received?lang=en${query}`)).text();
    const numbers = (page: string) => [...page.matchAll(/data-key="evt_(\d+)"/g)].map(([, number]) => Number(number));
    const newest = await shown('');
    expect([numbers(newest)[0], numbers(newest).length, newest.includes('More notifications')]).toEqual([27, 25, true]);
    expect(Buffer.byteLength(newest)).toBeLessThan(50_000);
    expect(numbers(await shown('&after=evt_3'))).toEqual([2, 1]);
    expect(numbers(await shown('&object=sub_1&after=evt_25'))).toEqual([26, 27]);
  });

  test('are shown to people, escaped, in both languages', async () => {
    await deliver({ id: 'evt_1', data: { purchase: 'pur_1', reference: '<b>R</b>', amount: 600 } });
    const page = await (await get('/received?lang=en&object=pur_1')).text();
    expect(page).toContain('€6.00');
    expect(page).not.toContain('<b>R</b>');
    expect(await (await get('/received?lang=fr&object=pur_9')).text()).toContain('Rien n’a encore été reçu');
  });
});

test('health is answered and an unknown page is not found', async () => {
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/nothing')).status).toBe(404);
});
