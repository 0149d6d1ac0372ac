import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { composeShared, composeUseCases, composeWorker, type Shared, type WorkerParts } from '../../../compose.ts';
import type { DoubtProfile } from '../../../domain/doubts.ts';
import type { Isp } from '../../../domain/isps.ts';
import { TASK_QUEUE } from '../../../domain/messages.ts';
import { TAKEOVER } from '../../../gateways/temporal/takeover.ts';
import { WORKER_LIMITS } from '../../../gateways/temporal/worker-limits.ts';
import { startInbox } from '../../../simulator/inbox.ts';
import { startIsps } from '../../../simulator/isps/start.ts';
import type { UseCases } from '../../../usecases/types.ts';
import { createTestDatabase } from '../database.ts';
import { PAYOUT_SETTINGS } from '../payout-terms.ts';
import { workflowBundle } from '../workflows/bundle.ts';
import { IspControl } from './isp-control.ts';
import { CallbackReceiver } from './receiver.ts';
import { type DemoMerchant, seedMerchant } from './seed.ts';

export const SECRETS = {
  MASTER_KEY: 'ab'.repeat(32),
  LOOKUP_KEY: 'cd'.repeat(32),
  ISP_CLIENT_SECRET: 'client-secret-of-tests',
  ISP_NOTIFICATION_SECRET: 'notification-secret-of-tests',
};

export type WorldOptions = {
  environment: TestWorkflowEnvironment;
  isp_timeout_ms?: number;
  tier?: 'standard' | 'premium';
  doubt_profiles?: Record<Isp, DoubtProfile>;
  /** Where the API and its pages answer, for tests that serve them. */
  public_url?: string;
};

/**
 * All of the house in one process on real parts: a database of its own, the four ISPs with books in a folder of their own, a mail inbox, a
 * receiver of callbacks, and a worker on the Temporal service that is handed in.
 */
export class World {
  readonly useCases: UseCases;
  readonly shared: Shared;
  readonly isp: IspControl;
  readonly receiver: CallbackReceiver;
  readonly merchant: DemoMerchant;
  readonly inbox_url: string;
  readonly environment: TestWorkflowEnvironment;
  readonly config: ReturnType<typeof settings>;
  readonly doubts: { doubt_profiles?: Record<Isp, DoubtProfile> };
  /** How far the engine's clock is from this machine's: what it reads as now. Temporal and the ISPs have clocks of their own. */
  readonly time: { ahead_ms: number };
  #parts: WorkerParts | undefined;
  #worker: { worker: Worker; running: Promise<void> } | undefined;
  #closers: (() => unknown)[];

  private constructor(made: Omit<World, 'startWorker' | 'stopWorker' | 'close'>, closers: (() => unknown)[]) {
    this.useCases = made.useCases;
    this.shared = made.shared;
    this.isp = made.isp;
    this.receiver = made.receiver;
    this.merchant = made.merchant;
    this.inbox_url = made.inbox_url;
    this.environment = made.environment;
    this.config = made.config;
    this.doubts = made.doubts;
    this.time = made.time;
    this.#closers = closers;
  }

  static async open(options: WorldOptions): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'billing-world-'));
    const listen = { LISTEN_HOST: '127.0.0.1', LOG_LEVEL: 'silent' } as const;
    const public_url = options.public_url ?? 'http://localhost:3000';
    const database = await createTestDatabase();
    const isps = await startIsps({
      ...listen,
      SIMULATOR_PORT: 0,
      SIMULATOR_DATA_DIR: join(folder, 'isps'),
      SIMULATOR_PUBLIC_URL: 'http://localhost:4000',
      ISP_CLIENT_SECRET: SECRETS.ISP_CLIENT_SECRET,
      SIMULATOR_REDIRECT_PREFIX: public_url,
    });
    const inbox = await startInbox({ ...listen, INBOX_SMTP_PORT: 0, INBOX_HTTP_PORT: 0, INBOX_DATA_DIR: join(folder, 'inbox') });
    const receiver = await CallbackReceiver.start();
    const config = settings(database.url, {
      isp_url: isps.url,
      smtp_port: inbox.smtp_port,
      isp_timeout_ms: options.isp_timeout_ms ?? 5_000,
      public_url,
    });
    const time = { ahead_ms: 0 };
    const now = () => new Date(Date.now() + time.ahead_ms);
    const shared = { ...(await composeShared(config, options.environment.client, { isp_calls_waiting_max: 500 })), now };
    const merchant = await seedMerchant(shared, { callback_url: receiver.url, tier: options.tier ?? 'premium' });
    const closers = [
      () => shared.close(),
      () => receiver.close(),
      () => inbox.close(),
      () => isps.close(),
      () => database.drop(),
      () => rm(folder, { recursive: true, force: true }),
    ];
    const made = {
      useCases: composeUseCases(shared, config),
      shared,
      isp: new IspControl(isps.url),
      receiver,
      merchant,
      inbox_url: inbox.http_url,
      environment: options.environment,
      config,
      doubts: options.doubt_profiles ? { doubt_profiles: options.doubt_profiles } : {},
      time,
    };
    return new World(made, closers);
  }

  /** `is_forgetful` keeps no workflow in memory: the time-skipping server would wait for ever for the worker that had it there. */
  async startWorker({ is_forgetful }: { is_forgetful: boolean } = { is_forgetful: false }): Promise<void> {
    const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' });
    const dispatching = { poll_ms: 50, batch: 50, concurrency: 8, hold_ms: 30_000 };
    this.#parts = composeWorker(this.shared, this.config, { log, sweep_interval_ms: 1_000, dispatching, ...this.doubts });
    const worker = await Worker.create({
      connection: this.environment.nativeConnection,
      taskQueue: TASK_QUEUE,
      workflowBundle: await workflowBundle(),
      activities: this.#parts.activities,
      shutdownGraceTime: '2s',
      ...WORKER_LIMITS,
      ...TAKEOVER,
      ...(is_forgetful ? { maxCachedWorkflows: 0 } : {}),
    });
    this.#worker = { worker, running: worker.run() };
  }

  async stopWorker(): Promise<void> {
    this.#worker?.worker.shutdown();
    await this.#worker?.running;
    await this.#parts?.stop();
    this.#worker = undefined;
    this.#parts = undefined;
  }

  async close(): Promise<void> {
    await this.stopWorker();
    for (const close of this.#closers) await close();
  }
}

function settings(database_url: string, made: { isp_url: string; smtp_port: number; isp_timeout_ms: number; public_url: string }) {
  return {
    ...SECRETS,
    ...PAYOUT_SETTINGS,
    DATABASE_URL: database_url,
    DATABASE_POOL_MAX: 10,
    ISP_BASE_URL: made.isp_url,
    ISP_TIMEOUT_MS: made.isp_timeout_ms,
    PUBLIC_URL: made.public_url,
    SMTP_URL: `smtp://127.0.0.1:${made.smtp_port}`,
    MAIL_FROM: 'Internet+ <no-reply@internetplus.localhost>',
    CALLBACK_ALLOW_PRIVATE: true,
    CALLBACK_DISABLE_AFTER_HOURS: 72,
    CALLBACK_DISABLE_AFTER_ATTEMPTS: 10,
    RENEWAL_JITTER_SECONDS: 0,
    DUNNING_DAYS: [1, 3, 7],
  };
}
