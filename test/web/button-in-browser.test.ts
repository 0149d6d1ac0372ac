import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { TEXTS } from '../../web/texts/index.ts';
import { expectAccessible } from '../support/e2e/axe.ts';
import { startChromium } from '../support/e2e/chromium.ts';
import { openShopPage, type ShopPage } from './shop-page.ts';
import { CHECKOUT_ID, checkoutPage, purchase, type Site, withSite, withStatus } from './support.ts';

const PATH = `/checkout/${CHECKOUT_ID}`;
const { layout, form, done } = TEXTS.fr;

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
}, 60_000);
afterAll(() => browser?.close());

type Told = { checkout: string; status: string };
type Stage = { site: Site; shop: ShopPage; page: Page; context: BrowserContext; told(): Promise<Told[]>; url: string };
type Options = { body: (pay: string) => string; browsing?: BrowserContextOptions; return_url?: string; no_windows?: boolean };

const link = (pay: string) => `<a href="${pay}${PATH}" data-internetplus="button">Payer</a><script src="${pay}/v1/button.js"></script>`;

/** A merchant's page with the button on it, in a browser, before a checkout whose return address is that page's. */
async function withButton(
  { body, browsing = {}, return_url, no_windows = false }: Options,
  use: (stage: Stage) => Promise<void>,
): Promise<void> {
  await withSite({}, async (site) => {
    const url = `${site.base}${PATH}`;
    const shop = await openShopPage(() => body(site.base), { pay: site.base, checkout: url });
    site.world.checkout = checkoutPage({ return_url: return_url ?? `${shop.origin}/merci` });
    const context = await browser.newContext({ locale: 'fr-FR', ...browsing });
    context.setDefaultTimeout(15_000);
    try {
      const page = await context.newPage();
      await page.addInitScript('window.told = []; document.addEventListener("internetplus", (event) => window.told.push(event.detail));');
      if (no_windows) await page.addInitScript('window.open = () => null;');
      await page.goto(shop.origin);
      await use({ site, shop, page, context, url, told: () => page.evaluate('window.told') });
    } finally {
      await context.close();
      await shop.close();
    }
  });
}

/** The window that a click opens, with the checkout in it. */
async function popupOf({ context }: Stage, click: () => Promise<void>): Promise<Page> {
  const [popup] = await Promise.all([context.waitForEvent('page'), click()]);
  await popup.getByRole('heading', { name: form.title_codes }).waitFor();
  return popup;
}

/** Clicks what closes its own window. Such a click may be told as failed, since the window is gone before its end; a window that stays is a failure. */
async function closesBy(popup: Page, link: Locator): Promise<void> {
  const closed = popup.waitForEvent('close');
  const click = link.click().catch((error: unknown) => {
    if (!popup.isClosed()) throw error;
  });
  await Promise.all([closed, click]);
}

function complete({ site }: Stage): void {
  site.world.checkout = withStatus({ ...site.world.checkout, purchase }, 'completed');
}

describe('the button on a merchant’s page with a strict policy', () => {
  test('opens the checkout beside the page, which waits in a dialog, hears how it ended, and is there again when the window goes', () =>
    withButton({ body: link }, async (stage) => {
      const { page } = stage;
      const popup = await popupOf(stage, () => page.getByRole('link', { name: 'Payer' }).press('Enter'));
      const dialog = page.getByRole('dialog', { name: /Continuez dans la fenêtre/ });
      await dialog.waitFor();
      await expectAccessible(page);
      // A second click finds the same window.
      await page.evaluate('document.querySelector("[data-internetplus]").click()');
      expect(stage.context.pages()).toHaveLength(2);
      expect(await stage.told()).toEqual([]);

      complete(stage);
      await popup.reload();
      await popup.getByRole('heading', { name: done.title_codes }).waitFor();
      await page.getByRole('dialog', { name: /C’est payé/ }).waitFor();
      expect(await stage.told()).toEqual([{ checkout: CHECKOUT_ID, status: 'completed' }]);
      await closesBy(popup, popup.getByRole('link', { name: layout.back_to_shop }));
      await page.getByRole('button', { name: 'Continuer' }).press('Enter');
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Payer');
      expect(await page.evaluate('Object.keys(window).filter((name) => /internet/i.test(name))')).toEqual(['InternetPlus']);
    }));

  test('sends a form of the merchant into the window, with what was clicked in it', () => {
    const body = (pay: string) =>
      `<form method="post" action="/acheter" data-internetplus><input type="hidden" name="order" value="7"><button name="offer" value="week">Obtenir</button></form>
       <script src="${pay}/v1/button.js"></script>`;
    return withButton({ body }, async (stage) => {
      await popupOf(stage, () => stage.page.getByRole('button', { name: 'Obtenir' }).click());
      expect(stage.shop.sent).toEqual(['order=7&offer=week']);
      expect(stage.page.url()).toBe(`${stage.shop.origin}/`);
      await stage.page.getByRole('dialog').waitFor();
    });
  });

  test('stands where its script stands, in the language around it, for a checkout or for the form that it is in', () => {
    const script = (pay: string, more: string) => `<script src="${pay}/v1/button.js" ${more}></script>`;
    const body = (pay: string) =>
      `${script(pay, `data-checkout="${pay}${PATH}" data-kind="subscription"`)}<div lang="en">${script(pay, `data-checkout="${pay}${PATH}"`)}</div>
       <form method="post" action="/acheter">${script(pay, '')}</form>`;
    return withButton({ body }, async (stage) => {
      const names = await stage.page.getByRole('button').allInnerTexts();
      expect(names).toEqual(['Obtenir un ticket', 'Pay with Internet+', 'Payer avec Internet+']);
      await expectAccessible(stage.page);
      const popup = await popupOf(stage, () => stage.page.getByRole('button', { name: 'Payer avec Internet+' }).click());
      expect(popup.url()).toBe(stage.url);
    });
  });

  test('fills a phone’s screen with its dialog, and can give up', () =>
    withButton({ body: link, browsing: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } }, async (stage) => {
      const { page } = stage;
      const popup = await popupOf(stage, () => page.getByRole('link', { name: 'Payer' }).tap());
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      const box = await dialog.boundingBox();
      const screen = (await page.evaluate('[innerWidth, innerHeight]')) as [number, number];
      expect([Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)]).toEqual(screen);
      await Promise.all([popup.waitForEvent('close'), page.getByRole('button', { name: 'Renoncer' }).click()]);
      expect(await stage.told()).toEqual([{ checkout: CHECKOUT_ID, status: 'closed' }]);
      expect(await dialog.count()).toBe(0);
    }));

  test('lets the page itself go there where the browser blocks windows', () =>
    withButton({ body: link, no_windows: true }, async ({ page, url }) => {
      await page.getByRole('link', { name: 'Payer' }).click();
      await page.waitForURL(url);
    }));

  test('is a plain link without JavaScript', () =>
    withButton({ body: link, browsing: { javaScriptEnabled: false } }, async ({ site, page }) => {
      await page.getByRole('link', { name: 'Payer' }).click();
      await page.waitForURL(`${site.base}${PATH}`);
    }));
});

describe('what the window tells', () => {
  test('reaches no page of another origin than the return address has', () =>
    withButton({ body: link, return_url: 'https://journal.example/merci' }, async (stage) => {
      const { page } = stage;
      await page.addInitScript('window.heard = []; addEventListener("message", ({ data }) => window.heard.push(data));');
      await page.reload();
      const popup = await popupOf(stage, () => page.getByRole('link', { name: 'Payer' }).click());
      complete(stage);
      await popup.reload();
      await popup.getByRole('heading', { name: done.title_codes }).waitFor();
      // What is sent to the right origin arrives at once; this one must have gone nowhere.
      await popup.evaluate('window.opener.postMessage("after", "*")');
      await page.waitForFunction('window.heard.includes("after")');
      expect(await page.evaluate('window.heard')).toEqual(['after']);
      expect(await stage.told()).toEqual([]);
    }));

  test('is believed of the window alone, not of a frame or the page itself', () =>
    withButton({ body: link }, async (stage) => {
      const { page, site } = stage;
      const popup = await popupOf(stage, () => page.getByRole('link', { name: 'Payer' }).click());
      await page.evaluate(`postMessage({ type: 'internetplus', checkout: 'chk_forged', status: 'completed' }, '*')`);
      await popup.evaluate(`location.assign('${stage.shop.origin}/')`);
      await popup.waitForURL(`${stage.shop.origin}/`);
      await popup.evaluate(`window.opener.postMessage({ type: 'internetplus', checkout: 'chk_forged', status: 'completed' }, '*')`);
      await popup.evaluate(`location.assign('${site.base}${PATH}')`);
      await popup.getByRole('heading', { name: form.title_codes }).waitFor();
      expect(await stage.told()).toEqual([]);
    }));

  test('is asked of the checkout where the window is lost', () =>
    withButton({ body: link }, async (stage) => {
      const popup = await popupOf(stage, () => stage.page.getByRole('link', { name: 'Payer' }).click());
      await popup.close();
      await stage.page.getByRole('dialog', { name: /Fenêtre fermée/ }).waitFor();
      complete(stage);
      await stage.page.getByRole('dialog', { name: /C’est payé/ }).waitFor();
      expect(await stage.told()).toEqual([
        { checkout: CHECKOUT_ID, status: 'closed' },
        { checkout: CHECKOUT_ID, status: 'completed' },
      ]);
    }));
});

describe('clickjacking', () => {
  test.each([PATH, '/unsubscribe/unsub.Token-1_a'])('%s is shown in no frame, the merchant’s own included', (path) =>
    withButton({ body: (pay) => `<iframe title="framed" src="${pay}${path}"></iframe>` }, async ({ page, site }) => {
      const refused: string[] = [];
      page.on('console', (message) => refused.push(message.text()));
      await page.reload();
      const framed = page.frames().find((frame) => frame !== page.mainFrame());
      expect(framed?.url() ?? '').not.toContain(site.base);
      expect(refused.join('\n')).toMatch(/frame-ancestors 'none'|X-Frame-Options/);
    }),
  );
});
