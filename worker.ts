import { createServer } from 'node:http';
import { makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createWorkerMetrics } from './activities/metrics.ts';
import { composeShared, composeWorker } from './compose.ts';
import { readConfig } from './config.ts';
import { TASK_QUEUE } from './domain/messages.ts';
import { connectOptions, openTemporalClient } from './gateways/temporal/connection.ts';
import { ensurePayoutSchedule } from './gateways/temporal/payouts.ts';
import { createReconciliations } from './gateways/temporal/reconciliations.ts';
import { TAKEOVER } from './gateways/temporal/takeover.ts';
import { WORKER_CONNECTION, WORKER_LIMITS } from './gateways/temporal/worker-limits.ts';
import { WORKFLOWS } from './gateways/temporal/workflow-bundle.ts';

/** Entry of the worker: configuration → dependencies → Temporal Worker and the outbox beside it; nothing else. */
const SWEEP_INTERVAL_MS = 5_000;

const config = readConfig('worker');
const log = pino({ name: 'worker', level: config.LOG_LEVEL });
// Signals are handled below, so that the outbox ends in order too.
Runtime.install({ shutdownSignals: [], telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN' }) } } });

const temporal = { address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE };
const client = openTemporalClient(temporal);
const shared = await composeShared(config, client, { isp_calls_waiting_max: 0 });
const parts = composeWorker(shared, config, { log, sweep_interval_ms: SWEEP_INTERVAL_MS });
const connection = await NativeConnection.connect({ ...connectOptions(temporal), ...WORKER_CONNECTION });
const worker = await Worker.create({
  connection,
  namespace: config.TEMPORAL_NAMESPACE,
  taskQueue: TASK_QUEUE,
  workflowsPath: WORKFLOWS.workflowsPath,
  bundlerOptions: { preloadModules: WORKFLOWS.preloadModules },
  activities: parts.activities,
  shutdownGraceTime: '10s',
  ...WORKER_LIMITS,
  ...TAKEOVER,
});

const metrics = createWorkerMetrics(shared);
const health = createServer((request, response) => {
  const running = worker.getState() === 'RUNNING';
  if (request.url === '/metrics') {
    metrics.metrics().then(
      (text) => response.setHeader('content-type', metrics.contentType).end(text),
      () => response.writeHead(503).end('PostgreSQL does not answer\n'),
    );
    return;
  }
  const known = request.url === '/healthz' || request.url === '/readyz';
  response.statusCode = !known ? 404 : request.url === '/readyz' && !running ? 503 : 200;
  response.end(`${worker.getState()}\n`);
});
health.listen(config.WORKER_METRICS_PORT, config.LISTEN_HOST);

const stop = () => {
  if (worker.getState() === 'RUNNING') worker.shutdown();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// Started by `npm start`: without its parent this process ends too.
process.once('disconnect', stop);

// Billing goes on without them; the metrics show a day that is not reconciled, and a month that is not stated is made up for by the next.
Promise.all([createReconciliations(client).ensureSchedules(), ensurePayoutSchedule(client)]).catch((error: unknown) =>
  log.error({ error: (error as Error).name }, 'the schedules could not be made'),
);
log.info({ task_queue: TASK_QUEUE }, 'worker started');
try {
  await worker.run();
} finally {
  await parts.stop();
  health.close();
  await Promise.all([connection.close(), client.connection.close(), shared.close()]);
  if (process.connected) process.disconnect();
}
