import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../../local/postgres/client.ts';
import { cpuBetween, cpuSeconds } from '../ground/cpu.ts';
import { type Ground, walBytes } from '../ground/ground.ts';
import { profiled } from '../profile/profile.ts';
import { progressOf } from '../progress.ts';
import { percentile } from '../report/statistics.ts';
import type { RunningEngine } from './engine.ts';
import { figures, type HerdFigures, untilDone } from './herd-of-workflows.ts';
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

export type HerdWanted = { count: number; name: string; spread_ms?: number };
/** `warm_up`: how many renew before, and are not measured. */
export type RenewalsWanted = HerdWanted & { warm_up?: number };
export type SleepingHerd = { due: Date; ids: string[]; name: string };

/** What the start of one cost when it was last measured, and before that what it costs on a slow machine. */
let start_ms_each = 25;

/** How much longer than the last time a start may take. */
const MARGIN = 1.5;

/** Subscriptions that all sleep until one instant, which is still ahead. Where the machine was too slow for that, they are begun anew. */
export async function sleepingHerd(
  ground: Ground,
  engine: RunningEngine,
  { count, name, spread_ms = 0 }: HerdWanted,
): Promise<SleepingHerd> {
  const began = Date.now();
  const due = new Date(began + 8_000 + count * start_ms_each * MARGIN);
  const ids = await makeSleeping(ground, engine, { count, due, name, spread_ms });
  start_ms_each = (Date.now() - began) / count;
  if (Date.now() < due.getTime() - 1_000) return { due, ids, name };
  ground.say(`    ${count} subscriptions were due before all of them slept; beginning anew`);
  return await sleepingHerd(ground, engine, { count, name: `${name}x`, spread_ms });
}

/**
 * Waits until the ISP's books have every period of a herd, and then our own. The books are asked often and the tables seldom, since looking
 * into tables costs those that are measured.
 */
export async function untilSettled(ground: Ground, { name, ids }: SleepingHerd): Promise<void> {
  const count = ids.length;
  const tell = progressOf(ground.say, 'renewed', { total: count });
  await untilDone(async () => (await ground.outside('look')).keys, count, { tell });
  await untilDone(() => countSettled(ground, name), count, { every_ms: Math.max(200, count / 10) });
}

async function countSettled(ground: Ground, name: string): Promise<number> {
  return await withClient(ground.database_url, async (client) => {
    const sql = "select count(*) from charge where status = 'succeeded' and period_index = 1 and subscription_id between $1 and $2";
    return Number((await client.query(sql, idsBetween(name))).rows[0]?.count);
  });
}

/** The first and the last id that a herd of this name can have: between them an index finds it. */
export function idsBetween(name: string): [string, string] {
  return [`sub_${name}0000000`, `sub_${name}9999999`];
}

/** One herd of the engine's own renewals, all due at one instant: charged over HTTP, posted, told by callback and by letter. */
export async function runRenewals(ground: Ground, engine: RunningEngine, wanted: RenewalsWanted): Promise<RenewalFigures> {
  const { count, warm_up = 0 } = wanted;
  if (warm_up > 0) await renewOnce(ground, engine, { count: warm_up, name: `${wanted.name}w` });
  const herd = await sleepingHerd(ground, engine, wanted);
  const { due, ids, name } = herd;
  await sleep(due.getTime() - Date.now() - 500);
  await ground.outside('clear');
  const processes = { ...ground.processes, ...Object.fromEntries(engine.workers.map((worker) => [worker.name, worker.pid])) };
  const before = { cpu: await cpuSeconds(processes), ...(await counters(ground)) };
  await untilSettled(ground, herd);
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

async function renewOnce(ground: Ground, engine: RunningEngine, wanted: HerdWanted): Promise<void> {
  const herd = await sleepingHerd(ground, engine, wanted);
  await sleep(herd.due.getTime() - Date.now() - 500);
  await ground.outside('clear');
  await untilSettled(ground, herd);
}

/** One herd more, in which the worker is recorded: that costs it, so its figures are not kept. */
export async function profileRenewals(ground: Ground, engine: RunningEngine, wanted: HerdWanted): Promise<string> {
  const [worker] = engine.workers;
  if (!worker) throw new Error('No worker runs.');
  const herd = await sleepingHerd(ground, engine, wanted);
  await sleep(herd.due.getTime() - Date.now() - 2_500);
  await ground.outside('clear');
  return await profiled(worker, wanted.count, () => untilSettled(ground, herd));
}

/** How long after the due instant each charge of the herd was settled, in milliseconds. */
export async function settledAfter(ground: Ground, name: string): Promise<number[]> {
  return await withClient(ground.database_url, async (client) => {
    const { rows } = await client.query(
      `select extract(epoch from (a.finished_at - c.due_at)) * 1000 as late
       from charge c join charge_attempt a on a.charge_id = c.id and a.outcome = 'succeeded'
       where c.status = 'succeeded' and c.period_index = 1 and c.subscription_id between $1 and $2`,
      idsBetween(name),
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
