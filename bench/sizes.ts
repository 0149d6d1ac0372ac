/** How often a scene is played, and what one time takes on a quiet machine of two cores: by it the end of a run is foretold. */
export type SceneTime = { rounds: number; seconds: number };

/** How much is measured. A quick run is for seeing that it works; only a full one is for comparing. */
export type Sizes = {
  scenes: Record<string, SceneTime>;
  herd: number;
  usual_herd: number;
  /** Once more those that are compared with, in threads such as the product's. */
  has_lean_rivals: boolean;
  /** Renewals before a herd that is measured: a worker bills for weeks, and its code is compiled with the first hundreds. */
  warm_up: number;
  sales: { idle: number; busy: number; lanes: number };
  reads: { count: number; lanes: number };
  peers: number;
  kill: number;
  /** Of Temporal's usual way and of the engine with one worker, which take longer each. */
  kill_slow: number;
  /** Of the engine: a herd in the middle of which a worker is killed, and the same with so many due in a second, evenly. */
  kill_engine: { count: number; flow: number; flow_per_second: number };
  herd_of_a_minute: number;
  sleepers: readonly number[];
  /** How many are due beside so many sleepers, and how many such herds there are, one after the other. */
  beside_sleepers: { herd: number; herds: number };
  growth: readonly number[];
};

export const SIZES: { quick: Sizes; full: Sizes } = {
  quick: {
    scenes: {
      renewals: { rounds: 1, seconds: 60 },
      sales: { rounds: 1, seconds: 30 },
      reads: { rounds: 1, seconds: 20 },
      kill: { rounds: 1, seconds: 150 },
      peers: { rounds: 1, seconds: 180 },
      growth: { rounds: 1, seconds: 15 },
      herd: { rounds: 1, seconds: 100 },
      sleepers: { rounds: 1, seconds: 90 },
    },
    herd: 200,
    usual_herd: 60,
    has_lean_rivals: false,
    warm_up: 30,
    sales: { idle: 30, busy: 100, lanes: 16 },
    reads: { count: 500, lanes: 16 },
    peers: 200,
    kill: 500,
    kill_slow: 60,
    kill_engine: { count: 150, flow: 150, flow_per_second: 10 },
    herd_of_a_minute: 500,
    sleepers: [200, 1_000],
    beside_sleepers: { herd: 100, herds: 1 },
    growth: [10, 100],
  },
  full: {
    scenes: {
      renewals: { rounds: 3, seconds: 280 },
      sales: { rounds: 2, seconds: 120 },
      reads: { rounds: 2, seconds: 60 },
      kill: { rounds: 1, seconds: 240 },
      peers: { rounds: 2, seconds: 270 },
      growth: { rounds: 1, seconds: 120 },
      herd: { rounds: 1, seconds: 1_080 },
      sleepers: { rounds: 1, seconds: 2_520 },
    },
    herd: 1_000,
    usual_herd: 400,
    has_lean_rivals: true,
    warm_up: 200,
    sales: { idle: 200, busy: 1_000, lanes: 32 },
    reads: { count: 10_000, lanes: 32 },
    peers: 3_000,
    kill: 2_000,
    kill_slow: 300,
    kill_engine: { count: 600, flow: 400, flow_per_second: 10 },
    herd_of_a_minute: 20_000,
    sleepers: [1_000, 100_000],
    beside_sleepers: { herd: 600, herds: 3 },
    growth: [10, 100, 1_000],
  },
};
