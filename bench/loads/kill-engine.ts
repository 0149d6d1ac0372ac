import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../../local/postgres/client.ts';
import type { Ground } from '../ground/ground.ts';
import { percentile } from '../report/statistics.ts';
import type { RunningEngine } from './engine.ts';
import { untilDone } from './herd-of-workflows.ts';
import { type KillFigures, type KillWaits, killFigures } from './kill.ts';
import { idsBetween, type SleepingHerd, settledAfter, sleepingHerd } from './renewals.ts';

export type KillWanted = { count: number; flow: number; flow_per_second: number; name: string };

/**
 * Kills one of two workers, twice: in the middle of a herd, as the others are killed, and asks the ISP's books what came of it; and again
 * while so many fall due in a second that nobody would wait otherwise. What was out at a kill is in doubt until the ISP has been asked,
 * which the engine does once nobody can still be waiting for its answer.
 */
export async function killEngine(ground: Ground, engine: RunningEngine, wanted: KillWanted): Promise<KillFigures> {
  const killed = await killInHerd(ground, engine, wanted, async () => engine.killWorker());
  await engine.replaceWorker();
  return { ...killed, flow: await killInFlow(ground, engine, wanted) };
}

/** In the middle of a herd, by the ISP's books. */
export async function killInHerd(
  ground: Ground,
  engine: RunningEngine,
  { count, name }: { count: number; name: string },
  kill: () => Promise<void>,
): Promise<KillFigures> {
  const herd = await sleepingHerd(ground, engine, { count, name: `${name}h` });
  await ground.outside('clear');
  // What the subscription was copied from renews too, and is not one of them.
  const references = `R${herd.name.toUpperCase()}`;
  await untilDone(async () => (await ground.outside({ look: references })).keys, Math.floor(count / 3));
  const killed_at = Date.now();
  await kill();
  const killed = { count, killed_at, done: async () => (await settledAfter(ground, herd.name)).length };
  const figures = await killFigures(ground, killed, references);
  await untilDone(() => countIn(ground, herd, FINAL), count, { every_ms: 500 });
  return { ...figures, waived: await countIn(ground, herd, ['not_charged']) };
}

/** What a charge stays that was out at a kill, once its doubt is over. */
const FINAL = ['succeeded', 'not_charged'];

async function countIn(ground: Ground, { name }: SleepingHerd, statuses: readonly string[]): Promise<number> {
  return await withClient(ground.database_url, async (client) => {
    const sql = 'select count(*) from charge where period_index = 1 and status = any($3) and subscription_id between $1 and $2';
    return Number((await client.query(sql, [...idsBetween(name), statuses])).rows[0]?.count);
  });
}

async function killInFlow(ground: Ground, engine: RunningEngine, wanted: KillWanted): Promise<KillWaits> {
  const { flow: count, flow_per_second, name } = wanted;
  const spread_ms = (count * 1_000) / flow_per_second;
  const herd = await sleepingHerd(ground, engine, { count, name: `${name}f`, spread_ms });
  await ground.outside('clear');
  await sleep(herd.due.getTime() + spread_ms / 2 - Date.now());
  engine.killWorker();
  // What is in doubt then was sent, and waits for nobody.
  await untilDone(async () => (await waitsOf(ground, herd)).length, count, { every_ms: 500 });
  const waits = await waitsOf(ground, herd);
  const sorted = waits.map(({ wait_ms }) => wait_ms);
  return {
    renewals: count,
    wait_ms: { p50: percentile(sorted, 50), p99: percentile(sorted, 99), max: Math.max(...sorted) },
    in_doubt: waits.filter(({ was_in_doubt }) => was_in_doubt).length,
    doubled: (await ground.outside('look')).doubled,
  };
}

/** From the due instant until the period was first sent to the ISP. */
async function waitsOf(ground: Ground, { name }: SleepingHerd): Promise<{ wait_ms: number; was_in_doubt: boolean }[]> {
  return await withClient(ground.database_url, async (client) => {
    const { rows } = await client.query(
      `select extract(epoch from (min(a.sent_at) - c.due_at)) * 1000 as wait_ms, c.in_doubt_at is not null as was_in_doubt
       from charge c join charge_attempt a on a.charge_id = c.id
       where c.period_index = 1 and c.subscription_id between $1 and $2 group by c.id`,
      idsBetween(name),
    );
    return rows.map((row) => ({ wait_ms: Number(row.wait_ms), was_in_doubt: row.was_in_doubt === true }));
  });
}
