import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  bookedOtherwise,
  callbacksMissing,
  chargedAfterTheEnd,
  chargedTwice,
  collectEvidence,
  type Evidence,
  isBehind,
  leftOpen,
  mandatesLeft,
  openDoubts,
  periodsAmiss,
  purchasesAmiss,
  resolvedLate,
  unexplainedDoubts,
} from '../support/chaos/books.ts';
import { type Demand, Market } from '../support/chaos/market.ts';
import { ChaosStack, type Victim } from '../support/chaos/stack.ts';
import { eventually } from '../support/world/eventually.ts';

const ISP_TIMEOUT_MS = 2_500;

let stack: ChaosStack;
let market: Market;

beforeAll(async () => {
  stack = await ChaosStack.start({ ISP_TIMEOUT_MS: String(ISP_TIMEOUT_MS) });
  market = await Market.open(stack);
}, 150_000);

afterAll(async () => {
  await market?.close();
  await stack?.stop();
}, 60_000);

type Plan = { after_ms: number; victim: Victim };

/** Kills one after the other while the market goes on; resolves with what is left once everything is quiet. */
async function sellWhileDying(demand: Demand, plan: Plan[]): Promise<Evidence> {
  const first = stack.kills.length;
  const began = Date.now();
  const selling = market.sell(demand);
  selling.catch(() => undefined);
  const told: string[] = [];
  for (const { after_ms, victim } of plan) {
    await sleep(began + after_ms - Date.now());
    const kill = await stack.kill(victim);
    told.push(`${victim} at ${((kill.at - began) / 1_000).toFixed(1)} s`);
  }
  const sold = await selling;
  const kills = stack.kills.slice(first);
  let evidence = await collectEvidence(market, { ...sold, kills });
  const behind = sold.subscribed.filter((subscribed) => isBehind(evidence, subscribed));
  await Promise.all(behind.map((subscribed) => market.catchUp(subscribed)));
  evidence = await collectEvidence(market, { ...sold, kills });
  const last_kill = Math.max(...kills.map(({ at }) => at));
  process.stdout.write(
    `killed ${told.join(', ')}; ${evidence.charges.length} charges; quiet ${((Date.now() - last_kill) / 1_000).toFixed(1)} s after the last kill; ` +
      `${openDoubts(evidence).length} in doubt, ${resolvedLate(evidence, { call_ms_max: ISP_TIMEOUT_MS })} learnt late, ${behind.length} caught up; ` +
      `answers that were none: ${JSON.stringify(Object.fromEntries(market.merchant.setbacks))}\n`,
  );
  return evidence;
}

async function expectNothingLost(evidence: Evidence): Promise<void> {
  expect(chargedTwice(evidence)).toEqual([]);
  expect(bookedOtherwise(evidence)).toEqual([]);
  expect(purchasesAmiss(evidence)).toEqual([]);
  expect(chargedAfterTheEnd(evidence)).toEqual([]);
  expect(periodsAmiss(evidence)).toEqual([]);
  expect(leftOpen(evidence)).toEqual([]);
  expect(unexplainedDoubts(evidence, { call_ms_max: ISP_TIMEOUT_MS })).toEqual([]);
  await eventually(async () => expect(await mandatesLeft(market, evidence)).toEqual([]), 20_000);
  expect([...market.merchant.setbacks.keys()].filter((setback) => setback.startsWith('500'))).toEqual([]);
  const received = () => market.receiver.received.map(({ parsed }) => parsed);
  await eventually(() => expect(callbacksMissing(evidence, received())).toEqual([]), 65_000);
}

describe('a run that is broken into', () => {
  test('goes on by itself after its worker was killed in the middle of charges, and loses and doubles nothing', async () => {
    const evidence = await sellWhileDying({ purchases: 40, subscriptions: 20, weeks: 6, ends: 5, per_second: 4 }, [
      { after_ms: 2_000, victim: 'worker' },
      { after_ms: 5_500, victim: 'worker' },
      { after_ms: 9_000, victim: 'worker' },
    ]);
    await expectNothingLost(evidence);
  }, 240_000);

  test('goes on by itself after PostgreSQL, the API, Temporal and the ISPs were killed, and loses and doubles nothing', async () => {
    const evidence = await sellWhileDying({ purchases: 20, subscriptions: 10, weeks: 6, ends: 3, per_second: 2 }, [
      { after_ms: 1_500, victim: 'postgres' },
      { after_ms: 4_000, victim: 'api' },
      { after_ms: 6_500, victim: 'temporal' },
      { after_ms: 9_000, victim: 'isps' },
    ]);
    await expectNothingLost(evidence);
  }, 240_000);
});
