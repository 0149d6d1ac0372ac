import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  bookedOtherwise,
  callbacksMissing,
  chargedAfterTheEnd,
  chargedTwice,
  type Evidence,
  leftOpen,
  mandatesLeft,
  openDoubts,
  periodsAmiss,
  purchasesAmiss,
  resolvedLate,
  unexplainedDoubts,
} from '../support/chaos/books.ts';
import { type Broken, sellWhileBreaking } from '../support/chaos/breaking.ts';
import { Market } from '../support/chaos/market.ts';
import { ChaosStack } from '../support/chaos/stack.ts';
import { eventually } from '../support/world/eventually.ts';

/** A charge whose worker has died is in doubt ten seconds after this. */
const ISP_TIMEOUT_MS = 2_500;
/** What was held by a process that died is due again within 15 s, and a callback that failed then 5 s later. */
const CALLBACKS_WITHIN_MS = 30_000;

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

describe('a run that is broken into', () => {
  test('goes on by itself after its worker was killed three times in the middle of charges, and loses and doubles nothing', async () => {
    const broken = await sellWhileBreaking(stack, market, {
      demand: { purchases: 40, subscriptions: 20, weeks: 6, ends: 5, per_second: 3 },
      victims: ['worker', 'worker', 'worker'],
    });
    report(broken);
    const { evidence } = broken;
    const met = openDoubts(evidence).length + resolvedLate(evidence, { call_ms_max: ISP_TIMEOUT_MS });
    // Otherwise the kills missed the calls, and the run proves nothing.
    expect(met).toBeGreaterThanOrEqual(1);
    await expectNothingLost(evidence);
  }, 240_000);

  test('goes on by itself after PostgreSQL, the API, Temporal and the ISPs were killed, and loses and doubles nothing', async () => {
    const broken = await sellWhileBreaking(stack, market, {
      demand: { purchases: 30, subscriptions: 12, weeks: 6, ends: 3, per_second: 2 },
      victims: ['api', 'postgres', 'temporal', 'isps'],
    });
    report(broken);
    await expectNothingLost(broken.evidence);
  }, 240_000);
});

async function expectNothingLost(evidence: Evidence): Promise<void> {
  expect(chargedTwice(evidence)).toEqual([]);
  expect(bookedOtherwise(evidence)).toEqual([]);
  expect(purchasesAmiss(evidence)).toEqual([]);
  expect(chargedAfterTheEnd(evidence)).toEqual([]);
  expect(periodsAmiss(evidence)).toEqual([]);
  expect(leftOpen(evidence)).toEqual([]);
  expect(unexplainedDoubts(evidence, { call_ms_max: ISP_TIMEOUT_MS })).toEqual([]);
  expect(openDoubts(evidence).length).toBeLessThanOrEqual(8);
  expect([...market.merchant.setbacks.keys()].filter((setback) => setback.startsWith('500'))).toEqual([]);
  await eventually(async () => expect(await mandatesLeft(market, evidence)).toEqual([]), CALLBACKS_WITHIN_MS);
  const received = () => market.receiver.received.map(({ parsed }) => parsed);
  await eventually(() => expect(callbacksMissing(evidence, received())).toEqual([]), CALLBACKS_WITHIN_MS);
}

function report({ evidence, recoveries, quiet_ms, caught_up }: Broken): void {
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const killed = recoveries.map(({ victim, charging_again_ms }) => `${victim} (charging again after ${seconds(charging_again_ms)})`);
  const late = resolvedLate(evidence, { call_ms_max: ISP_TIMEOUT_MS });
  const setbacks = [...market.merchant.setbacks].map(([setback, times]) => `${times} × ${setback}`);
  process.stdout.write(
    [
      `killed: ${killed.join(', ')}; quiet ${seconds(quiet_ms)} after the last kill`,
      `${evidence.charges.length} charges, ${openDoubts(evidence).length} still in doubt, ${late} known only after a while, ${caught_up} subscriptions caught up`,
      `answers that the merchant had to ask again for: ${setbacks.join('; ') || 'none'}\n`,
    ].join('\n'),
  );
}
