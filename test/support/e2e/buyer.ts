import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Locale } from '../../../domain/subscriptions.ts';
import { textsOf } from '../../../simulator/isps/pages/texts.ts';
import { TEXTS } from '../../../web/texts/index.ts';
import type { Site } from './site.ts';

/** Long enough for a sale that is waited for five seconds, on a busy machine. */
const PATIENCE_MS = 15_000;

const CODE = /^([1-9A-Z]{4}-){3}[1-9A-Z]{4}$/;

export type Choice = { quantity?: number; offer?: 'week' | 'month' | 'quarter'; email?: string; isp?: string };

/** A person at a browser: does what the pages in their language (French, but for `en-GB`) say, and notes what a browser complains about. */
export class Buyer {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
  readonly locale: Locale;

  private constructor(page: Page, { complaints, locale }: { complaints: string[]; locale: Locale }) {
    this.context = page.context();
    this.page = page;
    this.complaints = complaints;
    this.locale = locale;
  }

  static async arrive(browser: Browser, options: BrowserContextOptions = {}): Promise<Buyer> {
    const context = await browser.newContext({ locale: 'fr-FR', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const complaints: string[] = [];
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    return new Buyer(await context.newPage(), { complaints, locale: options.locale?.startsWith('en') ? 'en' : 'fr' });
  }

  /** The same person at another window, such as the popup. */
  at(page: Page): Buyer {
    return new Buyer(page, this);
  }

  /** Fills the checkout's form and confirms. */
  async choose({ quantity, offer, email, isp = 'Free' }: Choice): Promise<void> {
    const { form } = TEXTS[this.locale];
    const { page } = this;
    if (quantity !== undefined) await page.getByLabel(form.quantity).selectOption(String(quantity));
    if (offer !== undefined) await page.getByText(form.offer_names[offer]).click();
    if (email !== undefined) await page.getByLabel(form.email).fill(email);
    await page.getByRole('radio', { name: isp }).check();
    if (offer !== undefined) await page.getByLabel(form.consent).check();
    await page.getByRole('button', { name: form.confirm }).click();
  }

  /** Identifies the line on the ISP's page, and accepts. */
  async accept(line = 'demo', password = line): Promise<void> {
    await this.identify(line, password);
    await this.page.getByRole('button', { name: textsOf(this.locale).accept }).click();
  }

  async identify(line: string, password = line): Promise<void> {
    const { username, password: label } = textsOf(this.locale);
    await this.page.getByLabel(username).fill(line);
    await this.page.getByLabel(label).fill(password);
  }

  async refuse(): Promise<void> {
    await this.page.getByRole('button', { name: textsOf(this.locale).refuse }).click();
  }

  /** Waits for this heading, and answers what the page then says. */
  async reads(heading: string): Promise<string> {
    await this.heading(heading).waitFor();
    return (await this.page.locator('main').allInnerTexts()).join('').replaceAll(/[\u00a0\u202f]/g, ' ');
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true, level: 1 });
  }

  /** The codes that the page shows. */
  async codes(): Promise<string[]> {
    const shown = await this.page.locator('.codes code').allInnerTexts();
    const wrong = shown.find((code) => !CODE.test(code));
    if (wrong !== undefined) throw new Error(`"${wrong}" is shown as a code`);
    return shown;
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}

/** A checkout as a merchant's server opens it. */
export async function openCheckout(site: Site, kind: 'one_shot' | 'rebilling', more: object = {}): Promise<{ id: string; url: string }> {
  const answer = await site.call('POST', '/v1/checkouts', { body: { document: site.world.merchant[kind], ...more } });
  if (answer.status !== 201) throw new Error(`the checkout was answered with ${answer.text}`);
  return answer.body;
}
