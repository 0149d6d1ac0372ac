import { scene } from '../engine/process.ts';
import type { TemporalService } from './service.ts';

/** What a workflow throws to go on in a new run. */
export class ContinueAsNew extends Error {
  readonly input: unknown;
  constructor(input: unknown) {
    super('continued as new');
    this.input = input;
  }
}

/** What a workflow throws to end as failed. */
export class WorkflowFailure extends Error {}

// Handlers are typed where they are defined; here they are called with what came over the wire.
export type Handler = (...args: never[]) => unknown;
/** What a signal storm, short looks and retries together come to is far below. */
const TASKS_A_MINUTE_MAX = 100;

type Waiting = { predicate: () => boolean; resolve: (met: boolean) => void };
type Job = { signal: boolean; act: () => void };
type Update = { name: string; resolve: (answer: unknown) => void };

/** Through JSON, as everything that goes in or out of a workflow. */
export function overTheWire<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

/**
 * One workflow id and its runs. Its code is carried out in workflow tasks: what has happened since the last one is applied, signals first,
 * and then conditions are looked at until none is met any more. A task needs a worker; without one, events wait.
 */
export class Execution {
  readonly id: string;
  readonly type: string;
  status: 'running' | 'completed' | 'failed' | 'terminated' = 'running';
  runs = 0;
  history_events = 0;
  handlers_running = 0;
  search_attributes: Record<string, unknown> = {};
  readonly #service: TemporalService;
  #handlers = new Map<string, Handler>();
  #unhandled: { name: string; args: unknown[] }[] = [];
  #updates: Update[] = [];
  #waiting = new Set<Waiting>();
  #jobs: Job[] = [];
  #task_due = false;
  #minute = 0;
  #tasks_of_minute = 0;

  constructor(service: TemporalService, { id, type }: { id: string; type: string }) {
    this.#service = service;
    this.id = id;
    this.type = type;
  }

  begin(input: unknown): void {
    this.runs += 1;
    this.history_events = 3;
    this.#handlers = new Map();
    this.#waiting = new Set();
    this.enqueue(() => void this.#run(overTheWire(input)));
  }

  async #run(input: unknown): Promise<void> {
    try {
      await this.#service.codeOf(this.type)(input as never);
      this.status = 'completed';
      // Whoever still waits for an update of a closed workflow is told so.
      for (const update of this.#updates.splice(0)) update.resolve(undefined);
    } catch (error) {
      if (error instanceof WorkflowFailure) {
        this.status = 'failed';
        return;
      }
      if (!(error instanceof ContinueAsNew)) throw this.#service.workflowFailed(this, error);
      this.#service.world.sometimes.hit('continue_as_new');
      this.begin(error.input);
    }
  }

  /** Something has happened that the workflow's code is to hear of. */
  enqueue(act: () => void, { signal = false } = {}): void {
    this.#jobs.push({ signal, act });
    if (this.#task_due) return;
    this.#task_due = true;
    this.#service.scheduleTask(() => this.#task());
  }

  /** As by an operator: its code hears nothing more. An activity that is under way is seen to its end, and nobody hears of that. */
  terminate(): void {
    this.status = 'terminated';
    for (const update of this.#updates.splice(0)) update.resolve(undefined);
  }

  #task(): void {
    this.#task_due = false;
    if (this.status === 'terminated') return;
    this.history_events += 3;
    this.#countTask();
    const jobs = this.#jobs.splice(0);
    jobs.sort((a, b) => Number(b.signal) - Number(a.signal));
    scene.run({ execution: this }, () => {
      for (const { act } of jobs) act();
    });
    this.#service.world.scheduler.soon(() => this.#unblock());
  }

  /** A workflow that goes round without waiting would fill its history, in hours for good. */
  #countTask(): void {
    const minute = Math.floor(this.#service.world.scheduler.now_ms / 60_000);
    this.#tasks_of_minute = minute === this.#minute ? this.#tasks_of_minute + 1 : 1;
    this.#minute = minute;
    if (this.#tasks_of_minute === TASKS_A_MINUTE_MAX)
      this.#service.world.fail('no workflow spins', this.id, `${TASKS_A_MINUTE_MAX} tasks within a minute`);
  }

  #unblock(): void {
    if (this.status === 'terminated') return;
    let met = false;
    scene.run({ execution: this }, () => {
      for (const waiting of this.#waiting) {
        if (!waiting.predicate()) continue;
        this.#waiting.delete(waiting);
        waiting.resolve(true);
        met = true;
      }
    });
    if (met) this.#service.world.scheduler.soon(() => this.#unblock());
  }

  signal(name: string, args: unknown[]): void {
    this.history_events += 1;
    const wire_args = overTheWire(args);
    this.enqueue(() => this.#handle(name, wire_args), { signal: true });
  }

  #handle(name: string, args: unknown[]): void {
    const handler = this.#handlers.get(name);
    if (handler) handler(...(args as never[]));
    else this.#unhandled.push({ name, args });
  }

  /** Resolves with the handler's answer; with undefined where the workflow closes before. */
  update(name: string): Promise<unknown> {
    return new Promise((resolve) => {
      const update = { name, resolve };
      this.#updates.push(update);
      this.enqueue(() => void this.#answer(update), { signal: true });
    });
  }

  async #answer(update: Update): Promise<void> {
    const handler = this.#handlers.get(update.name);
    // Not set yet: it is tried again when the workflow has begun.
    if (!handler) return this.enqueue(() => void this.#answer(update));
    this.history_events += 2;
    this.handlers_running += 1;
    try {
      const answer = await handler();
      this.#updates = this.#updates.filter((other) => other !== update);
      update.resolve(overTheWire(answer));
    } finally {
      this.handlers_running -= 1;
    }
  }

  setHandler(name: string, handler: Handler): void {
    this.#handlers.set(name, handler);
    const waiting = this.#unhandled.filter((signal) => signal.name === name);
    this.#unhandled = this.#unhandled.filter((signal) => signal.name !== name);
    for (const { args } of waiting) handler(...(args as never[]));
  }

  query(name: string): unknown {
    return overTheWire(this.#handlers.get(name)?.());
  }

  async condition(predicate: () => boolean, timeout_ms?: number): Promise<boolean> {
    return await new Promise<boolean>((resolve) => {
      const waiting = { predicate, resolve };
      this.#waiting.add(waiting);
      if (timeout_ms === undefined) return;
      this.history_events += 2;
      this.#service.startTimer(timeout_ms, () => {
        if (this.#waiting.has(waiting)) {
          this.enqueue(() => this.#waiting.delete(waiting) && resolve(false));
        }
      });
    });
  }
}
