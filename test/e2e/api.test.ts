import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { purchaseBody, subscriptionBody } from '../support/e2e/sales.ts';
import { Site } from '../support/e2e/site.ts';
import { eventually } from '../support/world/eventually.ts';
import { seedMerchant } from '../support/world/seed.ts';

let site: Site;

beforeAll(async () => {
  site = await Site.open({ isp_timeout_ms: 20_000 });
}, 120_000);

afterAll(async () => {
  await site?.close();
});

const payments = (isp: 'alice' | 'free' | 'orange' | 'sfr', line: string) => site.world.isp.payments(isp, line);
const validate = (code: string, document: string, headers: Record<string, string> = {}) =>
  site.call('POST', '/v1/codes/validate', { body: { code, document }, headers });

async function bought() {
  const { body } = await purchaseBody(site, {});
  return (await site.call('POST', '/v1/purchases', { body })).body;
}

describe('a purchase over HTTP', () => {
  test('answers 201 with its codes, and GET and the list say the same', async () => {
    const { line, body } = await purchaseBody(site, { quantity: 3, client_reference: 'order-1' });
    const answer = await site.call('POST', '/v1/purchases', { body });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status: 'completed', amount: 900, currency: 'EUR', isp: 'free', client_reference: 'order-1' });
    expect(answer.body.codes.map(({ status }) => status)).toEqual(['unused', 'unused', 'unused']);
    expect(answer.body.decline).toBeUndefined();
    expect((await site.call('GET', `/v1/purchases/${answer.body.id}`)).body).toEqual(answer.body);
    expect((await site.call('GET', '/v1/purchases?limit=1')).body.data).toEqual([answer.body]);
    expect(await payments('free', line)).toMatchObject([{ amount: 900, status: 'succeeded', reference_code: answer.body.reference }]);
  });

  test('at an ISP that takes seven seconds answers 202 after five, and GET has the codes once it is charged', async () => {
    const { line, body } = await purchaseBody(site, { isp: 'sfr' });
    await site.world.isp.faults('sfr', [{ operation: 'createPayment', kind: 'slow', latency_ms: 7_000, times: 1 }]);
    const asked = Date.now();
    const answer = await site.call('POST', '/v1/purchases', { body, headers: { 'idempotency-key': 'slow-1' } });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ status: 'processing', codes: [] });
    expect(Date.now() - asked).toBeLessThan(6_500);
    const after = await eventually(async () => {
      const read = await site.call('GET', `/v1/purchases/${answer.body.id}`);
      expect(read.body.status).toBe('completed');
      return read.body;
    }, 15_000);
    expect(after.codes).toHaveLength(1);
    expect(await payments('sfr', line)).toHaveLength(1);
  }, 30_000);

  test.each([
    // line                        reason
    [{ monthly_ceiling: 200 }, 'insufficient_ceiling'],
    [{ status: 'suspended' }, 'line_suspended'],
    [{ status: 'closed' }, 'line_closed'],
    [{ status: 'blocked' }, 'purchases_blocked'],
  ] as const)('by a line with %j answers 201 and that it is declined: %s', async (options, reason) => {
    const line = await site.world.isp.line('orange', options);
    const { body } = await purchaseBody(site, { isp: 'orange', line });
    const answer = await site.call('POST', '/v1/purchases', { body });
    expect(answer).toMatchObject({ status: 201, body: { status: 'declined', decline: { reason }, codes: [] } });
    expect((await payments('orange', line)).filter(({ status }) => status === 'succeeded')).toEqual([]);
  });

  test('is listed with its charge and told to the callback address, each with its own id', async () => {
    const purchase = await bought();
    const charge = await site.call('GET', `/v1/charges/${purchase.charge}`);
    expect(charge.body).toMatchObject({ purchase: purchase.id, status: 'succeeded', amount: 300 });
    await eventually(async () => {
      const events = (await site.call('GET', `/v1/events?purchase=${purchase.id}`)).body.data;
      expect(events).toMatchObject([{ type: 'purchase.completed', delivery_status: 'delivered' }]);
    });
    expect(site.world.receiver.about(purchase.id)).toHaveLength(1);
  });
});

describe('a subscription over HTTP', () => {
  test('answers 201 with one code that opens again and again, and tells when the next charge comes', async () => {
    const { line, body } = await subscriptionBody(site, { isp: 'orange' });
    const { status, body: subscription } = await site.call('POST', '/v1/subscriptions', { body });
    expect(status).toBe(201);
    expect(subscription).toMatchObject({ status: 'active', price: 1_000, period: 'month', current_period: { index: 0 } });
    expect(subscription.unsubscribe_url).toMatch(new RegExp(`^${site.url}/unsubscribe/`));
    for (const _again of [1, 2]) {
      const validation = await validate(subscription.code, site.world.merchant.rebilling);
      expect(validation.body).toMatchObject({ valid: true, kind: 'subscription', subscription: subscription.id });
    }
    expect(await payments('orange', line)).toMatchObject([{ amount: 1_000, status: 'succeeded' }]);
  });

  test('is ended by cancel, which says the same when it is repeated; the code stays good for what was paid', async () => {
    const { line, body } = await subscriptionBody(site, { isp: 'alice', offer: 'week' });
    const { id, code } = (await site.call('POST', '/v1/subscriptions', { body })).body;
    const first = await site.call('POST', `/v1/subscriptions/${id}/cancel`);
    expect(first.body).toMatchObject({ status: 'ended', end_reason: 'unsubscribed', end_source: 'merchant', next_charge_at: null });
    for (const headers of [{}, { 'idempotency-key': 'cancel-1' }, { 'idempotency-key': 'cancel-1' }]) {
      expect(await site.call('POST', `/v1/subscriptions/${id}/cancel`, { headers })).toMatchObject({ status: 200, body: first.body });
    }
    expect((await validate(code, site.world.merchant.rebilling)).body).toMatchObject({ valid: true });
    expect(await payments('alice', line)).toHaveLength(1);
    await eventually(async () => {
      const mandates = (await site.world.isp.mandates('alice')).filter((mandate) => mandate.line === line);
      expect(mandates).toMatchObject([{ status: 'cancelled' }]);
      const types = site.world.receiver.about(id).map(({ parsed }) => parsed.type);
      expect(types).toEqual(['subscription.activated', 'subscription.ended']);
    });
  });

  test('ends by one click of a mail program, without cookies or redirects', async () => {
    const { body } = await subscriptionBody(site, {});
    const { id, unsubscribe_url } = (await site.call('POST', '/v1/subscriptions', { body })).body;
    const one_click = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    const answer = await fetch(String(unsubscribe_url), { method: 'POST', body: one_click, redirect: 'manual' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect((await site.call('GET', `/v1/subscriptions/${id}`)).body).toMatchObject({ status: 'ended', end_source: 'one_click' });
  });
});

describe('the dossier of a subscription', () => {
  test('tells what was sold through the API, every try, mail and notice, and the end, and nothing of who the buyer is', async () => {
    const clock = (await site.call('POST', '/v1/test_clocks', { body: { now: '2027-01-31T10:00:00Z' } })).body.id;
    const email = 'dossier@example.org';
    const offers = [{ period: 'month', price: 900 }];
    const sold = { kind: 'rebilling', name: 'Le Soir', site_url: 'https://soir.example', offers, callback_url: site.world.receiver.url };
    const document = (await site.call('POST', '/v1/documents', { body: sold })).body.id;
    const more = { isp: 'sfr', document, test_clock: clock, email, client_reference: 'somebody@example.net' } as const;
    const { line, body } = await subscriptionBody(site, more);
    const { id, code, reference } = (await site.call('POST', '/v1/subscriptions', { body })).body;
    const advance = async (to: string) => {
      await site.call('POST', `/v1/test_clocks/${clock}/advance`, { body: { to } });
      await eventually(async () => expect((await site.call('GET', `/v1/test_clocks/${clock}`)).body).toMatchObject({ status: 'ready' }));
    };
    await site.world.isp.change('sfr', line, { monthly_ceiling: 0 });
    await advance('2027-02-28T10:00:00Z');
    await site.world.isp.change('sfr', line, {});
    await advance('2027-03-02T10:00:00Z');
    await site.call('POST', `/v1/subscriptions/${id}/cancel`);
    // What was sold stays what it was.
    await site.call('PATCH', `/v1/documents/${document}`, { body: { name: 'Le Matin', offers: [{ period: 'week', price: 100 }] } });
    const [mandate] = (await site.world.isp.mandates('sfr')).filter((candidate) => candidate.line === line);
    const books = await payments('sfr', line);

    const dossier = await eventually(async () => {
      const answer = await site.call('GET', `/v1/subscriptions/${id}/dossier`);
      expect(answer.body).toMatchObject({ end: { mandate_cancelled_at: expect.any(String) } });
      expect(answer.body.notices).toMatchObject(Array(4).fill({ delivery_status: 'delivered', deliveries: [{ response_status: 204 }] }));
      expect(answer.body.mails).toMatchObject(Array(4).fill({ status: 'sent' }));
      return answer;
    });
    const at = '2027-02-28T10:00:00.000Z';
    const tries = [
      { number: 1, outcome: 'declined', decline: { reason: 'insufficient_ceiling' } },
      { number: 2, outcome: 'succeeded', decline: null },
    ];
    expect(dossier.body).toMatchObject({
      subscription: id,
      status: 'ended',
      test_clock: clock,
      offer: { document, document_name: 'Le Soir', merchant_name: 'Le Journal de Demain', period: 'month', price: 900, ceiling: 1_000 },
      consent: { channel: 'api', checkout: null, text: null, shown_at: null, accepted_at: null, isp_page: null },
      mandate: { isp_reference: mandate?.mandate_id, reference_code: reference, made_at: expect.any(String) },
      charges: [
        { period: { index: 0 }, status: 'succeeded', isp_reference: books[0]?.payment_id, attempts: [{ number: 1, outcome: 'succeeded' }] },
        { period: { index: 1, start: at }, status: 'succeeded', isp_reference: books[2]?.payment_id, attempts: tries, refunds: [] },
      ],
      mails: [
        { kind: 'subscription_started', occasion: 'period-0' },
        { kind: 'subscription_past_due', occasion: 'period-1-attempt-1', occurred_at: at },
        { kind: 'subscription_renewed', occasion: 'period-1' },
        { kind: 'subscription_ended', occasion: 'end' },
      ],
      notices: ['activated', 'past_due', 'renewed', 'ended'].map((type, index) => ({ type: `subscription.${type}`, sequence: index + 1 })),
      end: {
        reason: 'unsubscribed',
        source: 'merchant',
        ended_at: '2027-03-02T10:00:00.000Z',
        code_valid_until: '2027-03-31T09:00:00.000Z',
      },
    });
    const page = await site.call('GET', `/v1/subscriptions/${id}/dossier?format=html`);
    expect(page.text).toContain(String(dossier.body.digest));
    expect((await site.call('GET', `/v1/subscriptions/${id}/dossier`)).text).toBe(dossier.text);
    for (const secret of [email, 'somebody', code, line, String(body.subscriber_token)]) {
      expect(dossier.text).not.toContain(secret);
      expect(page.text).not.toContain(secret);
    }
    const { api_key: key } = await seedMerchant(site.world.shared, { callback_url: null, tier: 'premium' });
    expect(await site.call('GET', `/v1/subscriptions/${id}/dossier`, { key })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }, 30_000);
});

describe('a code', () => {
  test('that is asked about 50 times at once opens exactly once', async () => {
    const { id, codes } = await bought();
    const code = codes[0]?.code ?? '';
    const answers = await Promise.all(Array.from({ length: 50 }, () => validate(code, site.world.merchant.one_shot)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    const opened = answers.filter(({ body }) => body.valid === true);
    expect(opened.map(({ body }) => body)).toEqual([{ valid: true, kind: 'one_shot', purchase: id }]);
    expect(answers.filter(({ body }) => body.valid === false && body.reason === 'used')).toHaveLength(49);
    expect((await site.call('GET', `/v1/purchases/${id}`)).body.codes).toMatchObject([{ status: 'used' }]);
  });

  test('validated again with the same Idempotency-Key opens again, with another one it does not', async () => {
    const code = (await bought()).codes[0]?.code ?? '';
    const document = site.world.merchant.one_shot;
    const first = await validate(code, document, { 'idempotency-key': 'door-1' });
    const again = await validate(code, document, { 'idempotency-key': 'door-1' });
    expect(first.body.valid).toBe(true);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect((await validate(code, document, { 'idempotency-key': 'door-2' })).body).toEqual({ valid: false, reason: 'used' });
  });

  test('of one document opens no other, and a mistyped one is unknown', async () => {
    const code = (await bought()).codes[0]?.code ?? '';
    expect((await validate(code, site.world.merchant.rebilling)).body).toEqual({ valid: false, reason: 'unknown' });
    expect((await validate('AAAA-BBBB-CCCC-DDDD', site.world.merchant.one_shot)).body).toEqual({ valid: false, reason: 'unknown' });
    expect((await validate(` ${code.toLowerCase()} `, site.world.merchant.one_shot)).body).toMatchObject({ valid: true });
  });
});

describe('a refund over HTTP', () => {
  test('is made once for its key, ten times sent at once, and never passes the charge', async () => {
    const { charge, id } = await bought();
    const headers = { 'idempotency-key': 'refund-race' };
    const send = () => site.call('POST', `/v1/charges/${charge}/refund`, { body: { amount: 200, reason: 'half bad' }, headers });
    await Promise.all(Array.from({ length: 10 }, send));
    const answer = await send();
    expect(answer).toMatchObject({ status: 201, body: { status: 'succeeded', amount: 200, charge } });
    const above = await site.call('POST', `/v1/charges/${charge}/refund`, { body: { amount: 101, reason: 'too much' } });
    expect(above).toMatchObject({ status: 422, body: { code: 'refund_above_remaining', detail: expect.stringContaining('€1.00') } });
    expect((await site.call('GET', `/v1/charges/${charge}`)).body).toMatchObject({ status: 'partly_refunded', refunded_amount: 200 });
    expect((await site.call('GET', `/v1/refunds/${answer.body.id}`)).body).toEqual(answer.body);
    expect((await site.call('POST', `/v1/charges/${charge}/refund`, { body: { reason: 'the rest' } })).body).toMatchObject({ amount: 100 });
    expect(await site.call('GET', `/v1/charges?purchase=${id}`)).toMatchObject({ body: { data: [{ status: 'refunded' }] } });
    const over = await site.call('POST', `/v1/charges/${charge}/refund`, { body: { reason: 'once more' } });
    expect(over).toMatchObject({ status: 422, body: { code: 'charge_not_refundable' } });
  });
});

describe('an Idempotency-Key', () => {
  test('sent twice gets the same bytes, marked as replayed, and one charge', async () => {
    const { line, body } = await purchaseBody(site, { isp: 'alice', quantity: 2 });
    const headers = { 'idempotency-key': 'twice-1' };
    const first = await site.call('POST', '/v1/purchases', { body, headers });
    const second = await site.call('POST', '/v1/purchases', { body, headers });
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect([second.status, second.text, second.headers.get('idempotent-replayed')]).toEqual([201, first.text, 'true']);
    expect(await payments('alice', line)).toHaveLength(1);
  });

  test.each(['alice', 'free', 'orange', 'sfr'] as const)('of two requests at once buys once at %s', async (isp) => {
    const { line, body } = await purchaseBody(site, { isp });
    const headers = { 'idempotency-key': `race-${isp}` };
    const send = () => site.call('POST', '/v1/purchases', { body, headers });
    const answers = await Promise.all([send(), send()]);
    const [won, lost] = answers[0].status === 201 && !answers[0].headers.has('idempotent-replayed') ? answers : answers.toReversed();
    expect(won).toMatchObject({ status: 201, body: { status: 'completed' } });
    if (lost?.status === 409) expect(lost.body.code).toBe('idempotency_key_in_flight');
    else expect([lost?.text, lost?.headers.get('idempotent-replayed')]).toEqual([won?.text, 'true']);
    expect((await send()).text).toBe(won?.text);
    expect(await payments(isp, line)).toHaveLength(1);
  });

  test('sent with another body is refused and buys nothing', async () => {
    const { line, body } = await purchaseBody(site, {});
    const headers = { 'idempotency-key': 'reused-1' };
    await site.call('POST', '/v1/purchases', { body, headers });
    const other = await site.call('POST', '/v1/purchases', { body: { ...body, quantity: 2 }, headers });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await payments('free', line)).toHaveLength(1);
  });

  test('belongs to one merchant: the same key of another one is its own', async () => {
    const headers = { 'idempotency-key': 'shared-1' };
    const document = { kind: 'one_shot', name: 'Codes', site_url: 'https://a.example', price: 100, max_codes: 2 };
    const ours = await site.call('POST', '/v1/documents', { body: document, headers });
    const { api_key: key } = await seedMerchant(site.world.shared, { callback_url: null, tier: 'standard' });
    const theirs = await site.call('POST', '/v1/documents', { body: { ...document, price: 200 }, headers, key });
    expect([ours.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(ours.body.id);
  });
});
