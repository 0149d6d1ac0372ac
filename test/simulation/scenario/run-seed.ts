import { createHash } from 'node:crypto';
import type { ChargeRow } from '../../../db/entities/charge.ts';
import type { RefundRow } from '../../../db/entities/refund.ts';
import { setCurrentWorld } from '../engine/current.ts';
import type { SometimesName } from '../engine/sometimes.ts';
import { type Violation, World } from '../engine/world.ts';
import { INVARIANTS } from '../invariants/index.ts';
import type { PlantName } from '../plants.ts';
import { virtualTime } from '../stand-ins/virtual-time.ts';
import type { WorkflowCode } from '../temporal/service.ts';
import { planBlows } from './blows.ts';
import { Cast } from './cast.ts';
import { planOperations } from './operations.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Longer than any doubt lasts, and any late notification. */
const QUIET_DAYS = 16;

export type SeedResult = {
  seed: number;
  violations: (Violation & { trace: string[] })[];
  sometimes: Partial<Record<SometimesName, number>>;
  counts: Record<string, number>;
  events: number;
  virtual_days: number;
  /** Of everything that was traced: two runs of one seed give the same. */
  digest: string;
  trace: string[];
};

export type SeedOptions = { workflows: Record<string, WorkflowCode>; plant?: PlantName | undefined; trace: boolean };

/** One seed, from its first sale until all is quiet, and what is to be said of it. */
export async function runSeed(seed: number, { workflows, plant, trace }: SeedOptions): Promise<SeedResult> {
  const world = new World(seed, workflows, plant);
  setCurrentWorld(world);
  const time = virtualTime(world);
  try {
    const cast = new Cast(world);
    await cast.settle();
    world.startProcesses();
    world.schedules.begin();
    planOperations(cast);
    planBlows(cast);
    await world.scheduler.run(world.settings.start.getTime() + world.settings.days * DAY_MS);
    await untilQuiet(world);
    for (const [name, check] of Object.entries(INVARIANTS)) {
      for (const { subject, detail } of check(world)) world.fail(name, subject, detail);
    }
    return resultOf(world, trace);
  } finally {
    time.restore();
    setCurrentWorld(undefined);
  }
}

/** Faults stop, and whatever was left is finished. */
async function untilQuiet(world: World): Promise<void> {
  const { scheduler, settings } = world;
  world.disturbed = false;
  // What is away at this moment comes back by itself.
  const back_ms = Math.max(world.engine_down_until_ms, world.temporal.away_until_ms, world.database_away_until_ms, scheduler.now_ms);
  await scheduler.run(back_ms + MINUTE_MS);
  for (const name of Object.keys(settings.rates) as (keyof typeof settings.rates)[]) settings.rates[name] = 0;
  for (const isp of Object.values(world.isps)) isp.recover();
  for (const worker of world.workers) worker.clock_offset_ms = 0;
  await scheduler.run(scheduler.now_ms + QUIET_DAYS * DAY_MS);
  // A renewal may be out at this very moment.
  const isBusy = () =>
    ['charge', 'refund'].some((table) =>
      world.database.rows<ChargeRow | RefundRow>(table).some(({ status }) => status === 'sent' || status === 'intent'),
    );
  for (let minute = 0; minute < 60 && isBusy(); minute += 1) await scheduler.run(scheduler.now_ms + MINUTE_MS);
  await scheduler.run(scheduler.now_ms + MINUTE_MS);
}

function resultOf(world: World, trace: boolean): SeedResult {
  const lines = world.traces.map(lineOf);
  const rows = (name: string) => world.database.rows(name).length;
  const years: Record<string, number> = {
    purchases: rows('purchase'),
    subscriptions: rows('subscription'),
    charges: rows('charge'),
    refunds: rows('refund'),
  };
  return {
    seed: world.seed,
    violations: world.violations.map((violation) => ({ ...violation, trace: traceOf(world, violation) })),
    sometimes: Object.fromEntries(world.sometimes.counts),
    counts: {
      ...years,
      payments: Object.values(world.isps).reduce((sum, { books }) => sum + books.payments.length, 0),
      ...Object.fromEntries(world.counts),
    },
    events: world.scheduler.events,
    virtual_days: Math.round((world.scheduler.now_ms - world.settings.start.getTime()) / DAY_MS),
    digest: createHash('sha256').update(lines.join('\n')).digest('hex'),
    trace: trace ? lines : [],
  };
}

/** The last of what happened to one object up to then: to a charge, and to its subscription as a whole. */
function traceOf(world: World, { subject, at_ms }: Violation): string[] {
  const [id = subject, index] = subject.split(':');
  const isOwn = (other: string) =>
    other === id || other === subject || other.startsWith(index === undefined ? `${id}:` : `${id}:${index}:`) || other === `${id}:${index}`;
  return world.traces
    .filter((line) => line.at_ms <= at_ms && isOwn(line.subject))
    .slice(-40)
    .map(lineOf);
}

const lineOf = ({ at_ms, subject, text }: World['traces'][number]) => `${new Date(at_ms).toISOString()} ${subject} ${text}`;
