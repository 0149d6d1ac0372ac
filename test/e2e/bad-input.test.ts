import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Books, readBooks, settledBooks } from '../support/e2e/books.ts';
import { purchaseBody, subscriptionBody } from '../support/e2e/sales.ts';
import { type CallOptions, Site } from '../support/e2e/site.ts';
import { eventually } from '../support/world/eventually.ts';
import { type DemoMerchant, seedMerchant } from '../support/world/seed.ts';

let site: Site;
let standard: DemoMerchant;
let theirs: { merchant: DemoMerchant; ids: Record<'doc' | 'chk' | 'pur' | 'sub' | 'chg' | 'evt' | 'clk', string> };
let dear_document: string;
let live_documents: { one_shot: string; rebilling: string };
let used_token: string;
let kept: Books;

beforeAll(async () => {
  site = await Site.open();
  standard = await seedMerchant(site.world.shared, { callback_url: null, tier: 'standard' });
  theirs = await makeTheirs();
  const dear = { kind: 'one_shot', name: 'Dossiers', site_url: 'https://journal.example', price: 2_000, max_codes: 5 };
  dear_document = (await site.call('POST', '/v1/documents', { body: dear })).body.id;
  live_documents = await makeLiveDocuments();
  const { body } = await purchaseBody(site, { isp: 'free' });
  expect((await site.call('POST', '/v1/purchases', { body })).body.status).toBe('completed');
  used_token = String(body.subscriber_token);
  kept = await settledBooks(site.world);
}, 120_000);

afterAll(async () => {
  await site?.close();
});

async function makeLiveDocuments(): Promise<typeof live_documents> {
  const key = site.world.merchant.live_key;
  const make = async (body: object) => (await site.call('POST', '/v1/documents', { body, key })).body.id;
  const shared = { name: 'Articles', site_url: 'https://journal.example' };
  return {
    one_shot: await make({ ...shared, kind: 'one_shot', price: 300, max_codes: 5 }),
    rebilling: await make({ ...shared, kind: 'rebilling', offers: [{ period: 'month', price: 500 }] }),
  };
}

/** Another merchant with one object of each kind. */
async function makeTheirs(): Promise<typeof theirs> {
  const merchant = await seedMerchant(site.world.shared, { callback_url: null, tier: 'premium', name: 'Éditions Martin' });
  const make = async (path: string, body: object) => (await site.call('POST', path, { body, key: merchant.api_key })).body;
  const checkout = await make('/v1/checkouts', { document: merchant.one_shot });
  const purchase = await make('/v1/purchases', (await purchaseBody(site, { isp: 'orange', document: merchant.one_shot })).body);
  const subscription = await make('/v1/subscriptions', (await subscriptionBody(site, { isp: 'sfr', document: merchant.rebilling })).body);
  const clock = await make('/v1/test_clocks', { now: '2026-01-01T00:00:00Z' });
  const event = await eventually(async () => {
    const events = (await site.call('GET', `/v1/events?purchase=${purchase.id}`, { key: merchant.api_key })).body.data as { id: string }[];
    expect(events).toHaveLength(1);
    return events[0];
  });
  const ids = { doc: merchant.one_shot, chk: checkout.id, pur: purchase.id, sub: subscription.id, clk: clock.id };
  return { merchant, ids: { ...ids, chg: String(purchase.charge), evt: event?.id ?? '' } };
}

type Refused = { status: number; code: string; pointer?: string };

/** Sends the request, and looks that it is refused as it must be and that neither we nor an ISP keeps anything of it. */
async function expectRefused(method: string, path: string, options: CallOptions, { status, code, pointer }: Refused): Promise<void> {
  const answer = await site.call(method, path, options);
  expect(answer).toMatchObject({ status, body: { status, code, type: `/docs/problems/${code}` } });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body.errors?.map((error) => error.pointer)).toEqual(pointer === undefined ? undefined : [pointer]);
  expect(await readBooks(site.world)).toEqual(kept);
}

const invalid = (pointer: string): Refused => ({ status: 422, code: 'validation_failed', pointer });
const refused = (code: string, pointer: string): Refused => ({ status: 422, code, pointer });
const unknown = (code: string, pointer: string): Refused => ({ status: 404, code, pointer });

describe('a purchase is refused, and nothing is written or charged, for', () => {
  test.each<[string, () => object | Promise<object>, Refused]>([
    ['an unknown document', () => ({ document: 'doc_01jd4x8k2v9qzr7m5t3wc6bhna' }), unknown('document_unknown', '/document')],
    ['what is no id of a document', () => ({ document: "doc_' OR 1=1" }), invalid('/document')],
    ['a document of another merchant', () => ({ document: theirs.ids.doc }), unknown('document_unknown', '/document')],
    ['a rebilling document', () => ({ document: site.world.merchant.rebilling }), refused('document_kind_mismatch', '/document')],
    ['no document', () => ({ document: undefined }), invalid('/document')],
    ['quantity 0', () => ({ quantity: 0 }), invalid('/quantity')],
    ['quantity -1', () => ({ quantity: -1 }), invalid('/quantity')],
    ['quantity 1.5', () => ({ quantity: 1.5 }), invalid('/quantity')],
    ['quantity "2"', () => ({ quantity: '2' }), invalid('/quantity')],
    ['quantity null', () => ({ quantity: null }), invalid('/quantity')],
    ['quantity 10^9', () => ({ quantity: 10 ** 9 }), refused('quantity_above_maximum', '/quantity')],
    ['quantity 10^30', () => ({ quantity: 10 ** 30 }), invalid('/quantity')],
    ['one more than the maximum', () => ({ quantity: 11 }), refused('quantity_above_maximum', '/quantity')],
    ['a total above EUR 30', () => ({ document: dear_document, quantity: 2 }), refused('one_shot_total_above_ceiling', '/quantity')],
    ['another currency', () => ({ currency: 'USD' }), invalid('/currency')],
    ['an amount of the caller', () => ({ amount: 1 }), invalid('/amount')],
    ['a malformed e-mail', () => ({ email: 'not-an-address' }), invalid('/email')],
    ['an empty e-mail', () => ({ email: '' }), invalid('/email')],
    ['an e-mail that brings a header', () => ({ email: 'a@b.fr\r\nBcc: everybody@example.org' }), invalid('/email')],
    ['two e-mails', () => ({ email: 'a@b.fr, c@d.fr' }), invalid('/email')],
    ['an endless e-mail', () => ({ email: `${'a'.repeat(300)}@example.org` }), invalid('/email')],
    ['an unknown ISP', () => ({ isp: 'minitel' }), invalid('/isp')],
    ['an ISP of the prototype', () => ({ isp: 'constructor' }), invalid('/isp')],
    ['a token that nobody gave', () => ({ subscriber_token: 'st_nobody' }), refused('subscriber_token_unknown', '/subscriber_token')],
    ['an empty token', () => ({ subscriber_token: '' }), invalid('/subscriber_token')],
    ['a used token', () => ({ subscriber_token: used_token }), refused('subscriber_token_used', '/subscriber_token')],
    ['an expired token', tokenOf('free', 'one_shot', { ttl_seconds: 0 }), refused('subscriber_token_expired', '/subscriber_token')],
    ['a token of another ISP', tokenOf('orange', 'one_shot'), refused('subscriber_token_unknown', '/subscriber_token')],
    ['a token for a mandate', tokenOf('free', 'mandate'), refused('subscriber_token_wrong_kind', '/subscriber_token')],
    ['a line break in the reference', () => ({ client_reference: 'order\r\nSet-Cookie: a=b' }), invalid('/client_reference')],
    ['a zero byte in the reference', () => ({ client_reference: 'order\u0000' }), invalid('/client_reference')],
    ['a field that is not there', () => ({ surprise: true }), invalid('/surprise')],
    ['a field named like a pointer', () => ({ 'a/b~c': 1 }), invalid('/a~1b~0c')],
  ])('%s', async (_why, change, expected) => {
    const { body } = await purchaseBody(site, { isp: 'free' });
    await expectRefused('POST', '/v1/purchases', { body: { ...body, ...(await change()) } }, expected);
  });
});

function tokenOf(isp: 'free' | 'orange', kind: 'one_shot' | 'mandate', more: { ttl_seconds?: number } = {}) {
  return async () => ({ subscriber_token: await site.world.isp.token(isp, await site.world.isp.line(isp), kind, more) });
}

describe('a subscription is refused, and nothing is written or charged, for', () => {
  test.each<[string, () => object | Promise<object>, Refused]>([
    ['an unknown document', () => ({ document: 'doc_01jd4x8k2v9qzr7m5t3wc6bhna' }), unknown('document_unknown', '/document')],
    ['a one-shot document', () => ({ document: site.world.merchant.one_shot }), refused('document_kind_mismatch', '/document')],
    ['an offer of another document', () => ({ offer: theirs.merchant.offers.week }), refused('offer_unknown', '/offer')],
    ['what is no offer', () => ({ offer: 'year' }), invalid('/offer')],
    ['a quantity', () => ({ quantity: 2 }), invalid('/quantity')],
    ['a malformed e-mail', () => ({ email: 'buyer@' }), invalid('/email')],
    ['an unknown ISP', () => ({ isp: 'FREE' }), invalid('/isp')],
    ['an expired token', tokenOf('free', 'mandate', { ttl_seconds: 0 }), refused('subscriber_token_expired', '/subscriber_token')],
    ['a token of another ISP', tokenOf('orange', 'mandate'), refused('subscriber_token_unknown', '/subscriber_token')],
    ['a token for one payment', tokenOf('free', 'one_shot'), refused('subscriber_token_wrong_kind', '/subscriber_token')],
    ['a clock of another merchant', () => ({ test_clock: theirs.ids.clk }), unknown('test_clock_unknown', '/test_clock')],
    ['a field that is not there', () => ({ price: 1 }), invalid('/price')],
  ])('%s', async (_why, change, expected) => {
    const { body } = await subscriptionBody(site, { isp: 'free' });
    await expectRefused('POST', '/v1/subscriptions', { body: { ...body, ...(await change()) } }, expected);
  });

  test('the tier of its merchant, already when a buyer would be sent to choose', async () => {
    const { body } = await subscriptionBody(site, { document: standard.rebilling });
    const premium = { status: 403, code: 'rebilling_requires_premium' };
    await expectRefused('POST', '/v1/subscriptions', { body, key: standard.api_key }, premium);
    await expectRefused('POST', '/v1/checkouts', { body: { document: standard.rebilling }, key: standard.api_key }, premium);
  });
});

test('a live key with a token of these simulated ISPs buys nothing and subscribes nobody', async () => {
  const key = site.world.merchant.live_key;
  const expected = refused('simulated_token_in_live_mode', '/subscriber_token');
  const purchase = await purchaseBody(site, { isp: 'free', document: live_documents.one_shot });
  await expectRefused('POST', '/v1/purchases', { body: purchase.body, key }, expected);
  const subscription = await subscriptionBody(site, { isp: 'orange', document: live_documents.rebilling });
  await expectRefused('POST', '/v1/subscriptions', { body: subscription.body, key }, expected);
});

describe('a document is refused, and nothing is written, for', () => {
  const one_shot = { kind: 'one_shot', name: 'Articles', site_url: 'https://journal.example', price: 300, max_codes: 10 };
  const offering = (period: string, price: unknown) => ({
    kind: 'rebilling',
    name: 'Abonnés',
    site_url: 'https://journal.example',
    offers: [{ period, price }],
  });

  test.each<[string, object, Refused]>([
    ['EUR 5.01 a week', offering('week', 501), refused('offer_price_above_ceiling', '/offers/0/price')],
    ['EUR 10.01 a month', offering('month', 1_001), refused('offer_price_above_ceiling', '/offers/0/price')],
    ['EUR 25.01 a quarter', offering('quarter', 2_501), refused('offer_price_above_ceiling', '/offers/0/price')],
    ['an offer by the year', offering('year', 500), invalid('/offers/0/period')],
    ['an offer that is free', offering('week', 0), invalid('/offers/0/price')],
    ['an offer at a text', offering('week', '500'), invalid('/offers/0/price')],
    ['an offer at a float', offering('week', 4.99), invalid('/offers/0/price')],
    ['no offers', { ...offering('week', 500), offers: [] }, invalid('/offers')],
    ['a code at EUR 30.01', { ...one_shot, price: 3_001 }, refused('one_shot_price_above_ceiling', '/price')],
    ['a price as text', { ...one_shot, price: '300' }, invalid('/price')],
    ['a price as float', { ...one_shot, price: 2.99 }, invalid('/price')],
    ['a price below nothing', { ...one_shot, price: -300 }, invalid('/price')],
    ['a price beyond exact numbers', { ...one_shot, price: 2 ** 60 }, invalid('/price')],
    ['a header in its name', { ...one_shot, name: 'Articles\r\nBcc: everybody@example.org' }, invalid('/name')],
    ['a line separator in its name', { ...one_shot, name: 'Articles\u2028Bcc: everybody@example.org' }, invalid('/name')],
    ['an empty name', { ...one_shot, name: '   ' }, invalid('/name')],
    ['a script as its site', { ...one_shot, site_url: 'javascript:alert(1)' }, invalid('/site_url')],
    ['a callback address with a password', { ...one_shot, callback_url: 'https://me:secret@shop.example' }, invalid('/callback_url')],
    ['a kind that is not sold', { ...one_shot, kind: 'lifetime' }, invalid('/kind')],
    ['a field that is not there', { ...one_shot, discount: 10 }, invalid('/discount')],
  ])('%s', async (_why, body, expected) => {
    await expectRefused('POST', '/v1/documents', { body }, expected);
  });

  test('the tier of its merchant', async () => {
    const options = { body: offering('week', 500), key: standard.api_key };
    await expectRefused('POST', '/v1/documents', options, { status: 403, code: 'rebilling_requires_premium' });
  });
});

describe('a body is refused, and nothing is written or charged, where it', () => {
  const text = { headers: { 'content-type': 'text/plain' } };
  test.each<[string, CallOptions, Refused]>([
    ['has 1 MB', { text: JSON.stringify({ email: 'a'.repeat(1_000_000) }) }, { status: 413, code: 'body_too_large' }],
    ['is broken off', { text: '{"document": "doc_' }, { status: 400, code: 'malformed_json' }],
    ['is no JSON', { text: 'quantity=1' }, { status: 400, code: 'malformed_json' }],
    ['is declared as text', { text: '{}', ...text }, { status: 415, code: 'unsupported_media_type' }],
    ['is a list', { text: '[]' }, invalid('')],
    ['is null', { text: 'null' }, invalid('')],
  ])('%s', async (_why, options, expected) => {
    await expectRefused('POST', '/v1/purchases', options, expected);
  });

  test('comes with an endless Idempotency-Key', async () => {
    const { body } = await purchaseBody(site, {});
    const options = { body, headers: { 'idempotency-key': 'k'.repeat(300) } };
    await expectRefused('POST', '/v1/purchases', options, { status: 400, code: 'invalid_idempotency_key' });
  });
});

describe('a caller', () => {
  const absent = { status: 401, code: 'missing_api_key' };
  const wrong = { status: 401, code: 'invalid_api_key' };
  test.each<[string, CallOptions, Refused]>([
    ['without a key', { key: null }, absent],
    ['with a key that nobody has', { key: 'sk_test_nobody' }, wrong],
    ['with half a key', { key: 'sk_test_' }, wrong],
    ['with a key of another form', { key: 'pk_test_1' }, wrong],
    ['with a password', { key: null, headers: { authorization: 'Basic YTpi' } }, wrong],
  ])('%s gets 401 and buys nothing', async (_who, options, expected) => {
    const { body } = await purchaseBody(site, {});
    await expectRefused('POST', '/v1/purchases', { ...options, body }, expected);
  });

  const not_found = { status: 404, code: 'not_found' };
  test.each<[string, string, (ids: typeof theirs.ids) => string, object | undefined]>([
    ['document', 'GET', ({ doc }) => `/v1/documents/${doc}`, undefined],
    ['document', 'PATCH', ({ doc }) => `/v1/documents/${doc}`, { name: 'Ours now' }],
    ['checkout', 'GET', ({ chk }) => `/v1/checkouts/${chk}`, undefined],
    ['purchase', 'GET', ({ pur }) => `/v1/purchases/${pur}`, undefined],
    ['subscription', 'GET', ({ sub }) => `/v1/subscriptions/${sub}`, undefined],
    ['subscription', 'POST', ({ sub }) => `/v1/subscriptions/${sub}/cancel`, undefined],
    ['charge', 'GET', ({ chg }) => `/v1/charges/${chg}`, undefined],
    ['event', 'GET', ({ evt }) => `/v1/events/${evt}`, undefined],
    ['event', 'POST', ({ evt }) => `/v1/events/${evt}/redeliver`, undefined],
    ['test clock', 'GET', ({ clk }) => `/v1/test_clocks/${clk}`, undefined],
    ['test clock', 'POST', ({ clk }) => `/v1/test_clocks/${clk}/advance`, { to: '2027-01-01T00:00:00Z' }],
  ])('does not find the %s of another merchant by %s, nor its own with the key of the other mode', async (_what, method, path, body) => {
    for (const key of [site.world.merchant.api_key, theirs.merchant.live_key]) {
      await expectRefused(method, path(theirs.ids), body === undefined ? { key } : { key, body }, not_found);
    }
  });

  test('cannot open a code of another merchant, nor use it up by trying', async () => {
    const { codes } = (await site.call('GET', `/v1/purchases/${theirs.ids.pur}`, { key: theirs.merchant.api_key })).body;
    for (const document of [site.world.merchant.one_shot, theirs.ids.doc]) {
      const answer = await site.call('POST', '/v1/codes/validate', { body: { code: codes[0]?.code, document } });
      expect(answer.body).toEqual({ valid: false, reason: 'unknown' });
    }
    expect(await readBooks(site.world)).toEqual(kept);
  });
});

test('the same purchase without a fault is kept and charged, and these books show it', async () => {
  const { body } = await purchaseBody(site, { isp: 'free' });
  expect(await site.call('POST', '/v1/purchases', { body })).toMatchObject({ status: 201, body: { status: 'completed' } });
  const now = await readBooks(site.world);
  expect(now.tables).not.toEqual(kept.tables);
  expect(now.isps).not.toEqual(kept.isps);
});
