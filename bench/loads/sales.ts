import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { Pool } from 'undici';
import { cpuBetween, cpuSeconds } from '../ground/cpu.ts';
import type { Ground } from '../ground/ground.ts';
import { percentile } from '../report/statistics.ts';
import type { RunningEngine } from './engine.ts';
import { atOnce, startBenchWorker } from './herd-of-workflows.ts';

export type SaleFigures = {
  /** One after the other: what one buyer waits. */
  idle_ms: { p50: number; p95: number; p99: number };
  /** So many at once that more at once would not be more in a second. */
  busy_ms: { p50: number; p95: number; p99: number };
  per_second: number;
  cpu_seconds_per_thousand: Record<string, number>;
};

export type SaleCounts = { idle: number; busy: number; lanes: number };

/** The ceiling of a sale: one workflow is started together with an update, and takes one step that does nothing. */
export async function runBareSales(ground: Ground, counts: SaleCounts): Promise<SaleFigures> {
  const taskQueue = `bare-sales-${Date.now()}`;
  const worker = startBenchWorker(ground, { worker: 'bare-worker.ts', workflow: 'bareSale' }, taskQueue);
  const connection = await Connection.connect({ address: ground.temporal });
  try {
    await worker.ready();
    const client = new Client({ connection });
    const sell = async (index: number) => {
      const workflowId = `${taskQueue}-${index}`;
      const startWorkflowOperation = new WithStartWorkflowOperation('bareSale', {
        taskQueue,
        workflowId,
        workflowIdConflictPolicy: 'USE_EXISTING',
        args: [],
      });
      await client.workflow.executeUpdateWithStart('outcome', { startWorkflowOperation, args: [] });
    };
    return await measure(counts, sell, { ...ground.processes, worker: worker.pid });
  } finally {
    await worker.stop();
    await connection.close();
  }
}

/** A merchant's server that sells one code after the other, each to a buyer of its own. */
export function seller(engine: RunningEngine, { name, lanes }: { name: string; lanes: number }) {
  const http = new Pool(engine.api.url, { connections: lanes });
  const headers = { authorization: `Bearer ${engine.merchant.api_key}`, 'content-type': 'application/json' };
  const sale = { document: engine.merchant.one_shot, quantity: 1, email: 'buyer@example.org', isp: 'free' };
  return {
    async sell(index: number): Promise<void> {
      const answer = await http.request({
        method: 'POST',
        path: '/v1/purchases',
        headers: { ...headers, 'idempotency-key': `${name}-${index}` },
        body: JSON.stringify({ ...sale, subscriber_token: `one_shot.${name}-${index}` }),
      });
      const purchase = (await answer.body.json()) as Purchase;
      if (answer.statusCode === 202) return await untilFinal(http, headers, purchase.id);
      if (purchase.status !== 'completed') throw new Error(`A purchase was answered ${answer.statusCode}: ${JSON.stringify(purchase)}`);
    },
    close: () => http.close(),
  };
}

type Purchase = { id: string; status: string };

/** As a merchant's server does it after a 202. The time counts. */
async function untilFinal(http: Pool, headers: Record<string, string>, id: string): Promise<void> {
  for (;;) {
    await sleep(250);
    const answer = await http.request({ method: 'GET', path: `/v1/purchases/${id}`, headers });
    const { status } = (await answer.body.json()) as Purchase;
    if (status === 'completed') return;
    if (status === 'declined') throw new Error(`Purchase ${id} is declined.`);
  }
}

/** The engine's: `POST /v1/purchases` with all that belongs to it. */
export async function runSales(ground: Ground, engine: RunningEngine, counts: SaleCounts & { name: string }): Promise<SaleFigures> {
  const shop = seller(engine, counts);
  const workers = Object.fromEntries(engine.workers.map(({ name, pid }) => [name, pid]));
  try {
    return await measure(counts, shop.sell, { ...ground.processes, api: engine.api.child.pid, ...workers });
  } finally {
    await shop.close();
  }
}

async function measure(
  { idle, busy, lanes }: SaleCounts,
  sell: (index: number) => Promise<void>,
  processes: Record<string, number>,
): Promise<SaleFigures> {
  const timed = async (index: number) => {
    const began = performance.now();
    await sell(index);
    return performance.now() - began;
  };
  // The first of all pays for connections and caches.
  for (let index = 0; index < 5; index += 1) await sell(-1 - index);
  const idle_times: number[] = [];
  for (let index = 0; index < idle; index += 1) idle_times.push(await timed(index));
  const before = await cpuSeconds(processes);
  const began = performance.now();
  const busy_times: number[] = [];
  await atOnce(busy, lanes, async (index) => void busy_times.push(await timed(idle + index)));
  const seconds = (performance.now() - began) / 1_000;
  const cpu = cpuBetween(before, await cpuSeconds(processes));
  return {
    idle_ms: percentiles(idle_times),
    busy_ms: percentiles(busy_times),
    per_second: busy / seconds,
    cpu_seconds_per_thousand: Object.fromEntries(Object.entries(cpu).map(([name, used]) => [name, (used * 1_000) / busy])),
  };
}

export function percentiles(times: readonly number[]): { p50: number; p95: number; p99: number } {
  return { p50: percentile(times, 50), p95: percentile(times, 95), p99: percentile(times, 99) };
}
