import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Shop } from '../../simulator/shop.ts';
import { TEXTS } from '../../web/texts/index.ts';
import { Buyer } from '../support/e2e/buyer.ts';
import { startChromium } from '../support/e2e/chromium.ts';
import { openShop } from '../support/e2e/demo-shop.ts';
import { Site } from '../support/e2e/site.ts';
import { eventually } from '../support/world/eventually.ts';

const { done, layout, unsubscribe } = TEXTS.fr;

let site: Site;
let shop: Shop;
let browser: Browser;
let buyer: Buyer;

beforeAll(async () => {
  [site, browser] = await Promise.all([Site.open(), startChromium()]);
  shop = await openShop(site);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await shop?.close();
  await site?.close();
});

beforeEach(async () => {
  buyer = await Buyer.arrive(browser);
  await buyer.page.goto(shop.url);
});

afterEach(async () => {
  await buyer.leave();
});

/** Types the code into one of the shop's two forms. */
async function enter(button: string, code: string): Promise<void> {
  const locked = buyer.page.locator('form').filter({ has: buyer.page.getByRole('button', { name: button, exact: true }) });
  await locked.getByLabel('Code').fill(code);
  await locked.getByRole('button').click();
}

/** Goes back to the shop, whose page tells the callback that came meanwhile. */
async function goBack(callback: string): Promise<void> {
  await buyer.page.getByRole('link', { name: layout.back_to_shop }).click();
  await buyer.reads('Merci ! Votre achat est fait.');
  await eventually(async () => {
    await buyer.page.reload();
    expect(await buyer.page.getByRole('cell', { name: callback }).count()).toBe(1);
  });
  await buyer.page.goto(shop.url);
}

describe('the demo shop', () => {
  test('sells a code that opens its article, once', async () => {
    await buyer.page.getByRole('button', { name: 'Acheter des codes' }).click();
    await buyer.choose({ quantity: 1, email: 'lecteur@example.org', isp: 'SFR' });
    await buyer.accept('demo');
    await buyer.reads(done.title_codes);
    const [code = ''] = await buyer.codes();
    await goBack('purchase.completed');
    await enter('Lire l’article', code);
    await buyer.page.getByText('Votre code a ouvert cet article. Il ne servira plus.').waitFor();
    await buyer.page.goto(shop.url);
    await enter('Lire l’article', code);
    await buyer.page.getByText('Ce code a déjà servi').waitFor();
    // The browser itself notes that the shop answered the used code with 403.
    expect(buyer.complaints).toEqual([expect.stringContaining('403')]);
  });

  test('sells a ticket that keeps its area open, also after it was ended for as long as it is paid', async () => {
    await buyer.page.getByRole('button', { name: 'Obtenir un ticket' }).first().click();
    await buyer.choose({ offer: 'week', email: 'abonne@example.org', isp: 'Alice' });
    await buyer.accept('demo');
    await buyer.reads(done.title_subscription);
    const [code = ''] = await buyer.codes();
    const end_url = await buyer.page.getByRole('link', { name: done.end_link }).getAttribute('href');
    await goBack('subscription.activated');
    await enter('Entrer', code);
    await buyer.page.getByText('Votre ticket est valable jusqu’au').waitFor();

    await buyer.page.goto(end_url ?? '');
    await buyer.page.getByRole('button', { name: unsubscribe.button }).click();
    await buyer.page.getByRole('status').getByText(unsubscribe.done_text).waitFor();
    await buyer.page.goto(`${shop.url}/area`);
    await buyer.page.getByText('Votre ticket est valable jusqu’au').waitFor();
    expect(buyer.complaints).toEqual([]);
  });
});
