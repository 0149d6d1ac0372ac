import { freshDatabase, type Ground } from './ground/ground.ts';
import { startEngine } from './loads/engine.ts';
import { type HerdFigures, runHerd } from './loads/herd-of-workflows.ts';
import { type ReadFigures, runReads } from './loads/reads.ts';
import { type RenewalFigures, runRenewals } from './loads/renewals.ts';
import { runBareSales, runSales, type SaleFigures } from './loads/sales.ts';
import type { Sizes } from './sizes.ts';

export const SCENES = ['renewals', 'sales', 'reads'] as const;
export type Scene = (typeof SCENES)[number];

/** Each load's repeats, in the order in which they were run. */
export type Results = {
  bare_activity: HerdFigures[];
  bare_local: HerdFigures[];
  usual_way: HerdFigures[];
  engine: RenewalFigures[];
  bare_sales: SaleFigures[];
  engine_sales: SaleFigures[];
  reads: ReadFigures[];
};

export type MeasureOptions = { sizes: Sizes; only: readonly string[]; say: (text: string) => void };

/**
 * Runs the loads in turns, so that a machine that grows slower or busier meanwhile does so for all of them. The engine's processes stand
 * only while it is measured.
 */
export async function measureAll(ground: Ground, { sizes, only, say }: MeasureOptions): Promise<Results> {
  const results: Results = { bare_activity: [], bare_local: [], usual_way: [], engine: [], bare_sales: [], engine_sales: [], reads: [] };
  for (let round = 1; round <= sizes.repeats; round += 1) {
    if (only.includes('renewals')) await renewals(ground, { results, sizes, round, say });
    if (only.includes('sales')) await sales(ground, { results, sizes, round, say });
    if (only.includes('reads')) await reads(ground, { results, sizes, round, say });
  }
  return results;
}

type Round = { results: Results; sizes: Sizes; round: number; say: (text: string) => void };

async function renewals(ground: Ground, { results, sizes, round, say }: Round): Promise<void> {
  const bare = { worker: 'bare-worker.ts', count: sizes.herd };
  results.bare_activity.push(tell(say, 'bare loop, one activity', await runHerd(ground, { ...bare, workflow: 'bareActivity' })));
  results.bare_local.push(tell(say, 'bare loop, one local activity', await runHerd(ground, { ...bare, workflow: 'bareLocalActivity' })));
  const usual = {
    worker: 'usual-worker.ts',
    workflow: 'usualWay',
    count: sizes.usual_herd,
    settings: { DATABASE_URL: await freshDatabase(ground, 'usual_way'), HTTP_URL: ground.http, SMTP_URL: ground.smtp },
  };
  results.usual_way.push(tell(say, "Temporal's usual way", await runHerd(ground, usual)));
  const engine = await startEngine(ground);
  try {
    results.engine.push(tell(say, 'the engine', await runRenewals(ground, engine, { count: sizes.herd, name: `r${round}x` })));
  } finally {
    await engine.stop();
  }
}

function tell<Figures extends HerdFigures>(say: (text: string) => void, name: string, figures: Figures): Figures {
  const cpu = figures.cpu_seconds_per_thousand.total;
  say(`${name}: ${figures.per_second.toFixed(1)} renewals/s, ${cpu.toFixed(1)} CPU seconds for a thousand`);
  return figures;
}

async function sales(ground: Ground, { results, sizes, round, say }: Round): Promise<void> {
  const bare = await runBareSales(ground, sizes.sales);
  say(`bare update-with-start: ${bare.per_second.toFixed(1)}/s, one at a time ${bare.idle_ms.p50.toFixed(0)} ms`);
  const engine = await startEngine(ground);
  try {
    const own = await runSales(ground, engine, { ...sizes.sales, name: `s${round}` });
    say(`purchases: ${own.per_second.toFixed(1)}/s, one at a time ${own.idle_ms.p50.toFixed(0)} ms`);
    results.bare_sales.push(bare);
    results.engine_sales.push(own);
  } finally {
    await engine.stop();
  }
}

async function reads(ground: Ground, { results, sizes, round, say }: Round): Promise<void> {
  const engine = await startEngine(ground);
  try {
    await runSales(ground, engine, { idle: 1, busy: 1, lanes: 1, name: `for-reads-${round}` });
    const figures = await runReads(ground, engine, { ...sizes.reads, name: `v${round}x` });
    say(
      `code validations: ${figures.validations_per_second.toFixed(0)}/s beside ${figures.bare_updates_per_second.toFixed(0)} bare updates/s`,
    );
    results.reads.push(figures);
  } finally {
    await engine.stop();
  }
}
