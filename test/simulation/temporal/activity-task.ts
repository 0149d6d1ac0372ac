import type { BillingActivities } from '../../../activities/types.ts';
import { type ActivityRun, scene } from '../engine/process.ts';
import type { Execution } from './execution.ts';
import { durationMs, overTheWire } from './payloads.ts';
import type { ActivityOptions, TemporalService, Worker } from './service.ts';

type Call = { name: string; input: unknown; options: ActivityOptions; resolve: (result: unknown) => void; reject: (error: Error) => void };
type Started = { run: ActivityRun; worker: Worker; begun_ms: number; heard_ms: number };

/** One activity that a workflow has asked for, through all of its tries. */
export class ActivityTask {
  readonly #service: TemporalService;
  readonly #execution: Execution;
  readonly #call: Call;
  #attempt = 0;
  #is_closed = false;
  /** The try that counts. What an earlier one still does, it does; nobody hears of it. */
  #current: Started | undefined;

  constructor(service: TemporalService, execution: Execution, call: Call) {
    this.#service = service;
    this.#execution = execution;
    this.#call = call;
    const { scheduleToCloseTimeout } = call.options;
    if (scheduleToCloseTimeout !== undefined) this.#closeAfter(durationMs(scheduleToCloseTimeout));
  }

  /** All tries together may take so long; whoever is still at it then is not heard any more. */
  #closeAfter(limit_ms: number): void {
    this.#service.world.scheduler.after(limit_ms, () => {
      if (this.#is_closed) return;
      this.#is_closed = true;
      this.#current = undefined;
      this.#execution.enqueue(() => this.#call.reject(new Error(`${this.#call.name} was not done in time`)));
    });
  }

  /** Nobody waits for it any more. */
  get #isOver(): boolean {
    return this.#is_closed || this.#execution.status === 'terminated';
  }

  begin(worker: Worker): void {
    if (this.#isOver) return;
    const { world } = this.#service;
    this.#attempt += 1;
    const now_ms = world.scheduler.now_ms;
    const run: ActivityRun = {
      name: this.#call.name,
      subject: this.#execution.id,
      attempt: this.#attempt,
      heartbeat: () => {
        if (!this.#service.isAway && this.#current?.run === run) this.#current.heard_ms = world.scheduler.now_ms;
      },
      last_commit: null,
      phase: 'begun',
    };
    const started = { run, worker, begun_ms: now_ms, heard_ms: now_ms };
    this.#current = started;
    worker.process.runs.add(run);
    this.#watch(started);
    world.activityBegins(run.subject);
    const activity = worker.activities[this.#call.name as keyof BillingActivities] as (input: unknown) => Promise<unknown>;
    scene.run({ process: worker.process, run }, () => {
      activity(overTheWire(this.#call.input)).then(
        (result) => this.#report(started, () => this.#done(result)),
        (error: unknown) => this.#report(started, () => this.#failed(error)),
      );
    });
  }

  /** An answer counts only while nobody else was asked; a dead worker gives none. */
  #report(started: Started, act: () => void): void {
    const { scheduler, random } = this.#service.world;
    started.worker.process.resume(() => {
      started.worker.process.runs.delete(started.run);
      if (this.#current !== started) return this.#service.world.sometimes.hit('superseded_activity_finished');
      if (this.#service.isAway)
        return void scheduler.at(this.#service.away_until_ms + random.temporal.between(1, 4_000), () => this.#report(started, act));
      this.#current = undefined;
      act();
    });
  }

  #done(result: unknown): void {
    this.#is_closed = true;
    const wire_result = overTheWire(result);
    this.#execution.enqueue(() => this.#call.resolve(wire_result));
  }

  #failed(error: unknown): void {
    const { type, nextRetryDelay, message } = error as { type?: string; nextRetryDelay?: number; message: string };
    const { world } = this.#service;
    if (type !== 'TryAgain') world.activityFailed(this.#execution.id, `${this.#call.name}: ${type} ${message}`);
    this.#again(nextRetryDelay ?? this.#backoff());
  }

  #backoff(): number {
    const { initialInterval = '1s', backoffCoefficient = 2, maximumInterval = '100s' } = this.#call.options.retry ?? {};
    return Math.min(durationMs(initialInterval) * backoffCoefficient ** (this.#attempt - 1), durationMs(maximumInterval));
  }

  #again(delay_ms: number): void {
    if (!this.#isOver) this.#service.world.scheduler.after(delay_ms, () => this.#service.dispatch(this));
  }

  /** Notices a try that is silent for too long or takes too long, and starts another. */
  #watch(started: Started): void {
    const { scheduler, random } = this.#service.world;
    const { heartbeatTimeout, startToCloseTimeout = '90s' } = this.#call.options;
    const silent_ms = started.heard_ms + durationMs(heartbeatTimeout ?? startToCloseTimeout);
    const over_ms = Math.min(silent_ms, started.begun_ms + durationMs(startToCloseTimeout));
    scheduler.at(Math.max(over_ms, scheduler.now_ms + 1), () => {
      if (this.#current !== started) return;
      // A service that comes back hears from its workers before it gives them up, or it doesn't.
      if (this.#service.isAway)
        return void scheduler.at(this.#service.away_until_ms + random.temporal.between(1, 6_000), () => this.#watch(started));
      const limit_ms = Math.min(
        started.heard_ms + durationMs(heartbeatTimeout ?? startToCloseTimeout),
        started.begun_ms + durationMs(startToCloseTimeout),
      );
      if (scheduler.now_ms < limit_ms) return this.#watch(started);
      this.#current = undefined;
      this.#service.world.trace(this.#execution.id, `${this.#call.name} timed out on ${started.worker.process.name}`);
      this.#again(this.#backoff());
    });
  }
}
