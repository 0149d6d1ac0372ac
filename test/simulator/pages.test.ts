import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, openSink, openWorld, REDIRECT_PREFIX } from './support.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ask = (changes: Record<string, string | undefined> = {}): string => {
  const query = {
    ...{ redirect_uri: `${REDIRECT_PREFIX}/checkout/return?checkout=chk_1`, state: 's&1', kind: 'one_shot', merchant_name: 'Le <Site>' },
    ...{ description: '3 codes', amount: '900', currency: 'EUR', ...changes },
  };
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/authorize?${new URLSearchParams(given)}`;
};

describe('the hosted page', () => {
  test('shows merchant, product, amount and terms in French', async () => {
    const page = await world.isp('orange').call(ask(), { headers: { 'accept-language': 'fr-FR' } });
    expect(page.status).toBe(200);
    for (const text of ['lang="fr"', 'class="orange"', 'Le &#60;Site&#62;', '3 codes', '9,00 €', 'Accepter', 'Refuser', 'sans frais']) {
      expect(page.body).toContain(text);
    }
  });

  test('shows price, rhythm and the way out of a subscription in English', async () => {
    const page = await world.isp('sfr').call(ask({ kind: 'mandate', period: 'quarter', amount: '2500', locale: 'en' }));
    for (const text of ['lang="en"', '€25.00 per quarter', 'You can end it whenever you want', 'Confirm your subscription']) {
      expect(page.body).toContain(text);
    }
  });

  test('lets nothing run or load from elsewhere, and lets the form lead back to the client', async () => {
    const policy = (await world.isp('free').call(ask())).headers.get('content-security-policy');
    expect(policy).toBe(
      "default-src 'none';style-src 'self';form-action 'self' http://localhost:3000;base-uri 'none';frame-ancestors 'none'",
    );
    const page = (await world.isp('free').call(ask())).body as string;
    expect(page).not.toMatch(/<script|style="|onclick/);
    expect((await fetch(`${world.url()}/stylesheet.css`)).headers.get('content-type')).toContain('text/css');
  });

  test('sends its form to its own address, written as clients without an HTML parser read it too', async () => {
    const isp = world.isp('sfr');
    const address = ask({ merchant_name: 'L\'"Île" <&> Cie', description: 'a=b' });
    const action = /<form class="card" method="post" action="([^"]*)"/.exec((await isp.call(address)).body as string)?.[1] ?? '';
    expect(action).not.toMatch(/[<>']|&(?!amp;)/);
    expect(action.replaceAll('&amp;', '&')).toBe(`/sfr${address}`);
  });

  test.each([
    ['a redirect to elsewhere', { redirect_uri: 'https://evil.example/' }],
    ['a redirect to a longer host name', { redirect_uri: 'http://localhost:3000.evil.example/' }],
    ['a redirect with a user name', { redirect_uri: 'http://localhost:3000@evil.example/' }],
    ['no redirect', { redirect_uri: undefined }],
    ['another currency', { currency: 'USD' }],
    ['no amount', { amount: '0' }],
    ['an unknown kind', { kind: 'gift' }],
  ])('%s is a page that leads nowhere', async (_, changes) => {
    const isp = world.isp('free');
    expect((await isp.call(ask(changes))).status).toBe(400);
    const sent = await isp.call(ask(changes), { form: { username: 'demo', password: 'demo', decision: 'accept' } });
    expect([sent.status, sent.headers.get('location')]).toEqual([400, null]);
  });

  test('accepting gives a token that pays at most what was shown', async () => {
    const isp = world.isp('free');
    const sent = await isp.call(ask(), { form: { username: 'demo', password: 'demo', decision: 'accept' } });
    expect(sent.status).toBe(303);
    const back = new URL(sent.headers.get('location') ?? '');
    expect([back.origin, back.pathname, back.searchParams.get('checkout'), back.searchParams.get('state')]).toEqual([
      'http://localhost:3000',
      '/checkout/return',
      'chk_1',
      's&1',
    ]);
    const token = back.searchParams.get('subscriber_token') ?? '';
    expect((await isp.introspect(token)).body).toMatchObject({ active: true, kind: 'one_shot' });
    expect((await isp.payWithToken(token, { amount: 9.01 })).body.code).toBe('CARRIER_BILLING.UNAUTHORIZED_AMOUNT');
    expect((await isp.payWithToken(token, { amount: 9 })).status).toBe(201);
  });

  test('refusing needs no login and says so to the client', async () => {
    const sent = await world.isp('alice').call(ask(), { form: { decision: 'refuse' } });
    const back = new URL(sent.headers.get('location') ?? '');
    expect([sent.status, back.searchParams.get('error'), back.searchParams.get('state')]).toEqual([303, 'access_denied', 's&1']);
    expect(back.searchParams.has('subscriber_token')).toBe(false);
  });

  test('a wrong password shows the page again, with the reason and the username', async () => {
    const sent = await world.isp('alice').call(ask({ locale: 'fr' }), { form: { username: 'demo', password: 'no', decision: 'accept' } });
    expect(sent.status).toBe(401);
    expect(sent.body).toContain('role="alert"');
    expect(sent.body).toContain('value="demo"');
    expect(sent.body).toContain('9,00 €');
  });

  test('a form sent from another site is refused', async () => {
    const form = { username: 'demo', password: 'demo', decision: 'accept' };
    const sent = await world.isp('free').call(ask(), { form, headers: { 'sec-fetch-site': 'cross-site' } });
    expect([sent.status, sent.headers.get('location')]).toEqual([403, null]);
  });
});

async function loggedIn(name: 'free' | 'sfr', username: string, password: string) {
  const isp = world.isp(name);
  const login = await isp.call('/account/login', { form: { username, password } });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = async () => (await isp.call('/account?locale=en', { headers: { cookie } })).body as string;
  const formToken = async () => /name="form_token" value="([^"]+)"/.exec(await page())?.[1] ?? '';
  return { isp, login, cookie, page, formToken };
}

describe('the account', () => {
  test('asks who is there, and does not take a wrong password', async () => {
    const { isp, login } = await loggedIn('free', 'demo', 'wrong');
    expect([login.status, login.headers.get('set-cookie')]).toEqual([401, null]);
    expect((await isp.call('/account?locale=fr')).body).toContain('Mot de passe');
    expect((await isp.call('/account/purchases.json')).status).toBe(401);
  });

  test('keeps the session in a cookie that scripts and other sites cannot use', async () => {
    const { login } = await loggedIn('free', 'demo', 'demo');
    expect(login.headers.get('set-cookie')).toMatch(/^isp_session=ses_\w+; .*Path=\/free.*HttpOnly; SameSite=Lax$/);
  });

  test('shows the purchases of the line as they happen, newest first, and of no other line', async () => {
    const isp = world.isp('free');
    await isp.control.line({ username: 'reader', password: 'p', line: 'reading-line' });
    const { cookie, page } = await loggedIn('free', 'reader', 'p');
    expect(await page()).toContain('No purchases yet');
    await isp.payWithToken(await isp.control.token('reader'), { amount: 3 });
    await isp.payWithToken(await isp.control.token('reader'), { amount: 6 });
    await isp.payWithToken(await isp.control.token('demo'), { amount: 7.77 });
    const shown = await page();
    expect(shown.indexOf('€6.00')).toBeGreaterThan(0);
    expect(shown.indexOf('€6.00')).toBeLessThan(shown.indexOf('€3.00'));
    expect(shown).not.toContain('€7.77');
    const { purchases } = (await isp.call('/account/purchases.json', { headers: { cookie } })).body;
    expect(purchases).toMatchObject([
      { amount: 600, currency: 'EUR', status: 'succeeded', merchant_name: 'Le Site' },
      { amount: 300, status: 'succeeded' },
    ]);
  });

  test('ends a subscription at once, and tells the client', async () => {
    const sink = await openSink();
    const { isp, cookie, page, formToken } = await loggedIn('sfr', 'demo', 'demo');
    const { mandateId } = (await isp.createMandate(await isp.control.token('demo', 'mandate', { amount_max: 1000 }), sink.fields)).body;
    expect(await page()).toContain(`/sfr/account/mandates/${mandateId}/revoke`);
    const end = (form_token: string) =>
      isp.call(`/account/mandates/${mandateId}/revoke?locale=en`, { form: { form_token }, headers: { cookie } });
    expect((await end('frm_forged')).status).toBe(403);
    const ended = await end(await formToken());
    expect([ended.status, ended.headers.get('location')]).toEqual([303, '/sfr/account?locale=en&ended=1']);
    await eventually(() => sink.received.length === 1);
    expect(sink.received[0]?.event.data.mandateId).toBe(mandateId);
    expect((await isp.mandate(mandateId)).body.mandateStatus).toBe('revoked');
    expect(await page()).not.toContain(mandateId);
    await sink.close();
  });

  test('does not end the subscription of another line', async () => {
    const { isp, cookie, formToken } = await loggedIn('sfr', 'blocked', 'blocked');
    const { mandateId } = (await isp.createMandate(await isp.control.token('demo', 'mandate'))).body;
    const form = { form_token: await formToken() };
    expect((await isp.call(`/account/mandates/${mandateId}/revoke`, { form, headers: { cookie } })).status).toBe(404);
    expect((await isp.mandate(mandateId)).body.mandateStatus).toBe('active');
  });

  test('is closed after logging out', async () => {
    const { isp, cookie, page, formToken } = await loggedIn('free', 'demo', 'demo');
    expect((await isp.call('/account/logout', { form: { form_token: await formToken() }, headers: { cookie } })).status).toBe(303);
    expect(await page()).toContain('Log in');
  });
});

test('the front page leads to the four accounts, and the health check answers', async () => {
  const page = await (await fetch(world.url())).text();
  for (const name of ['alice', 'free', 'orange', 'sfr']) expect(page).toContain(`/${name}/account`);
  expect(await (await fetch(`${world.url()}/healthz`)).json()).toEqual({ status: 'ok' });
  expect((await fetch(`${world.url()}/numericable/account`)).status).toBe(404);
});
