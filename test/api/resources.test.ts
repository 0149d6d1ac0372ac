import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

describe('documents', () => {
  test('a one-shot document is made, with French as its language unless told otherwise', async () => {
    const answer = await api.call('POST', '/v1/documents', {
      body: { ...ONE_SHOT, callback_url: 'https://shop.example/cb?a=1', currency: 'EUR' },
    });
    expect(answer).toMatchObject({
      status: 201,
      body: { ...ONE_SHOT, locale: 'fr', callback_url: 'https://shop.example/cb?a=1', currency: 'EUR', livemode: false },
    });
    expect(answer.body.id).toMatch(/^doc_/);
    expect((await api.call('GET', `/v1/documents/${answer.body.id}`)).body).toEqual(answer.body);
  });

  test('a rebilling document has offers with ids', async () => {
    const answer = await api.call('POST', '/v1/documents', { body: REBILLING });
    expect(answer).toMatchObject({ status: 201, body: REBILLING });
    expect(answer.body.price).toBeUndefined();
  });

  test('a document of a live key is live', async () => {
    expect((await api.call('POST', '/v1/documents', { body: ONE_SHOT, key: KEYS.live })).body.livemode).toBe(true);
  });

  test('a change touches only what it names, and null takes the callback URL away', async () => {
    const id = await makeDocument(api, { ...REBILLING, callback_url: 'https://shop.example/cb' });
    const changed = await api.call('PATCH', `/v1/documents/${id}`, { body: { name: 'New', offers: [{ period: 'quarter', price: 2500 }] } });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'New', callback_url: 'https://shop.example/cb', site_url: 'https://shop.example' },
    });
    expect(changed.body.offers).toMatchObject([{ period: 'quarter', price: 2500 }]);
    expect((await api.call('PATCH', `/v1/documents/${id}`, { body: { callback_url: null } })).body.callback_url).toBeNull();
  });

  test('a list is read page by page', async () => {
    const first = (await api.call('GET', '/v1/documents?limit=2')).body;
    expect(first.data).toHaveLength(2);
    expect(first.has_more).toBe(true);
    const second = (await api.call('GET', `/v1/documents?limit=100&after=${first.data[1]?.id}`)).body;
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.has_more).toBe(false);
  });
});

describe('checkouts', () => {
  test('a checkout answers the page to send the buyer to', async () => {
    const body = { document: codes, quantity: 2, email: null, return_url: 'https://shop.example/thanks', locale: 'en' };
    const answer = await api.call('POST', '/v1/checkouts', { body });
    expect(answer).toMatchObject({ status: 201, body: { document: codes, status: 'open', livemode: false } });
    expect(answer.body.url).toContain(answer.body.id);
    expect('purchase' in answer.body).toBe(false);
    expect((await api.call('GET', `/v1/checkouts/${answer.body.id}`)).body).toEqual(answer.body);
  });
});

describe('purchases', () => {
  test('a completed purchase answers its codes', async () => {
    const answer = await api.call('POST', '/v1/purchases', { body: purchaseOf(codes, { client_reference: 'order-1' }) });
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'completed', amount: 600, currency: 'EUR', isp: 'orange', client_reference: 'order-1', livemode: false },
    });
    expect(answer.body.codes).toHaveLength(2);
    expect('decline' in answer.body).toBe(false);
    expect((await api.call('GET', `/v1/purchases/${answer.body.id}`)).text).toBe(answer.text);
    expect((await api.call('GET', '/v1/purchases')).body.data).toContainEqual(answer.body);
  });

  test('a declined purchase is made, and says why', async () => {
    const answer = await api.call('POST', '/v1/purchases', { body: purchaseOf(codes, { subscriber_token: 'tok_declined' }) });
    expect(answer).toMatchObject({ status: 201, body: { status: 'declined', decline: { reason: 'insufficient_ceiling' }, codes: [] } });
  });

  test('a purchase that is not final yet is accepted', async () => {
    const answer = await api.call('POST', '/v1/purchases', { body: purchaseOf(codes, { subscriber_token: 'tok_slow' }) });
    expect(answer).toMatchObject({ status: 202, body: { status: 'processing', codes: [] } });
  });
});

describe('subscriptions', () => {
  test('an active subscription answers its code and its period', async () => {
    const answer = await api.call('POST', '/v1/subscriptions', { body: subscriptionOf(journal) });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        status: 'active',
        code: 'K7QX-2M9T-WB4H-81RC',
        current_period: { index: 0, start: '2027-01-31T10:00:00.000Z', end: '2027-02-28T10:00:00.000Z' },
        next_charge_at: '2027-02-28T10:00:00.000Z',
      },
    });
    expect('ended_at' in answer.body).toBe(false);
    expect((await api.call('GET', '/v1/subscriptions')).body.data).toContainEqual(answer.body);
  });

  test('an offer is named by its id as well', async () => {
    expect((await api.call('POST', '/v1/subscriptions', { body: subscriptionOf(journal, { offer: 'off_0' }) })).body.price).toBe(500);
  });

  test('a pending subscription is accepted', async () => {
    const answer = await api.call('POST', '/v1/subscriptions', { body: subscriptionOf(journal, { subscriber_token: 'tok_slow' }) });
    expect(answer).toMatchObject({ status: 202, body: { status: 'pending', code: null, current_period: null } });
  });

  test('a cancel takes no body, and is harmless when repeated', async () => {
    const { id } = (await api.call('POST', '/v1/subscriptions', { body: subscriptionOf(journal) })).body;
    const ended = await api.call('POST', `/v1/subscriptions/${id}/cancel`);
    expect(ended).toMatchObject({ status: 200, body: { status: 'ended', end_reason: 'unsubscribed', end_source: 'merchant' } });
    expect((await api.call('POST', `/v1/subscriptions/${id}/cancel`, { body: {} })).text).toBe(ended.text);
    const refused = await api.call('POST', `/v1/subscriptions/${id}/cancel`, { body: { reason: 'x' } });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/reason' }] } });
  });
});

describe('codes', () => {
  test('a one-shot code opens once', async () => {
    const ask = () => api.call('POST', '/v1/codes/validate', { body: { code: 'GOOD-1', document: codes } });
    expect((await ask()).body).toEqual({ valid: true, kind: 'one_shot', purchase: 'pur_1' });
    expect((await ask()).body).toEqual({ valid: false, reason: 'used' });
  });

  test("a subscription's code tells until when", async () => {
    const { body } = await api.call('POST', '/v1/codes/validate', { body: { code: 'SUB-1', document: codes } });
    expect(body).toEqual({ valid: true, kind: 'subscription', subscription: 'sub_1', valid_until: '2027-02-28T10:00:00.000Z' });
  });
});

describe('refunds', () => {
  const refund = (charge: string, body: object, headers: Record<string, string> = {}) =>
    api.call('POST', `/v1/charges/${charge}/refund`, { body, headers });

  test('a refund answers what was given back, and a part keeps its amount', async () => {
    const whole = await refund('chg_2', { reason: 'not delivered' });
    expect(whole).toMatchObject({
      status: 201,
      body: { charge: 'chg_2', amount: 350, currency: 'EUR', status: 'succeeded', livemode: false },
    });
    expect(whole.body.id).toMatch(/^ref_/);
    expect((await refund('chg_2', { reason: 'a part', amount: 20, currency: 'EUR' })).body.amount).toBe(20);
  });

  test('a refund that is not final yet is accepted', async () => {
    expect(await refund('chg_2', { reason: 'slow' })).toMatchObject({ status: 202, body: { status: 'processing', settled_at: null } });
  });

  test('the same key gives the same refund again, with its own id and not that of the charge', async () => {
    const headers = { 'idempotency-key': 'refund-1' };
    const first = await refund('chg_2', { reason: 'once' }, headers);
    const again = await refund('chg_2', { reason: 'once' }, headers);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect((await refund('chg_2', { reason: 'twice' }, headers)).body.code).toBe('idempotency_key_reused');
  });

  test('a refund is read by its id, and a refused one says why', async () => {
    const { body } = await api.call('GET', '/v1/refunds/ref_1');
    expect(body).toMatchObject({ id: 'ref_1', status: 'declined', decline: { reason: 'denied', raw: 'no' } });
    expect((await api.call('GET', '/v1/refunds/ref_9')).status).toBe(404);
  });

  test('a charge shows its refunds, and that it is partly refunded', async () => {
    const { body } = await api.call('GET', '/v1/charges/chg_2');
    expect(body).toMatchObject({
      status: 'partly_refunded',
      refunded_amount: 150,
      refunds: [
        { id: 'ref_1', status: 'succeeded', amount: 150 },
        { id: 'ref_2', status: 'in_doubt', amount: 50 },
      ],
    });
  });
});

describe('charges and events', () => {
  test('a charge tells its attempts', async () => {
    const { body } = await api.call('GET', '/v1/charges/chg_1');
    expect(body).toMatchObject({ subscription: 'sub_1', amount: 500, status: 'declined', decline: { reason: 'line_suspended' } });
    expect(body.attempts).toHaveLength(1);
    expect((await api.call('GET', '/v1/charges')).body.data).toEqual([body]);
  });

  test('lists are narrowed to one subscription', async () => {
    expect((await api.call('GET', '/v1/charges?subscription=sub_2')).body.data).toEqual([]);
    expect((await api.call('GET', '/v1/events?subscription=pur_1')).body.errors).toMatchObject([{ pointer: '/subscription' }]);
  });

  test('an event tells its deliveries and is delivered again', async () => {
    const { body } = await api.call('GET', '/v1/events/evt_1');
    expect(body).toMatchObject({ type: 'subscription.renewed', data: { sequence: 2 }, delivery_status: 'retrying' });
    expect((await api.call('GET', '/v1/events')).body.data).toEqual([body]);
    expect(await api.call('POST', '/v1/events/evt_1/redeliver')).toMatchObject({ status: 202, body: { delivery_status: 'pending' } });
  });
});

describe('test clocks', () => {
  test('a clock is made in any zone and told in UTC', async () => {
    const made = await api.call('POST', '/v1/test_clocks', { body: { now: '2027-01-31T11:00:00+01:00' } });
    expect(made).toMatchObject({ status: 201, body: { now: '2027-01-31T10:00:00.000Z', status: 'ready', livemode: false } });
    const path = `/v1/test_clocks/${made.body.id}`;
    const advanced = await api.call('POST', `${path}/advance`, { body: { to: '2099-12-31T23:59:59Z' } });
    expect(advanced).toMatchObject({ status: 200, body: { now: '2099-12-31T23:59:59.000Z', status: 'ready' } });
    expect((await api.call('GET', path)).body).toEqual(advanced.body);
    expect((await api.call('GET', '/v1/test_clocks')).body.data).toEqual([advanced.body]);
  });
});

describe('reports', () => {
  test('a daily report has each day, at all providers and at each', async () => {
    const answer = await api.call('GET', '/v1/reports/daily?from=2027-01-31&to=2027-02-01');
    expect(answer).toMatchObject({
      status: 200,
      body: {
        livemode: false,
        currency: 'EUR',
        total: { sales: { count: 1, amount: 600 }, renewals: { count: 1, amount: 1_000 }, recovered: { count: 1, amount: 1_000 } },
        data: [
          {
            day: '2027-01-31',
            declines: { count: 1, by_reason: [{ reason: 'insufficient_ceiling', count: 1 }] },
            ended: { count: 1, by_reason: [{ reason: 'unsubscribed', count: 1 }], rate: 0.25 },
            active_subscriptions: 3,
          },
          { day: '2027-02-01', sales: { count: 0, amount: 0 }, ended: { count: 0, rate: 0 }, active_subscriptions: 3 },
        ],
      },
    });
    expect('isp' in answer.body).toBe(false);
  });

  test('a report may be of one provider and one document, and of 92 days at most', async () => {
    const query = 'from=2027-01-01&to=2027-04-02&isp=free&document=doc_1';
    const { body } = await api.call('GET', `/v1/reports/daily?${query}`);
    expect(body).toMatchObject({ isp: 'free', document: 'doc_1', total: { sales: { count: 0 } } });
    expect(body.data).toHaveLength(92);
  });
});
