import { makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { TAKEOVER } from '../../gateways/temporal/takeover.ts';
import { WORKER_LIMITS } from '../ground/worker-limits.ts';

/** A worker of a benchmark in a process of its own, with the same limits as the product's worker. Says when it stands, and answers questions. */
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
  const connection = await NativeConnection.connect({ address: setting('TEMPORAL_ADDRESS') });
  const worker = await Worker.create({
    connection,
    taskQueue: setting('TASK_QUEUE'),
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

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}
