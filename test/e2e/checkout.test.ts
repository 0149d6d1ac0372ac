import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { WireDossier } from '../../api/schemas/dossier.ts';
import { TEXTS } from '../../web/texts/index.ts';
import { Buyer, openCheckout } from '../support/e2e/buyer.ts';
import { startChromium } from '../support/e2e/chromium.ts';
import { mailsTo, mailTo } from '../support/e2e/mailbox.ts';
import { Site } from '../support/e2e/site.ts';
import { eventually } from '../support/world/eventually.ts';
import type { IspName } from '../support/world/isp-control.ts';

const { done, failures, form, waiting } = TEXTS.fr;
const SECRET = 'secret';
const PLAIN_SPACES = /[\u00a0\u202f]/g;

let site: Site;
let browser: Browser;
let buyer: Buyer;

beforeAll(async () => {
  [site, browser] = await Promise.all([Site.open({ isp_timeout_ms: 20_000 }), startChromium()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

beforeEach(() => arrive());

afterEach(async () => {
  await buyer.leave();
  expect(buyer.complaints).toEqual([]);
});

async function arrive(options: BrowserContextOptions = {}): Promise<void> {
  buyer = await Buyer.arrive(browser, options);
}

const paid = async (isp: IspName, line: string) =>
  (await site.world.isp.payments(isp, line)).filter(({ status }) => status === 'succeeded').map(({ amount }) => amount);
const checkoutNow = async (id: string) => (await site.call('GET', `/v1/checkouts/${id}`)).body;

describe('a purchase in the popup', () => {
  test('goes from the form of the merchant over the page of the ISP to codes on the screen, in the mail and back at the merchant', async () => {
    const { id, url } = await openCheckout(site, 'one_shot', { return_url: 'https://journal.example/merci?order=7' });
    await buyer.context.route('https://journal.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<h1>Le Journal</h1><a href="${url}" target="internetplus" rel="opener">Internet+</a>`,
      }),
    );
    await buyer.page.goto('https://journal.example/payer');
    const [popup] = await Promise.all([buyer.context.waitForEvent('page'), buyer.page.getByText('Internet+').click()]);
    const there = buyer.at(popup);
    await there.choose({ quantity: 3, email: 'popup@example.org', isp: 'Free' });
    const asked = await there.reads('Confirmez votre achat');
    expect(asked).toContain('Le Journal de Demain');
    expect(asked).toContain('9,00 €');
    await there.accept('demo');
    expect(await there.reads(done.title_codes)).toContain('9,00 €');
    const codes = await there.codes();
    expect(new Set(codes).size).toBe(3);

    const checkout = await checkoutNow(id);
    expect(checkout.status).toBe('completed');
    const purchase = (await site.call('GET', `/v1/purchases/${checkout.purchase}`)).body;
    expect(purchase.codes.map(({ code }) => code)).toEqual(codes);
    expect(await paid('free', 'demo-free')).toEqual([900]);
    const mail = await mailTo(site.world.inbox_url, 'popup@example.org');
    for (const code of codes) expect(mail.text).toContain(code);

    await popup.getByRole('link', { name: TEXTS.fr.layout.back_to_shop }).click();
    await popup.getByText('Le Journal').waitFor();
    expect(popup.url()).toBe(`https://journal.example/merci?order=7&checkout=${id}&status=completed`);
    expect(await popup.evaluate('window.opener !== null')).toBe(true);
  });

  test('works without JavaScript', async () => {
    await buyer.leave();
    await arrive({ javaScriptEnabled: false });
    const line = await site.world.isp.line('orange');
    const { url } = await openCheckout(site, 'one_shot');
    await buyer.page.goto(url);
    await buyer.choose({ quantity: 2, email: 'no-script@example.org', isp: 'Orange' });
    await buyer.accept(line, SECRET);
    await buyer.reads(done.title_codes);
    expect(await buyer.codes()).toHaveLength(2);
    expect(await paid('orange', line)).toEqual([600]);
  });

  test('that the buyer refuses on the page of the ISP says so, keeps what was filled in, and goes well the second time', async () => {
    const line = await site.world.isp.line('alice');
    const { id, url } = await openCheckout(site, 'one_shot');
    await buyer.page.goto(url);
    await buyer.choose({ quantity: 2, email: 'refuses@example.org', isp: 'Alice' });
    await buyer.refuse();
    const refused = await buyer.reads(form.title_codes);
    expect(refused).toContain(failures.refused);
    expect(refused).toContain(form.failed_forward);
    expect(await buyer.page.getByLabel(form.email).inputValue()).toBe('refuses@example.org');
    expect(await buyer.page.getByLabel(form.quantity).inputValue()).toBe('2');
    expect(await checkoutNow(id)).toMatchObject({ status: 'open' });
    await buyer.choose({ isp: 'Alice' });
    await buyer.accept(line, SECRET);
    await buyer.reads(done.title_codes);
    expect(await paid('alice', line)).toEqual([600]);
  });

  test('with a wrong password at the ISP asks for it again, and comes to its codes', async () => {
    const line = await site.world.isp.line('sfr');
    await buyer.page.goto((await openCheckout(site, 'one_shot')).url);
    await buyer.choose({ quantity: 1, email: 'typo@example.org', isp: 'SFR' });
    await buyer.accept(line, 'not the password');
    await buyer.page.getByRole('alert').getByText('n’est pas le bon').waitFor();
    await buyer.accept(line, SECRET);
    await buyer.reads(done.title_codes);
    // The browser itself notes that the ISP answered the wrong password with 401.
    expect(buyer.complaints.splice(0)).toEqual([expect.stringContaining('401')]);
  });

  test('by a suspended line says why, charges nothing, and another line can pay', async () => {
    const line = await site.world.isp.line('free');
    const { id, url } = await openCheckout(site, 'one_shot');
    await buyer.page.goto(url);
    await buyer.choose({ quantity: 1, email: 'suspended@example.org' });
    await buyer.accept('suspended');
    const declined = await buyer.reads(form.title_codes);
    expect(declined).toContain(failures.line_suspended.replaceAll(PLAIN_SPACES, ' '));
    expect(declined).toContain(form.failed_forward);
    expect(await paid('free', 'suspended-free')).toEqual([]);
    expect(await checkoutNow(id)).toMatchObject({ status: 'open' });
    await buyer.choose({});
    await buyer.accept(line, SECRET);
    await buyer.reads(done.title_codes);
    expect(await paid('free', line)).toEqual([300]);
    await mailTo(site.world.inbox_url, 'suspended@example.org');
  });

  test('that is confirmed and accepted by double clicks is bought once', async () => {
    const line = await site.world.isp.line('free');
    await buyer.page.goto((await openCheckout(site, 'one_shot', { email: 'double@example.org', quantity: 1 })).url);
    await buyer.page.getByRole('radio', { name: 'Free' }).check();
    await buyer.page.getByRole('button', { name: form.confirm }).dblclick();
    await buyer.identify(line, SECRET);
    await buyer.page.getByRole('button', { name: 'Accepter' }).dblclick();
    await buyer.reads(done.title_codes);
    expect(await buyer.codes()).toHaveLength(1);
    expect(await paid('free', line)).toEqual([300]);
    await mailTo(site.world.inbox_url, 'double@example.org');
  });

  test('whose way back is taken five times at once, and again later, is bought once', async () => {
    const line = await site.world.isp.line('sfr');
    const { url } = await openCheckout(site, 'one_shot');
    const fields = { quantity: '2', email: 'five@example.org', isp: 'sfr' };
    const post = (address: string, body: Record<string, string>) =>
      fetch(address, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual' });
    const hosted = (await post(url, fields)).headers.get('location') ?? '';
    const back = (await post(hosted, { username: line, password: SECRET, decision: 'accept' })).headers.get('location') ?? '';
    const comeBack = async () => (await fetch(back, { redirect: 'manual' })).status;
    expect(await Promise.all(Array.from({ length: 5 }, comeBack))).toEqual([303, 303, 303, 303, 303]);
    expect(await comeBack()).toBe(303);
    await buyer.page.goto(url);
    await buyer.reads(done.title_codes);
    expect(await buyer.codes()).toHaveLength(2);
    expect(await paid('sfr', line)).toEqual([600]);
  });

  test('may be reloaded, left by the back button and accepted once more while the ISP takes its time, and is bought once', async () => {
    const line = await site.world.isp.line('sfr');
    const { url } = await openCheckout(site, 'one_shot', { email: 'slow@example.org' });
    await site.world.isp.faults('sfr', [{ operation: 'createPayment', kind: 'slow', latency_ms: 7_500, times: 1 }]);
    await buyer.page.goto(url);
    await buyer.choose({ quantity: 1, isp: 'SFR' });
    await buyer.accept(line, SECRET);
    expect(await buyer.reads(waiting.title)).toContain(waiting.text);
    await buyer.page.reload();
    await buyer.reads(waiting.title);
    await buyer.page.goBack();
    await buyer.reads('Confirmez votre achat');
    await buyer.accept(line, SECRET);
    // The page finds its way to the codes by itself.
    await buyer.reads(done.title_codes);
    const codes = await buyer.codes();
    expect(codes).toHaveLength(1);
    await buyer.page.goto(url);
    expect(await buyer.reads(done.title_codes)).toContain(codes[0]);
    expect(await paid('sfr', line)).toEqual([300]);
  }, 45_000);

  test('shows what is to be corrected where the form is sent unfinished by something that skips the browser’s own checks', async () => {
    const { url } = await openCheckout(site, 'one_shot');
    const sent = await fetch(url, { method: 'POST', body: new URLSearchParams({ quantity: '99', email: 'x', isp: 'minitel' }) });
    expect(sent.status).toBe(422);
    await buyer.page.setContent(await sent.text());
    const page = await buyer.reads(form.title_codes);
    for (const field of ['quantity', 'email', 'isp'] as const) expect(page).toContain(form.errors[field].replaceAll(PLAIN_SPACES, ' '));
  });
});

describe('a subscription in the popup', () => {
  /** Subscribes by the month, and answers the code that is shown. */
  async function subscribe(isp: IspName, { line, email }: { line: string; email: string }) {
    const names = { alice: 'Alice', free: 'Free', orange: 'Orange', sfr: 'SFR' };
    const { id, url } = await openCheckout(site, 'rebilling');
    await buyer.page.goto(url);
    const shown = await buyer.reads(form.title_subscription);
    await buyer.choose({ offer: 'month', email, isp: names[isp] });
    const asked = await buyer.reads('Confirmez votre abonnement');
    expect(asked).toContain('10,00 € par mois');
    await buyer.accept(line, SECRET);
    await buyer.reads(done.title_subscription);
    const [code, ...more] = await buyer.codes();
    expect(more).toEqual([]);
    const { subscription } = await checkoutNow(id);
    return { id: String(subscription), code: code ?? '', checkout: id, shown };
  }
  /** The dossier holds the very sentences that the browser showed, and when they were shown, confirmed and accepted. */
  async function hasDossierOf(id: string, { checkout, shown }: { checkout: string; shown: string }): Promise<void> {
    const { consent, mandate, created_at } = (await site.call('GET', `/v1/subscriptions/${id}/dossier`)).body as unknown as WireDossier;
    const lines = (consent?.text?.body ?? '').split('\n').map((line) => line.replaceAll(PLAIN_SPACES, ' '));
    expect(lines).toEqual(expect.arrayContaining(['Abonnés', '10,00 € par mois', 'au plus 120,00 € par an, TVA comprise', form.confirm]));
    expect(lines).toContain(form.consent.replaceAll(PLAIN_SPACES, ' '));
    for (const line of lines) expect(shown).toContain(line);
    const isp_page = {
      merchant_name: 'Le Journal de Demain',
      description: 'Abonnés (Orange)',
      amount: 1_000,
      currency: 'EUR',
      period: 'month',
      language: 'fr',
    };
    expect(consent).toMatchObject({
      channel: 'checkout',
      checkout,
      isp_page,
      text: { language: 'fr', version: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const instants = [consent?.shown_at, consent?.accepted_at, consent?.token_presented_at, mandate?.made_at];
    expect(instants).toEqual(instants.toSorted());
    expect(instants.every((at) => typeof at === 'string' && Math.abs(Date.parse(at) - Date.parse(created_at)) < 60_000)).toBe(true);
  }
  const get = async (id: string) => (await site.call('GET', `/v1/subscriptions/${id}`)).body;
  const mandatesOf = async (isp: IspName, line: string) =>
    (await site.world.isp.mandates(isp)).filter((mandate) => mandate.line === line).map(({ status }) => status);

  test('gives one code, here and by mail; the link in the mail only shows, its button ends, and the ISP has the mandate cancelled', async () => {
    const line = await site.world.isp.line('orange');
    const { id, code, checkout, shown } = await subscribe('orange', { line, email: 'abonnee@example.org' });
    expect(await paid('orange', line)).toEqual([1_000]);
    await hasDossierOf(id, { checkout, shown });
    const mail = await mailTo(site.world.inbox_url, 'abonnee@example.org');
    expect(mail.text).toContain(code);
    const link = /https?:\/\/\S+\/unsubscribe\/\S+/.exec(mail.text)?.[0] ?? '';
    expect(mail.headers).toMatchObject({ 'list-unsubscribe': `<${link}>`, 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' });

    await buyer.page.goto(link);
    expect(await buyer.reads(TEXTS.fr.unsubscribe.title)).toContain('10,00 € par mois');
    await buyer.page.reload();
    expect(await get(id)).toMatchObject({ status: 'active' });
    expect(await mandatesOf('orange', line)).toEqual(['active']);

    await buyer.page.getByRole('button', { name: TEXTS.fr.unsubscribe.button }).click();
    await buyer.page.getByRole('status').getByText(TEXTS.fr.unsubscribe.done_text).waitFor();
    expect(await get(id)).toMatchObject({ status: 'ended', end_reason: 'unsubscribed', end_source: 'email_link' });
    await eventually(async () => expect(await mandatesOf('orange', line)).toEqual(['cancelled']));
    await eventually(async () => expect(await mailsTo(site.world.inbox_url, 'abonnee@example.org')).toHaveLength(2));
    await buyer.page.goto(link);
    await buyer.page.getByRole('status').getByText(TEXTS.fr.unsubscribe.already_text.replaceAll(PLAIN_SPACES, ' ')).waitFor();
    expect(await paid('orange', line)).toEqual([1_000]);
  });

  test('is ended from the account page of the ISP, by username and password, and says that it was there', async () => {
    const line = await site.world.isp.line('free');
    const { id, code } = await subscribe('free', { line, email: 'compte@example.org' });
    await buyer.page.goto(`${site.world.isp.url}/free/account`);
    await buyer.identify(line, SECRET);
    await buyer.page.getByRole('button', { name: 'Se connecter' }).click();
    expect(await buyer.reads('Mon compte')).toContain('10,00 €');
    await buyer.page.locator('summary', { hasText: 'Résilier' }).click();
    await buyer.page.getByRole('button', { name: 'Résilier maintenant' }).click();
    await buyer.page.getByRole('status').getByText('résilié').waitFor();
    await eventually(async () => {
      expect(await get(id)).toMatchObject({ status: 'ended', end_source: 'isp', next_charge_at: null });
    });
    expect(await mandatesOf('free', line)).toEqual(['revoked']);
    const validation = await site.call('POST', '/v1/codes/validate', { body: { code, document: site.world.merchant.rebilling } });
    expect(validation.body).toMatchObject({ valid: true });
    await eventually(() => {
      const types = site.world.receiver.about(id).map(({ parsed }) => parsed.type);
      expect(types).toEqual(['subscription.activated', 'subscription.ended']);
    });
  });

  test('is not begun without the consent to be charged again', async () => {
    const { id, url } = await openCheckout(site, 'rebilling', { offer: 'week', email: 'sans-accord@example.org' });
    await buyer.page.goto(url);
    await buyer.page.getByRole('radio', { name: 'Alice' }).check();
    await buyer.page.getByRole('button', { name: form.confirm }).click();
    expect(buyer.page.url()).toBe(url);
    const sent = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ offer: '', email: 'a@b.fr', isp: 'alice' }),
      redirect: 'manual',
    });
    expect([sent.status, sent.headers.get('location')]).toEqual([422, null]);
    expect(await checkoutNow(id)).toMatchObject({ status: 'open' });
  });
});
