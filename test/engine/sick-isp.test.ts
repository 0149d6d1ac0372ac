import { describe, expect, test } from '@jest/globals';
import { buy } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import type { World } from '../support/world/world.ts';

let world: World;

useWorld(
  (opened) => {
    world = opened;
  },
  { isp_timeout_ms: 8_000 },
);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started_ms = Date.now();
  await work();
  return Date.now() - started_ms;
}

async function median(times: Promise<number>[]): Promise<number> {
  const sorted = (await Promise.all(times)).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

describe('an ISP that hangs on every call', () => {
  test('holds up none of the other three', async () => {
    const round = async () => await median((['free', 'sfr', 'alice'] as const).map((isp) => timed(() => buy(world, { isp }))));
    const before_ms = await round();
    await world.isp.faults('orange', [{ operation: 'createPayment', kind: 'timeout_before', latency_ms: 30_000 }]);
    const hanging = Array.from({ length: 60 }, () => buy(world, { isp: 'orange' }));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const during_ms = await round();
    process.stdout.write(`median purchase at the other three: ${before_ms} ms before, ${during_ms} ms while 60 calls hang at the fourth\n`);
    // Not a claim about speed: without limits these would wait for the hanging calls' time-out of 8 s.
    expect(during_ms).toBeLessThan(4_000);
    const purchases = (await Promise.all(hanging)).map(({ purchase }) => purchase.status);
    expect(purchases.filter((status) => status === 'completed')).toEqual([]);
  }, 60_000);
});
