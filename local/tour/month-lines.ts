import { ISPS, type Isp } from '../../domain/isps.ts';
import type { Payment } from './answers.ts';
import { euros } from './euros.ts';
import type { Grid, Statement, StatementItem } from './payout-answers.ts';

/** What a price is made of. Counted here on its own, by other means than the engine's, so that the two can be compared. */
export interface Shares {
  gross: number;
  vat: number;
  isp_fee: number;
  platform_share: number;
  merchant_share: number;
}

/** All entries of one kind at one ISP, or what a statement comes to. */
export interface MonthLine extends Shares {
  month: string;
  isp: Isp | null;
  entry: string;
  count: number;
  /** What the ISP's books say; null for sums. */
  books: number | null;
  differences: string[];
}

export interface Month {
  statement: Statement;
  items: readonly StatementItem[];
  payments: Record<Isp, readonly Payment[]>;
  grid: Grid;
  /** Cents that earlier statements say were given back, by charge. */
  given: ReadonlyMap<string, number>;
}

const PARTS = ['gross', 'vat', 'isp_fee', 'platform_share', 'merchant_share'] as const;
const NOTHING: Shares = { gross: 0, vat: 0, isp_fee: 0, platform_share: 0, merchant_share: 0 };
const KINDS = ['sales', 'refunds', 'clawbacks'] as const;

const combined = (one: Shares, other: Shares, sign = 1): Shares =>
  Object.fromEntries(PARTS.map((part) => [part, one[part] + sign * other[part]])) as unknown as Shares;
const summed = (all: readonly Shares[]) => all.reduce((sum, each) => combined(sum, each), NOTHING);

/** VAT of 20 % inside, half a cent up; shares of the rest are floored, and the platform has what remains. */
export function sharesOf(gross: number, row: { merchant_share_bp: number; isp_fee_bp: number }): Shares {
  const vat = Math.floor((gross + 3) / 6);
  const net = gross - vat;
  const merchant_share = Math.floor((net * row.merchant_share_bp) / 10_000);
  const isp_fee = Math.floor((net * row.isp_fee_bp) / 10_000);
  return { gross, vat, isp_fee, platform_share: net - merchant_share - isp_fee, merchant_share };
}

/** One statement beside the ISPs' books and the grid: a line for each ISP and kind of entry, and one for what it comes to. */
export function compareMonth(month: Month): MonthLine[] {
  const given = new Map(month.given);
  const lines = ISPS.flatMap((isp) =>
    KINDS.flatMap((kind) => {
      const items = month.items.filter((item) => item.isp === isp && item.kind === kind);
      const stated = month.statement.lines.filter((line) => line.isp === isp && line.kind === kind);
      return items.length + stated.length === 0 ? [] : [lineOf(month, { isp, entry: kind, items, stated }, given)];
    }),
  );
  return [...lines, sumOf(month.statement, lines)];
}

type Entries = { isp: Isp; entry: StatementItem['kind']; items: StatementItem[]; stated: Statement['lines'] };

function lineOf(month: Month, { isp, entry, items, stated }: Entries, given: Map<string, number>): MonthLine {
  const { settled_before } = month.statement.settlements.find((each) => each.isp === isp) ?? { settled_before: '' };
  const checked = items.map((item) =>
    item.kind === 'sales' ? checkSale(item, { ...month, settled_before }) : checkGivenBack(item, month, given),
  );
  const sums = summed(items);
  const said = summed(stated);
  const count = stated.reduce((total, line) => total + line.count, 0);
  return {
    ...{ month: month.statement.month, isp, entry, count, ...said, books: checked.reduce((total, { books }) => total + books, 0) },
    differences: [
      ...new Set(checked.flatMap(({ differences }) => differences)),
      ...unless(count === items.length, `${count} stated, ${items.length} listed`),
      ...PARTS.flatMap((part) => unless(said[part] === sums[part], `${part}: ${euros(said[part])} stated, ${euros(sums[part])} listed`)),
    ],
  };
}

type Checked = { books: number; differences: string[] };

function checkSale(item: StatementItem, { payments, grid, settled_before }: Month & { settled_before: string }): Checked {
  const payment = payments[item.isp].find(({ payment_id }) => payment_id === item.isp_reference);
  const differences = [
    ...unless(payment !== undefined && payment.status === 'succeeded', `${item.charge}: nothing in the ISP's books`),
    ...unless(payment === undefined || payment.amount === item.gross, `${item.charge}: the ISP's books say ${euros(payment?.amount ?? 0)}`),
    ...unless(Date.parse(item.occurred_at) < Date.parse(settled_before), `${item.charge}: not settled yet`),
    ...againstGrid(item, grid, (row) => sharesOf(item.gross, row)),
  ];
  return { books: payment?.amount ?? 0, differences };
}

/** What a refund bears is what it adds to the shares of all that was given back of its charge. */
function checkGivenBack(item: StatementItem, { payments, grid }: Month, given: Map<string, number>): Checked {
  const payment = payments[item.isp].find(({ reference_code }) => reference_code === item.reference);
  const before = given.get(item.charge) ?? 0;
  const after = before - item.gross;
  given.set(item.charge, after);
  const differences = [
    ...unless(payment !== undefined && payment.refunded >= after, `${item.charge}: the ISP gave back ${euros(payment?.refunded ?? 0)}`),
    ...againstGrid(item, grid, (row) => combined(sharesOf(before, row), sharesOf(after, row), -1)),
  ];
  return { books: payment === undefined ? 0 : Math.max(before - payment.refunded, item.gross), differences };
}

function againstGrid(item: StatementItem, grid: Grid, expect: (row: Grid[number]) => Shares): string[] {
  const row = grid.find(({ id, isp }) => id === item.grid_row && isp === item.isp);
  if (!row) return [`${item.charge}: the grid has no row ${item.grid_row} of ${item.isp}`];
  const expected = expect(row);
  return PARTS.flatMap((part) =>
    unless(item[part] === expected[part], `${item.charge}: ${part} ${euros(item[part])}, by the grid ${euros(expected[part])}`),
  );
}

function sumOf(statement: Statement, lines: readonly MonthLine[]): MonthLine {
  const { month, amount, carried_in, earned, carried_out } = statement;
  const sums = summed(lines);
  const parts = sums.vat + sums.isp_fee + sums.platform_share + sums.merchant_share;
  return {
    ...{ month, isp: null, entry: amount > 0 ? `paid out ${euros(amount)}` : `carried ${euros(carried_out)}`, books: null },
    ...{ count: lines.reduce((total, line) => total + line.count, 0), ...sums },
    differences: [
      ...unless(parts === sums.gross, `the shares come to ${euros(parts)}`),
      ...unless(sums.merchant_share === earned, `earned: ${euros(earned)} stated, ${euros(sums.merchant_share)} added up`),
      ...unless(carried_in + earned === amount + carried_out, `${euros(carried_in)} carried in, ${euros(carried_out)} out`),
    ],
  };
}

function unless(holds: boolean, difference: string): string[] {
  return holds ? [] : [difference];
}
