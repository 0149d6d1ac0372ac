import { freshDatabase, type Ground } from './ground/ground.ts';
import { type EngineOptions, type RunningEngine, startEngine } from './loads/engine.ts';
import { type GrowthFigures, runGrowth } from './loads/growth.ts';
import { type HerdOfAMinute, runHerdOfAMinute } from './loads/herd.ts';
import { type HerdFigures, type HerdLoad, runHerd } from './loads/herd-of-workflows.ts';
import type { KillFigures } from './loads/kill.ts';
import { killEngine } from './loads/kill-engine.ts';
import { type ReadFigures, runReads } from './loads/reads.ts';
import { profileRenewals, type RenewalFigures, runRenewals } from './loads/renewals.ts';
import { runBareSales, runSales, type SaleFigures } from './loads/sales.ts';
import { runSleepers, type SleeperFigures } from './loads/sleepers.ts';
import { killText, playRivals, type RivalFigures } from './rivals.ts';
import type { Sizes } from './sizes.ts';

/** Each load's repeats, in the order in which they were run. */
export type Results = {
  bare_activity: HerdFigures[];
  bare_local: HerdFigures[];
  usual_way: HerdFigures[];
  /** Two of them again, in threads such as ours: what they would gain by that. */
  bare_activity_lean: HerdFigures[];
  usual_way_lean: HerdFigures[];
  engine: RenewalFigures[];
  bare_sales: SaleFigures[];
  engine_sales: SaleFigures[];
  reads: ReadFigures[];
  herd: HerdOfAMinute[];
  sleepers: SleeperFigures[];
  growth: GrowthFigures[];
} & RivalFigures;

export type Play = { ground: Ground; results: Results; sizes: Sizes; round: number; say: (text: string) => void };

/** In the order in which they are played, those that are repeated before those that are not. The quick ones come first, and `--quick` plays only those. */
export const SCENE_TABLE: Record<string, (play: Play) => Promise<void>> = {
  renewals,
  sales,
  reads,
  kill,
  peers: playRivals,
  growth,
  herd,
  sleepers,
};
export const SCENES = Object.keys(SCENE_TABLE);
export const QUICK_SCENES = ['renewals', 'sales', 'reads'];

/** The engine's processes stand only while it is measured. */
async function withEngine<Result>(
  ground: Ground,
  use: (engine: RunningEngine) => Promise<Result>,
  options: EngineOptions = {},
): Promise<Result> {
  const engine = await startEngine(ground, options);
  try {
    return await use(engine);
  } finally {
    await engine.stop();
  }
}

async function renewals({ ground, results, sizes, round, say }: Play): Promise<void> {
  const bare = { worker: 'bare-worker.ts', count: sizes.herd, warm_up: sizes.warm_up };
  const bare_activity = { ...bare, workflow: 'bareActivity' };
  results.bare_activity.push(told(say, 'bare loop, one activity', await runHerd(ground, bare_activity)));
  results.bare_local.push(told(say, 'bare loop, one local activity', await runHerd(ground, { ...bare, workflow: 'bareLocalActivity' })));
  const database_url = await freshDatabase(ground, 'usual_way');
  const usual = { worker: 'usual-worker.ts', workflow: 'usualWay', count: sizes.usual_herd, warm_up: sizes.warm_up, database_url };
  results.usual_way.push(told(say, "Temporal's usual way", await runHerd(ground, usual)));
  if (sizes.has_lean_rivals && round === 1) {
    const lean = (load: HerdLoad) => runHerd(ground, { ...load, has_lean_threads: true });
    results.bare_activity_lean.push(told(say, 'bare loop, one activity, in lean threads', await lean(bare_activity)));
    results.usual_way_lean.push(told(say, "Temporal's usual way, in lean threads", await lean(usual)));
  }
  await withEngine(ground, async (engine) => {
    const own = await runRenewals(ground, engine, { count: sizes.herd, name: `r${round}x`, warm_up: sizes.warm_up });
    results.engine.push(told(say, 'the engine', own));
    if (ground.with_profile && round === 1) say(await profileRenewals(ground, engine, { count: sizes.herd, name: 'px' }));
  });
}

function told<Figures extends HerdFigures>(say: (text: string) => void, name: string, figures: Figures): Figures {
  const cpu = figures.cpu_seconds_per_thousand.total;
  say(`  ${name}: ${figures.per_second.toFixed(1)} renewals/s, ${cpu.toFixed(1)} CPU seconds for a thousand`);
  return figures;
}

async function sales({ ground, results, sizes, round, say }: Play): Promise<void> {
  const bare = await runBareSales(ground, sizes.sales);
  say(`  bare update-with-start: ${bare.per_second.toFixed(1)}/s, one at a time ${bare.idle_ms.p50.toFixed(0)} ms`);
  const own = await withEngine(ground, (engine) => runSales(ground, engine, { ...sizes.sales, name: `s${round}` }));
  say(`  purchases: ${own.per_second.toFixed(1)}/s, one at a time ${own.idle_ms.p50.toFixed(0)} ms`);
  results.bare_sales.push(bare);
  results.engine_sales.push(own);
}

async function reads({ ground, results, sizes, round, say }: Play): Promise<void> {
  const figures = await withEngine(ground, async (engine) => {
    await runSales(ground, engine, { idle: 1, busy: 1, lanes: 1, name: `for-reads-${round}` });
    return await runReads(ground, engine, { ...sizes.reads, name: `v${round}x` });
  });
  say(`  ${figures.validations_per_second.toFixed(0)} validations/s beside ${figures.bare_updates_per_second.toFixed(0)} bare updates/s`);
  results.reads.push(figures);
}

async function kill({ ground, results, sizes, round, say }: Play): Promise<void> {
  const own = await withEngine(ground, (engine) => killEngine(ground, engine, { ...sizes.kill_engine, name: `k${round}x` }), {
    workers: 2,
  });
  results.kills.engine = [...(results.kills.engine ?? []), toldKill(say, own)];
}

function toldKill(say: (text: string) => void, figures: KillFigures): KillFigures {
  say(killText('the engine, one of two workers', figures));
  if (figures.waived !== undefined) say(`  ${figures.waived} of them are not billed: the ISP had never heard of them`);
  if (figures.flow) {
    const { renewals: due, wait_ms, in_doubt } = figures.flow;
    say(
      `  ${due} due in a steady flow waited ${(wait_ms.max / 1_000).toFixed(1)} s at most, ${in_doubt} were in doubt, ${figures.flow.doubled} doubled`,
    );
  }
  return figures;
}

async function growth({ ground, results, sizes, say }: Play): Promise<void> {
  results.growth = await withEngine(ground, (engine) => runGrowth(engine, sizes.growth));
  for (const { renewals_before, ms_each, history } of results.growth)
    say(`  after ${renewals_before} renewals: ${ms_each.toFixed(1)} ms each, ${history.events} events in the history`);
}

async function herd({ ground, results, sizes, say }: Play): Promise<void> {
  const figures = await withEngine(ground, (engine) => runHerdOfAMinute(ground, engine, { count: sizes.herd_of_a_minute, name: 'hx' }));
  say(
    `  ${figures.subscriptions} in a minute: ${figures.per_second.toFixed(1)}/s, p99 ${(figures.lateness_ms.p99 / 1_000).toFixed(1)} s late, ` +
      `${figures.turned_away} calls turned away, purchases p95 ${figures.purchases_ms.p95.toFixed(0)} ms, idle ${figures.purchases_idle_ms.p95.toFixed(0)} ms`,
  );
  results.herd.push(figures);
}

async function sleepers({ ground, results, sizes, say }: Play): Promise<void> {
  for (const sleeping of sizes.sleepers) {
    const options = { ...sizes.beside_sleepers, sleeping, name: `z${sleeping}x` };
    const figures = await withEngine(ground, (engine) => runSleepers(ground, engine, options));
    const { worker_resident_bytes, bytes_each, bytes_each_charge, renewals, started_per_second } = figures;
    say(
      `  ${sleeping} asleep: ${started_per_second.toFixed(1)} started/s, worker ${(worker_resident_bytes / 2 ** 20).toFixed(0)} MB, ` +
        `${bytes_each.toFixed(0)} bytes each and ${bytes_each_charge.toFixed(0)} for each charge, ${renewals.map(({ per_second }) => per_second.toFixed(1)).join(', ')} renewals/s`,
    );
    results.sleepers.push(figures);
  }
}
