import type { BillingActivities } from '../../../activities/types.ts';
import { type ActivityRun, scene } from '../engine/process.ts';
import type { Execution } from './execution.ts';
import { durationMs, overTheWire } from './payloads.ts';
import type { ActivityOptions, TemporalService, Worker } from './service.ts';

export type LocalCall = { name: string; input: unknown; options: ActivityOptions };

/** The SDK says that its worker lives when so much of the task's time is over. */
const TASK_TIMEOUT_MS = 5_000;
const HEARTBEAT_MS = 4_000;

/**
 * A workflow task that is not over, since local activities are out that it began. It is one worker's, and what was found out in it is lost
 * with that worker: the service hears nothing of them before the task is over.
 */
export class HeldTask {
  readonly #service: TemporalService;
  readonly #execution: Execution;
  readonly #worker: Worker;
  readonly #begun = new Set<number>();
  #is_over = false;

  constructor(service: TemporalService, execution: Execution, worker: Worker) {
    this.#service = service;
    this.#execution = execution;
    this.#worker = worker;
    this.#watch();
  }

  end(): void {
    this.#is_over = true;
  }

  /** One try, here and now; it is not begun twice in one task. */
  begin(sequence: number, { name, input, options }: LocalCall): void {
    if (this.#begun.has(sequence)) return;
    this.#begun.add(sequence);
    const { world } = this.#service;
    const { process, activities } = this.#worker;
    const run: ActivityRun = {
      name,
      subject: this.#execution.id,
      attempt: 1,
      is_local: true,
      heartbeat: () => undefined,
      last_commit: null,
      phase: 'begun',
    };
    process.runs.add(run);
    world.activityBegins(run.subject);
    const activity = activities[name as keyof BillingActivities] as (given: unknown) => Promise<unknown>;
    scene.run({ process, run }, () => {
      activity(overTheWire(input)).then(
        (result) => this.#report(run, () => this.#execution.localDone(sequence, { result: overTheWire(result) })),
        (error: Error) => this.#report(run, () => this.#failed(sequence, { name, error })),
      );
    });
    const too_long = () => {
      if (!this.#is_over) this.#failed(sequence, { name, error: new Error('was not done in time') });
    };
    world.scheduler.after(durationMs(options.startToCloseTimeout ?? '90s'), too_long);
  }

  #failed(sequence: number, { name, error }: { name: string; error: Error & { type?: string } }): void {
    if (error.type !== 'TryAgain') this.#service.world.activityFailed(this.#execution.id, `${name}: ${error.type} ${error.message}`);
    this.#service.world.sometimes.hit('local_try_left_to_regular');
    this.#execution.localDone(sequence, { error });
  }

  /** The worker has it first, and then, with the task's end, the service. */
  #report(run: ActivityRun, act: () => void): void {
    const { scheduler, random } = this.#service.world;
    const { process } = this.#worker;
    process.resume(() => {
      process.runs.delete(run);
      scheduler.after(random.temporal.between(1, 8), () => this.#told(act));
    });
  }

  #told(act: () => void): void {
    const { scheduler, random, sometimes } = this.#service.world;
    this.#worker.process.resume(() => {
      if (this.#is_over) return sometimes.hit('superseded_activity_finished');
      if (this.#service.isAway)
        return void scheduler.at(this.#service.away_until_ms + random.temporal.between(1, 4_000), () => this.#told(act));
      act();
    });
  }

  get #isHeard(): boolean {
    const { process } = this.#worker;
    return process.alive && !process.isHeld && !this.#service.isAway;
  }

  #watch(): void {
    this.#service.world.scheduler.after(HEARTBEAT_MS, () => {
      if (this.#is_over) return;
      if (this.#isHeard) return this.#heartbeat();
      this.#service.world.scheduler.after(TASK_TIMEOUT_MS - HEARTBEAT_MS, () => this.#timeOut());
    });
  }

  #heartbeat(): void {
    this.#execution.heartbeat();
    this.#watch();
  }

  #timeOut(): void {
    const { scheduler, random } = this.#service.world;
    if (this.#is_over) return;
    if (this.#service.isAway)
      return void scheduler.at(this.#service.away_until_ms + random.temporal.between(1, 6_000), () => this.#timeOut());
    // One that was silent for a moment may be heard just in time.
    if (this.#isHeard && random.temporal.chance(0.5)) return void this.#heartbeat();
    this.#is_over = true;
    this.#service.world.trace(this.#execution.id, `its workflow task timed out on ${this.#worker.process.name}`);
    this.#execution.taskLost();
  }
}
