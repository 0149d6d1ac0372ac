import { scene } from '../engine/process.ts';
import { HeldTask, type LocalCall } from './held-task.ts';
import { overTheWire } from './payloads.ts';
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

type Waiting = { predicate: () => boolean; resolve: (met: boolean) => void; sequence: number };
type Job = { signal: boolean; act: () => void };
type Update = { name: string; resolve: (answer: unknown) => void };
/** How a call of an activity ends. */
export type Settle = { resolve: (result: unknown) => void; reject: (error: Error) => void };
/** What was applied at one instant. Carried out again, the code finds the same time and the same length of its history. */
type Batch = { at_ms: number; history_events: number; jobs: Job[]; is_local_answer: boolean };

/**
 * One workflow id and its runs. Its code is carried out in workflow tasks: what has happened since the last one is applied, signals first,
 * and then conditions are looked at until none is met any more. A task needs a worker; without one, events wait. A task with local activities
 * is held until they are done; where its worker dies, all of it is lost, and its code is carried out again from the run's beginning up to the
 * last task that was over. Jobs name promises by number, so that they reach those of whichever time it is.
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
  #calls = new Map<number, Settle>();
  #locals = new Map<number, LocalCall>();
  /** What the service is asked for once the task is over. */
  #commands: (() => void)[] = [];
  #sequence = 0;
  #first_sequence = 0;
  #jobs: Job[] = [];
  #task_due = false;
  #in_task = false;
  #held: HeldTask | undefined;
  #is_lost = false;
  #is_after_loss = false;
  /** While it is carried out again: the instant of that time. */
  #then_ms: number | undefined;
  /** Of this run: what is in its history, and what is not yet. */
  #past: Batch[] = [];
  #open: Batch[] = [];
  #minute = 0;
  #tasks_of_minute = 0;

  constructor(service: TemporalService, { id, type }: { id: string; type: string }) {
    this.#service = service;
    this.id = id;
    this.type = type;
  }

  /** What time it is to its code. */
  get now_ms(): number {
    return this.#then_ms ?? this.#service.world.scheduler.now_ms;
  }

  begin(input: unknown): void {
    this.runs += 1;
    this.history_events = 3;
    this.#first_sequence = this.#sequence;
    this.#past = [];
    this.#open = [];
    this.#forget();
    const wire_input = overTheWire(input);
    this.enqueue(() => void this.#run(overTheWire(wire_input)));
  }

  #forget(): void {
    this.#handlers = new Map();
    this.#waiting = new Set();
    this.#calls = new Map();
    this.#locals = new Map();
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
    this.#plan();
  }

  #plan(): void {
    if (this.#task_due || this.#in_task) return;
    this.#task_due = true;
    this.#service.scheduleTask(() => this.#task());
  }

  /** As by an operator: its code hears nothing more. An activity that is under way is seen to its end, and nobody hears of that. */
  terminate(): void {
    this.status = 'terminated';
    this.#held?.end();
    for (const update of this.#updates.splice(0)) update.resolve(undefined);
  }

  #task(): void {
    this.#task_due = false;
    if (this.status === 'terminated') return;
    this.#in_task = true;
    this.history_events += 3;
    this.#countTask();
    if (this.#is_lost) this.#carryOutAgain();
    else this.#apply(this.#jobs.splice(0));
  }

  #apply(jobs: Job[], { is_local_answer = false } = {}): void {
    jobs.sort((a, b) => Number(b.signal) - Number(a.signal));
    const batch = { at_ms: this.now_ms, history_events: this.history_events, jobs, is_local_answer };
    this.#open.push(batch);
    this.#carryOut(batch, () => this.#settled());
  }

  #carryOut({ jobs }: Batch, then: () => void): void {
    scene.run({ execution: this }, () => {
      for (const { act } of jobs) act();
    });
    this.#service.world.scheduler.soon(() => this.#unblock(then));
  }

  /** Nothing goes on by itself any more: the task is over, or held by what it has begun. */
  #settled(): void {
    if (this.#is_after_loss && this.#locals.size === 0) this.#service.world.sometimes.hit('lost_try_not_made_again');
    this.#is_after_loss = false;
    if (this.#locals.size === 0) {
      this.#held?.end();
      this.#held = undefined;
      this.#complete();
      this.#in_task = false;
      if (this.#jobs.length > 0 && this.status === 'running') this.#plan();
      return;
    }
    const worker = this.#held ? undefined : this.#service.someWorker();
    if (worker) this.#held = new HeldTask(this.#service, this, worker);
    if (!this.#held) return void this.taskLost();
    for (const [sequence, call] of this.#locals) this.#held.begin(sequence, call);
  }

  /** The service has it now. */
  #complete(): void {
    this.#past.push(...this.#open.splice(0));
    for (const command of this.#commands.splice(0)) command();
  }

  /** The task is held still, and what has happened meanwhile is heard. */
  heartbeat(): void {
    this.#complete();
    this.history_events += 3;
    if (this.#jobs.length > 0) this.#apply(this.#jobs.splice(0));
  }

  /** A local activity is done: within the task, as far as the service is concerned. */
  localDone(sequence: number, { result, error }: { result?: unknown; error?: Error }): void {
    if (!this.#locals.has(sequence)) return;
    const act = () => {
      this.#locals.delete(sequence);
      const call = this.#calls.get(sequence);
      if (error) call?.reject(error);
      else call?.resolve(overTheWire(result));
    };
    this.#apply([{ signal: false, act }], { is_local_answer: true });
  }

  /** Its worker is gone. Whatever the task was about is heard again, with what has happened since, and signals come first. */
  taskLost(): void {
    this.#service.world.sometimes.hit('local_try_lost');
    this.#held = undefined;
    this.#jobs.unshift(...this.#open.splice(0).flatMap(({ jobs, is_local_answer }) => (is_local_answer ? [] : jobs)));
    this.#commands = [];
    this.#is_lost = true;
    this.#in_task = false;
    this.#plan();
  }

  /** All that is in the history, as it was then; after that, what is new. */
  #carryOutAgain(): void {
    const { history_events } = this;
    this.#is_lost = false;
    this.#forget();
    this.#unhandled = [];
    this.handlers_running = 0;
    this.#sequence = this.#first_sequence;
    const next = (index: number): void => {
      const batch = this.#past[index];
      if (batch) {
        this.#then_ms = batch.at_ms;
        this.history_events = batch.history_events;
        return void this.#carryOut(batch, () => next(index + 1));
      }
      this.#then_ms = undefined;
      this.history_events = history_events;
      // Asked for at that time.
      this.#commands = [];
      this.#apply(this.#jobs.splice(0));
      this.#is_after_loss = true;
    };
    next(0);
  }

  /** A workflow that goes round without waiting would fill its history, in hours for good. */
  #countTask(): void {
    const minute = Math.floor(this.#service.world.scheduler.now_ms / 60_000);
    this.#tasks_of_minute = minute === this.#minute ? this.#tasks_of_minute + 1 : 1;
    this.#minute = minute;
    if (this.#tasks_of_minute === TASKS_A_MINUTE_MAX)
      this.#service.world.fail('no workflow spins', this.id, `${TASKS_A_MINUTE_MAX} tasks within a minute`);
  }

  #unblock(then: () => void): void {
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
    if (met) this.#service.world.scheduler.soon(() => this.#unblock(then));
    else then();
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
    if (!handler) return this.#then_ms === undefined ? this.enqueue(() => void this.#answer(update)) : undefined;
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
    this.#sequence += 1;
    const sequence = this.#sequence;
    return await new Promise<boolean>((resolve) => {
      this.#waiting.add({ predicate, resolve, sequence });
      if (timeout_ms === undefined) return;
      this.history_events += 2;
      this.#commands.push(() => this.#service.startTimer(timeout_ms, () => this.#fire(sequence)));
    });
  }

  #fire(sequence: number): void {
    const waiting = () => [...this.#waiting].find((each) => each.sequence === sequence);
    if (!waiting() && !this.#is_lost) return;
    this.enqueue(() => {
      const found = waiting();
      if (found && this.#waiting.delete(found)) found.resolve(false);
    });
  }

  /** Asks for an activity, by its number in this run's code. */
  call(ask: (settle: Settle) => void): Promise<unknown> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    return new Promise((resolve, reject) => {
      this.#calls.set(sequence, { resolve, reject });
      const settle: Settle = {
        resolve: (result) => this.#calls.get(sequence)?.resolve(result),
        reject: (error) => this.#calls.get(sequence)?.reject(error),
      };
      this.#commands.push(() => ask(settle));
    });
  }

  /** Asks for a local activity, which holds the task. */
  local(call: LocalCall): Promise<unknown> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.history_events += 1;
    return new Promise((resolve, reject) => {
      this.#calls.set(sequence, { resolve, reject });
      this.#locals.set(sequence, call);
    });
  }
}
