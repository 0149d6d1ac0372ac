import { ISPS } from './isps.ts';
import { decimalText } from './money.ts';
import { cellName, type GridEntry, gridCells, isSameCell } from './payout-grid.ts';
import type { GridColumn, GridProblem, ReadGrid, ReadRow } from './payout-grid-file.ts';
import { gridHoles, holeText } from './payout-grid-holes.ts';
import { parisDay } from './statements.ts';

/** A row that was imported before. */
export type KeptRow = GridEntry & { id: string };

export type ImportContext = {
  kept: readonly KeptRow[];
  read: ReadGrid;
  /** Today in Paris. */
  today: string;
  /** By id of a row, when the last live charge under it was booked. */
  last_live_charges: ReadonlyMap<string, Date>;
};

export type Closing = { id: string; valid_to: string };

/** What an import comes to. With a problem nothing of it may be done. */
export type ImportPlan = { insert: GridEntry[]; close: Closing[]; unchanged: number; problems: GridProblem[] };

/**
 * Compares a file with the rows that there are. What stands in both stays. A new row closes each kept row that it overlaps, on its valid_from,
 * which has to be later than today where its cell has rows already: nothing that happened changes its row. After the import the grid must be
 * whole. Holes are looked for only where every row could be read, since each bad row would look like one.
 */
export function planImport({ kept, read, today, last_live_charges }: ImportContext): ImportPlan {
  const living = kept.filter(({ valid_from, valid_to }) => valid_from !== valid_to);
  const known = new Map(
    read.rows.flatMap((row) => living.filter((each) => isSameRow(each, row.entry)).map((each) => [row, each] as const)),
  );
  const added = read.rows.filter((row) => !known.has(row));
  const ended = [...known].flatMap(([row, each]) => (row.entry.valid_to === each.valid_to ? [] : [{ row, kept: each }]));
  const listed = new Set([...known.values()].map(({ id }) => id));
  const replaced = living.flatMap((each) => (listed.has(each.id) ? [] : replacedBy(each, added)));
  const close = [...ended.map((each) => ({ id: each.kept.id, valid_to: each.row.entry.valid_to ?? '' })), ...replaced];
  const problems = [
    ...read.problems,
    ...overlaps(read.rows),
    ...added.flatMap((row) => tooEarly(row, living, today)),
    ...ended.flatMap((each) => wronglyEnded(each, today)),
    ...close.flatMap((each) => chargedLater(each, living, last_live_charges)),
  ];
  if (problems.length === 0) problems.push(...missing(afterwards(living, close), added));
  const in_order = problems.toSorted((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity));
  return { insert: added.map(({ entry }) => entry), close, unchanged: known.size - ended.length, problems: in_order };
}

const problem = (row: ReadRow | null, column: GridColumn | null, message: string): GridProblem => ({
  line: row?.line ?? null,
  column,
  message,
});

function isSamePlace(one: GridEntry, other: GridEntry): boolean {
  const is_priced = one.price_from_cents === other.price_from_cents && one.price_to_cents === other.price_to_cents;
  return isSameCell(one, other) && is_priced && one.valid_from === other.valid_from;
}

function isSameRow(one: GridEntry, other: GridEntry): boolean {
  return isSamePlace(one, other) && one.merchant_share_bp === other.merchant_share_bp && one.isp_fee_bp === other.isp_fee_bp;
}

function overlap(one: GridEntry, other: GridEntry): boolean {
  const prices = one.price_from_cents <= other.price_to_cents && other.price_from_cents <= one.price_to_cents;
  const begins = (row: GridEntry, before: string | null) => before === null || row.valid_from < before;
  return isSameCell(one, other) && prices && begins(one, other.valid_to) && begins(other, one.valid_to);
}

function overlaps(rows: readonly ReadRow[]): GridProblem[] {
  const cells = new Map<string, ReadRow[]>();
  const found: GridProblem[] = [];
  for (const row of rows) {
    const earlier = cells.get(cellName(row.entry)) ?? [];
    const met = earlier.find(({ entry }) => overlap(entry, row.entry));
    if (met) found.push(problem(row, null, `it overlaps line ${met.line} (${rowText(met.entry)})`));
    cells.set(cellName(row.entry), [...earlier, row]);
  }
  return found;
}

/** One that has not begun is replaced as a whole: it ends on the day on which it would have begun. */
function replacedBy(kept: KeptRow, added: readonly ReadRow[]): Closing[] {
  const [first] = added.flatMap(({ entry }) => (overlap(kept, entry) ? [entry.valid_from] : [])).toSorted();
  if (first === undefined) return [];
  const has_begun = kept.valid_from < first;
  return [{ id: kept.id, valid_to: has_begun ? first : kept.valid_from }];
}

function tooEarly(row: ReadRow, living: readonly KeptRow[], today: string): GridProblem[] {
  const { entry } = row;
  const in_cell = living.filter((each) => isSameCell(each, entry));
  if (in_cell.length === 0 || entry.valid_from > today) return [];
  const before = in_cell.find((each) => isSamePlace(each, entry));
  if (before) {
    const column = before.merchant_share_bp === entry.merchant_share_bp ? 'isp_fee_bp' : 'merchant_share_bp';
    return [
      problem(
        row,
        column,
        `"${entry[column]}" was found; ${before[column]} stands since the import, and other shares need a valid_from after ${today}`,
      ),
    ];
  }
  return [
    problem(
      row,
      'valid_from',
      `"${entry.valid_from}" was found; a day after ${today} is expected, for ${cellName(entry)} has rows already`,
    ),
  ];
}

function wronglyEnded({ row, kept }: { row: ReadRow; kept: KeptRow }, today: string): GridProblem[] {
  const { valid_to } = row.entry;
  const is_earlier = valid_to !== null && (kept.valid_to === null || valid_to < kept.valid_to);
  if (is_earlier && valid_to > today) return [];
  const found = valid_to === null ? 'nothing' : `"${valid_to}"`;
  const stays = kept.valid_to === null ? 'nothing' : kept.valid_to;
  return [problem(row, 'valid_to', `${found} was found; ${stays}, as it is, or an earlier end after ${today} is expected`)];
}

function chargedLater({ id, valid_to }: Closing, living: readonly KeptRow[], last: ReadonlyMap<string, Date>): GridProblem[] {
  const booked_at = last.get(id);
  const row = living.find((each) => each.id === id);
  if (!booked_at || !row || parisDay(booked_at) < valid_to) return [];
  return [problem(null, null, `${rowText(row)} cannot end on ${valid_to}: a live charge was made under it on ${parisDay(booked_at)}`)];
}

function afterwards(living: readonly KeptRow[], close: readonly Closing[]): GridEntry[] {
  const ends = new Map(close.map(({ id, valid_to }) => [id, valid_to]));
  return living.map((row) => ({ ...row, valid_to: ends.get(row.id) ?? row.valid_to })).filter((row) => row.valid_from !== row.valid_to);
}

function missing(rest: readonly GridEntry[], added: readonly ReadRow[]): GridProblem[] {
  const holes = gridHoles([...rest, ...added.map(({ entry }) => entry)], gridCells(ISPS));
  return holes.map((hole) => problem(null, null, holeText(hole)));
}

/** `orange rebilling month premium, 0.01 to 5.00, from 2026-01-01`. */
export function rowText(row: GridEntry): string {
  const prices = `${decimalText(row.price_from_cents)} to ${decimalText(row.price_to_cents)}`;
  return `${cellName(row)}, ${prices}, from ${row.valid_from}${row.valid_to === null ? '' : ` to ${row.valid_to}`}`;
}

/** How a problem is told: `line 12, isp_fee_bp: …`. */
export function problemText({ line, column, message }: GridProblem): string {
  const where = [...(line === null ? [] : [`line ${line}`]), ...(column === null ? [] : [column])];
  return where.length === 0 ? message : `${where.join(', ')}: ${message}`;
}
