import { describe, expect, test } from '@jest/globals';
import { TEXTS } from '../../web/texts/index.ts';
import {
  CHECKOUT_ID,
  checkoutPage,
  endedSubscription,
  oneShot,
  purchase,
  rebilling,
  subscription,
  withSite,
  withStatus,
} from './support.ts';

const PATH = `/checkout/${CHECKOUT_ID}`;
const PROGRESS = `${PATH}/progress`;

describe('/v1/button.js', () => {
  test('is a script of less than 6.2 KB that any site may load, and asks to be looked at again after an hour', () =>
    withSite({}, async (site) => {
      const answer = await site.fetch('/v1/button.js');
      const script = await answer.text();
      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'public, max-age=3600',
        'x-content-type-options': 'nosniff',
      });
      expect(Buffer.byteLength(script)).toBeLessThan(6_200);
      const same = await site.fetch('/v1/button.js', {
        headers: { 'if-none-match': answer.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
      });
      expect(same.status).toBe(304);
    }));

  test('says something in both languages for each way that a checkout can go', () =>
    withSite({}, async (site) => {
      const script = await (await site.fetch('/v1/button.js')).text();
      for (const status of ['open', 'processing', 'completed', 'failed', 'expired']) {
        expect(script.match(new RegExp(`^${status}: '`, 'gm'))).toHaveLength(2);
      }
    }));
});

describe('how a checkout stands', () => {
  test.each([
    ['open', 'open', checkoutPage()],
    ['open', 'open', checkoutPage({ failure: 'line_suspended' })],
    ['processing', 'waiting', checkoutPage({ purchase: { ...purchase, status: 'processing', codes: [] } })],
    ['processing', 'in_doubt', checkoutPage({ purchase: { ...purchase, status: 'in_doubt', codes: [] } })],
    ['completed', 'bought', withStatus(checkoutPage({ purchase }), 'completed')],
    ['completed', 'subscribed', withStatus(checkoutPage({ document: rebilling, subscription }), 'completed')],
    ['completed', 'subscribed', withStatus(checkoutPage({ document: rebilling, subscription: endedSubscription }), 'completed')],
    ['failed', 'failed', withStatus(checkoutPage({ failure: 'line_closed' }), 'completed')],
    ['expired', 'expired', withStatus(checkoutPage(), 'expired')],
  ])('is %s while the page shows %s, without a code or an address', (status, stage, checkout) =>
    withSite({ checkout: { ...checkout, email: 'anna@example.com' } }, async (site) => {
      expect(await (await site.fetch(PROGRESS)).json()).toEqual({ checkout: CHECKOUT_ID, status, stage });
      expect(site.acts).toEqual([]);
      expect(site.shown).toEqual([]);
    }),
  );

  test.each([
    ['https://shop.example/back?a=1', 'https://shop.example', 'the origin of the return address'],
    [null, 'https://journal.example', 'the origin of the site that is sold'],
    ['javascript:alert(1)', 'https://journal.example', 'the origin of the site where the return address is none'],
  ])('is told with the return address %s to %s alone: %s', (return_url, origin, _why) =>
    withSite({ checkout: checkoutPage({ return_url }) }, async (site) => {
      expect(await site.page(PATH)).toContain(`data-shop="${origin}" data-checkout="${CHECKOUT_ID}" data-status="open"`);
      const allowed = async (from: string) =>
        (await site.fetch(PROGRESS, { headers: { origin: from } })).headers.get('access-control-allow-origin');
      expect(await allowed(origin)).toBe(origin);
      for (const other of ['https://evil.example', 'null', `${origin}.evil.example`]) expect(await allowed(other)).toBeNull();
    }),
  );

  test('is told to nobody where the merchant has no web address', () =>
    withSite({ checkout: checkoutPage({ document: { ...oneShot, site_url: 'ftp://journal.example' } }) }, async (site) => {
      expect(await site.page(PATH)).not.toContain('data-shop');
      expect((await site.fetch(PROGRESS, { headers: { origin: 'null' } })).headers.get('access-control-allow-origin')).toBeNull();
    }));

  test('of an unknown checkout is not found', () =>
    withSite({}, async (site) => expect((await site.fetch('/checkout/chk_unknown/progress')).status).toBe(404)));
});

describe('the ISP that is chosen already', () => {
  const chosen = (page: string) => /value="(\w+)" required checked/.exec(page)?.[1];

  test('is the one of the last confirmed form in this browser, and the page says what is known and what is not', () =>
    withSite({ public_url: 'https://pay.example' }, async (site) => {
      const answer = await site.submit(PATH, { quantity: '1', email: 'anna@example.com', isp: 'orange' });
      const [cookie = ''] = answer.headers.getSetCookie();
      expect(cookie).toMatch(/^isp=orange; Max-Age=15552000; Path=\/checkout; HttpOnly; Secure; SameSite=Lax$/);
      const page = await (await site.fetch(PATH, { headers: { cookie: 'isp=orange' } })).text();
      expect(chosen(page)).toBe('orange');
      expect(page).toContain(TEXTS.fr.form.isp_known.cookie);
    }));

  test('can be suggested by the merchant’s link', () =>
    withSite({}, async (site) => {
      const page = await site.page(`${PATH}?isp=sfr`);
      expect(chosen(page)).toBe('sfr');
      expect(page).toContain(TEXTS.fr.form.isp_known.merchant);
    }));

  test('is the buyer’s own choice of an earlier try before all else', () =>
    withSite({ checkout: checkoutPage({ isp: 'free', failure: 'refused' }) }, async (site) => {
      const page = await (await site.fetch(`${PATH}?isp=sfr`, { headers: { cookie: 'isp=orange' } })).text();
      expect(chosen(page)).toBe('free');
      for (const text of Object.values(TEXTS.fr.form.isp_known)) expect(page).not.toContain(text);
    }));

  test.each(['isp=minitel', 'isp=', 'other=orange', 'isp=%E0%A4%A'])('is none with the cookie %s', (cookie) =>
    withSite({}, async (site) => {
      expect(chosen(await (await site.fetch(PATH, { headers: { cookie } })).text())).toBeUndefined();
    }),
  );

  test('is not remembered of a form that is refused', () =>
    withSite({}, async (site) => {
      expect((await site.submit(PATH, { quantity: '1', email: 'x', isp: 'orange' })).headers.getSetCookie()).toEqual([]);
    }));
});
