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

async function refused(method: string, path: string, body: unknown, key: string = KEYS.premium) {
  const answer = await api.call(method, path, { body, key });
  const { status, body: problem } = answer;
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(problem).toMatchObject({ status, type: `/docs/problems/${problem.code}` });
  return { status, code: problem.code, pointers: (problem.errors ?? []).map(({ pointer }) => pointer) };
}

const NO_DOCUMENT = 'doc_01jd4x8k2v9qzr7m5t3wc6bhna';

describe('a refund is refused', () => {
  const asked = { reason: 'asked' };
  test.each<[string, string, object, number, string, string[]]>([
    // what                        charge   body                               status  code                      pointers
    ['no reason', 'chg_2', {}, 422, 'validation_failed', ['/reason']],
    ['an empty reason', 'chg_2', { reason: '  ' }, 422, 'validation_failed', ['/reason']],
    ['a reason with a line break', 'chg_2', { reason: 'a\nb' }, 422, 'validation_failed', ['/reason']],
    ['a reason of 201 characters', 'chg_2', { reason: 'r'.repeat(201) }, 422, 'validation_failed', ['/reason']],
    ['an amount of 0', 'chg_2', { ...asked, amount: 0 }, 422, 'validation_failed', ['/amount']],
    ['an amount below 0', 'chg_2', { ...asked, amount: -5 }, 422, 'validation_failed', ['/amount']],
    ['half a cent', 'chg_2', { ...asked, amount: 0.5 }, 422, 'validation_failed', ['/amount']],
    ['an amount as text', 'chg_2', { ...asked, amount: '100' }, 422, 'validation_failed', ['/amount']],
    ['a huge amount', 'chg_2', { ...asked, amount: 1e15 }, 422, 'validation_failed', ['/amount']],
    ['more than remains', 'chg_2', { ...asked, amount: 351 }, 422, 'refund_above_remaining', ['/amount']],
    ['another currency', 'chg_2', { ...asked, currency: 'CHF' }, 422, 'validation_failed', ['/currency']],
    ['an unknown field', 'chg_2', { ...asked, total: true }, 422, 'validation_failed', ['/total']],
    ['a charge that failed', 'chg_1', asked, 422, 'charge_not_refundable', []],
    ['an unknown charge', 'chg_9', asked, 404, 'not_found', []],
    ["another kind's id", 'pur_1', asked, 404, 'not_found', []],
  ])('for %s', async (_what, charge, body, status, code, pointers) => {
    expect(await refused('POST', `/v1/charges/${charge}/refund`, body)).toEqual({ status, code, pointers });
  });
});

describe('a purchase is refused', () => {
  test.each<[string, object, number, string, string[]]>([
    // what                       changes                                     status  code                          pointers
    ['an unknown document', { document: NO_DOCUMENT }, 404, 'document_unknown', ['/document']],
    ['an id of another kind', { document: 'pur_1' }, 422, 'validation_failed', ['/document']],
    ['no document', { document: undefined }, 422, 'validation_failed', ['/document']],
    ['a quantity of 0', { quantity: 0 }, 422, 'validation_failed', ['/quantity']],
    ['a quantity below 0', { quantity: -1 }, 422, 'validation_failed', ['/quantity']],
    ['half a code', { quantity: 1.5 }, 422, 'validation_failed', ['/quantity']],
    ['a quantity as text', { quantity: '2' }, 422, 'validation_failed', ['/quantity']],
    ['a thousand million codes', { quantity: 1e9 }, 422, 'quantity_above_maximum', ['/quantity']],
    ['more codes than a column holds', { quantity: 1e12 }, 422, 'validation_failed', ['/quantity']],
    ['one code too many', { quantity: 11 }, 422, 'quantity_above_maximum', ['/quantity']],
    ['an e-mail without a domain', { email: 'buyer' }, 422, 'validation_failed', ['/email']],
    ['an e-mail with a header in it', { email: 'a@b.fr\r\nBcc: c@d.fr' }, 422, 'validation_failed', ['/email']],
    ['an e-mail with a line break', { email: 'a@b.fr\n' }, 422, 'validation_failed', ['/email']],
    ['two e-mails', { email: 'a@b.fr,c@d.fr' }, 422, 'validation_failed', ['/email']],
    ['an e-mail of 255 characters', { email: `${'a'.repeat(248)}@abc.fr` }, 422, 'validation_failed', ['/email']],
    ['an unknown ISP', { isp: 'bouygues' }, 422, 'validation_failed', ['/isp']],
    ['a token with a line break', { subscriber_token: 'tok\n' }, 422, 'validation_failed', ['/subscriber_token']],
    ['no token', { subscriber_token: undefined }, 422, 'validation_failed', ['/subscriber_token']],
    ['an unknown token', { subscriber_token: 'tok_unknown' }, 422, 'subscriber_token_unknown', ['/subscriber_token']],
    ['an expired token', { subscriber_token: 'tok_expired' }, 422, 'subscriber_token_expired', ['/subscriber_token']],
    ['a used token', { subscriber_token: 'tok_used' }, 422, 'subscriber_token_used', ['/subscriber_token']],
    ['a token for a mandate', { subscriber_token: 'tok_wrong_kind' }, 422, 'subscriber_token_wrong_kind', ['/subscriber_token']],
    ['a silent ISP', { subscriber_token: 'tok_isp_down' }, 503, 'isp_unavailable', []],
    ['an amount of its own', { amount: 1 }, 422, 'validation_failed', ['/amount']],
    ['another currency', { currency: 'USD' }, 422, 'validation_failed', ['/currency']],
    ['a reference with NUL', { client_reference: 'a\u0000b' }, 422, 'validation_failed', ['/client_reference']],
    ['a reference of 201 characters', { client_reference: 'r'.repeat(201) }, 422, 'validation_failed', ['/client_reference']],
    ['a field with a slash', { 'a/b~c': 1 }, 422, 'validation_failed', ['/a~1b~0c']],
    ['two wrong fields', { email: 'x', isp: 'y' }, 422, 'validation_failed', ['/email', '/isp']],
  ])('for %s', async (_what, changes, status, code, pointers) => {
    expect(await refused('POST', '/v1/purchases', purchaseOf(codes, changes))).toEqual({ status, code, pointers });
  });

  test('for a field that would become its prototype', async () => {
    const text = JSON.stringify(purchaseOf(codes, { prototype: { quantity: 1 } })).replace('"prototype"', '"__proto__"');
    const answer = await api.call('POST', '/v1/purchases', { text });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/__proto__' }] } });
  });

  test('for a document of the other kind', async () => {
    expect(await refused('POST', '/v1/purchases', purchaseOf(journal))).toMatchObject({ status: 422, code: 'document_kind_mismatch' });
  });

  test("for another merchant's document", async () => {
    expect(await refused('POST', '/v1/purchases', purchaseOf(codes), KEYS.other)).toMatchObject({ status: 404, code: 'document_unknown' });
  });

  test('for a document of test mode with a live key', async () => {
    expect(await refused('POST', '/v1/purchases', purchaseOf(codes), KEYS.live)).toMatchObject({ status: 404, code: 'document_unknown' });
  });

  test('and tells what was wrong without repeating it', async () => {
    const answer = await api.call('POST', '/v1/purchases', { body: purchaseOf(codes, { email: 'private person@example' }) });
    expect(answer.body.errors).toEqual([{ pointer: '/email', message: 'must be an e-mail address' }]);
    expect(answer.text).not.toContain('private person');
  });

  test('with Retry-After where the ISP is silent', async () => {
    const answer = await api.call('POST', '/v1/purchases', { body: purchaseOf(codes, { subscriber_token: 'tok_isp_down' }) });
    expect(answer.headers.get('retry-after')).toBe('7');
  });
});

describe('a subscription is refused', () => {
  test.each<[string, object, number, string, string]>([
    ['an offer that is not there', { offer: 'quarter' }, 422, 'offer_unknown', '/offer'],
    ['an offer that cannot be', { offer: 'daily' }, 422, 'validation_failed', '/offer'],
    ['an unknown clock', { test_clock: 'clk_1' }, 404, 'test_clock_unknown', '/test_clock'],
    ['a quantity', { quantity: 1 }, 422, 'validation_failed', '/quantity'],
    ['a one-shot token', { subscriber_token: 'tok_wrong_kind' }, 422, 'subscriber_token_wrong_kind', '/subscriber_token'],
  ])('for %s', async (_what, changes, status, code, pointer) => {
    const body = subscriptionOf(journal, changes);
    expect(await refused('POST', '/v1/subscriptions', body)).toEqual({ status, code, pointers: [pointer] });
  });
});

describe('a document is refused', () => {
  const offer = (changes: object) => ({ ...REBILLING, offers: [{ period: 'week', price: 500, ...changes }] });
  test.each<[string, unknown, number, string, string[]]>([
    ['no kind', { name: 'x' }, 422, 'validation_failed', ['/kind']],
    ['a name with a header in it', { ...ONE_SHOT, name: 'Shop\r\nBcc: x@y.fr' }, 422, 'validation_failed', ['/name']],
    ['a name that ends a line', { ...ONE_SHOT, name: 'Shop\n' }, 422, 'validation_failed', ['/name']],
    ['a name that turns around', { ...ONE_SHOT, name: 'Shop\u202epohs' }, 422, 'validation_failed', ['/name']],
    ['a name with half a character', { ...ONE_SHOT, name: 'Shop\ud800' }, 422, 'validation_failed', ['/name']],
    ['a name of spaces', { ...ONE_SHOT, name: '   ' }, 422, 'validation_failed', ['/name']],
    ['a name of 121 characters', { ...ONE_SHOT, name: 'n'.repeat(121) }, 422, 'validation_failed', ['/name']],
    ['a price as text', { ...ONE_SHOT, price: '300' }, 422, 'validation_failed', ['/price']],
    ['a price in euros', { ...ONE_SHOT, price: 3.5 }, 422, 'validation_failed', ['/price']],
    ['a price of 0', { ...ONE_SHOT, price: 0 }, 422, 'validation_failed', ['/price']],
    ['a price beyond counting', { ...ONE_SHOT, price: 1e10 }, 422, 'validation_failed', ['/price']],
    ['a price above EUR 30', { ...ONE_SHOT, price: 3001 }, 422, 'one_shot_price_above_ceiling', ['/price']],
    ['a week above EUR 5', offer({ price: 501 }), 422, 'offer_price_above_ceiling', ['/offers/0/price']],
    ['an offer priced as text', offer({ price: '500' }), 422, 'validation_failed', ['/offers/0/price']],
    ['an offer of a day', offer({ period: 'day' }), 422, 'validation_failed', ['/offers/0/period']],
    ['an unknown field of an offer', offer({ trial: 7 }), 422, 'validation_failed', ['/offers/0/trial']],
    ['no offers', { ...REBILLING, offers: [] }, 422, 'validation_failed', ['/offers']],
    ['offers that are no list', { ...REBILLING, offers: {} }, 422, 'validation_failed', ['/offers']],
    ['an unknown field', { ...ONE_SHOT, colour: 'red' }, 422, 'validation_failed', ['/colour']],
    ['a URL of another scheme', { ...ONE_SHOT, site_url: 'javascript:alert(1)' }, 422, 'validation_failed', ['/site_url']],
    ['a URL with a password', { ...ONE_SHOT, callback_url: 'https://u:p@shop.example' }, 422, 'validation_failed', ['/callback_url']],
    ['a URL with a line break', { ...ONE_SHOT, callback_url: 'https://shop.example/\nx' }, 422, 'validation_failed', ['/callback_url']],
    ['a URL without a host', { ...ONE_SHOT, callback_url: 'https://' }, 422, 'validation_failed', ['/callback_url']],
    ['a URL of 2001 characters', { ...ONE_SHOT, site_url: `https://a.fr/${'x'.repeat(1988)}` }, 422, 'validation_failed', ['/site_url']],
    ['another currency', { ...ONE_SHOT, currency: 'eur' }, 422, 'validation_failed', ['/currency']],
    ['a list', [ONE_SHOT], 422, 'validation_failed', ['']],
    ['null', null, 422, 'validation_failed', ['']],
  ])('for %s', async (_what, body, status, code, pointers) => {
    expect(await refused('POST', '/v1/documents', body)).toEqual({ status, code, pointers });
  });

  test('for a standard merchant who wants to sell subscriptions', async () => {
    expect(await refused('POST', '/v1/documents', REBILLING, KEYS.standard)).toMatchObject({
      status: 403,
      code: 'rebilling_requires_premium',
    });
  });

  test.each<[string, object, string, string]>([
    ['another kind', { kind: 'rebilling' }, 'validation_failed', '/kind'],
    ['offers of a one-shot document', { offers: [{ period: 'week', price: 1 }] }, 'document_kind_mismatch', '/offers'],
    ['a price as text', { price: '1' }, 'validation_failed', '/price'],
  ])('when changed to %s', async (_what, change, code, pointer) => {
    expect(await refused('PATCH', `/v1/documents/${codes}`, change)).toEqual({ status: 422, code, pointers: [pointer] });
  });
});

describe('a test clock is refused', () => {
  test.each<[string, unknown]>([
    ['an instant without a zone', '2027-01-31T10:00:00'],
    ['a day that is none', '2027-02-30T10:00:00Z'],
    ['a year before 1970', '1969-12-31T23:59:59Z'],
    ['a year after 2200', '2201-01-01T00:00:00Z'],
    ['a number', 1_800_000_000],
  ])('for %s', async (_what, now) => {
    expect(await refused('POST', '/v1/test_clocks', { now })).toEqual({ status: 422, code: 'validation_failed', pointers: ['/now'] });
  });

  test('in live mode', async () => {
    const answer = await refused('POST', '/v1/test_clocks', { now: '2027-01-31T10:00:00Z' }, KEYS.live);
    expect(answer).toMatchObject({ status: 422, code: 'test_clock_in_live_mode' });
  });

  test('when sent back, and while it is on its way', async () => {
    const { id } = (await api.call('POST', '/v1/test_clocks', { body: { now: '2027-01-31T10:00:00+01:00' } })).body;
    const advance = (to: string) => refused('POST', `/v1/test_clocks/${id}/advance`, { to });
    expect(await advance('2027-01-31T09:00:00Z')).toEqual({ status: 422, code: 'test_clock_not_forward', pointers: ['/to'] });
    await api.call('POST', `/v1/test_clocks/${id}/advance`, { body: { to: '2150-01-01T00:00:00Z' } });
    expect(await advance('2151-01-01T00:00:00Z')).toEqual({ status: 409, code: 'test_clock_advancing', pointers: [] });
  });
});

test.each<[string, string]>([
  ['limit=0', '/limit'],
  ['limit=101', '/limit'],
  ['limit=ten', '/limit'],
  ['limit=1&limit=2', '/limit'],
  ['after=pur_1', '/after'],
  ['after=', '/after'],
  ['page=2', '/page'],
  ['status=paid', '/status'],
  ['status=', '/status'],
  ['isp=FREE', '/isp'],
  ['document=off_1', '/document'],
  ['purchase=sub_1', '/purchase'],
  ['client_reference=order-1', '/client_reference'],
  ['created_from=2027-01-31', '/created_from'],
  ['created_from=2027-01-31T10:00:00+01:00', '/created_from'],
  ['booked_to=2201-01-01T00:00:00Z', '/booked_to'],
  ['booked_from=1969-12-31T23:59:59Z', '/booked_from'],
  ['booked_from=2027-02-01T00:00:00Z&booked_to=2027-02-01T00:00:00Z', '/booked_to'],
  ['created_from=2027-02-01T00:00:00Z&created_to=2027-01-01T00:00:00Z', '/created_to'],
  ['created_from=today&created_to=2027-01-01T00:00:00Z', '/created_from'],
])('a list refuses ?%s', async (query, pointer) => {
  const answer = await api.call('GET', `/v1/charges?${query}`);
  expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ pointer }] } });
});

test.each<[string, string[]]>([
  ['', ['/from', '/to']],
  ['from=2027-01-31', ['/to']],
  ['from=2027-01-31&to=2027-01-30', ['/to']],
  ['from=2027-01-01&to=2027-04-03', ['/to']],
  ['from=2027-02-29&to=2027-03-01', ['/from']],
  ['from=20270131&to=2027-01-31', ['/from']],
  ['from=2027-01-31T00:00:00Z&to=2027-01-31', ['/from']],
  ['from=%2B010000-01-01&to=2027-01-31', ['/from']],
  ['from=1969-12-31&to=1970-01-01', ['/from']],
  ['from=2200-12-31&to=2201-01-01', ['/to']],
  ['from=2027-01-31&to=2027-01-31&isp=minitel', ['/isp']],
  ['from=2027-01-31&to=2027-01-31&document=chg_1', ['/document']],
  ['from=2027-01-31&to=2027-01-31&limit=1', ['/limit']],
])('a daily report refuses ?%s', async (query, pointers) => {
  const answer = await api.call('GET', `/v1/reports/daily?${query}`);
  expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(pointers);
});
