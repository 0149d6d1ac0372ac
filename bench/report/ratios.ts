import type { Results } from '../scenes.ts';
import { type Spread, spread } from './statistics.ts';

/** What figures of one run come to beside one another: the only numbers that may be carried to another machine. */
export type Ratios = Partial<
  Record<
    | 'engine_vs_bare_activity'
    | 'engine_vs_bare_local'
    | 'engine_vs_usual_way'
    | 'one_shot_p50_vs_bare'
    | 'one_shot_rate_vs_bare'
    | 'validations_vs_bare_updates',
    number
  >
>;

export function perSecond(figures: readonly { per_second: number }[]): Spread | undefined {
  return figures.length === 0 ? undefined : spread(figures.map(({ per_second }) => per_second));
}

/** Medians beside medians. What was not measured has no ratio. */
export function ratiosOf(results: Results): Ratios {
  const engine = perSecond(results.engine)?.median;
  const ratios = {
    engine_vs_bare_activity: over(engine, perSecond(results.bare_activity)?.median),
    engine_vs_bare_local: over(engine, perSecond(results.bare_local)?.median),
    engine_vs_usual_way: over(engine, perSecond(results.usual_way)?.median),
    one_shot_p50_vs_bare: over(median(results.engine_sales, idleP50), median(results.bare_sales, idleP50)),
    one_shot_rate_vs_bare: over(perSecond(results.engine_sales)?.median, perSecond(results.bare_sales)?.median),
    validations_vs_bare_updates: over(
      median(results.reads, (reads) => reads.validations_per_second),
      median(results.reads, (reads) => reads.bare_updates_per_second),
    ),
  };
  return Object.fromEntries(Object.entries(ratios).filter(([, ratio]) => ratio !== undefined));
}

const idleP50 = (sales: Results['engine_sales'][number]) => sales.idle_ms.p50;

export function median<Figures>(all: readonly Figures[], of: (figures: Figures) => number): number | undefined {
  return all.length === 0 ? undefined : spread(all.map(of)).median;
}

export function over(value: number | undefined, beside: number | undefined): number | undefined {
  return value === undefined || beside === undefined ? undefined : Math.round((value / beside) * 1_000) / 1_000;
}
