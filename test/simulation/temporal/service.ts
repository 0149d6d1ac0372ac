import type { BillingActivities } from '../../../activities/types.ts';
import type { SimulatedProcess } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import { ActivityTask } from './activity-task.ts';
import { Execution } from './execution.ts';

export type WorkflowCode = (input: never) => Promise<unknown>;
export type Worker = { process: SimulatedProcess; activities: BillingActivities };
export type Start = { id: string; type: string; input: unknown };
export type ActivityOptions = {
  startToCloseTimeout?: string;
  scheduleToCloseTimeout?: string;
  heartbeatTimeout?: string;
  retry?: { initialInterval?: string; backoffCoefficient?: number; maximumInterval?: string };
};

/**
 * Temporal, as far as billing depends on it: timers and signals are durable, workflow code runs where a worker does, an activity is tried
 * until it succeeds, and one whose worker is silent is tried again elsewhere while the first may still be at it.
 */
export class TemporalService {
  readonly world: World;
  readonly executions = new Map<string, Execution>();
  /** While it is away nothing is started, told or timed; all of that is caught up with. */
  away_until_ms = 0;
  readonly #workflows: Record<string, WorkflowCode>;
  #workers: Worker[] = [];
  #tasks: (() => void)[] = [];
  #activity_tasks: ActivityTask[] = [];

  constructor(world: World, workflows: Record<string, WorkflowCode>) {
    this.world = world;
    this.#workflows = workflows;
  }

  get isAway(): boolean {
    return this.away_until_ms > this.world.scheduler.now_ms;
  }

  goAway(duration_ms: number): void {
    this.away_until_ms = Math.max(this.away_until_ms, this.world.scheduler.now_ms + duration_ms);
    this.world.scheduler.at(this.away_until_ms, () => this.#catchUp());
  }

  codeOf(type: string): WorkflowCode {
    const code = this.#workflows[type];
    if (!code) throw new Error(`there is no workflow ${type}`);
    return code;
  }

  /** A workflow of ours never fails: one that throws would hang in Temporal for good. */
  workflowFailed(execution: Execution, error: unknown): unknown {
    this.world.fail('workflows run to their end', execution.id, `${execution.type} threw ${String((error as Error).stack ?? error)}`);
    return error;
  }

  addWorker(worker: Worker): void {
    this.#workers.push(worker);
    worker.process.onEnd(() => {
      this.#workers = this.#workers.filter((other) => other !== worker);
    });
    this.#catchUp();
  }

  get hasWorker(): boolean {
    return !this.isAway && this.#workers.some(({ process }) => process.alive && !process.isHeld);
  }

  #catchUp(): void {
    if (!this.hasWorker) return;
    for (const task of this.#tasks.splice(0)) this.scheduleTask(task);
    for (const task of this.#activity_tasks.splice(0)) this.dispatch(task);
  }

  scheduleTask(task: () => void): void {
    this.world.scheduler.after(this.world.random.temporal.between(1, 8), () => {
      if (this.hasWorker) task();
      else this.#tasks.push(task);
    });
  }

  /** Some activities' turn comes when a worker is free. */
  dispatch(task: ActivityTask): void {
    this.world.scheduler.after(this.world.random.temporal.between(1, 12), () => {
      const worker = this.someWorker();
      if (worker) task.begin(worker);
      else this.#activity_tasks.push(task);
    });
  }

  someWorker(): Worker | undefined {
    if (!this.hasWorker) return undefined;
    return this.world.random.temporal.pick(this.#workers.filter(({ process }) => process.alive && !process.isHeld));
  }

  /** Looks for work that waits, after a worker that was held up goes on. */
  look(): void {
    this.#catchUp();
  }

  /** A durable timer; one in some fires a moment early, as clocks of a cluster differ. */
  startTimer(duration_ms: number, fire: () => void): void {
    const { temporal } = this.world.random;
    const early_ms = duration_ms > 1_000 && temporal.chance(0.1) ? temporal.between(1, 4) : 0;
    this.world.scheduler.after(duration_ms - early_ms, fire);
  }

  startActivity(execution: Execution, call: { name: string; input: unknown; options: ActivityOptions }): Promise<unknown> {
    execution.history_events += 6;
    return execution.call((settle) => this.dispatch(new ActivityTask(this, execution, { ...call, ...settle })));
  }

  /** One execution an id: starting it again joins the one that runs, and changes nothing once it is closed. */
  start(start: Start): { execution: Execution; created: boolean } {
    const existing = this.executions.get(start.id);
    return existing ? { execution: existing, created: false } : this.#begin(start);
  }

  /** The same, but one that is closed is begun anew. */
  ensure(start: Start): { execution: Execution; created: boolean } {
    const existing = this.executions.get(start.id);
    return existing?.status === 'running' ? { execution: existing, created: false } : this.#begin(start);
  }

  #begin(start: Start): { execution: Execution; created: boolean } {
    const execution = new Execution(this, start);
    this.executions.set(start.id, execution);
    execution.begin(start.input);
    return { execution, created: true };
  }
}
