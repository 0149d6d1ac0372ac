import { parse } from 'csv-parse/sync';
import type { GridRow } from '../db/entities/ledger.ts';
import type { Stores } from '../db/stores/index.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { Isp } from '../domain/isps.ts';
import { type GridProblem, type GridRecord, gridFile, type ReadGrid, readGrid } from '../domain/payout-grid-file.ts';
import { planImport } from '../domain/payout-grid-import.ts';
import { parisDay } from '../domain/statements.ts';
import { newId } from '../vault/ids.ts';

export type GridImport =
  | { status: 'imported' | 'would_import'; inserted: number; closed: number; unchanged: number }
  /** Nothing of the file was imported. */
  | { status: 'refused'; problems: GridProblem[] };

export type GridUseCases = {
  /** Imports a whole CSV file or nothing of it; without `dry_run` in one transaction that keeps other imports out. Importing twice is harmless. */
  importGrid(csv: string, options: { dry_run: boolean }): Promise<GridImport>;
  /** The rows that hold on a day in Paris, or all that ever held, in the order of the cells. Rows that were replaced before they began are none. */
  listGrid(filter: { at?: string | undefined; isp?: Isp | undefined }): Promise<GridRow[]>;
  /** The same as a CSV file that can be imported again. */
  exportGrid(filter: { at?: string | undefined }): Promise<string>;
};

export function createGridUseCases({ unitOfWork, now }: { unitOfWork: UnitOfWork; now: () => Date }): GridUseCases {
  const list: GridUseCases['listGrid'] = async ({ at, isp }) => {
    const rows = await unitOfWork.read((stores) => stores.payoutGrid.all());
    const holding = rows.filter(({ valid_from, valid_to }) =>
      at === undefined ? valid_from !== valid_to : valid_from <= at && (valid_to === null || at < valid_to),
    );
    return holding.filter((row) => isp === undefined || row.isp === isp).toSorted(byCell);
  };
  return {
    importGrid: (csv, { dry_run }) => unitOfWork.transaction((stores) => importGrid(stores, { csv, dry_run, now: now() })),
    listGrid: list,
    exportGrid: async (filter) => gridFile(await list(filter)),
  };
}

async function importGrid(stores: Stores, { csv, dry_run, now }: { csv: string; dry_run: boolean; now: Date }): Promise<GridImport> {
  await stores.payoutGrid.lockForImport();
  const plan = planImport({
    kept: await stores.payoutGrid.all(),
    read: readFile(csv),
    today: parisDay(now),
    last_live_charges: await stores.payoutGrid.lastLiveCharges(),
  });
  if (plan.problems.length > 0) return { status: 'refused', problems: plan.problems };
  const counts = { inserted: plan.insert.length, closed: plan.close.length, unchanged: plan.unchanged };
  if (dry_run) return { status: 'would_import', ...counts };
  for (const { id, valid_to } of plan.close) await stores.payoutGrid.close(id, valid_to);
  await stores.payoutGrid.insert(plan.insert.map((entry) => ({ ...entry, id: newId('grd'), created_at: now })));
  return { status: 'imported', ...counts };
}

/** Lines that begin with # are comments. */
function readFile(csv: string): ReadGrid {
  try {
    const options = {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      skip_empty_lines: true,
      relax_column_count: true,
      trim: true,
    } as const;
    const records = parse(csv, { ...options, info: true }) as unknown as { record: string[]; info: { lines: number } }[];
    return readGrid(records.map(({ record, info }): GridRecord => ({ line: info.lines, fields: record })));
  } catch (error) {
    const { lines, message } = error as { lines?: number; message: string };
    return { rows: [], problems: [{ line: lines ?? null, column: null, message: `this is no CSV: ${message}` }] };
  }
}

function byCell(one: GridRow, other: GridRow): number {
  const keyOf = (row: GridRow) => [row.isp, row.kind, row.period ?? '', row.tier, row.valid_from].join(' ');
  return keyOf(one).localeCompare(keyOf(other)) || Number(one.price_from_cents - other.price_from_cents);
}
