import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { DISCREPANCY, ids } from '../../support/api/fake-oversight.ts';
import { ADMIN_KEY, type OpsSite, withOps } from '../../support/api/ops-site.ts';
import { axeFindings } from '../../support/e2e/axe.ts';
import { startChromium } from '../../support/e2e/chromium.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
}, 60_000);
afterAll(() => browser?.close());

const PAGES = [
  '/ops',
  '/ops/doubts',
  '/ops/discrepancies',
  `/ops/discrepancies/${DISCREPANCY.id}`,
  '/ops/isps',
  '/ops/deliveries',
  `/ops/find?name=${ids('sub', '1')}`,
];

/** A browser of this width in which an operator has signed in, with the sign-in's own findings. */
async function signIn({ url }: OpsSite, width: number) {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${url}/ops`);
  const findings = await axeFindings(page);
  await page.getByLabel("Operators' key").fill(ADMIN_KEY);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  return { context, page, findings };
}

test.each([390, 1_280])('at %i px axe-core finds nothing on any page, and none is wider than the screen', (width) =>
  withOps({}, async (site) => {
    const { context, page, findings } = await signIn(site, width);
    for (const path of PAGES) {
      await page.goto(site.url + path);
      findings.push(...(await axeFindings(page)));
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, width]);
    }
    expect(findings).toEqual([]);
    await context.close();
  }),
);

test('an operator resolves a discrepancy and looks the charge up, by the keyboard alone', () =>
  withOps({}, async (site) => {
    const { context, page } = await signIn(site, 1_280);
    await page.goto(`${site.url}/ops/discrepancies`);
    await page.getByRole('link', { name: 'Charged though not charged' }).press('Enter');
    await page.getByLabel('What was done about it').fill('paid back by SFR');
    await page.getByLabel('What was done about it').press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Resolved, with your note.').waitFor();
    expect(site.acts.resolved).toEqual([[DISCREPANCY.id, 'paid back by SFR']]);
    await page.getByLabel('Id or reference').fill(ids('sub', '1'));
    await page.getByLabel('Id or reference').press('Enter');
    await page.getByRole('heading', { name: ids('sub', '1') }).waitFor();
    await context.close();
  }));
