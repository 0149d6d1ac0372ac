import type { Chapter } from '../scene.ts';
import { at } from '../scene.ts';
import type { ShownWorld } from '../world.ts';

/** A code that nobody has used, bought by the shop's server. */
async function freshCode({ api, isp_side, stack }: ShownWorld): Promise<string> {
  const line = { isp: 'free', name: 'demo', password: 'demo' } as const;
  const subscriber_token = await isp_side.token(line, 'one_shot');
  const { codes } = await api.buy({
    document: stack.documents.one_shot,
    quantity: 1,
    email: 'reader@example.com',
    isp: 'free',
    subscriber_token,
  });
  return codes[0]?.code ?? '';
}

/** The newest mail to an address whose subject is like this. */
async function mailTo({ stack }: ShownWorld, email: string, subject: RegExp): Promise<string | undefined> {
  const listing = await fetch(`${stack.mail}/api/messages?to=${encodeURIComponent(email)}`);
  const { data } = (await listing.json()) as { data: { id: string; subject: string }[] };
  return data.find((mail) => subject.test(mail.subject))?.id;
}

export const SHOP: Chapter = {
  title: 'The demo shop and the inbox',
  scenes: [
    { file: 'shop-home', title: 'The shop: an article behind a code, and a subscription', show: at(({ stack }) => stack.shop) },
    {
      file: 'shop-article',
      title: 'The article, opened by a code',
      show: async (page, { world }) => {
        await page.goto(world.stack.shop);
        await page.locator('form[action^="/article"] [name=code]').fill(await freshCode(world));
        await page.locator('form[action^="/article"] button').click();
        await page.locator('article.story').waitFor();
      },
    },
    {
      file: 'shop-area',
      title: 'The subscribers’ area',
      show: async (page, { world }) => {
        await page.goto(world.stack.shop);
        await page.locator('form[action^="/area"] [name=code]').fill(world.history.subscription.code);
        await page.locator('form[action^="/area"] button').click();
        await page.waitForURL((url) => url.pathname === '/area');
      },
    },
    {
      file: 'shop-button',
      is_window: true,
      title: 'The button on the shop’s page, and what it shows while the checkout is open',
      show: async (page, { world }) => {
        await page.goto(world.stack.shop);
        const opened = page.context().waitForEvent('page');
        await page.locator('form[action="/checkout"] button').first().click();
        await (await opened).waitForLoadState('load');
        await page.bringToFront();
      },
    },
    { file: 'shop-received', title: 'What its server received', show: at(({ stack }) => `${stack.shop}/received`) },
    { file: 'inbox', title: 'The inbox: every mail that was sent', show: at(({ stack }) => stack.mail) },
    {
      file: 'inbox-mail',
      title: 'A mail to a buyer',
      show: async (page, { world }) => {
        // In French where a scene of the checkout has bought, else that of a sale of the history.
        const id = (await mailTo(world, 'camille@example.com', /^Vos codes/)) ?? (await mailTo(world, 'buyer-7@example.com', /codes/));
        await page.goto(`${world.stack.mail}/messages/${id}`);
      },
    },
  ],
};
