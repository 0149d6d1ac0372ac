import type { Isp } from '../../domain/isps.ts';
import { euros } from './euros.ts';
import { compareMonth, type Month, type MonthLine } from './month-lines.ts';
import { gridSchema } from './payout-answers.ts';
import { CODE_PRICE, SETTLED_MONTH } from './plan.ts';
import type { Compared } from './purchases.ts';
import type { Story } from './story.ts';
import type { World } from './world.ts';

/** A statement with its entries, and the ISPs' books as they stood just after it. */
type Stated = Pick<Month, 'statement' | 'items' | 'payments'>;

/**
 * Two months end. By the first all that was sold is settled; of one sale a part was given back before, and is deducted. Another sale is given
 * back after that, and comes back out of the second. Both lie after the last day of every subscriber's clock.
 */
export async function endMonths(world: World, compared: readonly Compared[], story: Story): Promise<MonthLine[]> {
  const [part, whole] = [chargeAt(compared, 'free'), chargeAt(compared, 'orange')];
  const month = await firstFreeMonth(world);
  await giveBack(world, { charge: part, amount: CODE_PRICE }, story);
  const first = await state(world, month, story);
  await giveBack(world, { charge: whole }, story);
  const second = await state(world, nextMonth(month), story);

  const taken = new Set(first.items.flatMap(({ kind, charge }) => (kind === 'sales' ? [charge] : [])));
  const sold = compared.flatMap(({ records }) => records.charges.map(({ id }) => id));
  story.check(
    `all ${sold.length} charges of this tour are on the first`,
    sold.every((id) => taken.has(id)),
    `${taken.size} sales are`,
  );
  const entryOf = ({ items }: Stated, charge: string) => items.find((item) => item.charge === charge && item.kind !== 'sales')?.kind;
  story.check('what was given back before it is deducted with its sale', entryOf(first, part) === 'refunds', entryOf(first, part));
  story.check('what was given back after it comes back out of the second', entryOf(second, whole) === 'clawbacks', entryOf(second, whole));
  await checkBalance(world, second, story);

  const [rows, verified] = await Promise.all([world.operator('grid', 'list', '--json'), world.operator('ledger', 'verify')]);
  story.check(
    'the ledger agrees with every charge: npm run admin -- ledger verify',
    /agrees with all \d+ charges/.test(verified),
    verified,
  );
  const grid = gridSchema.parse(JSON.parse(rows));
  return [...compareMonth({ ...first, grid, given: new Map() }), ...compareMonth({ ...second, grid, given: givenBy(first) })];
}

function chargeAt(compared: readonly Compared[], isp: Isp): string {
  const charge = compared.find(({ sale }) => sale.kind === 'purchase' && sale.isp === isp)?.records.charges[0];
  if (!charge) throw new Error(`nothing was bought at ${isp}`);
  return charge.id;
}

/** A month is stated once: on a stack that has seen a tour, the next one. */
async function firstFreeMonth({ api }: World): Promise<string> {
  const last = (await api.payoutMonths()).toSorted().at(-1) ?? '';
  return last < SETTLED_MONTH ? SETTLED_MONTH : nextMonth(last);
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

async function giveBack({ api }: World, refund: { charge: string; amount?: number }, story: Story): Promise<void> {
  const made = await api.refund(refund.charge, { ...(refund.amount === undefined ? {} : { amount: refund.amount }), reason: 'asked for' });
  story.check(`${euros(made.amount)} of ${refund.charge} given back`, made.status === 'succeeded', made.status);
}

async function state({ api, isp_side }: World, month: string, story: Story): Promise<Stated> {
  const statement = await api.stateMonth(month);
  const items = await api.payoutItems(statement.id);
  const { amount, carried_in, earned, carried_out } = statement;
  const sums = `${euros(carried_in)} carried in, ${euros(earned)} earned, ${euros(amount)} paid out, ${euros(carried_out)} carried on`;
  story.check(`${month} ends: ${statement.id}, ${sums}`, statement.month === month && !statement.livemode, statement.month);
  const again = await api.stateMonth(month);
  story.check('asked for again it is the same', again.id === statement.id && again.amount === amount, again.id);
  const books = (isp: Isp) => isp_side.allBooks(isp);
  const payments = { alice: await books('alice'), free: await books('free'), orange: await books('orange'), sfr: await books('sfr') };
  return { statement, items, payments };
}

function givenBy({ items }: Stated): Map<string, number> {
  const given = new Map<string, number>();
  for (const { kind, charge, gross } of items) if (kind !== 'sales') given.set(charge, (given.get(charge) ?? 0) - gross);
  return given;
}

async function checkBalance({ api }: World, { statement }: Stated, story: Story): Promise<void> {
  const { pending, available, carried_forward, total } = await api.balance();
  const told = `${euros(pending)} pending, ${euros(available)} available, ${euros(carried_forward)} carried forward`;
  const holds = carried_forward === statement.carried_out && total === pending + available + carried_forward;
  story.check(`the balance goes on from there: ${told}`, holds, `the second carried ${euros(statement.carried_out)}`);
}
