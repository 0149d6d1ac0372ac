import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, type WorkflowStartOptions } from '@temporalio/client';
import { WORKER_NODE_OPTIONS } from '../../local/own-programs.ts';
import { type Child, startOrdered } from '../ground/child.ts';
import { type CpuSample, cpuBetween, cpuSeconds } from '../ground/cpu.ts';
import { asleep, type Ground } from '../ground/ground.ts';
import type { WorkerOrder } from '../workers/run-worker.ts';

/** Renewals that fall due at one instant, as many as keep the machine busy for a while: how fast are they through? */
export type HerdFigures = {
  renewals: number;
  seconds: number;
  per_second: number;
  cpu_seconds_per_thousand: CpuSample & { total: number };
};

export type HerdLoad = {
  /** Of bench/workers. */
  worker: string;
  workflow: string;
  count: number;
  /** A herd before it, which is not measured. */
  warm_up?: number;
  database_url?: string;
  /** Its workflows run in threads as the product's do (docs/decisions/0026); else as the SDK makes them. */
  has_lean_threads?: boolean;
};

/** How many workflows are started at once. */
const STARTING_AT_ONCE = 32;

/** What a start costs on a slow box; the herd is due only when all of it sleeps. */
const START_MS_EACH = 20;

/** One herd of workflows that sleep until one instant, take their step, and sleep on. The worker counts steps and says when the last one ended. */
export async function runHerd(ground: Ground, load: HerdLoad): Promise<HerdFigures> {
  const task_queue = `${load.workflow}-${Date.now()}`;
  const child = startBenchWorker(ground, load, task_queue);
  const connection = await Connection.connect({ address: ground.temporal });
  try {
    await child.ready();
    const client = new Client({ connection });
    const steps = async () => (await child.ask<{ steps: number }>('look')).steps;
    if (load.warm_up) {
      await startHerd(ground, client, { ...load, task_queue, count: load.warm_up });
      await untilDone(steps, load.warm_up);
    }
    const due_at = await startHerd(ground, client, { ...load, task_queue });
    await sleep(due_at - Date.now() - 500);
    const processes = { ...ground.processes, worker: child.pid };
    const before = await cpuSeconds(processes);
    const early = await steps();
    await untilDone(async () => (await steps()) - early, load.count);
    const seconds = (Date.now() - due_at) / 1_000;
    return figures({ renewals: load.count, seconds, cpu: cpuBetween(before, await cpuSeconds(processes)) });
  } finally {
    await child.stop();
    await connection.close();
  }
}

export function startBenchWorker(
  ground: Ground,
  {
    worker,
    workflow,
    database_url = '',
    has_lean_threads = false,
  }: Pick<HerdLoad, 'worker' | 'workflow' | 'database_url' | 'has_lean_threads'>,
  task_queue: string,
): Child {
  const order: WorkerOrder = { temporal: ground.temporal, task_queue, database_url, http: ground.http, smtp: ground.smtp };
  const node_options = has_lean_threads ? WORKER_NODE_OPTIONS : [];
  return startOrdered(workflow, `workers/${worker}`, order, { log_folder: ground.folder, node_options });
}

type Start = HerdLoad & { task_queue: string; start_ms_each?: number };

/** Starts all of it, so that it sleeps before it is due. On a machine that is too slow for that the herd is begun again, with more time. */
export async function startHerd(ground: Ground, client: Client, load: Start): Promise<number> {
  const { count, task_queue: taskQueue, start_ms_each = START_MS_EACH, workflow } = load;
  const began = Date.now();
  const due_at = began + 5_000 + count * start_ms_each;
  const id_prefix = `${taskQueue}-${due_at}-`;
  const options = (index: number): WorkflowStartOptions => ({ taskQueue, workflowId: `${id_prefix}${index}`, args: [due_at] });
  await atOnce(count, STARTING_AT_ONCE, (index) => client.workflow.start(workflow, options(index)));
  // What has fallen due meanwhile has a timer again.
  await untilDone(() => asleep(ground, id_prefix), count, { every_ms: 250 });
  if (Date.now() < due_at - 1_000) return due_at;
  const took_ms_each = (Date.now() - began) / count;
  return await startHerd(ground, client, { ...load, start_ms_each: Math.max(2 * start_ms_each, 2 * took_ms_each) });
}

export function figures({ renewals, seconds, cpu }: { renewals: number; seconds: number; cpu: CpuSample }): HerdFigures {
  const per_thousand = Object.fromEntries(Object.entries(cpu).map(([name, used]) => [name, (used * 1_000) / renewals]));
  const total = Object.values(per_thousand).reduce((sum, own) => sum + own, 0);
  return { renewals, seconds, per_second: renewals / seconds, cpu_seconds_per_thousand: { ...per_thousand, total } };
}

/** Nothing that is measured stands still for so long, unless it is broken. */
const STILL_MS_MAX = 120_000;

export type Waiting = { every_ms?: number; tell?: (count: number) => void };

/** Looks ten times a second where nothing else is asked for, so that a run's length is known to a tenth. Fails when nothing moves any more. */
export async function untilDone(
  done: () => Promise<number>,
  wanted: number,
  { every_ms = 100, tell = () => undefined }: Waiting = {},
): Promise<void> {
  let moved = { count: -1, at: Date.now() };
  for (let count = await done(); count < wanted; count = await done()) {
    if (count !== moved.count) moved = { count, at: Date.now() };
    if (Date.now() - moved.at > STILL_MS_MAX) throw new Error(`Only ${count} of ${wanted} were done, and nothing moves any more.`);
    tell(count);
    await sleep(every_ms);
  }
}

/** Calls for each index, so many at a time. */
export async function atOnce(count: number, lanes: number, call: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await call(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, count) }, lane));
}
