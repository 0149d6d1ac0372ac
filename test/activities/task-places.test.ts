import { expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { ActivityContext } from '../../activities/context.ts';
import { PLACES, type TaskPlace, TaskPlaces } from '../../activities/task-places.ts';

function scene({ circuit = 'closed', calls_free = 40 } = {}, limits = PLACES.periods) {
  const health = () => ({ circuit, calls_free });
  const places = new TaskPlaces({ isps: { free: { health }, sfr: { health } } } as unknown as ActivityContext, limits);
  const enter = async (isLocal: boolean) => (await new MockActivityEnvironment({ isLocal }).run(async () => places.forRun())) as TaskPlace;
  return { enter };
}

const REFUSED = 'the ISP may not answer soon';

test('tries are counted from the commit that permits them: the 31st of one ISP is left to the regular activity', async () => {
  const { enter } = scene();
  const runs = await Promise.all(Array.from({ length: 32 }, () => enter(true)));
  for (const run of runs.slice(0, 30)) run.take('free');
  expect(() => runs[30]?.take('free')).toThrow(REFUSED);
  runs[31]?.take('sfr');
  runs[0]?.giveBack();
  runs[0]?.giveBack();
  runs[30]?.take('free');
  expect(() => runs[0]?.take('free')).toThrow(REFUSED);
});

test('a try that comes to a second transaction keeps the one place', async () => {
  const { enter } = scene();
  const run = await enter(true);
  for (let again = 0; again < 100; again += 1) run.take('free');
  run.giveBack();
});

test.each([
  ['is open', { circuit: 'open' }],
  ['tries again', { circuit: 'half_open' }],
  ['has few calls free', { calls_free: 9 }],
])('an ISP whose guard %s is not for a workflow task', async (_what, health) => {
  const { enter } = scene(health);
  const run = await enter(true);
  expect(() => run.take('free')).toThrow(REFUSED);
});

test('a purchase takes what renewals leave', async () => {
  const run = await scene({ calls_free: 9 }, PLACES.purchases).enter(true);
  run.take('free');
  const last = await scene({ calls_free: 2 }, PLACES.purchases).enter(true);
  expect(() => last.take('free')).toThrow(REFUSED);
});

test('the regular activity waits in its own place, and is refused none', async () => {
  const { enter } = scene({ circuit: 'open', calls_free: 0 });
  const run = await enter(false);
  run.take('free');
  expect(run.is_in_task).toBe(false);
});
