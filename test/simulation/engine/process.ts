import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scheduler } from './scheduler.ts';

/** One run of an activity on a worker, as far as faults and invariants care. */
export type ActivityRun = {
  name: string;
  subject: string;
  attempt: number;
  /** It runs inside a workflow task. */
  is_local?: boolean;
  heartbeat: () => void;
  /** The last commit that this run made: what permits the call that follows. */
  last_commit: { sequence: number; at_ms: number } | null;
  /** What it has done so far, for naming where a kill struck. */
  phase: 'begun' | 'committed_sent' | 'calling' | 'answered';
};

/** Whose code is running: a process, and in it perhaps an activity; or a workflow, which belongs to no process. */
export type Scene = { process?: SimulatedProcess; run?: ActivityRun; execution?: { readonly now_ms: number } };
export const scene = new AsyncLocalStorage<Scene>();

/**
 * A process that can be killed or held up. Code after a kill never runs: whatever it waits for doesn't come. A held-up one goes on later,
 * as if nothing had been.
 */
export class SimulatedProcess {
  readonly name: string;
  alive = true;
  /** How far its clock is ahead of the true time. */
  clock_offset_ms = 0;
  held_until_ms = 0;
  readonly #scheduler: Scheduler;
  /** Activities that it is at. */
  readonly runs = new Set<ActivityRun>();
  readonly #ends = new Set<() => void>();

  constructor(name: string, scheduler: Scheduler) {
    this.name = name;
    this.#scheduler = scheduler;
  }

  now = (): Date => new Date(this.#scheduler.now_ms + this.clock_offset_ms);

  /** Answers what takes it back. */
  onEnd(act: () => void): () => void {
    this.#ends.add(act);
    return () => this.#ends.delete(act);
  }

  kill(): void {
    if (!this.alive) return;
    this.alive = false;
    for (const act of this.#ends) act();
  }

  hold(duration_ms: number): void {
    this.held_until_ms = Math.max(this.held_until_ms, this.#scheduler.now_ms + duration_ms);
  }

  get isHeld(): boolean {
    return this.held_until_ms > this.#scheduler.now_ms;
  }

  /** Goes on in this process: at once, once it is no longer held up, or never. */
  resume(go: () => void): void {
    if (!this.alive) return;
    if (this.isHeld) this.#scheduler.at(this.held_until_ms, () => this.resume(go));
    else go();
  }

  /** Waits in this process's code. */
  sleep(duration_ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#scheduler.after(duration_ms, () => this.resume(resolve));
    });
  }

  /** For code that is about to touch the world: a dead process never does, a held one does later. */
  ready(): Promise<void> | undefined {
    if (this.alive && !this.isHeld) return undefined;
    return new Promise((resolve) => {
      this.resume(resolve);
    });
  }
}
