import { decimalText } from './money.ts';
import { cellCeilingCents, cellName, type GridCell, type GridEntry, isSameCell } from './payout-grid.ts';

/** Prices and days of a cell for which there is no row. `until` is exclusive; null: for good. */
export type Hole = GridCell & { price_from_cents: bigint; price_to_cents: bigint; from: string; until: string | null };

/**
 * What is missing: from the first day of the grid on, every cell has to know every price from one cent to its ceiling, on every day. A hole
 * that lasts over several rows is told once.
 */
export function gridHoles(rows: readonly GridEntry[], cells: readonly GridCell[]): Hole[] {
  const [first] = rows.map(({ valid_from }) => valid_from).toSorted();
  if (first === undefined) return [];
  return cells.flatMap((cell) =>
    cellHoles(
      cell,
      rows.filter((row) => isSameCell(row, cell)),
      first,
    ),
  );
}

function cellHoles(cell: GridCell, rows: readonly GridEntry[], first: string): Hole[] {
  const days = [first, ...rows.flatMap(({ valid_from, valid_to }) => (valid_to === null ? [valid_from] : [valid_from, valid_to]))];
  const steps = [...new Set(days)].toSorted();
  const holes: Hole[] = [];
  for (const [index, from] of steps.entries()) {
    const until = steps[index + 1] ?? null;
    const holding = rows.filter(({ valid_from, valid_to }) => valid_from <= from && (valid_to === null || from < valid_to));
    for (const prices of missingPrices(cell, holding)) {
      const same = ({ price_from_cents, price_to_cents }: Hole) =>
        price_from_cents === prices.price_from_cents && price_to_cents === prices.price_to_cents;
      const before = holes.find((hole) => hole.until === from && same(hole));
      if (before) before.until = until;
      else holes.push({ ...cell, ...prices, from, until });
    }
  }
  return holes;
}

type Prices = { price_from_cents: bigint; price_to_cents: bigint };

function missingPrices(cell: GridCell, rows: readonly GridEntry[]): Prices[] {
  const missing: Prices[] = [];
  let next_cents = 1n;
  for (const row of rows.toSorted((a, b) => Number(a.price_from_cents - b.price_from_cents))) {
    if (row.price_from_cents > next_cents) missing.push({ price_from_cents: next_cents, price_to_cents: row.price_from_cents - 1n });
    if (row.price_to_cents >= next_cents) next_cents = row.price_to_cents + 1n;
  }
  const ceiling_cents = cellCeilingCents(cell);
  if (next_cents <= ceiling_cents) missing.push({ price_from_cents: next_cents, price_to_cents: ceiling_cents });
  return missing;
}

/** `orange rebilling month premium: no row for 4.01 to 5.00 from 2026-01-01`. */
export function holeText(hole: Hole): string {
  const prices = `${decimalText(hole.price_from_cents)} to ${decimalText(hole.price_to_cents)}`;
  return `${cellName(hole)}: no row for ${prices} from ${hole.from}${hole.until === null ? '' : ` to ${hole.until}`}`;
}
