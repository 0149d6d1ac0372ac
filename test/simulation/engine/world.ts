import { createActivities } from '../../../activities/index.ts';
import { createUnitOfWork, type UnitOfWork } from '../../../db/unit-of-work.ts';
import { DISABLE_AFTER_DEFAULT } from '../../../domain/callbacks.ts';
import { DOUBT_PROFILES } from '../../../domain/doubts.ts';
import { ISPS, type Isp } from '../../../domain/isps.ts';
import type { Log } from '../../../domain/log.ts';
import type { IspGateways } from '../../../gateways/isp/port.ts';
import { revive } from '../../../outbox/revive.ts';
import { type SweepContext, sweep } from '../../../outbox/sweep.ts';
import { createUseCases } from '../../../usecases/index.ts';
import type { UseCases } from '../../../usecases/types.ts';
import type { Vault } from '../../../vault/vault.ts';
import { PAYOUT_TERMS } from '../../support/payout-terms.ts';
import { createSimulatedGateway } from '../isps/gateway.ts';
import { SimulatedIsp } from '../isps/isp.ts';
import { MemoryDatabase } from '../memory/database.ts';
import { createMemoryEntityManager } from '../memory/entity-manager.ts';
import { createMemoryDriver } from '../memory/run.ts';
import { PLANTS, type PlantName } from '../plants.ts';
import { createSimulatedEngine } from '../temporal/engine.ts';
import { Schedules } from '../temporal/schedules.ts';
import { TemporalService, type WorkflowCode } from '../temporal/service.ts';
import { Judge } from './judge.ts';
import { createPlainVault } from './plain-vault.ts';
import { SimulatedProcess, scene } from './process.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { drawSettings, type Settings } from './settings.ts';
import { SimulatedSettlements } from './settlements.ts';
import { Sometimes } from './sometimes.ts';
import { databaseSurroundings } from './surroundings.ts';
import { isAnythingUnfinished } from './unfinished.ts';

export type Violation = { invariant: string; subject: string; detail: string; at_ms: number };
export type Api = { process: SimulatedProcess; useCases: UseCases };

const STREAMS = ['ids', 'temporal', 'database', 'isps', 'faults', 'scenario', 'settlements'] as const;
const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const notSimulated = () => Promise.reject(new Error('callbacks are not simulated'));
const NO_CHECKS = { refusalOf: async () => undefined, ping: notSimulated };
const NO_CALLBACKS = { post: notSimulated, get: notSimulated };
const WORKERS = 2;
const VIOLATIONS_MAX = 5;
const ROUGHER = 10;
const SWEEP_MS = 5_000;
const REVIVE_MS = 60_000;
/** Of rounds in which nothing is to be found. */
const SWEPT_ALL_THE_SAME = 0.03;
/** The longest pause of the sweep here. */
export const SWEPT_WITHIN_MS = 12 * 3_600_000;

/** Everything of one seed: time, chance, the database, Temporal, the ISPs, and the processes of ours that run among them. */
export class World {
  readonly seed: number;
  readonly settings: Settings;
  readonly scheduler: Scheduler;
  readonly random: Record<(typeof STREAMS)[number], Random>;
  readonly sometimes = new Sometimes();
  readonly judge: Judge;
  readonly database: MemoryDatabase;
  readonly unitOfWork: UnitOfWork;
  readonly settlements = new SimulatedSettlements(this);
  readonly temporal: TemporalService;
  readonly schedules: Schedules;
  readonly isps: Record<Isp, SimulatedIsp>;
  readonly vault: Vault;
  readonly violations: Violation[] = [];
  readonly counts = new Map<string, number>();
  readonly traces: { at_ms: number; subject: string; text: string }[] = [];
  readonly plant: PlantName | undefined;
  /** Once off, nothing goes wrong any more. */
  disturbed = true;
  database_away_until_ms = 0;
  engine_down_until_ms = 0;
  /** Up to then processes die more often: a return after an outage is seldom a smooth one. */
  rough_until_ms = 0;
  commits = 0;
  notifications = 0;
  workers: SimulatedProcess[] = [];
  #api: Api | undefined;
  readonly #begun = new Map<string, () => void>();

  constructor(seed: number, workflows: Record<string, WorkflowCode>, plant?: PlantName) {
    this.seed = seed;
    this.plant = plant;
    this.random = Object.fromEntries(STREAMS.map((stream) => [stream, new Random(seed, stream)])) as World['random'];
    this.settings = drawSettings(new Random(seed, 'settings'));
    this.scheduler = new Scheduler(this.settings.start);
    this.judge = new Judge(this);
    this.database = new MemoryDatabase(databaseSurroundings(this));
    this.unitOfWork = createUnitOfWork({ em: createMemoryEntityManager(this.database), ...createMemoryDriver(this.database) });
    this.temporal = new TemporalService(this, workflows);
    this.schedules = new Schedules(this);
    this.isps = Object.fromEntries(ISPS.map((isp) => [isp, new SimulatedIsp(this, isp)])) as World['isps'];
    this.vault = createPlainVault(this.random.ids);
  }

  get isDatabaseAway(): boolean {
    return this.database_away_until_ms > this.scheduler.now_ms;
  }

  /** Once, when an activity for this object begins. */
  whenBegun(subject: string, act: () => void): void {
    this.#begun.set(subject, act);
  }

  activityBegins(subject: string): void {
    const act = this.#begun.get(subject);
    this.#begun.delete(subject);
    act?.();
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  trace(subject: string, text: string): void {
    this.traces.push({ at_ms: this.scheduler.now_ms, subject, text });
  }

  fail(invariant: string, subject: string, detail: string): void {
    // One bug can break one rule a thousand times; what else it breaks must still be seen.
    const same = this.violations.filter((violation) => violation.invariant === invariant);
    if (same.length >= VIOLATIONS_MAX || same.some((violation) => violation.subject === subject)) return;
    this.violations.push({ invariant, subject, detail, at_ms: this.scheduler.now_ms });
  }

  activityFailed(subject: string, detail: string): void {
    this.count(`activity: ${detail.split(' ').slice(0, 2).join(' ')}`);
    this.trace(subject, `failed ${detail}`);
  }

  /** A wait in the code that runs: of a process, which may die in it, or of the world itself. */
  sleepHere(delay_ms: number): Promise<void> {
    const process = scene.getStore()?.process;
    return process ? process.sleep(delay_ms) : new Promise((resolve) => void this.scheduler.after(delay_ms, resolve));
  }

  /** Where a process may be killed between two steps. Never returns where it was. */
  async crashPoint(point: 'before_commit' | 'after_commit' | 'before_call' | 'after_call'): Promise<void> {
    const process = scene.getStore()?.process;
    const rough = this.rough_until_ms > this.scheduler.now_ms ? ROUGHER : 1;
    if (!process || !this.disturbed || !this.random.faults.chance(this.settings.rates.killed_at_point * rough)) return;
    if (point === 'before_commit') this.sometimes.hit('killed_before_commit');
    if (point === 'after_commit') this.sometimes.hit('killed_after_commit');
    this.kill(process, point);
    await new Promise(() => undefined);
  }

  kill(process: SimulatedProcess, why: string): void {
    if (!process.alive) return;
    this.count(`kill: ${why}`);
    for (const run of process.runs) {
      this.trace(run.subject, `${process.name} is killed (${why}) while ${run.name} is ${run.phase}`);
      if (run.phase === 'committed_sent')
        this.sometimes.hit(run.name === 'refundCharge' ? 'refund_killed_between_commit_and_call' : 'killed_between_commit_and_call');
      if (run.phase === 'calling') this.sometimes.hit('killed_during_call');
      if (run.phase === 'answered') this.sometimes.hit('killed_between_call_and_commit');
    }
    process.kill();
  }

  /** A process of ours comes up again by itself, unless everything is down. */
  #restart(start: () => void): void {
    const up_ms = Math.max(this.engine_down_until_ms, this.scheduler.now_ms) + this.random.faults.between(500, 20_000);
    this.scheduler.at(up_ms, () => (this.engine_down_until_ms > this.scheduler.now_ms ? this.#restart(start) : start()));
  }

  startProcesses(): void {
    for (let number = 1; number <= WORKERS; number += 1) this.#startWorker(`worker-${number}`);
    this.#startApi();
  }

  #startWorker(name: string): void {
    const process = new SimulatedProcess(name, this.scheduler);
    process.onEnd(() => {
      this.workers = this.workers.filter((other) => other !== process);
      this.#restart(() => this.#startWorker(name));
    });
    this.workers.push(process);
    const context = {
      ...this.#shared(process),
      log: SILENT,
      isp_timeout_ms: this.settings.isp_timeout_ms,
      doubt_profiles: DOUBT_PROFILES,
      announce: () => undefined,
    };
    const activities = createActivities(context, { callbacks: NO_CALLBACKS, disable_after: DISABLE_AFTER_DEFAULT });
    this.temporal.addWorker({ process, activities: this.schedules.thrifty(activities) });
    this.#sweepIn(process, context);
  }

  /**
   * As the worker sweeps, but ever rarer while nothing new is there, and most often not at all while everything is finished: years of rounds
   * every five seconds would show nothing more.
   */
  #sweepIn(process: SimulatedProcess, context: SweepContext): void {
    let pause_ms = SWEEP_MS;
    let revived_ms = 0;
    const sweepAndRevive = async () => {
      await sweep(context);
      if (this.scheduler.now_ms < revived_ms + REVIVE_MS) return;
      revived_ms = this.scheduler.now_ms;
      await revive(context);
    };
    const round = () => {
      if (isAnythingUnfinished(this.database, this.scheduler.now_ms) || this.random.temporal.chance(SWEPT_ALL_THE_SAME))
        void scene.run({ process }, () => sweepAndRevive().catch(() => undefined));
      pause_ms = Math.min(pause_ms * 2, SWEPT_WITHIN_MS);
      next = this.scheduler.after(pause_ms, () => process.resume(round));
    };
    let next = this.scheduler.after(this.random.temporal.between(100, SWEEP_MS), () => process.resume(round));
    this.judge.onSweepable(process, () => {
      if (pause_ms <= 2 * SWEEP_MS) return;
      next.cancelled = true;
      pause_ms = SWEEP_MS;
      next = this.scheduler.after(pause_ms, () => process.resume(round));
    });
  }

  #startApi(): void {
    const process = new SimulatedProcess('api', this.scheduler);
    process.onEnd(() => {
      this.#api = undefined;
      this.#restart(() => this.#startApi());
    });
    const useCases = createUseCases({
      ...this.#shared(process),
      settlements: this.settlements.heardIn(process),
      callbacks: NO_CHECKS,
      public_url: 'https://billing.example',
      wait_ms: 5_000,
    });
    this.#api = { process, useCases };
  }

  #shared(process: SimulatedProcess) {
    const gateways = Object.fromEntries(ISPS.map((isp) => [isp, createSimulatedGateway(this, this.isps[isp], process)])) as IspGateways;
    const planted = this.plant
      ? PLANTS[this.plant]({ unitOfWork: this.unitOfWork, isps: gateways })
      : { unitOfWork: this.unitOfWork, isps: gateways };
    const { jitter_seconds, dunning_days } = this.settings;
    const engine = createSimulatedEngine(this, process);
    return { ...planted, vault: this.vault, engine, now: process.now, jitter_seconds, dunning_days, payout_terms: PAYOUT_TERMS };
  }

  /** A request to the API; its failure is the caller's, who may come again. */
  inApi(work: (api: Api) => Promise<unknown>, failed: (error: unknown) => void = () => undefined): void {
    const api = this.#api;
    if (!api) {
      failed(new Error('ECONNREFUSED'));
      return;
    }
    scene.run({ process: api.process }, () => void work(api).catch(failed));
  }

  get apiProcess(): SimulatedProcess | undefined {
    return this.#api?.process;
  }
}
