import type { Results } from '../scenes.ts';
import { perSecond } from './ratios.ts';

/** All of France's market, on average: about 270 million transactions a year. */
export const MARKET_PER_SECOND = 8.6;

const TEN_MILLION = 10_000_000;

/** Reckoned from what was measured, and not measured. */
export type Projections = {
  /** How often the whole market's transactions a second, on average, go into the engine's renewals/s on this machine. */
  markets_of_france?: number;
  gibibytes_for_ten_million_sleepers?: number;
};

export function projectionsOf({ engine, sleepers }: Results): Projections {
  const per_second = perSecond(engine)?.median;
  const each = sleepers.at(-1)?.bytes_each;
  return {
    ...(per_second === undefined ? {} : { markets_of_france: per_second / MARKET_PER_SECOND }),
    ...(each === undefined ? {} : { gibibytes_for_ten_million_sleepers: (each * TEN_MILLION) / 2 ** 30 }),
  };
}
