import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../../local/postgres/client.ts';
import type { Ground } from '../ground/ground.ts';
import { percentile } from '../report/statistics.ts';
import type { RunningEngine } from './engine.ts';
import { untilDone } from './herd-of-workflows.ts';
import { settledAfter, sleepingHerd } from './renewals.ts';
import { percentiles, seller } from './sales.ts';

export type HerdOfAMinute = {
  subscriptions: number;
  per_second: number;
  lateness_ms: { p50: number; p99: number; max: number };
  /** Purchases, one after the other, while the herd went through. */
  purchases_ms: { p50: number; p95: number; p99: number; count: number };
  /** What was charged twice or not at all, by the books. */
  doubled: number;
  missing: number;
};

const A_MINUTE_MS = 60_000;

/** Many subscriptions due within one minute, and buyers who buy meanwhile. */
export async function runHerdOfAMinute(
  ground: Ground,
  engine: RunningEngine,
  { count, name }: { count: number; name: string },
): Promise<HerdOfAMinute> {
  const herd = await sleepingHerd(ground, engine, { count, name, spread_ms: A_MINUTE_MS });
  await sleep(herd.due.getTime() - Date.now());
  await ground.outside('clear');
  const shop = seller(engine, { name: `during-${name}`, lanes: 1 });
  const times: number[] = [];
  const settled = async () => await countSettled(ground, herd.name);
  let over = false;
  const buying = (async () => {
    for (let index = 0; !over; index += 1) {
      const began = performance.now();
      await shop.sell(index);
      times.push(performance.now() - began);
      await sleep(200);
    }
  })();
  try {
    await untilDone(settled, count);
  } finally {
    over = true;
    await buying;
    await shop.close();
  }
  const lateness = await settledAfter(ground, herd.name);
  const seconds = (Date.now() - herd.due.getTime()) / 1_000;
  const { keys, doubled } = await ground.outside('look');
  return {
    subscriptions: count,
    per_second: count / seconds,
    lateness_ms: { p50: percentile(lateness, 50), p99: percentile(lateness, 99), max: Math.max(...lateness) },
    purchases_ms: { ...percentiles(times), count: times.length },
    doubled,
    // The template renews too.
    missing: Math.max(0, count + 1 + times.length - keys),
  };
}

async function countSettled(ground: Ground, name: string): Promise<number> {
  return await withClient(ground.database_url, async (client) => {
    const sql = "select count(*) from charge where status = 'succeeded' and period_index = 1 and subscription_id like $1 || '%'";
    return Number((await client.query(sql, [`sub_${name}`])).rows[0]?.count);
  });
}
