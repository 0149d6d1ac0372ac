import { withClient } from '../../local/postgres/client.ts';
import { residentBytes } from '../ground/cpu.ts';
import type { Ground } from '../ground/ground.ts';
import type { RunningEngine } from './engine.ts';
import { runRenewals } from './renewals.ts';
import { makeSleeping } from './sleeping-subscriptions.ts';

export type SleeperFigures = {
  sleeping: number;
  started_per_second: number;
  worker_resident_bytes: number;
  /** In both databases together, rows, histories, indexes and what vacuum has not taken away yet. */
  bytes_each: number;
  renewals_per_second: number;
};

/** So many subscriptions sleep for the next week; how do those fare that are due? */
export async function runSleepers(
  ground: Ground,
  engine: RunningEngine,
  { sleeping, herd, name }: { sleeping: number; herd: number; name: string },
): Promise<SleeperFigures> {
  const before = await databaseBytes(ground);
  const began = performance.now();
  const in_a_week = new Date(Date.now() + 6 * 86_400_000);
  await makeSleeping(ground, engine, { count: sleeping, due: in_a_week, name: `${name}s` });
  const started_per_second = sleeping / ((performance.now() - began) / 1_000);
  const bytes_each = ((await databaseBytes(ground)) - before) / sleeping;
  const { per_second } = await runRenewals(ground, engine, { count: herd, name: `${name}h` });
  const worker_resident_bytes = await residentBytes(engine.workers[0]?.pid ?? 0);
  return { sleeping, started_per_second, worker_resident_bytes, bytes_each, renewals_per_second: per_second };
}

async function databaseBytes(ground: Ground): Promise<number> {
  const sizes = [ground.database_url, ground.temporal_database_url].map((url) =>
    withClient(url, async (client) => {
      await client.query('checkpoint');
      const { rows } = await client.query('select sum(pg_database_size(oid)) as bytes from pg_database where not datistemplate');
      return Number(rows[0]?.bytes);
    }),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
