import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import type { Shop } from '../../simulator/shop.ts';
import { TEXTS } from '../../web/texts/index.ts';
import { expectAccessible } from '../support/e2e/axe.ts';
import { Buyer, type Choice } from '../support/e2e/buyer.ts';
import { startChromium } from '../support/e2e/chromium.ts';
import { openShop } from '../support/e2e/demo-shop.ts';
import { Site } from '../support/e2e/site.ts';
import { eventually } from '../support/world/eventually.ts';
import { CALLBACK_SECRET } from '../support/world/seed.ts';

const { done, layout, unsubscribe } = TEXTS.fr;
const HOSTILE = '"><img src=x onerror="window.hacked=true"><script>window.hacked=true</script>';

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

/** Presses a button of the shop, buys in the window that opens beside it, and reads in the shop what its server was told. */
async function buy(button: Locator, { title, callback, ...choice }: Choice & { title: string; callback: string }): Promise<string> {
  const [popup] = await Promise.all([buyer.context.waitForEvent('page'), button.click()]);
  const there = buyer.at(popup);
  await there.choose(choice);
  await there.accept('demo');
  await there.reads(title);
  const [code = ''] = await there.codes();
  await buyer.reads('Merci ! Votre achat est fait.');
  await buyer.page.getByRole('cell', { name: callback }).waitFor();
  await expectAccessible(buyer.page);
  await popup.close();
  await buyer.page.goto(shop.url);
  return code;
}

/** A callback as billing sends it, with what a client may write into it. */
async function deliver(id: string, data: object): Promise<void> {
  const sent_at = new Date();
  const payload = JSON.stringify({ type: 'purchase.completed', timestamp: sent_at.toISOString(), data });
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sent_at.getTime() / 1000)),
    'webhook-signature': new Webhook(CALLBACK_SECRET).sign(id, sent_at, payload),
  };
  const answer = await fetch(`${shop.url}/callbacks`, { method: 'POST', body: payload, headers });
  expect(answer.status).toBe(204);
}

const fitsItsWidth = () => buyer.page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');

describe('the demo shop', () => {
  test('sells a code that opens its article, once', async () => {
    const choice = { quantity: 1, email: 'lecteur@example.org', isp: 'SFR' };
    const button = buyer.page.getByRole('button', { name: 'Acheter des codes' });
    const code = await buy(button, { ...choice, title: done.title_codes, callback: 'purchase.completed' });
    await enter('Lire l’article', code);
    await buyer.page.getByText('Votre code a ouvert cet article. Il ne servira plus.').waitFor();
    await expectAccessible(buyer.page);
    await buyer.page.goto(shop.url);
    await enter('Lire l’article', code);
    await buyer.page.getByText('Ce code a déjà servi').waitFor();
    await expectAccessible(buyer.page);
    // The browser itself notes that the shop answered the used code with 403.
    expect(buyer.complaints).toEqual([expect.stringContaining('403')]);
  });

  test('sells a ticket that keeps its area open, also after it was ended for as long as it is paid', async () => {
    const choice = { offer: 'week', email: 'abonne@example.org', isp: 'Alice' } as const;
    const button = buyer.page.getByRole('button', { name: 'Obtenir un ticket' }).first();
    const code = await buy(button, { ...choice, title: done.title_subscription, callback: 'subscription.activated' });
    await enter('Entrer', code);
    await buyer.page.getByText('Votre ticket est valable jusqu’au').waitFor();
    const yours = buyer.page.getByRole('region', { name: 'Votre abonnement' });
    for (const fact of ['5,00\u00a0€ par semaine', 'en cours', 'Alice']) await yours.getByText(fact).waitFor();
    await expectAccessible(buyer.page);

    await yours.getByRole('link', { name: 'Mettre fin à l’abonnement' }).click();
    await buyer.page.getByRole('button', { name: unsubscribe.button }).click();
    await buyer.page.getByRole('status').getByText(unsubscribe.done_text).waitFor();
    await buyer.page.goto(`${shop.url}/area`);
    await buyer.page.getByText('Votre ticket est valable jusqu’au').waitFor();
    await yours.getByText('Terminé le').waitFor();
    expect(buyer.complaints).toEqual([]);
  });

  test('shows what its server received as it comes, whatever is written in it, on a phone', async () => {
    await buyer.leave();
    buyer = await Buyer.arrive(browser, { viewport: { width: 390, height: 844 } });
    await buyer.page.goto(shop.url);
    expect(await fitsItsWidth()).toBe(true);
    await expectAccessible(buyer.page);
    await buyer.page.getByRole('link', { name: 'Notifications reçues' }).click();
    await buyer.reads('Notifications reçues');
    await buyer.page.evaluate('window.stayed = true');
    await deliver('evt_hostile', { purchase: 'pur_hostile', reference: HOSTILE, client_reference: HOSTILE, amount: 300 });
    const row = buyer.page.getByRole('row', { name: 'pur_hostile' });
    await row.getByText('signature vérifiée').waitFor();
    await row.getByText('Contenu').click();
    await row.locator('pre').getByText('window.hacked').waitFor();
    expect(await buyer.page.evaluate('[window.stayed, window.hacked]')).toEqual([true, undefined]);
    expect(await fitsItsWidth()).toBe(true);
    await expectAccessible(buyer.page);
    await row.getByRole('link', { name: 'pur_hostile' }).click();
    await buyer.page.getByText('Dans l’ordre où elles sont arrivées').waitFor();
    expect(buyer.complaints).toEqual([]);
  });

  test('sells without JavaScript, in its own window, and takes the buyer back', async () => {
    await buyer.leave();
    buyer = await Buyer.arrive(browser, { javaScriptEnabled: false });
    await buyer.page.goto(shop.url);
    await buyer.page.getByRole('button', { name: 'Acheter des codes' }).click();
    await buyer.choose({ quantity: 1, email: 'sans-script@example.org', isp: 'Free' });
    await buyer.accept('demo');
    await buyer.reads(done.title_codes);
    const [code = ''] = await buyer.codes();
    await buyer.page.getByRole('link', { name: layout.back_to_shop }).click();
    await buyer.reads('Merci ! Votre achat est fait.');
    await eventually(async () => {
      await buyer.page.getByRole('link', { name: 'Actualiser cette page' }).click();
      expect(await buyer.page.getByRole('cell', { name: 'purchase.completed' }).count()).toBe(1);
    });
    await buyer.page.goto(shop.url);
    await enter('Lire l’article', code);
    await buyer.page.getByText('Votre code a ouvert cet article.').waitFor();
    expect(buyer.complaints).toEqual([]);
  });

  test('asks for a code that is right in words that help', async () => {
    await enter('Entrer', 'ABCD-EFGH-1234-5678');
    await buyer.page.getByText('Ce code n’existe pas pour ce contenu.').waitFor();
    expect(await buyer.page.getByRole('heading', { name: 'L’espace des abonnés' }).isVisible()).toBe(true);
    expect(buyer.complaints).toEqual([expect.stringContaining('403')]);
  });
});
