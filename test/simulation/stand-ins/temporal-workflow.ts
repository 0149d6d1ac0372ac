import { currentWorld } from '../engine/current.ts';
import { scene } from '../engine/process.ts';
import { ContinueAsNew, type Execution, type Handler, WorkflowFailure } from '../temporal/execution.ts';
import { overTheWire } from '../temporal/payloads.ts';
import type { ActivityOptions } from '../temporal/service.ts';

/** Of `@temporalio/workflow`, what the workflows use, on the simulated service. The scene tells which execution is running. */
function here(): Execution {
  const execution = scene.getStore()?.execution;
  if (!execution) throw new Error('this code runs in no workflow');
  return execution as Execution;
}

type Definition = { name: string };
export const defineSignal = (name: string): Definition => ({ name });
export const defineQuery = (name: string): Definition => ({ name });
export const defineUpdate = (name: string): Definition => ({ name });

export function setHandler({ name }: Definition, handler: Handler): void {
  here().setHandler(name, handler);
}

export async function condition(predicate: () => boolean, timeout_ms?: number): Promise<boolean | undefined> {
  const met = await here().condition(predicate, timeout_ms);
  return timeout_ms === undefined ? undefined : met;
}

export async function sleep(duration_ms: number): Promise<void> {
  await here().condition(() => false, duration_ms);
}

/** Proxies are made when a module loads; which execution calls is seen at the call. */
export function proxyActivities(options: ActivityOptions): object {
  return new Proxy(
    {},
    {
      get: (_, name: string) => (input: unknown) =>
        currentWorld().temporal.startActivity(here(), { name, input: overTheWire(input), options }),
    },
  );
}

export function proxyLocalActivities(options: ActivityOptions): object {
  return new Proxy({}, { get: (_, name: string) => (input: unknown) => here().local({ name, input: overTheWire(input), options }) });
}

export function workflowInfo() {
  const { history_events } = here();
  return { historyLength: history_events, continueAsNewSuggested: history_events > currentWorld().settings.history_events_max };
}

export function allHandlersFinished(): boolean {
  return here().handlers_running === 0;
}

export function upsertSearchAttributes(pairs: { key: { name: string }; value: unknown }[]): void {
  const execution = here();
  execution.history_events += 1;
  for (const { key, value } of pairs) execution.search_attributes[key.name] = value;
}

export function setCurrentDetails(_details: string): void {
  // Shown to people only.
}

export function continueAsNew(input: unknown): Promise<never> {
  return Promise.reject(new ContinueAsNew(overTheWire(input)));
}

/** With it a workflow ends as failed: that of reconciliation says so where a statement is missing. */
export const ApplicationFailure = { nonRetryable: (message: string) => new WorkflowFailure(message) };

/** No activity of the simulated workflows is ever cancelled. */
export function isCancellation(_error: unknown): boolean {
  return false;
}
