import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { readConfig } from '../../config.ts';
import { type Inbox, startInbox } from '../../simulator/inbox.ts';
import { type IspName, openSink, openWorld, REDIRECT_PREFIX } from '../simulator/support.ts';
import { expectAccessible } from '../support/e2e/axe.ts';
import { Buyer } from '../support/e2e/buyer.ts';
import { startChromium } from '../support/e2e/chromium.ts';
import { eventually } from '../support/world/eventually.ts';

const ISPS: readonly IspName[] = ['alice', 'free', 'orange', 'sfr'];
const PHONE = { viewport: { width: 390, height: 844 } };
const DESKTOP = { viewport: { width: 1280, height: 900 } };
const HOSTILE = '"><img src=x onerror="window.hacked=true"><script>window.hacked=true</script>';

let isps: Awaited<ReturnType<typeof openWorld>>;
let inbox: Inbox;
let folder: string;
let browser: Browser;
let person: Buyer;
let serial = 0;
let line: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbox-'));
  const settings = readConfig('inbox', { INBOX_DATA_DIR: folder, LOG_LEVEL: 'silent' });
  [isps, inbox, browser] = await Promise.all([
    openWorld(),
    startInbox({ ...settings, INBOX_SMTP_PORT: 0, INBOX_HTTP_PORT: 0 }),
    startChromium(),
  ]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await inbox?.close();
  await isps?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => arrive(DESKTOP));

afterEach(async () => {
  await person.leave();
  expect(person.complaints).toEqual([]);
});

async function arrive(options: BrowserContextOptions): Promise<void> {
  await person?.leave();
  person = await Buyer.arrive(browser, options);
}

/** A new line, logged in to its account by the page's own form. */
async function logIn(at: IspName): Promise<void> {
  serial += 1;
  line = `reader-${serial}`;
  await isps.isp(at).control.line({ username: line, password: 'p', line });
  await person.page.goto(`${isps.url()}/${at}/account`);
  await person.identify(line, 'p');
  await person.page.getByRole('button', { name: 'Se connecter' }).click();
  await person.reads('Mon compte');
}

async function pay(at: IspName, amount: number): Promise<string> {
  const isp = isps.isp(at);
  return (await isp.payWithToken(await isp.control.token(line), { amount, correlator: `${line}-${amount}` })).body.paymentId;
}

const makeMandate = async (at: IspName, terms: object = {}) =>
  (await isps.isp(at).createMandate(await isps.isp(at).control.token(line, 'mandate', { amount_max: 1000 }), terms)).body
    .mandateId as string;

const hostedPage = (at: IspName, change: Record<string, string> = {}): string => {
  const terms = { kind: 'mandate', merchant_name: 'La Gazette des marées', description: 'Ticket', amount: '1000', period: 'month' };
  return `${isps.url()}/${at}/authorize?${new URLSearchParams({ ...terms, redirect_uri: `${REDIRECT_PREFIX}/x`, state: 's', ...change })}`;
};

/** Marks the page, so that one that was loaded again is known. */
const mark = () => person.page.evaluate('window.stayed = true');
const stayed = () => person.page.evaluate('window.stayed === true');
const fitsItsWidth = () => person.page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');

describe('the account at the ISP', () => {
  test('shows purchases, refunds and subscriptions as they happen, without a reload, and stops when it is told to', async () => {
    await logIn('orange');
    await mark();
    const purchases = person.page.locator('#purchases');
    await person.page.getByText('Aucun achat pour le moment.').waitFor();
    const payment_id = await pay('orange', 6);
    await purchases.getByText('total 6,00 €').waitFor();
    await person.page.locator('#month').getByText('6,00 €').waitFor();
    await person.page.locator('[aria-live=polite]').getByText('Codes, 6,00 €, payé').waitFor();
    await isps
      .isp('orange')
      .refund(payment_id, { type: 'total', amountTransaction: { clientCorrelator: 'r', referenceCode: 'r', refundAmount: {} } });
    await purchases.getByText('6,00 € remboursés le').waitFor();
    await makeMandate('orange');
    const end = person.page.locator('summary', { hasText: 'Résilier' });
    await end.waitFor();

    // An open question stays open under the hand while the rest goes on.
    await end.click();
    await pay('orange', 3);
    await purchases.getByText('total 3,00 €').waitFor();
    expect(await person.page.getByRole('button', { name: 'Résilier maintenant' }).isVisible()).toBe(true);

    await person.page.getByRole('button', { name: 'Mettre en pause' }).click();
    await person.page.getByText('Mise à jour en pause.').waitFor();
    await pay('orange', 2);
    await person.page.getByRole('button', { name: 'Reprendre' }).click();
    await purchases.getByText('total 5,00 €').waitFor();
    expect(await stayed()).toBe(true);
    await expectAccessible(person.page);
  });

  test('ends a subscription on a phone: choose the ISP, log in, select, confirm, and the day of the end is told', async () => {
    await arrive(PHONE);
    const sink = await openSink();
    await logIn('alice');
    await person.page.getByRole('button', { name: 'Se déconnecter' }).click();
    const mandate = await makeMandate('alice', { description: 'Ticket', ...sink.fields });
    const other = await makeMandate('alice', { description: 'Cartes', referenceCode: 'sub_2' });

    await person.page.goto(isps.url());
    await person.page.getByRole('link', { name: /^Alice/ }).click();
    await person.identify(line, 'p');
    await person.page.getByRole('button', { name: 'Se connecter' }).click();
    await person.page.locator('summary', { hasText: 'Ticket' }).click();
    await person.page.getByRole('button', { name: 'Résilier maintenant : Ticket' }).click();
    await person.page
      .getByRole('status')
      .getByText(/L’abonnement Ticket est résilié depuis le \d+ .+\d{4}/)
      .waitFor();
    expect(await fitsItsWidth()).toBe(true);
    await expectAccessible(person.page);
    expect((await isps.isp('alice').mandate(mandate)).body.mandateStatus).toBe('revoked');
    expect((await isps.isp('alice').mandate(other)).body.mandateStatus).toBe('active');
    await eventually(() => expect(sink.received.map(({ event }) => event.data.mandateId)).toEqual([mandate]));
    await sink.close();
  });

  test('works without JavaScript: a link shows what is new, and an end is two presses', async () => {
    await arrive({ ...PHONE, javaScriptEnabled: false });
    await logIn('sfr');
    await pay('sfr', 3);
    await person.page.getByRole('link', { name: 'Actualiser cette page' }).click();
    await person.page.getByText('total 3,00 €').waitFor();
    const mandate = await makeMandate('sfr');
    await person.page.getByRole('link', { name: 'Actualiser cette page' }).click();
    await person.page.locator('summary').click();
    await person.page.getByRole('button', { name: 'Résilier maintenant' }).click();
    await person.page.getByRole('status').getByText('est résilié depuis le').waitFor();
    expect((await isps.isp('sfr').mandate(mandate)).body.mandateStatus).toBe('revoked');
  });

  test('that is left open finds itself closed when another window logs out', async () => {
    await logIn('sfr');
    const other = person.at(await person.context.newPage());
    await other.page.goto(`${isps.url()}/sfr/account`);
    await other.page.getByRole('button', { name: 'Se déconnecter' }).click();
    await person.page.getByRole('button', { name: 'Se connecter' }).waitFor();
  });

  test('obeys no other site: its form is refused there, and its page shows in no frame', async () => {
    await logIn('free');
    const mandate = await makeMandate('free');
    const target = `${isps.url()}/free/account/mandates/${mandate}/revoke`;
    await person.context.route('http://journal.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<iframe src="${isps.url()}/free/account"></iframe><form method="post" action="${target}"><button>Gagner</button></form>`,
      }),
    );
    await person.page.goto('http://journal.example/');
    await eventually(() => expect(person.page.frames().map((frame) => frame.url())).toContain('chrome-error://chromewebdata/'));
    await person.page.getByRole('button', { name: 'Gagner' }).click();
    await person.reads('Cet envoi ne vient pas de nos pages');
    expect((await isps.isp('free').mandate(mandate)).body.mandateStatus).toBe('active');
    // The browser itself notes the frame that stayed empty and the form that was refused.
    person.complaints.length = 0;
  });
});

describe('every page of the ISPs', () => {
  test('is accessible and fits a desktop and a phone, at each of the four', async () => {
    const visit = async (address: string, heading: string) => {
      await person.page.setViewportSize(DESKTOP.viewport);
      await person.page.goto(address);
      await person.reads(heading);
      await expectAccessible(person.page);
      for (const { viewport } of [DESKTOP, PHONE]) {
        await person.page.setViewportSize(viewport);
        expect([address, viewport.width, await fitsItsWidth()]).toEqual([address, viewport.width, true]);
      }
    };
    await visit(isps.url(), 'Les fournisseurs d’accès simulés');
    for (const at of ISPS) {
      await visit(hostedPage(at), 'Confirmez votre abonnement');
      await visit(`${isps.url()}/${at}/account`, 'Mon compte');
    }
    await visit(hostedPage('orange', { kind: 'one_shot', locale: 'en' }), 'Confirm your purchase');
    await visit(hostedPage('free', { amount: '0' }), 'Cette demande n’est pas valable');
    person.complaints.length = 0;
  });

  test('shows what others wrote as text', async () => {
    await person.page.goto(hostedPage('free', { merchant_name: HOSTILE, description: HOSTILE }));
    expect(await person.reads('Confirmez votre abonnement')).toContain('<script>window.hacked=true</script>');
    expect(await person.page.evaluate('window.hacked')).toBeUndefined();
    await logIn('free');
    await makeMandate('free', { description: HOSTILE });
    await person.page.locator('summary', { hasText: '<script>' }).waitFor();
    expect(await person.page.evaluate('window.hacked')).toBeUndefined();
  });
});

async function send(mail: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: inbox.smtp_port, secure: false });
  try {
    await transport.sendMail({ from: 'Internet+ <no-reply@internetplus.localhost>', to: 'lectrice@example.org', ...mail });
  } finally {
    transport.close();
  }
}

describe('the inbox', () => {
  test('shows a mail as it comes, without a reload, on a phone; its links lead on', async () => {
    await arrive(PHONE);
    await person.page.goto(inbox.http_url);
    await person.reads('Boîte de réception');
    await mark();
    await send({
      subject: 'Vos codes',
      text: 'Bonjour https://journal.example/lire',
      html: '<a href="https://journal.example/lire">Lire</a>',
    });
    await person.page.getByRole('link', { name: 'Vos codes' }).waitFor();
    expect([await stayed(), await fitsItsWidth()]).toEqual([true, true]);
    await expectAccessible(person.page);
    await person.page.getByRole('link', { name: 'Vos codes' }).click();
    await person.reads('Vos codes');
    expect(await fitsItsWidth()).toBe(true);
    await expectAccessible(person.page);
    // axe-core itself is kept out of the mail's frame, which the browser notes.
    person.complaints.length = 0;
    await person.context.route('https://journal.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>Le Journal</h1>' }),
    );
    const frame = person.page.frameLocator('iframe');
    for (const link of [
      frame.getByRole('link', { name: 'Lire' }),
      person.page.getByRole('link', { name: 'https://journal.example/lire' }),
    ]) {
      const [opened] = await Promise.all([person.context.waitForEvent('page'), link.click()]);
      await opened.getByRole('heading', { name: 'Le Journal' }).waitFor();
    }
  });

  test('runs nothing of a mail, whatever is in its subject, its text or its HTML', async () => {
    await send({
      subject: HOSTILE,
      text: HOSTILE,
      html: `<p>Bonjour</p>${HOSTILE}<form action="https://journal.example"><button>Oui</button></form>`,
    });
    await person.page.goto(inbox.http_url);
    await person.page.getByRole('link', { name: 'window.hacked' }).click();
    const frame = person.page.frameLocator('iframe');
    await frame.getByText('Bonjour').waitFor();
    expect(await person.page.evaluate('window.hacked')).toBeUndefined();
    expect(await frame.locator('body').evaluate('window.hacked')).toBeUndefined();
    // The browser itself notes what it did not run.
    expect(person.complaints.splice(0).join()).toContain('sandboxed');
  });
});
