/** How much is measured. A quick run is for seeing that it works; only a full one is for comparing. */
export type Sizes = {
  repeats: number;
  herd: number;
  usual_herd: number;
  sales: { idle: number; busy: number; lanes: number };
  reads: { count: number; lanes: number };
  peers: number;
  kill: number;
  herd_of_a_minute: number;
  sleepers: readonly number[];
  growth: readonly number[];
};

export const SIZES: { quick: Sizes; full: Sizes } = {
  quick: {
    repeats: 1,
    herd: 200,
    usual_herd: 60,
    sales: { idle: 30, busy: 100, lanes: 16 },
    reads: { count: 500, lanes: 16 },
    peers: 200,
    kill: 150,
    herd_of_a_minute: 500,
    sleepers: [200, 1_000],
    growth: [10, 50],
  },
  full: {
    repeats: 3,
    herd: 1_500,
    usual_herd: 600,
    sales: { idle: 200, busy: 1_000, lanes: 32 },
    reads: { count: 10_000, lanes: 32 },
    peers: 5_000,
    kill: 1_500,
    herd_of_a_minute: 20_000,
    sleepers: [1_000, 100_000],
    growth: [10, 100, 1_000],
  },
};
