import { describe, expect, test } from '@jest/globals';
import { TEXTS } from '../../web/texts/index.ts';
import {
  CHECKOUT_ID,
  checkoutPage,
  oneShot,
  purchase,
  readable,
  rebilling,
  TOKEN,
  unsubscribePage,
  withSite,
  withStatus,
} from './support.ts';

const CHECKOUT = `/checkout/${CHECKOUT_ID}`;
const UNSUBSCRIBE = `/unsubscribe/${TOKEN}`;

/** What pages load of their own: nothing in these comes from anybody else. */
const OWN_SCRIPT = /<script type="module" src="\/assets\/[a-z-]+\.[0-9a-f]{12}\.js"><\/script>/g;
const OWN_PICTURE = /<img (?:class="art" )?src="\/assets\/[a-z-]+\.[0-9a-f]{12}\.svg" width="\d+" height="\d+" alt="">/g;

describe('every page', () => {
  test.each([CHECKOUT, UNSUBSCRIBE, '/checkout/unknown', '/unsubscribe/unknown'])('%s is guarded by its headers', (path) =>
    withSite({}, async (site) => {
      const { headers } = await site.fetch(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self' http://localhost:4000");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.has('strict-transport-security')).toBe(false);
    }),
  );

  test('asks for HTTPS ever after where it is served by HTTPS', () =>
    withSite({ public_url: 'https://pay.example' }, async (site) => {
      expect((await site.fetch(CHECKOUT)).headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
    }));

  test.each([CHECKOUT, UNSUBSCRIBE, '/checkout/unknown'])(
    '%s has a language, a viewport, one heading a section, no inline script or style, and less than 50 KB',
    (path) =>
      withSite({}, async (site) => {
        const page = await site.page(path);
        expect(page).toMatch(/<html lang="fr">/);
        expect(page).toContain('name="viewport"');
        expect(page).toContain('<h1>');
        expect(page.replaceAll(OWN_SCRIPT, '')).not.toMatch(/<script|<style|style="|\son[a-z]+="/);
        expect(page.length).toBeLessThan(50_000);
      }),
  );

  test.each([CHECKOUT, UNSUBSCRIBE])('%s switches its language', (path) =>
    withSite({}, async (site) => {
      expect(await site.page(`${path}?lang=en`)).toMatch(/<html lang="en">/);
      expect(await site.page(`${path}?lang=de`)).toMatch(/<html lang="fr">/);
      expect(await site.page(path)).toContain(`href="${path}?lang=en"`);
    }),
  );

  test('every control has a label', () =>
    withSite({ checkout: checkoutPage({ document: rebilling }) }, async (site) => {
      const page = await site.page(CHECKOUT);
      for (const [, id] of page.matchAll(/<(?:select|input) id="([a-z]+)"/g)) {
        const wrapped = new RegExp(`<label[^>]*><input id="${id}"`).test(page);
        expect(wrapped || page.includes(`<label for="${id}">`)).toBe(true);
      }
      for (const [radio] of page.matchAll(/<[a-z]+[^>]*>\s*<input type="radio"/g)) expect(radio).toMatch(/^<label/);
    }));

  test('says that a test bills nothing', () =>
    withSite({ checkout: checkoutPage({ document: { ...oneShot, mode: 'test' } }) }, async (site) => {
      expect(await site.page(CHECKOUT)).toContain(TEXTS.fr.layout.test_mode);
    }));

  test('the style sheet is served', () =>
    withSite({}, async (site) => {
      const answer = await site.fetch('/assets/web.css');
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    }));

  test('what a page loads is kept for ever under the version in its address, and another version is never kept', () =>
    withSite({}, async (site) => {
      const page = await site.page(CHECKOUT);
      const loaded = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address]) => address ?? '');
      expect(loaded.length).toBeGreaterThan(1);
      for (const address of loaded) {
        const answer = await site.fetch(address);
        expect([address, answer.status, answer.headers.get('cache-control')]).toEqual([
          address,
          200,
          'public, max-age=31536000, immutable',
        ]);
        const other = await site.fetch(address.replace(/\.[0-9a-f]{12}\./, '.000000000000.'));
        expect([other.status, other.headers.get('cache-control')]).toEqual([200, 'no-cache']);
        expect(await other.text()).toBe(await answer.text());
      }
      expect((await site.fetch('/assets/other.css')).status).toBe(404);
      expect((await site.fetch('/assets/..%2Fpages.ts')).status).toBe(404);
    }));

  test('paths of other rooms are left alone', () =>
    withSite({}, async (site) => {
      const answer = await site.fetch('/v1/purchases');
      expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
      expect(answer.headers.get('content-security-policy')).not.toContain("form-action 'self'");
    }));
});

describe('markup in names', () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
  const document = { ...oneShot, name: evil, site_url: 'javascript:alert(3)' };
  const harmless = (page: string) => {
    expect(page.replaceAll(OWN_SCRIPT, '').replaceAll(OWN_PICTURE, '')).not.toMatch(/<script|<img|href="javascript:/);
    expect(readable(page)).toContain(evil);
  };

  test('is text in the form', () =>
    withSite(
      { checkout: checkoutPage({ merchant_name: evil, document, email: evil, return_url: 'javascript:alert(4)', failure: evil }) },
      async (site) => {
        harmless(await site.page(CHECKOUT));
      },
    ));

  test('is text in a form that comes back', () =>
    withSite({}, async (site) => {
      harmless(await (await site.submit(CHECKOUT, { quantity: evil, email: evil, isp: evil })).text());
    }));

  test('is text in an outcome', () =>
    withSite(
      {
        checkout: withStatus(
          checkoutPage({ merchant_name: evil, document, purchase: { ...purchase, client_reference: evil } }),
          'completed',
        ),
      },
      async (site) => harmless(await site.page(CHECKOUT)),
    ));

  test('is text on the way out', () =>
    withSite(
      { unsubscribe: unsubscribePage({ merchant_name: evil, document_name: evil, site_url: 'javascript:alert(5)' }) },
      async (site) => {
        harmless(await site.page(UNSUBSCRIBE));
      },
    ));

  test.each(['/checkout/%22%3E%3Cscript%3E', '/checkout/%E0%A4%A', '/unsubscribe/%3Cscript%3E', `${CHECKOUT}/return/%3Cscript%3E`])(
    '%s is not repeated',
    (path) =>
      withSite({}, async (site) => {
        const answer = await site.fetch(path);
        expect([400, 404]).toContain(answer.status);
        expect((await answer.text()).replaceAll(OWN_SCRIPT, '')).not.toMatch(/<script|%3Cscript/);
      }),
  );
});

describe('what nobody expected', () => {
  const broken = new Error('password=hunter2 in a statement of anna@example.com');

  test('is a page in both languages that leaks nothing, and a line in the log that holds no key', () =>
    withSite({ show_failure: broken }, async (site) => {
      for (const path of [CHECKOUT, UNSUBSCRIBE]) {
        const answer = await site.fetch(path);
        const page = await answer.text();
        expect(answer.status).toBe(500);
        for (const texts of [TEXTS.fr, TEXTS.en]) expect(page).toContain(texts.errors.internal.title);
        expect(page).not.toMatch(/hunter2|anna@|Error|\.ts/);
      }
      const log = site.logged.join('');
      expect(log).toContain('page failed');
      expect(log).not.toMatch(/hunter2|anna@/);
      for (const key of [CHECKOUT_ID, TOKEN]) expect(log).not.toContain(key);
    }));

  test('an unknown checkout is a page in both languages', () =>
    withSite({}, async (site) => {
      const answer = await site.fetch('/checkout/chk_unknown');
      const page = await answer.text();
      expect(answer.status).toBe(404);
      for (const texts of [TEXTS.fr, TEXTS.en]) expect(page).toContain(texts.errors.not_found.title);
    }));

  test('a body that is too long is refused as unreadable', () =>
    withSite({}, async (site) => {
      expect((await site.submit(CHECKOUT, { email: 'a'.repeat(20_000) })).status).toBe(400);
    }));
});
