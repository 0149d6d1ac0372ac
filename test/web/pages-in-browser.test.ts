import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { TEXTS } from '../../web/texts/index.ts';
import { axeFindings } from '../support/e2e/axe.ts';
import { startChromium } from '../support/e2e/chromium.ts';
import {
  CHECKOUT_ID,
  checkoutPage,
  endedSubscription,
  purchase,
  rebilling,
  type Site,
  subscription,
  TOKEN,
  unsubscribePage,
  withSite,
  withStatus,
} from './support.ts';

const PATH = `/checkout/${CHECKOUT_ID}`;
const { form, done, waiting } = TEXTS.fr;

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
}, 60_000);
afterAll(() => browser?.close());

async function withPage<T>(options: BrowserContextOptions, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ locale: 'fr-FR', ...options });
  context.setDefaultTimeout(15_000);
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

/** The site's pages in a window; `world` is what they show. */
const seen = (world: Parameters<typeof withSite>[0], use: (page: Page, site: Site) => Promise<void>, options: BrowserContextOptions = {}) =>
  withSite(world, (site) => withPage({ baseURL: site.base, ...options }, (page) => use(page, site)));

describe('every page', () => {
  const paid = (change: Parameters<typeof checkoutPage>[0]) =>
    withStatus(checkoutPage({ sent_to: 'a•••@example.org', ...change }), 'completed');
  const LONG = 'Une publication au nom interminable '.repeat(3).trim();
  const PAGES: [name: string, world: Parameters<typeof withSite>[0], path: string][] = [
    ['the form for codes', { checkout: checkoutPage({ merchant_name: LONG }) }, PATH],
    ['the form for a subscription', { checkout: checkoutPage({ document: rebilling }) }, `${PATH}?isp=free`],
    ['the form after a decline', { checkout: checkoutPage({ failure: 'insufficient_ceiling' }) }, `${PATH}?lang=en`],
    ['the waiting page', { checkout: checkoutPage({ purchase: { ...purchase, status: 'processing', codes: [] } }) }, PATH],
    ['the doubt', { checkout: checkoutPage({ purchase: { ...purchase, status: 'in_doubt', codes: [] } }) }, PATH],
    ['the codes', { checkout: paid({ purchase }) }, PATH],
    ['the code of a subscription', { checkout: paid({ document: rebilling, subscription }) }, `${PATH}?lang=en`],
    ['the lost sale', { checkout: withStatus(checkoutPage({ failure: 'line_closed' }), 'completed') }, PATH],
    ['the expired checkout', { checkout: withStatus(checkoutPage(), 'expired') }, PATH],
    ['the way out', { unsubscribe: unsubscribePage({ document_name: LONG }) }, `/unsubscribe/${TOKEN}`],
    ['the end', { unsubscribe: unsubscribePage({ subscription: endedSubscription }) }, `/unsubscribe/${TOKEN}?lang=en`],
    ['"Résilier votre contrat"', {}, '/resilier'],
    ['the answer about the mail', {}, '/cancel?sent=yes'],
    ['the list of subscriptions', {}, `/resilier/${TOKEN}`],
    ['the dead link', { leaving: { kind: 'expired', locale: 'en' } }, `/cancel/${TOKEN}`],
    ['the page that is not there', {}, '/checkout/unknown'],
  ];

  test.each(PAGES)('%s is accessible by day and by night, and as wide as a phone and as a desktop', (_name, world, path) =>
    seen(world, async (page) => {
      await page.goto(path);
      const findings = await axeFindings(page);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      findings.push(...(await axeFindings(page)));
      const overflows: number[] = [];
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) overflows.push(width);
      }
      expect({ findings, overflows }).toEqual({ findings: [], overflows: [] });
    }),
  );
});

describe('the form', () => {
  test('says the total as one chooses, by the list and by its buttons', () =>
    seen({}, async (page) => {
      await page.goto(PATH);
      const total = page.locator('.total output');
      expect(await total.textContent()).toBe('4,00\u00a0€');
      await page.getByLabel(form.quantity).selectOption('3');
      expect(await total.textContent()).toBe('12,00\u00a0€');
      await page.getByRole('button', { name: form.more }).click();
      expect(await total.textContent()).toBe('16,00\u00a0€');
      for (const _press of [1, 2, 3]) await page.getByRole('button', { name: form.fewer }).press('Enter');
      expect(await page.getByLabel(form.quantity).inputValue()).toBe('1');
      expect(await page.getByRole('button', { name: form.fewer }).isDisabled()).toBe(true);
    }));

  test('has each total in its list without JavaScript, and no control that does nothing', () =>
    seen(
      {},
      async (page) => {
        await page.goto(PATH);
        expect(await page.getByRole('option').first().textContent()).toBe('1\u00a0code\u00a0: 4,00\u00a0€ au total');
        expect(await page.getByRole('button').allInnerTexts()).toEqual([form.confirm]);
        expect(await page.locator('.total').isVisible()).toBe(false);
      },
      { javaScriptEnabled: false },
    ));

  test('asks about an address with a slip in it, and takes the answer by one key', () =>
    seen({}, async (page) => {
      await page.goto(PATH);
      const email = page.getByLabel(form.email);
      for (const [typed, meant] of [
        ['anna@gmial.com', 'anna@gmail.com'],
        ['anna@orange.f', 'anna@orange.fr'],
        ['anna@exemple.fr', undefined],
        ['anna@gmail.com', undefined],
      ] as const) {
        await email.fill(typed);
        await email.blur();
        const asked = page.getByRole('button', { name: /@/ });
        expect(await asked.count()).toBe(meant === undefined ? 0 : 1);
        if (meant === undefined) continue;
        await asked.press('Enter');
        expect(await email.inputValue()).toBe(meant);
      }
    }));

  test('is sent once by a double click, and can be sent again after the back button', () =>
    seen({}, async (page) => {
      const sent: (string | null)[] = [];
      await page.route(`**${PATH}?lang=fr`, (route) => {
        sent.push(new URLSearchParams(route.request().postData() ?? '').get('isp'));
        return route.fulfill({ contentType: 'text/html', body: '<h1>ISP</h1>' });
      });
      const choose = async (isp: string) => {
        await page.getByLabel(form.email).fill('anna@example.org');
        await page.getByRole('radio', { name: isp }).check();
      };
      await page.goto(PATH);
      await choose('Free');
      await page.getByRole('button', { name: form.confirm }).dblclick();
      await page.getByRole('heading', { name: 'ISP' }).waitFor();
      expect(sent).toEqual(['free']);
      await page.goBack();
      await choose('SFR');
      await page.getByRole('button', { name: form.confirm }).click();
      await page.getByRole('heading', { name: 'ISP' }).waitFor();
      expect(sent).toEqual(['free', 'sfr']);
    }));
});

describe('waiting', () => {
  test('finds the codes by itself, with one quiet request after the other and no reload before', () =>
    seen({ checkout: checkoutPage({ purchase: { ...purchase, status: 'processing', codes: [] } }) }, async (page, site) => {
      await page.goto(`${PATH}?lang=fr`);
      await page.getByRole('heading', { name: waiting.title }).waitFor();
      await page.evaluate('window.still_here = true');
      await page.waitForResponse((answer) => answer.url().endsWith('/progress'));
      expect(await page.evaluate('window.still_here')).toBe(true);
      site.world.checkout = withStatus(checkoutPage({ purchase }), 'completed');
      await page.getByRole('heading', { name: done.title_codes }).waitFor();
    }));
});

describe('the codes', () => {
  test('are copied one by one', () =>
    seen(
      { checkout: withStatus(checkoutPage({ purchase }), 'completed') },
      async (page) => {
        await page.goto(PATH);
        const [first = '', second = ''] = purchase.codes.map(({ code }) => code);
        for (const code of [second, first]) {
          await page.getByRole('button', { name: `${done.copy} ${code}` }).click();
          await page.getByRole('status').getByText(`${done.copied} ${code}`).waitFor();
          expect(await page.evaluate('navigator.clipboard.readText()')).toBe(code);
        }
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));
});
