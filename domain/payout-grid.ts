import type { Isp } from './isps.ts';
import type { Cents } from './money.ts';
import { OFFER_CEILING_CENTS, ONE_SHOT_CEILING_CENTS, PERIODS, type Period, TIERS, type Tier } from './offers.ts';
import { parisDay } from './statements.ts';

/** Who gets what of a price: the payout grid ("outpayments", product.md). Shares are basis points of the price without VAT. */

export const SALE_KINDS = ['one_shot', 'rebilling'] as const;

export type SaleKind = (typeof SALE_KINDS)[number];

/** All basis points of a whole. */
export const WHOLE_BP = 10_000;

/** What a grid is divided by. A one-shot purchase has no period. */
export type GridCell = { isp: Isp; kind: SaleKind; period: Period | null; tier: Tier };

export type GridShares = { merchant_share_bp: number; isp_fee_bp: number };

/** Days are those of Paris; `valid_to` is the first day on which it no longer holds, null: until further notice. Prices include both ends. */
export type GridEntry = GridCell &
  GridShares & { price_from_cents: Cents; price_to_cents: Cents; valid_from: string; valid_to: string | null };

export type GridLookup = GridCell & { price_cents: Cents; at: Date };

/** The row that holds for a price at an instant; undefined where the grid has none. Of a grid without overlaps there is at most one. */
export function gridRowFor<Row extends GridEntry>(rows: readonly Row[], lookup: GridLookup): Row | undefined {
  const day = parisDay(lookup.at);
  return rows.find((row) => isSameCell(row, lookup) && holdsFor(row, { price_cents: lookup.price_cents, day }));
}

/** Whether a row holds for a price on a day in Paris. */
export function holdsFor(row: Omit<GridEntry, keyof GridCell>, { price_cents, day }: { price_cents: Cents; day: string }): boolean {
  const is_priced = row.price_from_cents <= price_cents && price_cents <= row.price_to_cents;
  return is_priced && row.valid_from <= day && (row.valid_to === null || day < row.valid_to);
}

export function isSameCell(one: GridCell, other: GridCell): boolean {
  return one.isp === other.isp && one.kind === other.kind && one.period === other.period && one.tier === other.tier;
}

/** How people read a cell: `orange rebilling month premium`, `free one_shot standard`. */
export function cellName({ isp, kind, period, tier }: GridCell): string {
  return [isp, kind, ...(period === null ? [] : [period]), tier].join(' ');
}

/** The highest price that a cell has to know, VAT included: that of one operation. */
export function cellCeilingCents({ period }: Pick<GridCell, 'period'>): Cents {
  return period === null ? ONE_SHOT_CEILING_CENTS : OFFER_CEILING_CENTS[period];
}

/** Every cell of these ISPs. Standard merchants sell no subscriptions, but one that was moved down to standard still has those that run. */
export function gridCells(isps: readonly Isp[]): GridCell[] {
  const kinds = [{ kind: 'one_shot' as const, period: null }, ...PERIODS.map((period) => ({ kind: 'rebilling' as const, period }))];
  return isps.flatMap((isp) => kinds.flatMap((sold) => TIERS.map((tier) => ({ isp, ...sold, tier }))));
}
