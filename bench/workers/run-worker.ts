import { makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { connectOptions } from '../../gateways/temporal/connection.ts';
import { TAKEOVER } from '../../gateways/temporal/takeover.ts';
import { WORKER_CONNECTION, WORKER_LIMITS } from '../../gateways/temporal/worker-limits.ts';

/** What a worker is told, as JSON on its command line. */
export type WorkerOrder = { temporal: string; task_queue: string; database_url: string; http: string; smtp: string };

export const order = JSON.parse(process.argv[2] ?? '{}') as WorkerOrder;

/** A worker of a benchmark in a process of its own, with the same connection and limits as the product's worker. Says when it stands, and answers questions. */
export async function runWorker({
  workflows,
  activities,
  answer,
}: {
  workflows: string;
  activities: object;
  answer: () => unknown;
}): Promise<void> {
  Runtime.install({ shutdownSignals: [], telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN' }) } } });
  const connection = await NativeConnection.connect({
    ...connectOptions({ address: order.temporal, namespace: 'default' }),
    ...WORKER_CONNECTION,
  });
  const worker = await Worker.create({
    connection,
    taskQueue: order.task_queue,
    workflowsPath: workflows,
    activities,
    ...WORKER_LIMITS,
    ...TAKEOVER,
  });
  process.on('message', () => process.send?.(answer()));
  process.once('SIGTERM', () => worker.shutdown());
  process.once('disconnect', () => process.exit(0));
  const running = worker.run();
  process.send?.({ ready: true });
  await running;
  await connection.close();
  process.disconnect?.();
}
