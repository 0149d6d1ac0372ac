import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConsoleHouse } from '../../support/console/console-house.ts';

const MINUTE_MS = 60_000;
const EMAIL = 'claire@example.com';

let house: ConsoleHouse;
beforeAll(async () => {
  house = await ConsoleHouse.open();
  await house.person(EMAIL);
});
afterAll(() => house.close());

const pass = (minutes: number) => {
  house.now = new Date(house.now.getTime() + minutes * MINUTE_MS);
};
const ask = async (email: string) => await house.visitor().post('/console/sign-in', { email });

describe('a link to sign in', () => {
  test('only shows a button when it is opened, however often, and works once when the button is pressed', async () => {
    const visitor = house.visitor();
    expect((await visitor.get('/console')).location).toBe('/console/sign-in');
    await visitor.post('/console/sign-in', { email: EMAIL });
    const link = await house.linkTo(EMAIL);
    for (const scanner of [house.visitor(), house.visitor()]) expect((await scanner.get(link)).text).toContain('<button>Sign in</button>');
    expect(await visitor.post(link)).toMatchObject({ status: 303, location: '/console' });
    expect((await visitor.get('/console')).status).toBe(200);
    expect((await house.visitor().post(link)).status).toBe(410);
    expect((await house.visitor().get(link)).status).toBe(410);
  });

  test('signs in one of many who press the button at once', async () => {
    await ask(EMAIL);
    const link = await house.linkTo(EMAIL);
    const answers = await Promise.all(Array.from({ length: 6 }, () => house.visitor().post(link)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 410, 410, 410, 410, 410]);
  });

  test('works for fifteen minutes', async () => {
    await ask(EMAIL);
    const link = await house.linkTo(EMAIL);
    pass(14);
    expect((await house.visitor().get(link)).status).toBe(200);
    pass(2);
    expect((await house.visitor().post(link)).status).toBe(410);
  });

  test('that could not be mailed in time is not mailed at all', async () => {
    pass(60);
    await ask(EMAIL);
    const before = (await house.lettersTo(EMAIL)).length;
    await ask(EMAIL);
    pass(16);
    expect(await house.lettersTo(EMAIL)).toHaveLength(before);
    expect(await house.books.rows("select 1 from mail where kind = 'console_sign_in' and status <> 'sent'")).toEqual([]);
  });

  test('stands nowhere in the database, nor does its address', async () => {
    await ask(EMAIL);
    const token = (await house.linkTo(EMAIL)).split('/').at(-1) ?? '';
    const rows = await house.books.rows<{ row: string }>(
      'select to_jsonb(console_sign_in)::text as row from console_sign_in union all select to_jsonb(mail)::text from mail',
    );
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const { row } of rows) for (const secret of [token, hex(token), EMAIL, hex(EMAIL)]) expect(row).not.toContain(secret);
    expect(house.logged.join('')).not.toContain(token);
  });
});

describe('whether an address is known', () => {
  test('is told neither by the answer nor by what is written for it', async () => {
    pass(60);
    const rowsAfter = async (email: string) => {
      const answer = await ask(email);
      const count = 'select (select count(*) from console_sign_in)::int as links, (select count(*) from mail)::int as mails';
      const [rows] = await house.books.rows<{ links: number; mails: number }>(count);
      return { answer: { status: answer.status, text: answer.text.replaceAll(email, '…'), cookies: answer.headers.getSetCookie() }, rows };
    };
    const known = await rowsAfter(EMAIL);
    const unknown = await rowsAfter('nobody@example.com');
    expect(unknown.answer).toEqual(known.answer);
    expect(unknown.rows).toEqual({ links: (known.rows?.links ?? 0) + 1, mails: (known.rows?.mails ?? 0) + 1 });
    expect(await house.lettersTo('nobody@example.com')).toEqual([]);
    expect(await house.books.rows("select 1 from mail where kind = 'console_sign_in' and status <> 'sent'")).toEqual([]);
  });

  test('is not found out by asking often: after five links more are answered the same, and not sent', async () => {
    pass(60);
    const before = (await house.lettersTo(EMAIL)).length;
    const answers = await Promise.all(Array.from({ length: 9 }, () => ask(EMAIL)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await house.lettersTo(EMAIL)).length - before).toBeLessThanOrEqual(5);
  });

  test.each(['', 'nobody', 'a@b', `${'x'.repeat(250)}@example.com`])('and "%s" is no address', async (email) => {
    expect((await ask(email)).status).toBe(422);
  });
});

describe('links asked for from one address', () => {
  const LINKS_MAX = 100;
  test('are counted by the address that our own proxy says, whatever the caller says before it', async () => {
    const proxied = await ConsoleHouse.open({ trusted_proxies: 1 });
    try {
      const askFrom = async (forwarded: string) =>
        await proxied
          .visitor()
          .post('/console/sign-in', { email: EMAIL }, { origin: 'http://localhost:3000', 'x-forwarded-for': forwarded });
      const asked = Array.from({ length: LINKS_MAX + 1 }, (_, index) => askFrom(`192.0.2.${index}, 198.51.100.1`));
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
      expect((await askFrom('198.51.100.1, 198.51.100.2')).status).toBe(200);
    } finally {
      await proxied.close();
    }
  });
});

describe('a session', () => {
  test('ends after an hour without a request, and after twelve hours with many', async () => {
    pass(60);
    const idle = await house.signedIn(EMAIL);
    const busy = await house.signedIn(EMAIL);
    for (let minutes = 0; minutes < 11 * 60; minutes += 50) {
      pass(50);
      expect((await busy.get('/console')).status).toBe(200);
    }
    expect((await idle.get('/console')).location).toBe('/console/sign-in');
    for (const _ of [1, 2]) {
      pass(45);
      await busy.get('/console');
    }
    expect((await busy.get('/console')).location).toBe('/console/sign-in');
  });

  test('ends with the sign-out, here or everywhere, and with the person at the merchant', async () => {
    pass(60);
    const [one, other, third] = [await house.signedIn(EMAIL), await house.signedIn(EMAIL), await house.signedIn('leaves@example.com')];
    const cookie = new Map(one.cookies);
    expect((await one.send('/console', '/console/sign-out', {})).location).toBe('/console/sign-in?signed_out=yes');
    for (const [name, value] of cookie) one.cookies.set(name, value);
    expect((await one.get('/console')).location).toBe('/console/sign-in');
    expect((await other.get('/console')).status).toBe(200);
    const again = await house.signedIn(EMAIL);
    await again.send('/console', '/console/sign-out', { everywhere: 'yes' });
    expect((await other.get('/console')).location).toBe('/console/sign-in');
    expect((await third.get('/console')).status).toBe(200);
    const hash = house.books.vault.lookupHash('merchant_user', 'leaves@example.com');
    await house.books.rows('delete from merchant_user where email_hash = ?', [hash]);
    expect((await third.get('/console')).location).toBe('/console/sign-in');
  });

  test('is a cookie that no script reads and no other site sends', async () => {
    pass(60);
    await ask(EMAIL);
    const answer = await house.visitor().post(await house.linkTo(EMAIL));
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^console=[\w-]{43}; Max-Age=43200; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    const rows = await house.books.rows<{ row: string }>('select to_jsonb(console_session)::text as row from console_session');
    const token = /=([\w-]{43})/.exec(cookie)?.[1] ?? '';
    for (const { row } of rows) for (const form of [token, Buffer.from(token).toString('hex')]) expect(row).not.toContain(form);
  });

  test('of a house that is served securely is bound to its host', async () => {
    const secure = await ConsoleHouse.open({ public_url: 'https://pay.example' });
    try {
      await secure.person(EMAIL);
      await secure.visitor().post('/console/sign-in', { email: EMAIL });
      const answer = await secure.visitor().post(await secure.linkTo(EMAIL));
      expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-console=.*; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
      expect(answer.headers.get('strict-transport-security')).toContain('max-age');
    } finally {
      await secure.close();
    }
  });
});

describe('a person of several merchants', () => {
  test('chooses one, sees that one only, and can change', async () => {
    pass(60);
    const other = await house.merchant('Kiosque du Port', 'standard');
    await house.person('both@example.com');
    const visitor = await house.signedIn('both@example.com', other.scope.merchant_id);
    expect((await visitor.get('/console/documents')).location).toBe('/console/merchants');
    await visitor.send('/console/merchants', '/console/merchants', { merchant: other.scope.merchant_id });
    expect((await visitor.get(`/console/documents/${other.one_shot}`)).status).toBe(200);
    expect((await visitor.get(`/console/documents/${house.books.merchant.one_shot}`)).status).toBe(404);
    const { scope } = house.books.merchant;
    await visitor.send('/console/merchants', '/console/merchants', { merchant: scope.merchant_id });
    expect((await visitor.get(`/console/documents/${house.books.merchant.one_shot}`)).status).toBe(200);
    const stranger = await house.merchant('Un Autre', 'premium');
    expect((await visitor.send('/console/merchants', '/console/merchants', { merchant: stranger.scope.merchant_id })).status).toBe(404);
  });
});
