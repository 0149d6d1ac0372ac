// Workflows that do what ours never should, for the threads that have to bear it.
import { ApplicationFailure, condition, defineSignal, setHandler } from '@temporalio/workflow';

/** Busy for ever, once it has been started well. */
export async function hangs(): Promise<void> {
  await condition(() => false, 1);
  for (;;);
}

/** Waits for a signal, and says that it came. */
export async function answers(): Promise<string> {
  let told = false;
  setHandler(defineSignal('tell'), () => {
    told = true;
  });
  await condition(() => told);
  return 'told';
}

export async function fails(): Promise<void> {
  await Promise.resolve();
  throwFromHere();
}

function throwFromHere(): never {
  throw ApplicationFailure.nonRetryable('as asked');
}
