import { describe, expect, test } from '@jest/globals';
import { NOW } from '../../support/api/fake-oversight.ts';
import { ADMIN_KEY, withOps } from '../../support/api/ops-site.ts';

const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

describe('signing in', () => {
  test.each(['/ops', '/ops/doubts', '/ops/discrepancies', '/ops/isps', '/ops/deliveries', '/ops/find?name=sub_1', '/ops/nowhere'])(
    'without it %s is the form, and nothing else',
    (path) =>
      withOps({}, async (site) => {
        const answer = await site.request(path);
        expect(answer.status).toBe(401);
        const page = await answer.text();
        expect(page).toContain('action="/ops/sign-in"');
        expect(page).not.toMatch(/Sign out|_01k/);
      }),
  );

  test('the key gives a cookie for these pages only, out of reach of scripts and of other sites', () =>
    withOps({}, async (site) => {
      const answer = await site.post('/ops/sign-in', { key: ADMIN_KEY });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/ops']);
      const cookie = answer.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(/^ops_session=[\w.-]+; Max-Age=28800; Path=\/ops; HttpOnly; SameSite=Strict$/);
      expect(cookie).not.toContain(ADMIN_KEY);
    }));

  test('behind HTTPS the cookie is for HTTPS only', () =>
    withOps({ admin_url: 'https://ops.example' }, async (site) => {
      const answer = await site.post('/ops/sign-in', { key: ADMIN_KEY });
      expect(answer.headers.get('set-cookie')).toContain('Secure');
      expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
    }));

  test.each([{}, { key: '' }, { key: 'wrong' }, { key: `${ADMIN_KEY} ` }])('%j opens nothing', (fields) =>
    withOps({}, async (site) => {
      const answer = await site.post('/ops/sign-in', fields as Record<string, string>);
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([401, null]);
    }),
  );

  test('after ten wrong keys none is looked at for a while, the right one neither', () =>
    withOps({}, async (site) => {
      for (let tries = 0; tries < 10; tries += 1) await site.post('/ops/sign-in', { key: `wrong ${tries}` });
      const answer = await site.post('/ops/sign-in', { key: ADMIN_KEY });
      expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('set-cookie')]).toEqual([429, '60', null]);
      expect(site.logged.join('')).not.toMatch(/wrong \d|adm_/);
    }));
});

describe('a session', () => {
  test('shows the pages', () =>
    withOps({}, async (site) => {
      const { get } = await site.signIn();
      for (const path of ['/ops', '/ops/doubts', '/ops/isps', '/ops/deliveries', '/ops/discrepancies']) {
        expect((await get(path)).status).toBe(200);
      }
    }));

  test.each([
    ['unused for half an hour', [29, 60], [200, 401]],
    ['used all the time, after eight hours', [...Array.from({ length: 24 }, (_, step) => 20 * (step + 1)), 481], undefined],
  ] as const)('%s it is over', (_why, moments, statuses) =>
    withOps({}, async (site) => {
      let { cookie } = await site.signIn();
      const seen: number[] = [];
      for (const moment of moments) {
        site.time.now = minutes(moment);
        const answer = await site.request('/ops', { headers: { cookie } });
        seen.push(answer.status);
        // The first case keeps its cookie, as a thief would.
        if (statuses === undefined) cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      }
      expect(seen).toEqual(statuses ?? [...Array.from({ length: 24 }, () => 200), 401]);
    }),
  );

  test('is over for good once it is signed out, whoever kept the cookie', () =>
    withOps({}, async (site) => {
      const { get, post } = await site.signIn();
      const answer = await post('/ops/sign-out');
      expect(answer.headers.get('set-cookie')).toMatch(/^ops_session=; Max-Age=0;/);
      expect((await get('/ops')).status).toBe(401);
    }));

  test('of another key is none', async () => {
    const cookie = await withOps({}, async (site) => (await site.signIn()).cookie);
    await withOps({ admin_api_key: 'adm_another-key-of-the-operators-here' }, async (site) => {
      expect((await site.request('/ops', { headers: { cookie } })).status).toBe(401);
    });
  });

  test.each([
    ['a letter', (cookie: string) => `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`],
    ['its beginning', (cookie: string) => cookie.replace(/\.\d+\./, `.${NOW.getTime() + 9e9}.`)],
    ['its end', (cookie: string) => cookie.replace(/\.\d+\.([^.]+)$/, `.${NOW.getTime() + 9e9}.$1`)],
    ['everything', () => 'ops_session=a.b.c.d'],
  ])('whose cookie had %s changed is none', (_what, forge) =>
    withOps({}, async (site) => {
      const { cookie } = await site.signIn();
      expect((await site.request('/ops', { headers: { cookie: forge(cookie) } })).status).toBe(401);
    }),
  );
});
