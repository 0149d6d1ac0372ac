import { MockActivityEnvironment } from '@temporalio/testing';

/** Calls it as Temporal would, by a task of its own: what charges asks where it runs. */
export function inActivity<Input, Output>(activity: (input: Input) => Promise<Output>, input: Input): Promise<Output> {
  return new MockActivityEnvironment().run(activity, input) as Promise<Output>;
}
