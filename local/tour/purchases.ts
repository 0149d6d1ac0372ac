import type { Purchase, Validation } from './answers.ts';
import type { Documents } from './documents.ts';
import { euros } from './euros.ts';
import { countsText } from './inbox.ts';
import type { Line } from './isp-side.ts';
import { type Buyer, CODE_PRICE, CODES_EACH } from './plan.ts';
import { CODE, visitPopup } from './popup.ts';
import type { Records, Sale } from './sale.ts';
import type { Story } from './story.ts';
import { TourProblem } from './tour-problem.ts';
import type { World } from './world.ts';

export interface Compared {
  sale: Sale;
  records: Records;
}

/** One buyer: three codes, in the popup and by mail; one of them is typed in twice at the merchant's site. */
export async function buyCodes(
  world: World,
  { documents, buyer }: { documents: Documents; buyer: Buyer },
  story: Story,
): Promise<Compared> {
  const { api, isp_side, run } = world;
  const line = await isp_side.openLine(buyer.isp, `tour-${run}-${buyer.isp}-codes`);
  const email = `${line.name}@buyers.example`;
  const purchase =
    buyer.way === 'popup' ? await buyInPopup(world, documents, { line, email }) : await buyByServer(world, documents, { line, email });
  const total = CODE_PRICE * CODES_EACH;
  const way = buyer.way === 'popup' ? "in the popup, accepted on the ISP's page" : "through the merchant's server";
  story.check(
    `${CODES_EACH} codes for ${euros(total)} ${way}: ${purchase.id}`,
    purchase.status === 'completed' && purchase.amount === total && purchase.codes.length === CODES_EACH,
    `${purchase.status}, ${euros(purchase.amount)}, ${purchase.codes.length} codes`,
  );
  // Whatever goes wrong with the codes, the money is compared.
  await story.tell(async () => {
    await checkCodesMail(world, { email, purchase }, story);
    await openTwice(world, { document: documents.one_shot.id, purchase }, story);
  });

  const sale: Sale = {
    ...{ buyer: buyer.isp, isp: buyer.isp, kind: 'purchase', id: purchase.id, reference: purchase.reference },
    ...{ amount: total, dues: [], ended_at: undefined },
  };
  const callbacks = await world.shop.callbacksOf(purchase.id, 1);
  return { sale, records: { callbacks, payments: await isp_side.booksOf(line), charges: await api.chargesOf({ purchase: purchase.id }) } };
}

type Who = { line: Line; email: string };

async function buyInPopup(world: World, { one_shot }: Documents, { line, email }: Who): Promise<Purchase> {
  const checkout = { document: one_shot.id, return_url: world.stack.shop };
  const outcome = await visitPopup(world, { line, checkout, choice: { quantity: String(CODES_EACH), email } });
  if (outcome.checkout.purchase === undefined) throw new TourProblem(`The checkout ${outcome.checkout.id} ended without a purchase.`);
  const purchase = await world.api.purchase(outcome.checkout.purchase);
  const shown = purchase.codes.every(({ code }) => outcome.codes.includes(code));
  if (!shown) throw new TourProblem(`The popup showed other codes than those of ${purchase.id}.`);
  return purchase;
}

async function buyByServer({ api, isp_side }: World, { one_shot }: Documents, { line, email }: Who): Promise<Purchase> {
  const subscriber_token = await isp_side.token(line, 'one_shot');
  return await api.buy({ document: one_shot.id, quantity: CODES_EACH, email, isp: line.isp, subscriber_token });
}

async function checkCodesMail(world: World, { email, purchase }: { email: string; purchase: Purchase }, story: Story): Promise<void> {
  const letter = await world.inbox.newest(email, 'codes');
  const mailed: string[] = letter.text.match(CODE) ?? [];
  const counts = countsText(await world.inbox.counts(email, 1));
  const complete = purchase.codes.every(({ code }) => mailed.includes(code)) && mailed.length === CODES_EACH;
  story.check(`one mail with the ${CODES_EACH} codes`, complete && counts === '1 codes', `${counts}; ${mailed.length} codes in the last`);
}

async function openTwice({ api }: World, { document, purchase }: { document: string; purchase: Purchase }, story: Story): Promise<void> {
  const [first] = purchase.codes;
  if (!first) return story.check('there is a code to type in', false);
  const answers = [await api.validate(first.code, document), await api.validate(first.code, document)].map(validationText);
  story.check('a code typed in twice opens, then is used', answers.join() === 'valid,used', answers.join(', '));
  const { codes } = await api.purchase(purchase.id);
  const used = codes.filter(({ status }) => status === 'used').length;
  story.check('the other codes are untouched', used === 1, `${used} used`);
}

export function validationText(validation: Validation): string {
  return validation.valid ? 'valid' : validation.reason;
}
