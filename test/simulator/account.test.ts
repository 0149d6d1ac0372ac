import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually, type IspName, openWorld, REDIRECT_PREFIX } from './support.ts';

const STREAMS_PER_LINE_MAX = 6;

let world: Awaited<ReturnType<typeof openWorld>>;
let serial = 0;
let name: string;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  serial += 1;
  name = `reader-${serial}`;
});

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** A line of its own, logged in to its account. */
async function openAccount(at: IspName, line: object = {}) {
  const isp = world.isp(at);
  await isp.control.line({ username: name, password: 'p', line: name, ...line });
  const login = await isp.call('/account/login', { form: { username: name, password: 'p' } });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = async (query = 'locale=en') => (await isp.call(`/account?${query}`, { headers: { cookie } })).body as string;
  const formToken = async () => /name="form_token" value="([^"]+)"/.exec(await page())?.[1] ?? '';
  const pay = async (amount: number, headers: Record<string, string> = {}) =>
    (await isp.payWithToken(await isp.control.token(name), { amount, correlator: `${name}-${amount}` }, { headers })).body;
  const post = async (path: string, form: Record<string, string> = {}) =>
    isp.call(path, { form: { form_token: await formToken(), ...form }, headers: { cookie } });
  return { isp, cookie, page, pay, post, formToken };
}

/** The account's stream of news, read as it comes. */
async function openStream(at: IspName, cookie: string) {
  const aborting = new AbortController();
  const answer = await fetch(`${world.isp(at).url}/account/events`, { headers: { cookie }, signal: aborting.signal });
  const seen = { text: '', over: false };
  const decoder = new TextDecoder();
  const reading = (async () => {
    for await (const part of answer.body ?? []) seen.text += decoder.decode(part);
  })().catch(() => undefined);
  void reading.then(() => {
    seen.over = true;
  });
  const changes = () => seen.text.split('event: changed').length - 1;
  return { status: answer.status, type: answer.headers.get('content-type'), seen, changes, close: () => aborting.abort() };
}

describe('what the account shows', () => {
  test('the total of the month, what is left of the ceiling, and each month with its own total', async () => {
    const { page, pay } = await openAccount('free', { monthly_ceiling: 5_000 });
    await pay(5, { 'simulated-time': '2026-01-05T10:00:00Z' });
    await pay(12);
    const shown = await page();
    for (const text of ['€12.00', '€38.00 left of your ceiling of €50.00', 'January 2026', 'total €5.00', 'total €12.00'])
      expect(shown).toContain(text);
  });

  test('a refund beside its purchase, with its date, and taken off the total', async () => {
    const { isp, page, pay } = await openAccount('orange');
    const { paymentId } = await pay(6);
    const refundAmount = { chargingInformation: { amount: 2, currency: 'EUR', description: 'Codes' } };
    await isp.refund(paymentId, { type: 'partial', amountTransaction: { clientCorrelator: 'r', referenceCode: 'r', refundAmount } });
    const shown = await page();
    expect(shown).toContain('€2.00 refunded on ');
    expect(shown).toContain('total €4.00');
    expect(shown).toContain('>paid<');
  });

  test('a declined purchase as declined, and no part of the total', async () => {
    const { page, pay } = await openAccount('alice', { monthly_ceiling: 500 });
    await pay(3);
    await pay(4);
    const shown = await page('locale=fr');
    expect(shown).toContain('>refusé<');
    expect(shown).toContain('total 3,00 €');
  });

  test('a subscription with the rhythm that was accepted, and after its end the day and who ended it', async () => {
    const { isp, page, post } = await openAccount('sfr');
    const terms = { kind: 'mandate', merchant_name: 'La Gazette', description: 'Ticket', amount: '1000', period: 'month', state: 's' };
    const query = new URLSearchParams({ ...terms, redirect_uri: `${REDIRECT_PREFIX}/x` });
    const accepted = await isp.call(`/authorize?${query}`, { form: { username: name, password: 'p', decision: 'accept' } });
    const token = new URL(accepted.headers.get('location') ?? '').searchParams.get('subscriber_token') ?? '';
    const { mandateId } = (await isp.createMandate(token, { description: 'Ticket' })).body;
    expect(await page()).toContain('€10.00 per month');
    await post(`/account/mandates/${mandateId}/revoke?locale=en`);
    const shown = await page('locale=en&ended=1');
    expect(shown).toMatch(
      /role="status">The subscription Ticket – La Gazette has ended on \d+ \w+ \d{4}, \d\d:\d\d\. Nothing more will be charged\./,
    );
    expect(shown).toContain('ended here on ');
    expect(await page('locale=en')).not.toContain('role="status"');
  });

  test('fifty purchases a page, small even where names are long, and the way to the older ones', async () => {
    const { isp, page } = await openAccount('free');
    const description = 'Une longue nuit au bord de la mer, avec ses marées et ses phares'.repeat(2);
    for (let number = 1; number <= 60; number += 1) {
      const chargingInformation = { amount: 3, currency: 'EUR', description: `${description} ${number}.` };
      const order = { clientCorrelator: `${name}-${number}`, referenceCode: 'x', paymentAmount: { chargingInformation } };
      const headers = { 'simulated-time': new Date(Date.UTC(2026, 0, 1, 12, number)).toISOString() };
      await isp.call('/carrier-billing/v0.5/payments', {
        bearer: await isp.control.token(name),
        json: { amountTransaction: order },
        headers,
      });
    }
    const first = await page();
    expect(first).toContain(' 60.<');
    expect(first).not.toContain(' 10.<');
    expect(Buffer.byteLength(first)).toBeLessThan(50_000);
    expect(first).toContain('total €180.00');
    expect(first).toContain('Older purchases');
    const second = await page('locale=en&page=2');
    expect(second).toContain(' 10.<');
    expect(second).not.toContain('Older purchases');
    expect(await page('locale=en&page=x')).toContain(' 60.<');
  });

  test('names written by others as text, and nothing that runs', async () => {
    const { isp, page } = await openAccount('free');
    const hostile = '"><img src=x onerror=alert(1)>';
    const token = await isp.control.token(name);
    const chargingInformation = { amount: 3, currency: 'EUR', description: hostile };
    const paymentAmount = { chargingInformation, chargingMetaData: { merchantName: hostile } };
    const order = { clientCorrelator: 'x', referenceCode: 'x', paymentAmount };
    await isp.call('/carrier-billing/v0.5/payments', { bearer: token, json: { amountTransaction: order } });
    await isp.createMandate(await isp.control.token(name, 'mandate'), { description: hostile });
    const shown = await page();
    expect(shown).not.toContain('<img');
    expect(shown.match(/&#62;&#60;img src/g)?.length).toBeGreaterThanOrEqual(4);
  });
});

describe('news of an account', () => {
  test('come at once with each purchase, refund, subscription and end, of this line only', async () => {
    const { isp, cookie, pay } = await openAccount('free');
    const stream = await openStream('free', cookie);
    expect([stream.status, stream.type]).toEqual([200, expect.stringContaining('text/event-stream')]);
    await pay(3);
    await eventually(() => stream.changes() === 1);
    await isp.payWithToken(await isp.control.token('demo'), { amount: 4 });
    const { mandateId } = (await isp.createMandate(await isp.control.token(name, 'mandate'))).body;
    await eventually(() => stream.changes() === 2);
    await isp.mandate(`${mandateId}/cancel`, 'POST');
    await eventually(() => stream.changes() === 3);
    stream.close();
  });

  test('are for who is logged in, and end with the session', async () => {
    const { isp, cookie, post } = await openAccount('orange');
    expect((await isp.call('/account/events')).status).toBe(401);
    const stream = await openStream('orange', cookie);
    expect((await post('/account/logout')).status).toBe(303);
    await eventually(() => stream.seen.over);
    expect((await isp.call('/account/events', { headers: { cookie } })).status).toBe(401);
  });

  test('are for a few windows of a line at a time; a closed one makes room', async () => {
    const { isp, cookie } = await openAccount('sfr');
    const streams = await Promise.all(Array.from({ length: STREAMS_PER_LINE_MAX }, () => openStream('sfr', cookie)));
    expect(streams.map(({ status }) => status)).toEqual(Array(STREAMS_PER_LINE_MAX).fill(200));
    expect((await isp.call('/account/events', { headers: { cookie } })).status).toBe(429);
    streams[0]?.close();
    const fresh = await eventually(async () => {
      const stream = await openStream('sfr', cookie);
      return stream.status === 200 && stream;
    });
    for (const stream of [...streams, fresh]) stream.close();
  });

  test('are not opened again and again without end', async () => {
    const { isp, cookie } = await openAccount('orange');
    const statuses: number[] = [];
    for (let time = 0; time <= 60; time += 1) {
      const stream = await openStream('orange', cookie);
      statuses.push(stream.status);
      stream.close();
      await eventually(() => stream.seen.over);
    }
    expect(statuses.at(-1)).toBe(429);
    expect((await isp.call('/account', { headers: { cookie } })).status).toBe(200);
  });

  test('end when the ISP stops, which is not held up by them; the session is good after the restart', async () => {
    const { cookie } = await openAccount('alice');
    const stream = await openStream('alice', cookie);
    await world.restart();
    await eventually(() => stream.seen.over);
    const after = world.isp('alice');
    await after.payWithToken(await after.control.token(name), { amount: 3 });
    expect((await after.call('/account?locale=en', { headers: { cookie } })).body).toContain('€3.00');
  });
});

describe('the doors', () => {
  test('whoever guesses a password is stopped, kindly, on both pages; others are not', async () => {
    const { isp } = await openAccount('free');
    const guess = () => isp.call('/account/login?locale=en', { form: { username: name, password: 'guess' } });
    for (let time = 0; time < 10; time += 1) expect((await guess()).status).toBe(401);
    const stopped = await guess();
    expect([stopped.status, stopped.body.includes('Wait a minute')]).toEqual([429, true]);
    expect((await isp.call('/account/login', { form: { username: 'demo', password: 'demo' } })).status).toBe(303);
  });

  test('logging in again ends the session before', async () => {
    const { isp, cookie } = await openAccount('sfr');
    await isp.call('/account/login', { form: { username: name, password: 'p' }, headers: { cookie } });
    expect((await isp.call('/account/purchases.json', { headers: { cookie } })).status).toBe(401);
  });

  test('no page can be framed, and the account’s forms lead nowhere else', async () => {
    const { isp, cookie } = await openAccount('free');
    for (const path of ['/account', '/authorize', '/nothing']) {
      const { headers } = await isp.call(path, { headers: { cookie } });
      expect([headers.get('x-frame-options'), headers.get('content-security-policy')?.includes("frame-ancestors 'none'")]).toEqual([
        'DENY',
        true,
      ]);
    }
    const policy = (await isp.call('/account', { headers: { cookie } })).headers.get('content-security-policy');
    expect(policy).toContain("form-action 'self';");
    expect(policy).not.toContain('unsafe');
  });

  test('a person at a browser is told in a page what a client is told in JSON', async () => {
    const { isp } = await openAccount('orange');
    const page = await isp.call('/nothing', { headers: { ...BROWSER, 'accept-language': 'fr' } });
    expect([page.status, page.body.includes('Cette page n’existe pas'), page.body.includes('/orange/account')]).toEqual([404, true, true]);
    expect((await isp.call('/nothing')).body.code).toBe('NOT_FOUND');
    const forged = { form: { username: 'demo', password: 'demo' }, headers: { ...BROWSER, 'sec-fetch-site': 'cross-site' } };
    const refused = await isp.call('/account/login?locale=en', forged);
    expect([refused.status, refused.body.includes('not sent from our pages')]).toEqual([403, true]);
  });

  test('the hosted page knows the line of who is logged in, and takes that only with the form’s own token', async () => {
    const { isp, cookie, formToken } = await openAccount('free');
    const terms = { kind: 'one_shot', merchant_name: 'Le Site', description: 'Code', amount: '300', state: 's', locale: 'en' };
    const path = `/authorize?${new URLSearchParams({ ...terms, redirect_uri: `${REDIRECT_PREFIX}/x` })}`;
    expect((await isp.call(path)).body).not.toContain('Line recognised');
    expect((await isp.call(path, { headers: { cookie } })).body).toContain(`Line recognised: ${name}`);
    const accept = (form: object) =>
      isp.call(path, { form: { username: '', password: '', decision: 'accept', ...form }, headers: { cookie } });
    expect((await accept({})).status).toBe(401);
    expect((await accept({ form_token: 'frm_forged' })).status).toBe(401);
    const accepted = await accept({ form_token: await formToken() });
    const token = new URL(accepted.headers.get('location') ?? '').searchParams.get('subscriber_token') ?? '';
    await isp.payWithToken(token, { correlator: `known-${name}` });
    expect(await isp.control.books(name)).toMatchObject([{ amount: 300, line: name }]);
  });
});
