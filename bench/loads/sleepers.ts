import { residentBytes } from '../ground/cpu.ts';
import type { Ground } from '../ground/ground.ts';
import { addedEach, tableSizes, unusedIndexBytes } from '../ground/table-sizes.ts';
import type { RunningEngine } from './engine.ts';
import { runRenewals } from './renewals.ts';
import { makeSleeping } from './sleeping-subscriptions.ts';

export type SleeperFigures = {
  sleeping: number;
  /** Started and fallen asleep. */
  started_per_second: number;
  /** Of a worker that was started beside them, after one herd: what they cost while they sleep. */
  worker_resident_bytes: number;
  /** Of the worker that took the first step of them all. */
  worker_resident_bytes_started: number;
  /** In both databases together, rows, histories, indexes and what pages leave free; the rows of the first charge's books and letter not. */
  bytes_each: number;
  bytes_by_table: Record<string, number>;
  /** Of `bytes_each`: indexes of Temporal's visibility that operators may drop (docs/OPERATIONS.md). */
  bytes_each_unused_indexes: number;
  renewals_per_second: number;
};

const SIX_DAYS_MS = 6 * 86_400_000;

/** So many subscriptions sleep for days; what do they take, and how do those fare that are due? */
export async function runSleepers(
  ground: Ground,
  engine: RunningEngine,
  { sleeping, herd, name }: { sleeping: number; herd: number; name: string },
): Promise<SleeperFigures> {
  const before = { sizes: await tableSizes(ground), unused: await unusedIndexBytes(ground) };
  const began = performance.now();
  await makeSleeping(ground, engine, { count: sleeping, due: new Date(Date.now() + SIX_DAYS_MS), name: `${name}s` });
  const started_per_second = sleeping / ((performance.now() - began) / 1_000);
  const worker_resident_bytes_started = await workerBytes(engine);
  const added = addedEach(before.sizes, await tableSizes(ground), sleeping);
  const bytes_each_unused_indexes = ((await unusedIndexBytes(ground)) - before.unused) / sleeping;
  await engine.replaceWorker();
  const { per_second } = await runRenewals(ground, engine, { count: herd, name: `${name}h` });
  return {
    ...{ sleeping, started_per_second, worker_resident_bytes_started, bytes_each_unused_indexes },
    bytes_each: added.bytes_each,
    bytes_by_table: added.by_table,
    worker_resident_bytes: await workerBytes(engine),
    renewals_per_second: per_second,
  };
}

async function workerBytes({ workers }: RunningEngine): Promise<number> {
  return await residentBytes(workers[0]?.pid ?? 0);
}
