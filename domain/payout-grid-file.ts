import { ISPS } from './isps.ts';
import type { Cents } from './money.ts';
import { PERIODS, TIERS } from './offers.ts';
import { cellCeilingCents, type GridCell, type GridEntry, SALE_KINDS, WHOLE_BP } from './payout-grid.ts';
import { isDay } from './statements.ts';

/** The payout grid as a CSV file: what each column may hold, and what is said where it doesn't. docs/reference/payout-grid.md explains it. */

export const GRID_COLUMNS = [
  'isp',
  'kind',
  'period',
  'tier',
  'price_from_cents',
  'price_to_cents',
  'merchant_share_bp',
  'isp_fee_bp',
  'valid_from',
  'valid_to',
] as const;

export type GridColumn = (typeof GRID_COLUMNS)[number];

/** One thing that is wrong. Without a line it is about the file as a whole; without a column, about the line as a whole. */
export type GridProblem = { line: number | null; column: GridColumn | null; message: string };

/** One line of the file, already taken apart. */
export type GridRecord = { line: number; fields: readonly string[] };

export type ReadRow = { line: number; entry: GridEntry };

export type ReadGrid = { rows: ReadRow[]; problems: GridProblem[] };

/** Reads every line, and says everything that is wrong with each. The first line names the columns, in any order. */
export function readGrid([header, ...records]: readonly GridRecord[]): ReadGrid {
  if (!header)
    return { rows: [], problems: [{ line: null, column: null, message: 'the file is empty; a line with the columns is expected first' }] };
  const problems = headerProblems(header);
  if (problems.length > 0) return { rows: [], problems };
  if (records.length === 0) return { rows: [], problems: [{ line: null, column: null, message: 'the file has no rows' }] };
  const rows = records.flatMap((record) => {
    const read = readRow(header.fields, record);
    if ('problems' in read) problems.push(...read.problems);
    return 'entry' in read ? [read] : [];
  });
  return { rows, problems };
}

function headerProblems({ line, fields }: GridRecord): GridProblem[] {
  const expected = `expected are ${GRID_COLUMNS.join(', ')}`;
  const columns: readonly string[] = GRID_COLUMNS;
  const missing = columns.filter((name) => !fields.includes(name)).map((name) => `the column ${name} is missing`);
  const unknown = fields.filter((name) => !columns.includes(name)).map((name) => `"${name}" is no column`);
  const twice = fields.filter((name, index) => fields.indexOf(name) !== index).map((name) => `the column ${name} stands twice`);
  return [...missing, ...unknown, ...twice].map((what) => ({ line, column: null, message: `${what}; ${expected}` }));
}

function readRow(columns: readonly string[], { line, fields }: GridRecord): ReadRow | { problems: GridProblem[] } {
  if (fields.length !== columns.length) {
    return { problems: [{ line, column: null, message: `${fields.length} fields were found; ${columns.length} are expected` }] };
  }
  const problems: GridProblem[] = [];
  const text = (column: GridColumn) => fields[columns.indexOf(column)] ?? '';
  const wrong = (column: GridColumn, expected: string): undefined => {
    const found = text(column) === '' ? 'nothing' : `"${text(column)}"`;
    problems.push({ line, column, message: `${found} was found; ${expected} is expected` });
  };
  const cell = readCell({ text, wrong });
  const prices = readPrices({ text, wrong }, cell);
  const shares = readShares({ text, wrong });
  const days = readDays({ text, wrong });
  if (!cell || !prices || !shares || !days || problems.length > 0) return { problems };
  return { line, entry: { ...cell, ...prices, ...shares, ...days } };
}

/** One row's fields, and how to say that one of them is wrong. */
type Fields = { text: (column: GridColumn) => string; wrong: (column: GridColumn, expected: string) => undefined };

function readCell({ text, wrong }: Fields): GridCell | undefined {
  const oneOf = <Value extends string>(column: GridColumn, values: readonly Value[]): Value | undefined =>
    values.find((value) => value === text(column)) ?? wrong(column, `one of ${values.join(', ')}`);
  const isp = oneOf('isp', ISPS);
  const kind = oneOf('kind', SALE_KINDS);
  const tier = oneOf('tier', TIERS);
  const is_right = kind !== 'one_shot' || text('period') === '';
  if (!is_right) wrong('period', 'nothing, for a one_shot has no period,');
  const period = kind === 'rebilling' ? oneOf('period', PERIODS) : null;
  return isp && kind && tier && period !== undefined && is_right ? { isp, kind, period, tier } : undefined;
}

type Prices = Pick<GridEntry, 'price_from_cents' | 'price_to_cents'>;

function readPrices({ text, wrong }: Fields, cell: GridCell | undefined): Prices | undefined {
  const from = wholeNumber(text('price_from_cents'));
  const to = wholeNumber(text('price_to_cents'));
  // Where the cell can't be read, any price that one of them may have is let pass.
  const ceiling_cents: Cents = cell ? cellCeilingCents(cell) : cellCeilingCents({ period: null });
  if (from === undefined || from < 1n || from > ceiling_cents)
    return wrong('price_from_cents', `a whole number from 1 to ${ceiling_cents}`);
  if (to === undefined || to < from || to > ceiling_cents) {
    return wrong('price_to_cents', `a whole number from ${from}, the price_from_cents, to ${ceiling_cents}`);
  }
  return { price_from_cents: from, price_to_cents: to };
}

function readShares({ text, wrong }: Fields): Pick<GridEntry, 'merchant_share_bp' | 'isp_fee_bp'> | undefined {
  const share = (column: 'merchant_share_bp' | 'isp_fee_bp') => {
    const read = wholeNumber(text(column));
    return read !== undefined && read <= BigInt(WHOLE_BP) ? Number(read) : wrong(column, `a whole number from 0 to ${WHOLE_BP}`);
  };
  const merchant_share_bp = share('merchant_share_bp');
  const isp_fee_bp = share('isp_fee_bp');
  if (merchant_share_bp === undefined || isp_fee_bp === undefined) return undefined;
  if (merchant_share_bp + isp_fee_bp <= WHOLE_BP) return { merchant_share_bp, isp_fee_bp };
  return wrong(
    'isp_fee_bp',
    `at most ${WHOLE_BP - merchant_share_bp}, what a merchant_share_bp of ${merchant_share_bp} leaves of ${WHOLE_BP},`,
  );
}

function readDays({ text, wrong }: Fields): Pick<GridEntry, 'valid_from' | 'valid_to'> | undefined {
  const valid_from = text('valid_from');
  const valid_to = text('valid_to');
  const is_from = isDay(valid_from);
  if (!is_from) wrong('valid_from', 'a day such as 2026-11-23');
  const is_to = valid_to === '' || (isDay(valid_to) && !(is_from && valid_to <= valid_from));
  if (!is_to) wrong('valid_to', is_from && isDay(valid_to) ? `a day after ${valid_from}` : 'a day such as 2026-11-23, or nothing,');
  return is_from && is_to ? { valid_from, valid_to: valid_to === '' ? null : valid_to } : undefined;
}

/** At most nine digits: no price and no share comes near. */
function wholeNumber(text: string): bigint | undefined {
  return /^\d{1,9}$/.test(text) ? BigInt(text) : undefined;
}

/** The file of these rows, as `readGrid` reads it. */
export function gridFile(rows: readonly GridEntry[]): string {
  const lines = rows.map((row) => GRID_COLUMNS.map((column) => String(row[column] ?? '')).join(','));
  return `${[GRID_COLUMNS.join(','), ...lines].join('\n')}\n`;
}
