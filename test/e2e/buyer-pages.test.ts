import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { ISP_NAMES, ISPS } from '../../domain/isps.ts';
import { LOCALES, type Locale } from '../../domain/subscriptions.ts';
import { TEXTS } from '../../web/texts/index.ts';
import { expectAccessible } from '../support/e2e/axe.ts';
import { Buyer, openCheckout } from '../support/e2e/buyer.ts';
import { startChromium } from '../support/e2e/chromium.ts';
import { mailsTo, mailTo } from '../support/e2e/mailbox.ts';
import { Site } from '../support/e2e/site.ts';
import { eventually } from '../support/world/eventually.ts';
import type { IspName } from '../support/world/isp-control.ts';

const SECRET = 'secret';
const PHONE = { viewport: { width: 390, height: 844 } };
const PLAIN_SPACES = /[\u00a0\u202f]/g;
const plain = (text: string) => text.replaceAll(PLAIN_SPACES, ' ');

let site: Site;
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([Site.open({ isp_timeout_ms: 20_000 }), startChromium()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** One person's visit; a browser's complaint fails it. */
async function visit<T>(options: BrowserContextOptions, use: (buyer: Buyer) => Promise<T>): Promise<T> {
  const buyer = await Buyer.arrive(browser, options);
  try {
    const result = await use(buyer);
    expect(buyer.complaints).toEqual([]);
    return result;
  } finally {
    await buyer.leave();
  }
}

const speaking = (locale: Locale) => ({ locale: locale === 'fr' ? 'fr-FR' : 'en-GB' });
const paid = async (isp: IspName, line: string) =>
  (await site.world.isp.payments(isp, line)).filter(({ status }) => status === 'succeeded').map(({ amount }) => amount);

type Sale = { isp: IspName; locale: Locale; kind: 'one_shot' | 'rebilling' };

/** Steps 1 to 5 of a purchase or a subscription (product.md); answers the codes and who bought. */
async function buy(
  buyer: Buyer,
  { isp, locale, kind }: Sale,
): Promise<{ codes: string[]; email: string; line: string; subscription: string }> {
  const line = await site.world.isp.line(isp);
  const email = `${kind}.${locale}.${line}@example.org`;
  const { id, url } = await openCheckout(site, kind, { locale });
  await buyer.page.goto(url);
  const choice = kind === 'one_shot' ? { quantity: 2 } : { offer: 'week' as const };
  await buyer.choose({ ...choice, email, isp: ISP_NAMES[isp] });
  await buyer.accept(line, SECRET);
  const { done } = TEXTS[locale];
  const page = await buyer.reads(kind === 'one_shot' ? done.title_codes : done.title_subscription);
  expect(page).toContain(plain(done.also_sent_to(`${email[0]}•••@example.org`)));
  const { subscription } = (await site.call('GET', `/v1/checkouts/${id}`)).body;
  return { codes: await buyer.codes(), email, line, subscription: String(subscription) };
}

const statusOf = async (subscription: string) => (await site.call('GET', `/v1/subscriptions/${subscription}`)).body.status;

describe.each(ISPS)('at %s', (isp) => {
  test('codes and subscriptions are sold in both languages, on phones and desktops, and the mail speaks the same', async () => {
    const sales = LOCALES.flatMap((locale) => (['one_shot', 'rebilling'] as const).map((kind): Sale => ({ isp, locale, kind })));
    await Promise.all(
      sales.map((sale) =>
        visit({ ...speaking(sale.locale), ...(sale.locale === 'fr' ? PHONE : {}) }, async (buyer) => {
          const { codes, email, line } = await buy(buyer, sale);
          expect(codes).toHaveLength(sale.kind === 'one_shot' ? 2 : 1);
          expect(await paid(isp, line)).toEqual([sale.kind === 'one_shot' ? 600 : 500]);
          await expectAccessible(buyer.page);
          const mail = await mailTo(site.world.inbox_url, email);
          for (const code of codes) expect(mail.text).toContain(code);
          expect(mail.text).toContain(sale.locale === 'fr' ? 'Bonjour' : 'Hello');
          expect(mail.text).toContain(`${site.url}${sale.locale === 'fr' ? '/resilier' : '/cancel'}`);
        }),
      ),
    );
  }, 90_000);
});

describe('a decline', () => {
  test.each([
    ['insufficient_ceiling', { monthly_ceiling: 100 }],
    ['purchases_blocked', { status: 'blocked' }],
    ['line_closed', { status: 'closed' }],
  ] as const)('for %s is told in a sentence with a way forward, and charges nothing', (reason, state) =>
    visit(speaking('en'), async (buyer) => {
      const line = await site.world.isp.line('sfr', state);
      await buyer.page.goto((await openCheckout(site, 'one_shot', { locale: 'en', email: 'declined@example.org' })).url);
      await buyer.choose({ quantity: 1, isp: 'SFR' });
      await buyer.accept(line, SECRET);
      const page = await buyer.reads(TEXTS.en.form.title_codes);
      expect(page).toContain(plain(TEXTS.en.failures[reason]));
      expect(page).toContain(TEXTS.en.form.failed_forward);
      expect(await paid('sfr', line)).toEqual([]);
      await expectAccessible(buyer.page);
    }),
  );
});

describe('"Résilier votre contrat", without the mail and without an account', () => {
  const { layout, leaving, unsubscribe } = TEXTS.fr;

  test('takes three clicks with the code', () =>
    visit(PHONE, async (buyer) => {
      const { codes, subscription } = await buy(buyer, { isp: 'orange', locale: 'fr', kind: 'rebilling' });
      const { page } = buyer;
      await page.getByRole('link', { name: layout.cancel_contract }).click();
      await page.getByLabel(leaving.code).fill((codes[0] ?? '').toLowerCase());
      await page.getByRole('button', { name: leaving.by_code_button }).click();
      await buyer.reads(unsubscribe.title);
      expect(await statusOf(subscription)).toBe('active');
      await page.getByRole('button', { name: unsubscribe.button }).click();
      await page.getByRole('status').getByText(unsubscribe.done_text).waitFor();
      expect(await statusOf(subscription)).toBe('ended');
    }));

  test('is three clicks and a mail with the address, without JavaScript too, and tells nobody who is a customer', () =>
    visit({ javaScriptEnabled: false }, async (buyer) => {
      const { email, subscription } = await buy(buyer, { isp: 'alice', locale: 'fr', kind: 'rebilling' });
      await mailTo(site.world.inbox_url, email);
      const { page } = buyer;
      const answers: string[] = [];
      for (const address of ['nobody@example.org', email.toUpperCase()]) {
        await page.getByRole('link', { name: layout.cancel_contract }).click();
        await page.getByLabel(leaving.email).fill(address);
        await page.getByRole('button', { name: leaving.by_email_button }).click();
        await buyer.heading(leaving.sent_title).waitFor();
        answers.push(await page.content());
      }
      expect(answers[0]).toBe(answers[1]);
      const text = await eventually(async () => {
        const [mail] = await mailsTo(site.world.inbox_url, email.toUpperCase());
        if (!mail?.text.includes('/resilier/')) throw new Error('the link has not come yet');
        return mail.text;
      });
      await page.goto(/https?:\/\/\S+\/resilier\/\S+/.exec(text)?.[0] ?? '');
      await buyer.reads(leaving.list_title);
      expect(await statusOf(subscription)).toBe('active');
      await page.getByRole('button', { name: unsubscribe.button }).click();
      await page.getByRole('status').getByText('C’est fait').waitFor();
      expect(await statusOf(subscription)).toBe('ended');
      expect(await mailsTo(site.world.inbox_url, 'nobody@example.org')).toEqual([]);
    }));
});

describe('what others wrote', () => {
  const HOSTILE = `"><img src=x onerror="window.hacked=true"><script>window.hacked=true</script>`;

  test('is text on the form, at the ISP, with the codes and on the way out', () =>
    visit({}, async (buyer) => {
      const body = {
        kind: 'rebilling',
        name: HOSTILE,
        site_url: 'https://journal.example',
        offers: [{ period: 'week', price: 500 }],
        locale: 'fr',
      };
      const document = (await site.call('POST', '/v1/documents', { body })).body.id;
      const { url } = await openCheckout(site, 'rebilling', { document, client_reference: HOSTILE });
      const line = await site.world.isp.line('free');
      const { page } = buyer;
      const seen = async () => {
        expect(plain((await page.locator('main').allInnerTexts()).join(''))).toContain(HOSTILE);
        expect(await page.evaluate('window.hacked')).toBeUndefined();
      };
      await page.goto(url);
      await seen();
      await buyer.choose({ offer: 'week', email: 'hostile@example.org', isp: 'Free' });
      await buyer.identify(line, SECRET);
      await seen();
      await buyer.accept(line, SECRET);
      await buyer.reads(TEXTS.fr.done.title_subscription);
      await seen();
      await page.getByRole('link', { name: TEXTS.fr.done.end_link }).click();
      await buyer.reads(TEXTS.fr.unsubscribe.title);
      await seen();
    }));
});
