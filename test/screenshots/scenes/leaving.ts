import type { Page } from 'playwright-core';
import { until } from '../../../local/tour/patience.ts';
import type { Chapter } from '../scene.ts';
import { buy, linkIn, unsubscribeLink } from '../steps.ts';
import type { ShownWorld } from '../world.ts';

/** The link of a subscription that nobody minds ending. */
async function freshLink(world: ShownWorld, page: Page): Promise<string> {
  await buy(page, world, { kind: 'rebilling', isp: 'orange' });
  await page.locator('.codes code').first().waitFor();
  return await unsubscribeLink(world, EMAIL);
}

const EMAIL = 'camille@example.com';
const LEAVE_LINK = /https?:\/\/\S+\/resilier\/[\w.-]+/;

/** Asks for a link on the page for those who lost the mail. */
async function askForLink(page: Page, { stack }: ShownWorld): Promise<void> {
  await page.goto(`${stack.api}/resilier`);
  await page.locator('[name=email]').fill(EMAIL);
  await page.locator('form:has([name=email]) button').click();
  await page.waitForURL((url) => url.searchParams.has('sent'));
}

export const LEAVING: Chapter = {
  title: 'Leaving',
  scenes: [
    {
      file: 'leave-ask',
      title: 'The page behind the link in the mail',
      show: async (page, { world }) => void (await page.goto(`${await unsubscribeLink(world, world.history.subscription.email)}?lang=fr`)),
    },
    {
      file: 'leave-done',
      title: 'Ended',
      show: async (page, { world }) => {
        await page.goto(`${await freshLink(world, page)}?lang=fr`);
        await page.locator('main form button[type=submit]').first().click();
        await page.locator('[role=status]').first().waitFor();
      },
    },
    {
      file: 'leave-already',
      title: 'Ended before',
      show: async (page, { world }) => void (await page.goto(`${await unsubscribeLink(world, world.history.ended.email)}?lang=fr`)),
    },
    {
      file: 'leave-find',
      title: '“Résilier votre contrat”: without the mail and without an account',
      show: async (page, { world }) => void (await page.goto(`${world.stack.api}/resilier`)),
    },
    {
      file: 'leave-find-sent',
      title: 'A link was mailed, if there is anything to end',
      show: async (page, { world }) => await askForLink(page, world),
    },
    {
      file: 'leave-list',
      title: 'The page behind that link: all that runs under the address',
      show: async (page, { world }) => {
        const known = await linkIn(world.stack.mail, EMAIL, LEAVE_LINK);
        if (known === undefined) await askForLink(page, world);
        await page.goto(known ?? (await until(() => linkIn(world.stack.mail, EMAIL, LEAVE_LINK), { what: 'a link to leave by' })));
      },
    },
  ],
};
