import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { declined, plus, succeeded } from '../../billing/support.ts';
import { paidPurchase } from '../../outbox/support.ts';
import { ConsoleHouse } from '../../support/console/console-house.ts';
import type { Visitor } from '../../support/console/visitor.ts';
import { readable } from '../support.ts';

const DAY_MS = 86_400_000;
const XSS = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`;
const PAGE_BYTES_MAX = 50_000;

let house: ConsoleHouse;
let claire: Visitor;
/** Another merchant's person, who has everything of the first one's ids. */
let stranger: Visitor;
let ids: {
  purchase_charge: string;
  renewal: string;
  subscription: string;
  event: string;
  clock: string;
  payout: string;
  one_shot: string;
  rebilling: string;
};

beforeAll(async () => {
  house = await ConsoleHouse.open();
  const { books } = house;
  const at = plus(house.now, -40 * DAY_MS);
  const { purchase_id, event_id } = await paidPurchase(books, at);
  const subscription = await books.subscription({ anchor: at });
  await books.charge({ id: subscription, index: 0, at });
  await books.charge({ id: subscription, index: 1, at: plus(at, 31 * DAY_MS) }, declined('insufficient_ceiling'));
  await books.charge({ id: subscription, index: 1, attempt: 2, at: plus(at, 32 * DAY_MS) }, succeeded());
  const charges = await books.unitOfWork.read((stores) => stores.charges.ofSubscription(subscription));
  claire = await house.signedIn('claire@example.com');
  const other = await house.merchant('Un Autre', 'standard');
  stranger = await house.signedIn('stranger@example.com', other.scope.merchant_id);
  const made = await claire.send('/console/test-clocks', '/console/test-clocks', { now: '2026-01-31T10:00' });
  const stated = await claire.send('/console/payouts', '/console/payouts', { month: '2027-02' });
  ids = {
    purchase_charge: (await books.chargeOf(purchase_id))?.id ?? '',
    renewal: charges[1]?.id ?? '',
    subscription,
    event: event_id,
    clock: /clk_\w+/.exec(made.location ?? '')?.[0] ?? '',
    payout: /po_\w+/.exec(stated.location ?? '')?.[0] ?? '',
    one_shot: books.merchant.one_shot,
    rebilling: books.merchant.rebilling,
  };
});
afterAll(() => house.close());

const PAGES: [page: string, path: () => string][] = [
  ['home', () => '/console'],
  ['transactions', () => '/console/transactions'],
  ['a purchase', () => `/console/transactions/${ids.purchase_charge}`],
  ['a renewal', () => `/console/transactions/${ids.renewal}`],
  ['subscriptions', () => '/console/subscriptions'],
  ['a subscription', () => `/console/subscriptions/${ids.subscription}`],
  ['documents', () => '/console/documents'],
  ['a document for codes', () => `/console/documents/${ids.one_shot}`],
  ['a document for subscriptions', () => `/console/documents/${ids.rebilling}`],
  ['archived documents', () => '/console/documents?archived=yes'],
  ['a new document', () => '/console/documents/new?kind=one_shot'],
  ['events', () => '/console/events'],
  ['an event', () => `/console/events/${ids.event}`],
  ['test clocks', () => '/console/test-clocks'],
  ['a test clock', () => `/console/test-clocks/${ids.clock}`],
  ['payouts', () => '/console/payouts'],
  ['a statement', () => `/console/payouts/${ids.payout}`],
  ['keys', () => '/console/keys'],
  ['integration', () => '/console/integration'],
];

describe('every page', () => {
  test.each(PAGES)('%s is small, strict about scripts, in no frame and kept by nobody', async (_page, path) => {
    for (const lang of ['fr', 'en']) {
      claire.cookies.set('console_lang', lang);
      const { status, text, headers } = await claire.get(path());
      expect(status).toBe(200);
      expect(text).toContain(`<html lang="${lang}">`);
      expect(Buffer.byteLength(text)).toBeLessThan(PAGE_BYTES_MAX);
      expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:/);
      expect(headers.get('content-security-policy')).toContain("default-src 'none';script-src 'self';style-src 'self'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(text).not.toContain('buyer@example.org');
    }
    claire.cookies.set('console_lang', 'en');
  });

  const OF_ONE = PAGES.filter(([page]) => page.startsWith('a ') || page.startsWith('an ')).filter(([page]) => page !== 'a new document');
  test.each(OF_ONE)('%s of another merchant is not there', async (_page, path) => {
    expect((await stranger.get(path())).status).toBe(404);
  });

  test.each(PAGES)('%s asks who is not signed in to sign in', async (_page, path) => {
    expect(await house.visitor().get(path())).toMatchObject({ status: 303, location: '/console/sign-in' });
  });

  test('in live mode shows nothing of test mode', async () => {
    expect((await claire.send('/console', '/console/mode', { mode: 'live' })).status).toBe(303);
    try {
      expect((await claire.get(`/console/subscriptions/${ids.subscription}`)).status).toBe(404);
      expect((await claire.get('/console/transactions')).text).toContain('No transaction yet');
      expect((await claire.get('/console/test-clocks')).text).toContain('Test mode only');
    } finally {
      await claire.send('/console', '/console/mode', { mode: 'test' });
    }
  });
});

describe('a form', () => {
  const ACTS: [act: string, path: () => string, fields: Record<string, string>][] = [
    ['a refund', () => `/console/transactions/${ids.purchase_charge}/refund`, { amount: '1', reason: 'late' }],
    ['an end', () => `/console/subscriptions/${ids.subscription}/cancel`, { confirmed: 'yes' }],
    ['a document', () => '/console/documents/new', { kind: 'one_shot' }],
    ['a change', () => `/console/documents/${ids.one_shot}`, { name: 'x' }],
    ['an archiving', () => `/console/documents/${ids.one_shot}/archive`, {}],
    ['a clock', () => '/console/test-clocks', {}],
    ['an advance', () => `/console/test-clocks/${ids.clock}/advance`, { to: '2027-01-31T10:00' }],
    ['a redelivery', () => `/console/events/${ids.event}/redeliver`, {}],
    ['a statement', () => '/console/payouts', { month: '2027-01' }],
    ['a key', () => '/console/keys', { mode: 'test' }],
    ['a rotation', () => '/console/keys/rotate', {}],
    ['many redeliveries', () => '/console/events/redeliver', {}],
    ['a mode', () => '/console/mode', { mode: 'live' }],
    ['a sign-out', () => '/console/sign-out', {}],
  ];

  test.each(ACTS)('for %s is refused without the token of the session, or with that of another', async (_act, path, fields) => {
    const tables = async () =>
      await house.books.rows(
        `select (select count(*) from refund) as refunds, (select count(*) from document) as documents, (select count(*) from test_clock) as clocks,
           (select string_agg(name, ',' order by id) from document) as names, (select max(target_at) from test_clock) as target,
           (select count(*) from document where archived_at is not null) as archived,
           (select count(*) from subscription where ended_at is not null) as ends, (select string_agg(mode, ',') from console_session) as modes,
           (select count(*) from api_key) as keys, (select count(*) from callback_secret) as secrets`,
      );
    const before = await tables();
    const csrf = /name="csrf" value="([^"]+)"/.exec((await stranger.get('/console')).text)?.[1] ?? '';
    for (const token of [undefined, '', csrf, 'x'.repeat(43)]) {
      const answer = await claire.post(path(), { ...fields, ...(token === undefined ? {} : { csrf: token }) });
      expect([token, answer.status]).toEqual([token, 403]);
    }
    expect(await tables()).toEqual(before);
  });

  test.each<[headers: Record<string, string>, status: number, why: string]>([
    // headers of the browser                                          answer  why
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403, 'of another site'],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://shop.localhost:3000' }, 403, 'of a neighbour'],
    [{ origin: 'https://evil.example' }, 403, 'of another site, in a browser that says only the origin'],
    [{ origin: 'null' }, 403, 'of a page that hides where it is'],
    [{}, 403, 'of who knows where'],
    [{ 'sec-fetch-site': 'same-origin' }, 303, 'of our own page'],
    [{ origin: 'http://localhost:3000' }, 303, 'of our own page, in a browser that says only the origin'],
  ])('with %j is answered with %i: it is %s', async (headers, status) => {
    const csrf = /name="csrf" value="([^"]+)"/.exec((await claire.get('/console')).text)?.[1] ?? '';
    expect((await claire.post('/console/mode', { csrf, mode: 'test' }, headers)).status).toBe(status);
    const sign_in = await house.visitor().post('/console/sign-in', { email: 'nobody@example.com' }, headers);
    expect(sign_in.status).toBe(status === 303 ? 200 : 403);
  });
});

describe('what a person asks for', () => {
  test('a refund is made once, however often its form is sent', async () => {
    const page = `/console/transactions/${ids.purchase_charge}`;
    const { text } = await claire.get(page);
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text.slice(text.indexOf('/refund')))?.[1] ?? '';
    const fields = { csrf: hidden('csrf'), refund: hidden('refund'), amount: '1,50', reason: XSS };
    const answers = await Promise.all([claire.post(`${page}/refund`, fields), claire.post(`${page}/refund`, fields)]);
    answers.push(await claire.post(`${page}/refund`, fields));
    expect(answers.at(-1)).toMatchObject({ status: 303, location: `${page}?refunded=${fields.refund}` });
    expect(await house.books.rows('select amount_cents::int from refund')).toEqual([{ amount_cents: 150 }]);
    const shown = (await claire.get(`${page}?refunded=${fields.refund}`)).text;
    expect(shown).toContain('The refund is asked for');
    expect(shown).not.toContain(XSS);
    expect(shown).not.toContain('<script>alert');
  });

  test.each([
    // amount     reason          what is said
    ['0', 'late', 'Write an amount in euros'],
    ['two', 'late', 'Write an amount in euros'],
    ['-1', 'late', 'Write an amount in euros'],
    ['1.005', 'late', 'Write an amount in euros'],
    ['1', '', 'Write a reason'],
    ['1', 'x'.repeat(201), 'Write a reason'],
    ['999', 'late', 'The amount is above what is left to refund'],
  ])('a refund of "%s" for "%s" is refused in place', async (amount, reason, said) => {
    const page = `/console/transactions/${ids.renewal}`;
    const answer = await claire.send(page, `${page}/refund`, { amount, reason });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(said);
  });

  test('the preview is the page of the checkout, in a frame of ours only', async () => {
    const { text, headers } = await claire.get(
      '/console/documents/preview?kind=one_shot&name=Le%20Phare&price=2,50&max_codes=4&locale=en&site_url=x',
    );
    expect(text).toContain('Le Phare');
    expect(text).toContain('€2.50');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  test('a standard merchant is told why there are no subscriptions, and can make none', async () => {
    const page = await stranger.get('/console/documents/new?kind=rebilling');
    expect(page.text).toContain('Subscriptions are not part of your plan');
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const fields = { kind: 'rebilling', name: 'x', site_url: 'https://x.example', period_0: 'week', price_0: '4' };
    const answer = await stranger.post('/console/documents/new', { csrf, ...fields });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Rebilling documents are for the Premium and Prestige plans');
  });

  test('a transaction is found by its id, its reference, its sale and the own reference, and narrowed by the rest', async () => {
    const list = async (query: string) =>
      [...(await claire.get(`/console/transactions?${query}`)).text.matchAll(/transactions\/(chg_\w+)/g)].map(([, id]) => id);
    const all = await list('');
    expect(all).toHaveLength(3);
    const reference = /Transaction (\w+)/.exec((await claire.get(`/console/transactions/${ids.renewal}`)).text)?.[1];
    expect(await list(`q=${ids.renewal}`)).toEqual([ids.renewal]);
    expect(reference).toBeDefined();
    expect((await list(`q=${ids.subscription}`)).toSorted()).toEqual(all.filter((id) => id !== ids.purchase_charge).toSorted());
    expect(await list('q=order-1')).toEqual(all);
    expect(await list('q=order-2')).toEqual([]);
    expect(await list('q=%27%20or%201=1--')).toEqual([]);
    expect(await list('isp=orange')).toEqual([]);
    expect(await list('isp=free&status=succeeded')).toEqual(all);
    expect(await list('until=2026-10-20')).toHaveLength(2);
    expect(await list('from=2026-11-01')).toEqual([ids.renewal]);
  });

  test('events are narrowed by type, delivery and date, and what was not delivered is sent again in one go', async () => {
    const { books } = house;
    const list = async (query: string) =>
      [...(await claire.get(`/console/events?${query}`)).text.matchAll(/<th[^>]*><a href="\/console\/events\/(evt_\w+)/g)].length;
    const [all] = await books.rows<{ count: number }>('select count(*)::int as count from event');
    expect(await list('')).toBe(all?.count);
    expect(await list('type=purchase.completed')).toBe(1);
    expect(await list('until=2020-01-01')).toBe(0);
    await books.rows("update event set delivery_status = 'failed', next_attempt_at = null where type like 'subscription.%'");
    const failed = await list('status=failed');
    expect(failed).toBeGreaterThan(1);
    const csrf = /name="csrf" value="([^"]+)"/.exec((await stranger.get('/console')).text)?.[1] ?? '';
    expect((await stranger.post('/console/events/redeliver', { csrf })).text).toContain('Nothing to deliver');
    expect((await claire.send('/console/events', '/console/events/redeliver', { type: 'purchase.completed' })).text).toContain(
      'Nothing to deliver',
    );
    expect((await claire.send('/console/events', '/console/events/redeliver', {})).text).toContain(`Events on their way: ${failed}.`);
    expect(await list('status=failed')).toBe(0);
  });

  test('a document whose callbacks were disabled says why, and has them sent again', async () => {
    const { books } = house;
    const path = `/console/documents/${ids.one_shot}`;
    await books.rows('update document set callback_disabled_at = ? where id = ?', [house.now, ids.one_shot]);
    const event = `/console/events/${ids.event}`;
    expect((await claire.send(event, `${event}/redeliver`, {})).text).toContain('enable them first');
    expect((await claire.get(path)).text).toContain('Disabled');
    expect((await claire.send(path, `${path}/enable`, {})).location).toBe(`${path}?done=enabled`);
    expect((await claire.get(path)).text).toContain('In service');
    expect((await claire.send(event, `${event}/redeliver`, {})).location).toBe(`${event}?done=redelivered`);
  });

  test('a month is stated once; its statement is downloaded and printed, and adds up', async () => {
    const path = `/console/payouts/${ids.payout}`;
    expect((await claire.send('/console/payouts', '/console/payouts', { month: '2027-02' })).location).toBe(path);
    expect((await claire.send('/console/payouts', '/console/payouts', { month: 'November' })).text).toContain('Write a month');
    const { text } = await claire.get(path);
    expect(text).toContain('Statement of February 2027');
    expect((await claire.get(`${path}/csv`)).text).toMatch(/^payout,livemode,/);
    expect((await claire.get(`${path}/print`)).text).toContain(ids.payout);
    for (const file of ['csv', 'print']) expect((await stranger.get(`${path}/${file}`)).status).toBe(404);
  });

  test('a key is shown once, opens the API of its merchant, and nothing once it is revoked', async () => {
    const made = await claire.send('/console/keys', '/console/keys', { mode: 'test' });
    const key = /<code>(sk_test_\w{40,})<\/code>/.exec(made.text)?.[1] ?? '';
    expect(key).not.toBe('');
    const list = (await claire.get('/console/keys')).text;
    expect(list).not.toContain(key);
    expect(list).toContain(`sk_test_…${key.slice(-4)}`);
    const call = async () => (await fetch(`${house.url}/v1/documents`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await call()).toBe(200);
    const id = (await house.books.rows<{ id: string }>('select id from api_key order by id desc limit 1'))[0]?.id;
    const csrf = /name="csrf" value="([^"]+)"/.exec((await stranger.get('/console')).text)?.[1] ?? '';
    expect((await stranger.post(`/console/keys/${id}/revoke`, { csrf })).status).toBe(404);
    expect((await claire.send('/console/keys', `/console/keys/${id}/revoke`, {})).location).toBe('/console/keys?done=revoked');
    expect(await call()).toBe(401);
  });

  test('a new secret is shown once and signs beside the old one, and a third must wait', async () => {
    const rotate = async (overlap_hours: string) => await claire.send('/console/keys', '/console/keys/rotate', { overlap_hours });
    const [wrong, made, third] = [await rotate('a day'), await rotate('48'), await rotate('')];
    expect([wrong.status, made.status, third.status]).toEqual([422, 200, 422]);
    const secret = /<code>(whsec_[\w+/]+)<\/code>/.exec(made.text)?.[1] ?? '';
    expect(secret).not.toBe('');
    expect(third.text).toContain('Two secrets sign already');
    expect((await claire.get('/console/keys')).text).not.toContain(secret);
  });

  test('the days at a glance say what was taken in, who is active and why tries were declined', async () => {
    const text = readable((await claire.get('/console?days=90&until=2026-11-26')).text);
    for (const told of [
      '€26.00',
      '3 payments',
      'Mostly: spending limit of the line reached',
      'Highest: €16.00',
      '<svg class="c-chart" role="img"',
    ])
      expect(text).toContain(told);
    expect(Buffer.byteLength(text)).toBeLessThan(PAGE_BYTES_MAX);
  });

  test('an end must be confirmed, and is then told in the life of the subscription with all that came before', async () => {
    const page = `/console/subscriptions/${ids.subscription}`;
    expect((await claire.send(page, `${page}/cancel`, {})).status).toBe(422);
    expect((await claire.send(page, `${page}/cancel`, { confirmed: 'yes' })).location).toBe(`${page}?done=cancelled`);
    const { text } = await claire.get(page);
    for (const told of [
      'Subscription sold',
      'Period 1',
      'Period 2',
      'attempt 1',
      'spending limit',
      'Callback subscription.past_due',
      'Subscription ended',
      'by you',
    ])
      expect(text).toContain(told);
  });
});

test('what others wrote is shown as text, wherever it is shown', async () => {
  const { books } = house;
  const own = books.merchant.scope.merchant_id;
  await books.rows('update merchant set name = ? where id = ?', [XSS, own]);
  await books.rows('update document set name = ?, site_url = ? where merchant_id = ?', [XSS, `https://x.example/${XSS}`, own]);
  await books.rows('update purchase set client_reference = ?', [XSS]);
  await books.rows('update subscription set client_reference = ?', [XSS]);
  await books.rows('update charge set decline_raw = ?, decline_reason = ? where id = ?', [XSS, 'unknown', ids.renewal]);
  await books.rows(
    'insert into event_delivery (event_id, attempted_at, latency_ms, response_status, response_head, error) values (?, ?, 3, 500, ?, null)',
    [ids.event, house.now, XSS],
  );
  await house.person('both@example.com');
  const several = await house.signedIn('both@example.com', (await house.merchant(XSS, 'premium')).scope.merchant_id);
  const shown: string[] = [(await several.get('/console/merchants')).text];
  for (const [, path] of PAGES) shown.push((await claire.get(path())).text);
  shown.push(
    (await claire.get(`/console/documents/preview?kind=one_shot&name=${encodeURIComponent(XSS)}&price=1&max_codes=1&locale=fr`)).text,
  );
  shown.push((await claire.get(`/console/transactions?q=${encodeURIComponent(XSS)}`)).text);
  for (const text of shown) {
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img src=x');
  }
  expect(shown.filter((text) => text.includes('alert(1)')).length).toBeGreaterThan(10);
});
