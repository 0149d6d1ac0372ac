import { describe, expect, test } from '@jest/globals';
import type { DiscrepancyRow } from '../../../db/entities/reconciliation.ts';
import type { IspsView, OversightUseCases } from '../../../usecases/oversight/types.ts';
import { createFakeOversight, DELIVERIES, DISCREPANCY, ISPS_VIEW, ids } from '../../support/api/fake-oversight.ts';
import { withOps } from '../../support/api/ops-site.ts';
import { readable } from '../support.ts';

const EVIL = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;

/** Everything that somebody else wrote and that reaches a page, with markup in it. */
async function evilWorld(): Promise<Partial<OversightUseCases>> {
  const row: DiscrepancyRow = {
    ...DISCREPANCY,
    subject: EVIL,
    details: { payment_id: EVIL, client_correlator: EVIL, reference_code: EVIL, status: EVIL },
    resolved_at: DISCREPANCY.opened_at,
    resolution: 'by_hand',
    note: EVIL,
  };
  const isps: IspsView = {
    ...ISPS_VIEW,
    workers: [{ address: EVIL, answered: false, why: 'no answer' }],
    schedules: ISPS_VIEW.schedules?.map((schedule) => ({ ...schedule, state: 'paused' as const, note: EVIL })),
  };
  const [endpoint] = DELIVERIES.endpoints;
  const [letter] = DELIVERIES.letters;
  const found = await createFakeOversight().useCases.find(ids('sub', '1'));
  const overview = await createFakeOversight().useCases.overview();
  return {
    discrepancies: async () => ({ rows: [row], listed_max: 100 }),
    discrepancy: async () => row,
    isps: async () => isps,
    overview: async () => ({ ...overview, concerns: [{ kind: 'worker_silent', addresses: [EVIL] }], isps }),
    deliveries: async () => ({
      ...DELIVERIES,
      endpoints: endpoint ? [{ ...endpoint, address: EVIL, last: { at: endpoint.oldest_at, status: null, error: EVIL } }] : [],
      letters: letter ? [{ ...letter, error: EVIL }] : [],
    }),
    find: async () => ({
      ...found,
      fields: { merchant_name: EVIL, site_url: `javascript:${EVIL}`, decline_raw: EVIL },
      lists: [{ title: 'Attempts', rows: [{ detail: EVIL }] }],
    }),
  };
}

const PAGES = [
  '/ops',
  '/ops/discrepancies',
  `/ops/discrepancies/${DISCREPANCY.id}`,
  '/ops/isps',
  '/ops/deliveries',
  `/ops/find?name=${encodeURIComponent(EVIL)}`,
];

describe('markup that others wrote', () => {
  test.each(PAGES)('is text on %s', async (path) => {
    await withOps({ useCases: await evilWorld() }, async (site) => {
      const page = await (await (await site.signIn()).get(path)).text();
      expect(page).not.toMatch(/<script|<img|href="javascript:/);
      expect(readable(page)).toContain('<script>alert(1)</script>');
    });
  });

  test('is text where it is looked up in vain, and in a note that is asked for again', () =>
    withOps({}, async (site) => {
      const { get, post } = await site.signIn();
      const pages = [
        await (await get(`/ops/find?name=${encodeURIComponent(EVIL)}`)).text(),
        await (await post(`/ops/discrepancies/${DISCREPANCY.id}/resolve`, { note: `${EVIL}</textarea>${'x'.repeat(1_000)}` })).text(),
      ];
      for (const page of pages) {
        expect(page).not.toMatch(/<script|<img/);
        expect(readable(page)).toContain(EVIL);
      }
    }));
});

describe('a form of a signed-in operator', () => {
  const FORMS = [
    [`/ops/discrepancies/${DISCREPANCY.id}/resolve`, { note: 'paid back' }],
    ['/ops/letters/queue', {}],
    [`/ops/letters/${ids('mail', '1')}/queue`, {}],
    ['/ops/sign-out', {}],
  ] as const;

  test.each(FORMS)('%s is refused without its token, with another, and from another site', (path, fields) =>
    withOps({}, async (site) => {
      const { cookie, form_token, get } = await site.signIn();
      const stranger = await site.signIn();
      const tries: [fields: Record<string, string>, headers: Record<string, string>][] = [
        [{}, {}],
        [{ form_token: '' }, {}],
        [{ form_token: stranger.form_token }, {}],
        [{ form_token }, { origin: 'https://evil.example' }],
        [{ form_token }, { origin: 'null' }],
        [{ form_token }, { 'sec-fetch-site': 'same-site' }],
      ];
      for (const [token, headers] of tries) {
        expect((await site.post(path, { ...fields, ...token }, { cookie, ...headers })).status).toBe(403);
      }
      expect(site.acts).toEqual({ resolved: [], queued: [] });
      expect((await get('/ops')).status).toBe(200);
    }),
  );

  test.each([{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])('the sign-in from %j is refused', (headers) =>
    withOps({}, async (site) => {
      const answer = await site.post('/ops/sign-in', { key: 'adm_key-of-the-operators-in-tests' }, headers as Record<string, string>);
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
    }),
  );
});

describe('every page behind the key', () => {
  test.each(['/ops', '/ops/doubts', ...PAGES.slice(1, 5), `/ops/find?name=${ids('sub', '1')}`])(
    '%s is small, unframed and kept by nobody',
    (path) =>
      withOps({}, async (site) => {
        const answer = await (await site.signIn()).get(path);
        const page = await answer.text();
        expect(answer.headers.get('content-security-policy')).toBe(
          "default-src 'none';style-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
        );
        expect([answer.headers.get('cache-control'), answer.headers.get('x-frame-options')]).toEqual(['no-store', 'DENY']);
        expect(page.length).toBeLessThan(50_000);
        expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+="/);
        for (const [, form] of page.matchAll(/<form([^>]*method="post"[\s\S]*?)<\/form>/g)) expect(form).toContain('name="form_token"');
      }),
  );

  test('stays small however much goes wrong', async () => {
    const many = <T>(rows: readonly T[], count: number) => Array.from({ length: count }, (_, index) => rows[index % rows.length] as T);
    const { doubts, find } = createFakeOversight().useCases;
    const found = await find(ids('sub', '1'));
    const deliveries = {
      ...DELIVERIES,
      endpoints: many(DELIVERIES.endpoints, 100),
      silenced: many(DELIVERIES.silenced, 100),
      letters: many(DELIVERIES.letters, 100),
      ends: many(DELIVERIES.ends, 100),
      overdue: many(DELIVERIES.overdue, 100),
    };
    const all = many((await doubts()).doubts, 30);
    const useCases: Partial<OversightUseCases> = {
      doubts: async () => ({ doubts: all, listed_max: 30 }),
      discrepancies: async () => ({ rows: many([DISCREPANCY], 50), listed_max: 50 }),
      deliveries: async () => deliveries,
      find: async () => ({
        ...found,
        lists: ['Charges', 'Refunds', 'Events', 'Letters'].map((title) => ({ title, rows: many(found.lists[0]?.rows ?? [], 15) })),
      }),
    };
    await withOps({ useCases }, async (site) => {
      const { get } = await site.signIn();
      for (const path of ['/ops/doubts', '/ops/discrepancies', '/ops/deliveries', `/ops/find?name=${ids('sub', '1')}`]) {
        expect([path, (await (await get(path)).text()).length < 50_000]).toEqual([path, true]);
      }
      const shown = await (await get('/ops/deliveries')).text();
      expect(shown).toContain('Shown are the first 10 of 100 or more.');
    });
  });
});
