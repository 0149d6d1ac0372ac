import type { Chapter } from '../scene.ts';
import { at } from '../scene.ts';

export const SHOP: Chapter = {
  title: 'The demo shop and the inbox',
  scenes: [
    { file: 'shop-home', title: 'The shop: an article behind a code, and a subscription', show: at(({ stack }) => stack.shop) },
    { file: 'shop-received', title: 'What its server received', show: at(({ stack }) => `${stack.shop}/received`) },
    { file: 'inbox', title: 'The inbox: every mail that was sent', show: at(({ stack }) => stack.mail) },
    {
      file: 'inbox-mail',
      title: 'A mail to a buyer',
      show: async (page, { world }) => {
        const listing = await fetch(`${world.stack.mail}/api/messages?to=${encodeURIComponent(world.history.subscription.email)}`);
        const { data } = (await listing.json()) as { data: { id: string }[] };
        await page.goto(`${world.stack.mail}/messages/${data[0]?.id}`);
      },
    },
  ],
};
