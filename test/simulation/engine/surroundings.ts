import type { Change, Surroundings } from '../memory/database.ts';
import { connectionLost } from '../memory/errors.ts';
import { type SimulatedProcess, scene } from './process.ts';
import type { World } from './world.ts';

/** Where a statement comes from; setting up and judging come from no process and are not disturbed. */
const here = (): SimulatedProcess | undefined => scene.getStore()?.process;

/** What the world makes of a database: statements take time, and around each commit that writes faults strike. */
export function databaseSurroundings(world: World): Surroundings {
  const { random, scheduler, settings, sometimes } = world;
  const takeTime = (process: SimulatedProcess): Promise<void> | undefined => {
    const luck = random.database.next();
    return luck < 0.35 ? process.sleep(random.database.between(0, luck < 0.02 ? 40 : 4)) : undefined;
  };
  const waitFor = async (process: SimulatedProcess): Promise<void> => {
    await process.ready();
    if (!world.isDatabaseAway) return await takeTime(process);
    sometimes.hit('database_away');
    await process.sleep(random.database.between(1, 3_000));
    throw connectionLost();
  };
  return {
    pause() {
      const process = here();
      if (!process) return undefined;
      return !process.alive || process.isHeld || world.isDatabaseAway ? waitFor(process) : takeTime(process);
    },
    onSessionEnd: (end) => here()?.onEnd(end) ?? (() => undefined),
    async aroundCommit(commit, changes) {
      const process = here();
      if (!process) return commit();
      await world.crashPoint('before_commit');
      await process.ready();
      if (world.isDatabaseAway) throw connectionLost();
      const list = changes();
      commit();
      noteCommit(world, list);
      await world.crashPoint('after_commit');
      if (random.database.chance(settings.rates.commit_answer_lost)) {
        sometimes.hit('commit_answer_lost');
        world.count('commit: answer lost');
        throw connectionLost();
      }
      if (random.database.chance(settings.rates.commit_answer_slow)) {
        sometimes.hit('commit_answer_slow');
        world.count('commit: answer slow');
        await process.sleep(random.database.between(2_000, 120_000));
      }
    },
    hasRead() {
      const run = scene.getStore()?.run;
      // After every commit so far, and before the next.
      if (run) run.last_commit = { sequence: world.commits + 0.5, at_ms: scheduler.now_ms };
    },
    after: (delay_ms, act) => scheduler.after(delay_ms, act),
    random: () => random.database.next(),
  };
}

function noteCommit(world: World, changes: Change[]): void {
  const run = scene.getStore()?.run;
  world.commits += 1;
  if (run) {
    run.last_commit = { sequence: world.commits, at_ms: world.scheduler.now_ms };
    const sends = changes.some(({ table, after }) => (table === 'charge' || table === 'refund') && after?.status === 'sent');
    run.phase = sends ? 'committed_sent' : 'begun';
  }
  world.judge.committed(changes);
}
