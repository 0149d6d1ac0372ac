import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../../local/postgres/client.ts';
import { cpuBetween, cpuSeconds } from '../ground/cpu.ts';
import { type Ground, walBytes } from '../ground/ground.ts';
import { percentile } from '../report/statistics.ts';
import type { RunningEngine } from './engine.ts';
import { figures, type HerdFigures, untilDone } from './herd-of-workflows.ts';
import { type KillFigures, killFigures } from './kill.ts';
import { makeSleeping } from './sleeping-subscriptions.ts';

export type RenewalFigures = HerdFigures & {
  /** Until the last callback was answered and the last letter was taken, from the due instant. */
  seconds_until_all_told: number;
  /** From the due instant until the charge was settled, in milliseconds. */
  lateness_ms: { p50: number; p99: number; max: number };
  history: { events: number; bytes: number };
  transactions_per_renewal: number;
  wal_bytes_per_renewal: { product: number; temporal: number };
};

/** What the start of one costs where the machine is idle. How long it takes on this one is learnt by trying. */
const START_MS_EACH = 25;

export type HerdWanted = { count: number; name: string; spread_ms?: number };

/** Subscriptions that all sleep until one instant, which is still ahead. */
export async function sleepingHerd(
  ground: Ground,
  engine: RunningEngine,
  { count, name, spread_ms = 0, start_ms_each = START_MS_EACH }: HerdWanted & { start_ms_each?: number },
): Promise<{ due: Date; ids: string[]; name: string }> {
  const due = new Date(Date.now() + 8_000 + count * start_ms_each);
  const ids = await makeSleeping(ground, engine, { count, due, name, spread_ms });
  if (Date.now() < due.getTime() - 1_000) return { due, ids, name };
  return await sleepingHerd(ground, engine, { count, name: `${name}x`, spread_ms, start_ms_each: 2 * start_ms_each });
}

/**
 * Kills the only worker in the middle of a herd, starts it again at once, and asks the ISP's books what came of it. What was out at the kill
 * is in doubt until the ISP has been asked, which the engine does once nobody can still be waiting for its answer.
 */
export async function killEngine(ground: Ground, engine: RunningEngine, wanted: HerdWanted): Promise<KillFigures> {
  const { count } = wanted;
  const { name } = await sleepingHerd(ground, engine, wanted);
  await ground.outside('clear');
  const settled = async () => (await settledAfter(ground, name)).length;
  await untilDone(settled, Math.floor(count / 3));
  const killed_at = Date.now();
  await engine.replaceWorker();
  return await killFigures(ground, { count, killed_at, done: settled });
}

/** One herd of the engine's own renewals, all due at one instant: charged over HTTP, posted, told by callback and by letter. */
export async function runRenewals(ground: Ground, engine: RunningEngine, wanted: HerdWanted): Promise<RenewalFigures> {
  const { count } = wanted;
  const { due, ids, name } = await sleepingHerd(ground, engine, wanted);
  await sleep(due.getTime() - Date.now() - 500);
  await ground.outside('clear');
  const processes = { ...ground.processes, ...Object.fromEntries(engine.workers.map((worker) => [worker.name, worker.pid])) };
  const before = { cpu: await cpuSeconds(processes), ...(await counters(ground)) };
  const settled = async () => (await settledAfter(ground, name)).length;
  await untilDone(settled, count);
  // The template renews too, and tells as the others do.
  await untilDone(async () => {
    const { callbacks, mails } = (await ground.outside('look')).counts;
    return Math.min(callbacks, mails);
  }, count);
  const seconds_until_all_told = (Date.now() - due.getTime()) / 1_000;
  const cpu = cpuBetween(before.cpu, await cpuSeconds(processes));
  const after = await counters(ground);
  const lateness = await settledAfter(ground, name);
  const seconds = Math.max(...lateness) / 1_000;
  const per_renewal = (key: keyof typeof after) => (after[key] - before[key]) / count;
  return {
    ...figures({ renewals: count, seconds, cpu }),
    seconds_until_all_told,
    lateness_ms: { p50: percentile(lateness, 50), p99: percentile(lateness, 99), max: Math.max(...lateness) },
    history: await engine.historyOf(ids[0] ?? ''),
    transactions_per_renewal: per_renewal('transactions'),
    wal_bytes_per_renewal: { product: per_renewal('product_wal'), temporal: per_renewal('temporal_wal') },
  };
}

/** How long after the due instant each charge of the herd was settled, in milliseconds. */
export async function settledAfter(ground: Ground, name: string): Promise<number[]> {
  return await withClient(ground.database_url, async (client) => {
    const { rows } = await client.query(
      `select extract(epoch from (a.finished_at - c.due_at)) * 1000 as late
       from charge c join charge_attempt a on a.charge_id = c.id and a.outcome = 'succeeded'
       where c.status = 'succeeded' and c.period_index = 1 and c.subscription_id like $1 || '%'`,
      [`sub_${name}`],
    );
    return rows.map(({ late }) => Number(late));
  });
}

async function counters(ground: Ground) {
  const transactions = await withClient(ground.database_url, async (client) => {
    const { rows } = await client.query('select xact_commit from pg_stat_database where datname = current_database()');
    return Number(rows[0]?.xact_commit);
  });
  return { transactions, product_wal: await walBytes(ground.database_url), temporal_wal: await walBytes(ground.temporal_database_url) };
}
