import type { Settlements } from '../../db/settlements.ts';

/** Where nobody is told of settled purchases: whoever waits for one hears it from the workflow. */
export const NO_SETTLEMENTS: Settlements = {
  of: () => ({ settled: new Promise(() => undefined), stop: () => undefined }),
  close: async () => undefined,
};
