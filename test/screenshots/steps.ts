import type { Browser, Cookie, Page } from 'playwright-core';
import type { Isp } from '../../domain/isps.ts';
import { until } from '../../local/tour/patience.ts';
import type { FaultRule } from '../support/world/isp-control.ts';
import type { ShownWorld, Stage } from './world.ts';

/** What people do on the pages, found by the names of fields: scenes keep working when a text is put better. */

export type Sale = { kind: 'one_shot' | 'rebilling'; isp: Isp };

/** A new checkout, as the merchant's server opens it. */
export async function openCheckout(page: Page, { api, stack }: ShownWorld, kind: Sale['kind']): Promise<string> {
  const { url, id } = await api.createCheckout({ document: stack.documents[kind], return_url: `${stack.shop}/` });
  await page.goto(`${url}?lang=fr`);
  return id;
}

/** Fills the checkout's form and confirms: the ISP's page follows. */
export async function choose(page: Page, { kind, isp }: Sale): Promise<void> {
  if (kind === 'one_shot') await page.locator('[name=quantity]').selectOption('3');
  else await page.locator('[name=offer]').nth(1).check();
  await page.locator('[name=email]').fill('camille@example.com');
  await page.locator(`[name=isp][value=${isp}]`).check();
  if (kind === 'rebilling') await page.locator('[name=consent]').check();
  await page.locator('main form button[type=submit]').last().click();
  await page.waitForURL((url) => url.pathname.endsWith('/authorize'));
}

/** Identifies a line on the ISP's page, and decides. */
export async function decide(page: Page, decision: 'accept' | 'refuse', line = 'demo'): Promise<void> {
  await page.locator('[name=username]').fill(line);
  await page.locator('[name=password]').fill(line);
  await page.locator(`[name=decision][value=${decision}]`).click();
  await page.waitForURL((url) => url.pathname.startsWith('/checkout/'));
}

/** The whole way through the checkout, up to what it then shows. */
export async function buy(page: Page, world: ShownWorld, sale: Sale & { line?: string }): Promise<void> {
  await openCheckout(page, world, sale.kind);
  await choose(page, sale);
  await decide(page, 'accept', sale.line);
}

/** As `use` goes, the ISP behaves like this. */
export async function withFaults(world: ShownWorld, isp: Isp, rules: FaultRule[], use: () => Promise<void>): Promise<void> {
  await world.isp.faults(isp, rules);
  try {
    await use();
  } finally {
    await world.isp.faults(isp, []);
  }
}

export const signInLink = /https?:\/\/\S+\/console\/sign-in\/\S+/;

/** Signs the demo merchant's person in, once for all scenes: links are mailed a few times only. */
export async function signInToConsole(browser: Browser, { stack }: Stage): Promise<Cookie[]> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${stack.api}/console/sign-in`);
    await page.locator('[name=email]').fill(stack.merchant.email);
    await page.locator('main form button').first().click();
    await page.goto(await until(() => linkIn(stack.mail, stack.merchant.email, signInLink), { what: 'a link to sign in' }));
    await page.locator('main form button').first().click();
    await page.waitForURL((url) => url.pathname === '/console');
    return await context.cookies();
  } finally {
    await context.close();
  }
}

/** The link to end a subscription that is in the newest mail to this address. */
export async function unsubscribeLink({ stack }: ShownWorld, email: string): Promise<string> {
  return await until(async () => await linkIn(stack.mail, email, /https?:\/\/\S+\/unsubscribe\/[\w.-]+/), {
    what: `a link in the mail to ${email}`,
  });
}

/** The first link of this form in the mails to an address, the newest first. */
export async function linkIn(mail: string, email: string, form: RegExp): Promise<string | undefined> {
  const heads = (await (await fetch(`${mail}/api/messages?to=${encodeURIComponent(email)}`)).json()) as { data: { id: string }[] };
  for (const { id } of heads.data) {
    const { text } = (await (await fetch(`${mail}/api/messages/${id}`)).json()) as { text: string };
    const found = form.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}
