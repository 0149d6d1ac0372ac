import { ISPS } from '../../../domain/isps.ts';
import type { Blow } from '../engine/settings.ts';
import type { World } from '../engine/world.ts';
import type { Cast } from './cast.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Act = (world: World, cast: Cast) => void;

const someWorker = (world: World) =>
  world.workers.filter(({ alive }) => alive)[world.random.faults.below(Math.max(1, world.workers.length))];

function engineDown(world: World, duration_ms: number): void {
  world.engine_down_until_ms = Math.max(world.engine_down_until_ms, world.scheduler.now_ms + duration_ms);
  for (const worker of [...world.workers]) world.kill(worker, 'everything is down');
  if (world.apiProcess) world.kill(world.apiProcess, 'everything is down');
  if (world.random.faults.chance(0.5)) world.temporal.goAway(duration_ms);
  const up_ms = world.engine_down_until_ms;
  world.rough_until_ms = Math.max(world.rough_until_ms, up_ms + 2 * MINUTE_MS);
  if (!world.random.faults.chance(0.5)) return;
  // The ISPs are not at their best either.
  const fault = world.random.faults.pick(['decline:insufficient_ceiling', 'timeout_after', 'slow', 'error_500_before'] as const);
  for (const isp of ISPS) world.isps[isp].spell = { fault, until_ms: up_ms + 2 * MINUTE_MS };
}

/** What strikes from outside, and how it is done. */
const ACTS: Record<Blow, Act> = {
  kill_worker: (world) => {
    const worker = someWorker(world);
    if (worker) world.kill(worker, 'at any moment');
  },
  hold_worker: (world) => {
    const worker = someWorker(world);
    if (!worker) return;
    if (worker.runs.size > 0) world.sometimes.hit('worker_held_up');
    // Rarely for days, as a machine that is suspended: what it was at, it goes on with.
    const { faults } = world.random;
    worker.hold(faults.chance(0.06) ? faults.between(DAY_MS, 8 * DAY_MS) : faults.between(5_000, 180_000));
    world.scheduler.at(worker.held_until_ms, () => world.temporal.look());
  },
  kill_api: (world) => world.apiProcess && world.kill(world.apiProcess, 'api at any moment'),
  database_away: (world) => {
    world.database_away_until_ms = world.scheduler.now_ms + world.random.faults.between(200, 150_000);
    world.database.disconnectAll();
  },
  temporal_away: (world, cast) => {
    world.sometimes.hit('temporal_away');
    world.temporal.goAway(world.random.faults.between(2_000, 30 * MINUTE_MS));
    // A sale whose workflow can't be started now.
    if (world.random.faults.chance(0.3)) cast.buy(cast.someone, 1);
    if (world.random.faults.chance(0.3)) cast.subscribe(cast.someone, 'month');
  },
  isp_outage: (world) => {
    const { faults } = world.random;
    const duration_ms = faults.chance(0.15) ? faults.between(DAY_MS, 9 * DAY_MS) : faults.between(MINUTE_MS, 3 * HOUR_MS);
    const kind = faults.pick(['refused', 'silent'] as const);
    world.isps[faults.pick(ISPS)].outage = { kind, until_ms: world.scheduler.now_ms + duration_ms };
  },
  doubts_unanswerable: (world, cast) => {
    const { faults } = world.random;
    // Orange is asked by sending again, which is never away for that long.
    const isp = world.isps[faults.pick(['alice', 'free', 'sfr'] as const)];
    isp.spell = {
      fault: faults.pick(['timeout_after', 'timeout_before', 'error_500_after'] as const),
      until_ms: world.scheduler.now_ms + DAY_MS,
    };
    isp.questions_away_until_ms = world.scheduler.now_ms + faults.between(1, 11) * DAY_MS;
    const customer = cast.customers.find((each) => each.isp === isp.isp);
    if (customer) world.scheduler.after(MINUTE_MS, () => cast.buy(customer, 2));
  },
  engine_down_minutes: (world) => engineDown(world, world.random.faults.between(MINUTE_MS, 90 * MINUTE_MS)),
  engine_down_days: (world) => engineDown(world, world.random.faults.between(DAY_MS, 5 * DAY_MS)),
  engine_down_months: (world) => {
    world.sometimes.hit('engine_down_for_months');
    engineDown(world, world.random.faults.between(60 * DAY_MS, 100 * DAY_MS));
  },
  clock_jump: (world) => {
    const worker = someWorker(world);
    if (worker) worker.clock_offset_ms = world.random.faults.between(-5_000, 5_000);
  },
};

/** Strikes the worker that is at this object: within its few statements, between its commit and its call, or while that is out. */
export function strikeWorkerOf(world: World, id: string): void {
  const { faults } = world.random;
  world.scheduler.after(faults.between(0, 20), () => {
    const worker = world.workers.find(({ runs }) => [...runs].some(({ subject }) => subject === id));
    if (!worker || !world.disturbed) return;
    if (faults.chance(0.5)) return world.kill(worker, 'at this very work');
    worker.hold(faults.between(5_000, 60_000));
    world.scheduler.at(worker.held_until_ms, () => world.temporal.look());
  });
}

/** Before or after the instant of a charge: where a blow hurts. */
const LEAD_MS: Record<Blow, readonly [low: number, high: number]> = {
  kill_worker: [0, 400],
  hold_worker: [0, 400],
  kill_api: [0, 400],
  database_away: [-2_000, 500],
  temporal_away: [-5_000, 500],
  isp_outage: [-30_000, 100],
  doubts_unanswerable: [-30_000, 0],
  engine_down_minutes: [-30_000, 1_000],
  engine_down_days: [-HOUR_MS, 1_000],
  engine_down_months: [-HOUR_MS, 1_000],
  clock_jump: [-10_000, 0],
};

/** Spreads blows over the run; each waits for the next charge that is due and strikes around it. */
export function planBlows(cast: Cast): void {
  const { world } = cast;
  const { faults } = world.random;
  for (const [blow, mean] of Object.entries(world.settings.blows) as [Blow, number][]) {
    const times = Math.floor(mean) + Number(faults.chance(mean % 1));
    for (let time = 0; time < times; time += 1) {
      world.scheduler.after(faults.between(0, world.settings.days * DAY_MS), () => strike(cast, blow));
    }
  }
}

function strike(cast: Cast, blow: Blow): void {
  const { world } = cast;
  const { faults } = world.random;
  const [low, high] = LEAD_MS[blow];
  const at_ms = (faults.chance(0.9) ? cast.nextWake : undefined) ?? world.scheduler.now_ms;
  world.scheduler.at(at_ms + faults.between(low, high), () => {
    if (!world.disturbed) return;
    world.count(`blow: ${blow}`);
    world.trace('world', blow);
    ACTS[blow](world, cast);
  });
}
