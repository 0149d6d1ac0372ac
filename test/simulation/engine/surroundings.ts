import type { Change, Surroundings } from '../memory/database.ts';
import { connectionLost } from '../memory/errors.ts';
import { type ActivityRun, type SimulatedProcess, scene } from './process.ts';
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
  world.commits += 1;
  const runs = runsOf(changes);
  if (runs.length > 1) world.sometimes.hit('charges_shared_a_commit');
  for (const { run, own } of runs) {
    run.last_commit = { sequence: world.commits, at_ms: world.scheduler.now_ms };
    const sends = own.some(({ table, after }) => (table === 'charge' || table === 'refund') && after?.status === 'sent');
    run.phase = sends ? 'committed_sent' : 'begun';
  }
  world.judge.committed(changes);
  world.settlements.committed(changes);
}

/** Whose commit it is: of tries in workflow tasks, which share transactions, each has its own, whoever of them carried it out. */
function runsOf(changes: Change[]): { run: ActivityRun; own: Change[] }[] {
  const { run, process } = scene.getStore() ?? {};
  if (!run) return [];
  if (!run.is_local) return [{ run, own: changes }];
  const of = (subject: string) =>
    changes.filter(({ table, after }) => table === 'charge' && (after?.subscription_id === subject || after?.purchase_id === subject));
  const sharing = [...(process?.runs ?? [])].flatMap((each) => {
    const own = each.is_local ? of(each.subject) : [];
    return own.length > 0 ? [{ run: each, own }] : [];
  });
  return sharing.length > 0 ? sharing : [{ run, own: changes }];
}
