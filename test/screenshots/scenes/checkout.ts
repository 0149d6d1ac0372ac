import { withClient } from '../../../local/postgres/client.ts';
import type { Chapter } from '../scene.ts';
import { buy, choose, decide, openCheckout, withFaults } from '../steps.ts';

/** What a browser says of a page whose status is an error's. */
const STATUS = /Failed to load resource: the server responded with a status of 4\d\d/;

export const CHECKOUT: Chapter = {
  title: 'The checkout',
  scenes: [
    {
      file: 'checkout-codes',
      title: 'Codes: how many, to which address, at which provider',
      show: async (page, { world }) => {
        await openCheckout(page, world, 'one_shot');
        await page.locator('[name=quantity]').selectOption('3');
        await page.locator('[name=email]').fill('camille@example.com');
        await page.locator('[name=isp][value=orange]').check();
      },
    },
    {
      file: 'checkout-offers',
      title: 'A subscription: the offers, with what each comes to in a year',
      show: async (page, { world }) => {
        await openCheckout(page, world, 'rebilling');
        await page.locator('[name=offer]').nth(1).check();
      },
    },
    {
      file: 'checkout-english',
      title: 'The same in English',
      locale: 'en-GB',
      show: async (page, { world }) => {
        await openCheckout(page, world, 'rebilling');
        await page.goto(`${new URL(page.url()).origin}${new URL(page.url()).pathname}?lang=en`);
      },
    },
    {
      file: 'checkout-errors',
      title: 'What is missing or wrong',
      complains: STATUS,
      show: async (page, { world }) => {
        await openCheckout(page, world, 'rebilling');
        await page.locator('[name=email]').fill('camille');
        // Past the browser's own checks, as without them.
        await Promise.all([page.waitForEvent('load'), page.evaluate("document.querySelector('main form').submit()")]);
      },
    },
    {
      file: 'checkout-waiting',
      title: 'Waiting for a slow provider',
      show: async (page, { world }) => {
        await withFaults(world, 'free', [{ operation: 'createPayment', kind: 'slow', latency_ms: 12_000, times: 1 }], async () => {
          await buy(page, world, { kind: 'one_shot', isp: 'free' });
        });
      },
    },
    {
      file: 'checkout-codes-done',
      title: 'The codes',
      show: async (page, { world }) => {
        await buy(page, world, { kind: 'one_shot', isp: 'orange' });
        await page.locator('.codes code').first().waitFor();
      },
    },
    {
      file: 'checkout-subscription-done',
      title: 'The code of a subscription',
      show: async (page, { world, size }) => {
        const { name } = await world.isp_side.openLine('free', `client-${size.width}`);
        await world.isp.change('free', name, {});
        await openCheckout(page, world, 'rebilling');
        await choose(page, { kind: 'rebilling', isp: 'free' });
        await decide(page, 'accept');
        await page.locator('.codes code').first().waitFor();
      },
    },
    {
      file: 'checkout-declined',
      title: 'Declined: why, and a way forward',
      show: async (page, { world }) => {
        await buy(page, world, { kind: 'one_shot', isp: 'sfr', line: 'suspended' });
        await page.locator('[role=alert], .alert').first().waitFor();
      },
    },
    {
      file: 'checkout-refused',
      title: 'Refused by the buyer on the provider’s page',
      show: async (page, { world }) => {
        await openCheckout(page, world, 'one_shot');
        await choose(page, { kind: 'one_shot', isp: 'alice' });
        await decide(page, 'refuse');
        await page.locator('[role=alert], .alert').first().waitFor();
      },
    },
    {
      file: 'checkout-in-doubt',
      title: 'In doubt: the provider has not answered clearly',
      show: async (page, { world }) => {
        await withFaults(world, 'alice', [{ operation: 'createPayment', kind: 'error_500_before', times: 1 }], async () => {
          await buy(page, world, { kind: 'one_shot', isp: 'alice' });
        });
        await page.locator('main h1').waitFor();
      },
    },
    {
      file: 'checkout-expired',
      title: 'Expired',
      complains: STATUS,
      show: async (page, { world }) => {
        const id = await openCheckout(page, world, 'one_shot');
        await withClient(world.stack.database, (client) =>
          client.query("update checkout set expires_at = now() - interval '1 minute' where id = $1", [id]),
        );
        await page.reload();
      },
    },
    {
      file: 'checkout-unknown',
      title: 'No such checkout',
      complains: STATUS,
      show: async (page, { world }) => void (await page.goto(`${world.stack.api}/checkout/chk_01k0000000000000000000000`)),
    },
  ],
};
