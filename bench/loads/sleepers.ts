import { cpuSeconds, residentBytes } from '../ground/cpu.ts';
import type { Ground } from '../ground/ground.ts';
import { grownEach, type TableSizes, tableSizes } from '../ground/table-sizes.ts';
import type { RunningEngine } from './engine.ts';
import { type RenewalFigures, runRenewals } from './renewals.ts';
import { COPIED_TABLES, makeSleeping } from './sleeping-subscriptions.ts';

export type SleeperFigures = {
  sleeping: number;
  /** Started and fallen asleep. */
  started_per_second: number;
  /** Processor seconds of all processes for a thousand starts, until they slept: where others kept the machine busy, what a quiet one could do. */
  start_cpu_seconds_per_thousand: number;
  /** Of a worker that was started beside them, after all herds: what they cost while they sleep. */
  worker_resident_bytes: number;
  /** Of the worker that took the first step of them all. */
  worker_resident_bytes_started: number;
  /**
   * In both databases together: its row, its buyer's, its code and its consent, and its workflow; with the indexes and what pages leave free.
   * What it has paid so far is not among it.
   */
  bytes_each: number;
  bytes_by_table: Record<string, number>;
  /** In the product's database, of each charge that was made: its row, its tries, books, event and letter, with their indexes. */
  bytes_each_charge: number;
  charge_bytes_by_table: Record<string, number>;
  /** Herds that renew beside them, one after the other: a long collection of Temporal's garbage falls into some of them and not into others. */
  renewals: RenewalFigures[];
};

const SIX_DAYS_MS = 6 * 86_400_000;

/** So many subscriptions sleep for days; what do they take, and how do those fare that are due? */
export async function runSleepers(
  ground: Ground,
  engine: RunningEngine,
  { sleeping, herd, herds, name }: { sleeping: number; herd: number; herds: number; name: string },
): Promise<SleeperFigures> {
  const before = await tableSizes(ground);
  const began = { at: performance.now(), cpu: await cpuOfAll(ground, engine) };
  await makeSleeping(ground, engine, { count: sleeping, due: new Date(Date.now() + SIX_DAYS_MS), name: `${name}s` });
  const started_per_second = sleeping / ((performance.now() - began.at) / 1_000);
  const start_cpu_seconds_per_thousand = ((await cpuOfAll(ground, engine)) - began.cpu) / (sleeping / 1_000);
  const worker_resident_bytes_started = await workerBytes(engine);
  const asleep = await tableSizes(ground);
  await engine.replaceWorker();
  const renewals: RenewalFigures[] = [];
  while (renewals.length < herds) renewals.push(await runRenewals(ground, engine, { count: herd, name: `${name}${renewals.length}h` }));
  return {
    ...{ sleeping, started_per_second, start_cpu_seconds_per_thousand, worker_resident_bytes_started },
    ...sleepersBytes(before, asleep, sleeping),
    ...chargesBytes({ before, asleep, renewed: await tableSizes(ground) }, { sleeping, herd: herd * herds }),
    worker_resident_bytes: await workerBytes(engine),
    renewals,
  };
}

const CHARGES = 'product.charge';

function sleepersBytes(before: TableSizes, asleep: TableSizes, sleeping: number): Pick<SleeperFigures, 'bytes_each' | 'bytes_by_table'> {
  const { [CHARGES]: charge = 0, ...bytes_by_table } = grownEach(before, asleep, sleeping);
  return { bytes_each: (asleep.total - before.total) / sleeping - charge, bytes_by_table };
}

/** A copy has the row of its first charge; everything else that a charge leaves is seen where a herd renews. */
function chargesBytes(
  { before, asleep, renewed }: Record<'before' | 'asleep' | 'renewed', TableSizes>,
  { sleeping, herd }: { sleeping: number; herd: number },
): Pick<SleeperFigures, 'bytes_each_charge' | 'charge_bytes_by_table'> {
  const copied = COPIED_TABLES.map((table) => `product.${table}`);
  const left = Object.entries(grownEach(asleep, renewed, herd)).filter(
    ([table]) => table.startsWith('product.') && !copied.includes(table),
  );
  const charge_bytes_by_table = { [CHARGES]: grownEach(before, asleep, sleeping)[CHARGES] ?? 0, ...Object.fromEntries(left) };
  return { bytes_each_charge: Object.values(charge_bytes_by_table).reduce((sum, bytes) => sum + bytes, 0), charge_bytes_by_table };
}

/** The one that starts them included: this process. */
async function cpuOfAll({ processes }: Ground, { workers }: RunningEngine): Promise<number> {
  const own = process.cpuUsage();
  const others = await cpuSeconds({ ...processes, ...Object.fromEntries(workers.map(({ name, pid }) => [name, pid])) });
  return Object.values(others).reduce((sum, seconds) => sum + seconds, (own.user + own.system) / 1e6);
}

async function workerBytes({ workers }: RunningEngine): Promise<number> {
  return await residentBytes(workers[0]?.pid ?? 0);
}
