import { setTimeout as sleep } from 'node:timers/promises';
import { composeShared, composeUseCases, type Shared } from '../../compose.ts';
import { openTemporalClient } from '../../gateways/temporal/connection.ts';
import { WORKER_NODE_OPTIONS } from '../../local/own-programs.ts';
import { freePort } from '../../local/ports.ts';
import { answersOk } from '../../local/program.ts';
import { PAYOUT_SETTINGS } from '../../test/support/payout-terms.ts';
import { type DemoMerchant, seedMerchant } from '../../test/support/world/seed.ts';
import { SECRETS } from '../../test/support/world/world.ts';
import { type Child, startScript } from '../ground/child.ts';
import type { Ground } from '../ground/ground.ts';
import { RECORDER } from '../profile/profile.ts';

const POOL_MAX = 20;
const START_LIMIT_MS = 60_000;

/** The product itself, in processes of its own as in production: `worker.ts` and, where it is asked for, `server.ts`. */
export type RunningEngine = {
  shared: Shared;
  useCases: ReturnType<typeof composeUseCases>;
  merchant: DemoMerchant;
  workers: Child[];
  api: { url: string; child: Child };
  /** Events and bytes of a workflow's history so far. */
  historyOf(workflow_id: string): Promise<{ events: number; bytes: number }>;
  /** Kills the first worker by -9, */
  killWorker(): void;
  /** and starts another in its place. */
  replaceWorker(): Promise<void>;
  stop(): Promise<void>;
};

export type EngineOptions = { workers?: number };

export async function startEngine(ground: Ground, { workers: worker_count = 1 }: EngineOptions = {}): Promise<RunningEngine> {
  const temporal = openTemporalClient({ address: ground.temporal, namespace: 'default' });
  const common = { ...SECRETS, DATABASE_URL: ground.database_url, ISP_BASE_URL: ground.http, PUBLIC_URL: 'http://127.0.0.1:3000' };
  const settings = { ...common, DATABASE_POOL_MAX: POOL_MAX, ISP_TIMEOUT_MS: 10_000 };
  const shared = await composeShared(settings, temporal, { isp_calls_waiting_max: 500 });
  const has_grid = (await shared.unitOfWork.read((stores) => stores.payoutGrid.all())).length > 0;
  const merchant = await seedMerchant(shared, { callback_url: `${ground.http}/callback`, tier: 'premium', with_grid: !has_grid });
  const environment = {
    ...common,
    DATABASE_POOL_MAX: String(POOL_MAX),
    LISTEN_HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    TEMPORAL_ADDRESS: ground.temporal,
    TEMPORAL_NAMESPACE: 'default',
    ADMIN_API_KEY: 'admin-key-of-the-benchmarks-on-this-machine',
    CALLBACK_ALLOW_PRIVATE: 'true',
    RENEWAL_JITTER_SECONDS: '0',
  };
  const started = await Promise.all(Array.from({ length: worker_count }, (_, index) => startWorker(ground, index + 1, environment)));
  const api = await startApi(ground, environment);
  return {
    shared,
    useCases: composeUseCases(shared, {
      ...PAYOUT_SETTINGS,
      PUBLIC_URL: common.PUBLIC_URL,
      RENEWAL_JITTER_SECONDS: 0,
      DUNNING_DAYS: [1, 3, 7],
      CALLBACK_ALLOW_PRIVATE: true,
    }),
    merchant,
    workers: started,
    api,
    async historyOf(workflow_id) {
      const { historyLength, historySize } = await temporal.workflow.getHandle(workflow_id).describe();
      return { events: historyLength, bytes: historySize ?? 0 };
    },
    killWorker() {
      started[0]?.kill();
    },
    async replaceWorker() {
      await started[0]?.stop();
      started[0] = await startWorker(ground, 1, environment);
    },
    async stop() {
      await Promise.all([api.child, ...started].map((child) => child.stop()));
      await Promise.all([shared.close(), temporal.connection.close()]);
    },
  };
}

async function startWorker(ground: Ground, number: number, environment: Record<string, string>): Promise<Child> {
  const port = await freePort();
  const settings = { ...environment, SMTP_URL: ground.smtp, WORKER_METRICS_PORT: String(port) };
  const recorder = ground.with_profile ? RECORDER : [];
  const child = startScript(`worker-${number}`, [...recorder, ...WORKER_NODE_OPTIONS, 'worker.ts'], {
    settings,
    log_folder: ground.folder,
  });
  await untilOk(`http://127.0.0.1:${port}/readyz`, child);
  return child;
}

async function startApi(ground: Ground, environment: Record<string, string>): Promise<{ url: string; child: Child }> {
  const [port, admin_port] = [await freePort(), await freePort()];
  // One client makes all of the load: no limit of a key is to be measured.
  const settings = { ...environment, API_PORT: String(port), ADMIN_PORT: String(admin_port), RATE_LIMIT_PER_SECOND: '100000' };
  const child = startScript('api', ['server.ts'], { settings, log_folder: ground.folder });
  const url = `http://127.0.0.1:${port}`;
  await untilOk(`${url}/readyz`, child);
  return { url, child };
}

async function untilOk(url: string, child: Child): Promise<void> {
  const give_up_at = Date.now() + START_LIMIT_MS;
  while (!(await answersOk(url))) {
    if (child.hasEnded() || Date.now() > give_up_at) throw new Error(`${child.name} does not start:\n${await child.log()}`);
    await sleep(100);
  }
}
