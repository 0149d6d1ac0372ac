/** How much is measured. A quick run is for seeing that it works; only a full one is for comparing. */
export type Sizes = {
  repeats: number;
  herd: number;
  usual_herd: number;
  sales: { idle: number; busy: number; lanes: number };
  reads: { count: number; lanes: number };
};

export const SIZES: { quick: Sizes; full: Sizes } = {
  quick: { repeats: 1, herd: 200, usual_herd: 100, sales: { idle: 30, busy: 100, lanes: 16 }, reads: { count: 500, lanes: 16 } },
  full: { repeats: 3, herd: 1_500, usual_herd: 600, sales: { idle: 200, busy: 1_000, lanes: 32 }, reads: { count: 10_000, lanes: 32 } },
};
