import { type ActivityRun, scene } from '../engine/process.ts';

/** Of `@temporalio/activity`, what activities use. */
export class ApplicationFailure extends Error {
  override name = 'ApplicationFailure';
  readonly type: string | undefined;
  readonly nextRetryDelay: number | undefined;
  readonly nonRetryable: boolean;

  constructor(options: { message?: string; type?: string; nextRetryDelay?: number; nonRetryable?: boolean }) {
    super(options.message);
    this.type = options.type;
    this.nextRetryDelay = options.nextRetryDelay;
    this.nonRetryable = options.nonRetryable ?? false;
  }

  static create(options: ConstructorParameters<typeof ApplicationFailure>[0]): ApplicationFailure {
    return new ApplicationFailure(options);
  }
}

function currentRun(): ActivityRun {
  const run = scene.getStore()?.run;
  if (!run) throw new Error('this code runs in no activity');
  return run;
}

const never = new Promise<never>(() => undefined);

export const Context = {
  current() {
    const run = currentRun();
    return { heartbeat: () => run.heartbeat(), cancelled: never };
  },
};

export function activityInfo() {
  const run = currentRun();
  return { attempt: run.attempt, isLocal: run.is_local ?? false, workflowExecution: { workflowId: run.subject } };
}
