import type { Document } from './answers.ts';
import { euros } from './euros.ts';
import { CODE_PRICE, PRICES } from './plan.ts';
import type { Story } from './story.ts';
import type { World } from './world.ts';

export interface Documents {
  one_shot: Document;
  rebilling: Document;
}

/** The merchant sets up what is sold: codes, and subscriptions by week, month and quarter. */
export async function createDocuments({ api, shop, stack, run }: World, story: Story): Promise<Documents> {
  const common = { site_url: stack.shop, callback_url: shop.callback_url, locale: 'en' };
  const one_shot = await api.createDocument({ kind: 'one_shot', name: `Articles ${run}`, price: CODE_PRICE, max_codes: 10, ...common });
  story.check(
    `${one_shot.id}: codes at ${euros(CODE_PRICE)}, at most 10 a purchase`,
    one_shot.price === CODE_PRICE && one_shot.max_codes === 10,
    `price ${one_shot.price}, at most ${one_shot.max_codes}`,
  );
  const offers = Object.entries(PRICES).map(([period, price]) => ({ period, price }));
  const rebilling = await api.createDocument({ kind: 'rebilling', name: `Members ${run}`, offers, ...common });
  const sold = rebilling.offers.map(({ period, price }) => `${period} ${euros(price)}`).join(', ');
  story.check(`${rebilling.id}: ${sold}`, sold === offers.map(({ period, price }) => `${period} ${euros(price)}`).join(', '));
  story.note(`callbacks go to ${shop.callback_url}`);
  return { one_shot, rebilling };
}
