import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { addMerchantUser } from '../../usecases/merchant-users.ts';
import { newId } from '../../vault/ids.ts';
import { CLOCKS } from '../../web/console/clocks/texts.ts';
import { DOCUMENT_LIFE } from '../../web/console/documents/life-texts.ts';
import { DOCUMENTS } from '../../web/console/documents/texts.ts';
import { EVENTS } from '../../web/console/events/texts.ts';
import { KEYS } from '../../web/console/keys/texts.ts';
import { SIGN_IN } from '../../web/console/sign-in/texts.ts';
import { SUBSCRIPTIONS } from '../../web/console/subscriptions/texts.ts';
import { COMMON } from '../../web/console/texts/common.ts';
import { TRANSACTIONS } from '../../web/console/transactions/texts.ts';
import { expectAccessible } from '../support/e2e/axe.ts';
import { Buyer } from '../support/e2e/buyer.ts';
import { startChromium } from '../support/e2e/chromium.ts';
import { mailsTo } from '../support/e2e/mailbox.ts';
import { Site } from '../support/e2e/site.ts';
import { eventually } from '../support/world/eventually.ts';
import { buy, clockAt, subscribe } from '../support/world/subscribing.ts';

const EMAIL = 'merchant@example.com';
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

let site: Site;
let browser: Browser;
let person: Buyer;
let page: Page;
let ids: { clock: string; subscription: string; purchase: string; charge: string; event: string; payout: string };

beforeAll(async () => {
  [site, browser] = await Promise.all([Site.open({ isp_timeout_ms: 20_000 }), startChromium()]);
  const { world } = site;
  await addMerchantUser(world.shared, { merchant_id: world.merchant.scope.merchant_id, email: EMAIL, locale: 'fr' });
  const clock = await clockAt(world, '2027-01-31T10:00:00Z');
  const [{ subscription }, { purchase }] = await Promise.all([
    subscribe(world, { isp: 'orange', offer: 'month', test_clock: clock }),
    buy(world, { isp: 'free', quantity: 2 }),
  ]);
  const events = await world.useCases.listEvents(world.merchant.scope, { limit: 1, after: undefined, purchase: purchase.id });
  const { payout } = await world.useCases.makeTestPayout(world.merchant.scope, { id: newId('po'), month: '2027-01' });
  ids = {
    clock,
    subscription: subscription.id,
    purchase: purchase.id,
    charge: purchase.charge ?? '',
    event: events.data[0]?.id ?? '',
    payout: payout.id,
  };
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

beforeEach(() => arrive());

afterEach(async () => {
  await person.leave();
  expect(person.complaints).toEqual([]);
});

/** What the browser kept of a sign-in: later visits go on with it, as links may be asked for a few times an hour only. */
let kept: BrowserContextOptions = {};

async function comeBack(): Promise<void> {
  await person.leave();
  await arrive(kept);
}

async function arrive(options: BrowserContextOptions = {}): Promise<void> {
  person = await Buyer.arrive(browser, options);
  page = person.page;
}

const open = async (path: string) => await page.goto(`${site.url}/console${path}`);
const press = async (name: string) => await page.getByRole('main').getByRole('button', { name, exact: true }).click();

/** By the link in the mail, as a person does. */
async function signIn(): Promise<void> {
  const texts = SIGN_IN.fr;
  const before = (await mailsTo(site.world.inbox_url, EMAIL)).length;
  await open('');
  await page.getByLabel(texts.email).fill(EMAIL);
  await press(texts.send);
  await person.heading(texts.sent_title).waitFor();
  const [mail] = await eventually(async () => {
    const mails = await mailsTo(site.world.inbox_url, EMAIL);
    expect(mails.length).toBe(before + 1);
    return mails;
  });
  await page.goto(/https?:\/\/\S+\/console\/sign-in\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
  await press(texts.button);
  await person.heading(COMMON.fr.navigation.home).waitFor();
}

describe('a merchant in the console', () => {
  test('signs in by the link in the mail, finds a sale, and has its event delivered again', async () => {
    await signIn();
    kept = { storageState: await person.context.storageState() };
    await page.getByRole('navigation').getByRole('link', { name: COMMON.fr.navigation.transactions }).click();
    await page.getByLabel(TRANSACTIONS.fr.search).fill(ids.purchase);
    await press(TRANSACTIONS.fr.find);
    await page.getByRole('rowheader').getByRole('link').click();
    await page.getByRole('link', { name: 'purchase.completed' }).click();
    await person
      .heading('purchase.completed')
      .or(page.getByRole('heading', { level: 1, name: 'purchase.completed' }))
      .first()
      .waitFor();
    const delivered = () => site.world.receiver.about(ids.purchase).filter(({ parsed }) => parsed.type === 'purchase.completed').length;
    const before = await eventually(() => {
      expect(delivered()).toBeGreaterThan(0);
      return delivered();
    });
    await press(EVENTS.fr.redeliver);
    await page.getByRole('status').getByText(EVENTS.fr.redelivered).waitFor();
    await eventually(() => expect(delivered()).toBe(before + 1));
  });

  test('refunds once by a double click', async () => {
    await comeBack();
    await open(`/transactions/${ids.charge}`);
    await page.getByLabel(TRANSACTIONS.fr.refund_amount).fill('2,50');
    await page.getByLabel(TRANSACTIONS.fr.refund_reason).fill('article illisible');
    await page.getByRole('main').getByRole('button', { name: TRANSACTIONS.fr.refund_button, exact: true }).dblclick();
    await page.getByRole('status').waitFor();
    const charge = (await site.call('GET', `/v1/charges/${ids.charge}`)).body;
    expect(charge.refunds).toMatchObject([{ amount: 250, reason: 'article illisible' }]);
    expect(await page.getByText('article illisible').count()).toBe(1);
  });

  test('advances a test clock, sees it arrive, and finds the renewal in the life of the subscription', async () => {
    await comeBack();
    await open(`/test-clocks/${ids.clock}`);
    await press(CLOCKS.fr.steps.quarter);
    await eventually(async () => expect(await page.getByRole('main').textContent()).toContain('30 avr. 2027'), 30_000);
    await page.getByRole('button', { name: CLOCKS.fr.steps.day, exact: true }).waitFor();
    await open(`/subscriptions/${ids.subscription}`);
    for (const number of [1, 2, 3, 4]) await page.getByRole('link', { name: `${SUBSCRIPTIONS.fr.period(number)} ·` }).waitFor();
  });

  test('makes a key that opens the API, and revokes it', async () => {
    await comeBack();
    await open('/keys');
    await press(KEYS.fr.create_button);
    const key = (await page.locator('.c-fresh code').textContent()) ?? '';
    expect((await site.call('GET', '/v1/documents', { key })).status).toBe(200);
    await open('/keys');
    expect(await page.getByText(key).count()).toBe(0);
    const row = page.getByRole('row').filter({ hasText: `…${key.slice(-4)}` });
    await row.getByText(KEYS.fr.revoke, { exact: true }).first().click();
    await row.getByRole('button', { name: KEYS.fr.revoke }).click();
    await page.getByRole('status').getByText(KEYS.fr.revoked_done).waitFor();
    expect((await site.call('GET', '/v1/documents', { key })).status).toBe(401);
  });

  test('sees what the buyer will see while writing a document', async () => {
    await comeBack();
    await open('/documents/new?kind=rebilling');
    await page.getByLabel(DOCUMENTS.fr.name, { exact: true }).fill('Le Phare');
    await page.getByLabel(DOCUMENTS.fr.offer_price('Mensuel')).fill('8,50');
    const preview = page.frameLocator('iframe');
    await preview.getByText('8,50 € par mois').waitFor();
    await preview.getByText('Le Phare').waitFor();
    await page.getByLabel(DOCUMENTS.fr.site_url).fill('https://phare.example');
    await press(DOCUMENTS.fr.create_button);
    await page.getByRole('status').getByText(DOCUMENTS.fr.created).waitFor();
    await page.getByText(DOCUMENT_LIFE.fr.archive).click();
    await press(DOCUMENT_LIFE.fr.archive_button);
    await page.getByRole('status').getByText(DOCUMENT_LIFE.fr.done.archived).waitFor();
    await preview.getByText('Le Phare').waitFor();
    await expectAccessible(page);
    expect(await page.evaluate(OVERFLOW)).toBe(0);
  });
});

test('everything works without JavaScript, on a phone', async () => {
  await person.leave();
  await arrive({ ...PHONE, javaScriptEnabled: false });
  await signIn();
  await page.getByRole('link', { name: COMMON.fr.menu }).click();
  await page.getByRole('navigation').getByRole('link', { name: COMMON.fr.navigation.clocks }).click();
  await press(CLOCKS.fr.create_button);
  await page.getByRole('status').getByText(CLOCKS.fr.created).waitFor();
  await press(CLOCKS.fr.steps.week);
  await person.page
    .getByRole('button', { name: CLOCKS.fr.steps.week, exact: true })
    .or(page.getByRole('link', { name: CLOCKS.fr.reload }))
    .waitFor();
  await open('/documents/new?kind=one_shot');
  await page.getByLabel(DOCUMENTS.fr.name, { exact: true }).fill('Les Archives');
  await page.getByLabel(DOCUMENTS.fr.site_url).fill('https://archives.example');
  await page.getByLabel(DOCUMENTS.fr.price).fill('1,20');
  await press(DOCUMENTS.fr.refresh);
  await page.frameLocator('iframe').getByText('Les Archives').waitFor();
  await press(DOCUMENTS.fr.create_button);
  await page.getByRole('status').getByText(DOCUMENTS.fr.created).waitFor();
  await page.getByRole('link', { name: COMMON.fr.menu }).click();
  await page.getByRole('button', { name: COMMON.fr.sign_out, exact: true }).click();
  await page.getByRole('status').getByText(SIGN_IN.fr.signed_out).waitFor();
});

test('axe-core finds nothing on any page, and none is wider than a phone', async () => {
  await open('/sign-in');
  await expectAccessible(page);
  await comeBack();
  const paths = [
    ...[
      '',
      '/transactions',
      '/subscriptions',
      '/documents',
      '/documents?archived=yes',
      '/events',
      '/payouts',
      '/keys',
      '/test-clocks',
      '/integration',
      '/merchants',
      '/nothing-here',
    ],
    ...[`/transactions/${ids.charge}`, `/subscriptions/${ids.subscription}`, `/events/${ids.event}`, `/test-clocks/${ids.clock}`],
    ...[`/documents/${site.world.merchant.rebilling}`, '/documents/new?kind=one_shot'],
    ...[`/payouts/${ids.payout}`, `/payouts/${ids.payout}/print`],
  ];
  for (const path of paths) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await open(path);
    await expectAccessible(page);
    await page.setViewportSize(PHONE.viewport);
    expect([path, await page.evaluate(OVERFLOW)]).toEqual([path, 0]);
  }
  await open('#menu');
  await expectAccessible(page);
  // The page that isn't there says so to the browser too.
  person.complaints.splice(0, person.complaints.length, ...person.complaints.filter((complaint) => !complaint.includes('404')));
});
