import { setTimeout as sleep } from 'node:timers/promises';
import { collectEvidence, type Evidence, isBehind } from './books.ts';
import { type Demand, ISP_NAMES, type Market } from './market.ts';
import { chargeSchema } from './merchant.ts';
import type { ChaosStack, Kill, Victim } from './stack.ts';

/** How long a kill waits for calls to be out, and the market for the next charge, before it goes on all the same. */
const WAIT_MS_MAX = 20_000;
/** What an ISP had begun before the kill is booked by then. */
const BEGUN_MS = 600;
/** From the last recovery on. */
const QUIET_WITHIN_MS = 100_000;
/** Between a recovery and the next kill. */
const CALM_MS = 1_500;

export type Recovery = Kill & { charging_again_ms: number };

export type Broken = { evidence: Evidence; recoveries: Recovery[]; quiet_ms: number; caught_up: number };

/** Sells, and kills one process after the other meanwhile, each while charges are out; resolves when everything is quiet. */
export async function sellWhileBreaking(stack: ChaosStack, market: Market, plan: { demand: Demand; victims: Victim[] }): Promise<Broken> {
  const first = stack.kills.length;
  let is_over = false;
  const selling = market.sell(plan.demand).finally(() => {
    is_over = true;
  });
  // It is awaited below; until then its failure belongs to nobody.
  selling.catch(() => undefined);
  const until = async (condition: () => Promise<boolean>) => {
    const give_up_at = Date.now() + WAIT_MS_MAX;
    while (!is_over && Date.now() < give_up_at && !(await condition())) await sleep(50);
  };
  const recoveries: Recovery[] = [];
  for (const victim of plan.victims) {
    await sleep(CALM_MS);
    await until(async () => (await callsOut(market)) >= 2);
    const kill = await stack.kill(victim);
    recoveries.push({ ...kill, charging_again_ms: await untilCharging(market, { kill, until }) });
  }
  const sold = await Promise.race([selling, neverQuiet(market)]);
  const kills = stack.kills.slice(first);
  const quiet_ms = Date.now() - Math.max(...kills.map(({ at }) => at));
  const before = await collectEvidence(market, { ...sold, kills });
  const behind = sold.subscribed.filter((subscribed) => isBehind(before, subscribed));
  await Promise.all(behind.map((subscribed) => market.catchUp(subscribed)));
  return { evidence: await collectEvidence(market, { ...sold, kills }), recoveries, quiet_ms, caught_up: behind.length };
}

async function neverQuiet(market: Market): Promise<never> {
  await sleep(QUIET_WITHIN_MS, undefined, { ref: false });
  throw new Error(`The run did not become quiet. Unfinished:\n${market.unfinished().join('\n')}`);
}

/** Charges that an ISP is being asked for at this moment. */
async function callsOut(market: Market): Promise<number> {
  const charges = await market.merchant.newest(chargeSchema, '/v1/charges');
  return charges.filter(({ status }) => status === 'sent').length;
}

async function untilCharging(
  market: Market,
  { kill, until }: { kill: Kill; until: (condition: () => Promise<boolean>) => Promise<void> },
): Promise<number> {
  await sleep(Math.max(0, kill.at + BEGUN_MS - Date.now()));
  const before = await paymentsBooked(market);
  await until(async () => (await paymentsBooked(market)) > before);
  return Date.now() - kill.at;
}

async function paymentsBooked(market: Market): Promise<number> {
  const books = await Promise.all(ISP_NAMES.map((isp) => market.books(isp)));
  return books.flat().filter(({ status }) => status === 'succeeded').length;
}
