import { setTimeout as sleep } from 'node:timers/promises';
import type { Ground } from '../ground/ground.ts';
import { turnedAway } from '../ground/temporal-server.ts';
import { percentile } from '../report/statistics.ts';
import type { RunningEngine } from './engine.ts';
import { settledAfter, sleepingHerd, untilSettled } from './renewals.ts';
import { percentiles, seller } from './sales.ts';

type Times = { p50: number; p95: number; p99: number };

export type HerdOfAMinute = {
  subscriptions: number;
  per_second: number;
  lateness_ms: { p50: number; p99: number; max: number };
  /** Purchases, one after the other: while nothing else happened, and while the herd went through. */
  purchases_idle_ms: Times;
  purchases_ms: Times & { count: number };
  /** Calls that Temporal turned away meanwhile, since they were more than it takes (ResourceExhausted). */
  turned_away: number;
  /** What was charged twice or not at all, by the books. */
  doubled: number;
  missing: number;
};

const A_MINUTE_MS = 60_000;
const IDLE_PURCHASES = 50;

/** A buyer comes so long after the one before has been served. */
const BETWEEN_BUYERS_MS = 200;

/** Many subscriptions due within one minute, and buyers who buy meanwhile. */
export async function runHerdOfAMinute(
  ground: Ground,
  engine: RunningEngine,
  { count, name }: { count: number; name: string },
): Promise<HerdOfAMinute> {
  const idle = await buy(engine, { name: `before-${name}`, isOver: (bought) => bought >= IDLE_PURCHASES });
  const herd = await sleepingHerd(ground, engine, { count, name, spread_ms: A_MINUTE_MS });
  await sleep(herd.due.getTime() - Date.now());
  await ground.outside('clear');
  const turned_away_before = await turnedAway(ground.temporal_metrics_url);
  let over = false;
  let seconds = 0;
  const buying = buy(engine, { name: `during-${name}`, isOver: () => over });
  const settling = untilSettled(ground, herd).finally(() => {
    over = true;
    seconds = (Date.now() - herd.due.getTime()) / 1_000;
  });
  const [, times] = await Promise.all([settling, buying]);
  const lateness = await settledAfter(ground, herd.name);
  const { keys, doubled } = await ground.outside('look');
  return {
    subscriptions: count,
    per_second: count / seconds,
    lateness_ms: { p50: percentile(lateness, 50), p99: percentile(lateness, 99), max: lateness.reduce((a, b) => Math.max(a, b), 0) },
    purchases_idle_ms: percentiles(idle),
    purchases_ms: { ...percentiles(times), count: times.length },
    turned_away: (await turnedAway(ground.temporal_metrics_url)) - turned_away_before,
    doubled,
    // The template renews too.
    missing: Math.max(0, count + 1 + times.length - keys),
  };
}

/** One buyer after the other, until it is over. Answers what each waited. */
async function buy(engine: RunningEngine, { name, isOver }: { name: string; isOver: (bought: number) => boolean }): Promise<number[]> {
  const shop = seller(engine, { name, lanes: 1 });
  const times: number[] = [];
  try {
    while (!isOver(times.length)) {
      const began = performance.now();
      await shop.sell(times.length);
      times.push(performance.now() - began);
      await sleep(BETWEEN_BUYERS_MS);
    }
  } finally {
    await shop.close();
  }
  return times;
}
