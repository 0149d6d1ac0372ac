import { ISP_NAMES, ISPS, type Isp } from '../../../domain/isps.ts';
import type { Chapter, Scene } from '../scene.ts';
import { choose, openCheckout } from '../steps.ts';

/** The hosted page of each provider, in turn for codes and for a subscription. */
const authorize = (isp: Isp, kind: 'one_shot' | 'rebilling'): Scene => ({
  file: `isp-${isp}-authorize`,
  title: `${ISP_NAMES[isp]}: identify the line and accept ${kind === 'one_shot' ? 'a payment' : 'a subscription'}`,
  show: async (page, { world }) => {
    await openCheckout(page, world, kind);
    await choose(page, { kind, isp });
  },
});

const account = (isp: Isp): Scene => ({
  file: `isp-${isp}-account`,
  title: `${ISP_NAMES[isp]}: purchases as they happen, and subscriptions to end`,
  show: async (page, { world }) => {
    await page.goto(`${world.stack.isps.base}/${isp}/account`);
    await page.locator('[name=username]').fill('demo');
    await page.locator('[name=password]').fill('demo');
    await page.locator('main form button[type=submit], main form button:not([type])').first().click();
    await page.waitForLoadState('load');
    await page.locator('[name=password]').waitFor({ state: 'detached' });
  },
});

export const PROVIDERS: Chapter = {
  title: 'The providers’ side (simulated)',
  scenes: [
    ...ISPS.map((isp, index) => authorize(isp, index % 2 === 0 ? 'one_shot' : 'rebilling')),
    {
      file: 'isp-account-sign-in',
      title: 'The account: signing in',
      show: async (page, { world }) => void (await page.goto(`${world.stack.isps.base}/free/account`)),
    },
    ...ISPS.map(account),
  ],
};
