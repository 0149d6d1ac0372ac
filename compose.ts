import type { Client } from '@temporalio/client';
import type { ActivityContext } from './activities/context.ts';
import { createActivities } from './activities/index.ts';
import type { BillingActivities } from './activities/types.ts';
import type { Config } from './config.ts';
import { openDatabase } from './db/database.ts';
import { listenForSettlements, type Settlements } from './db/settlements.ts';
import { createUnitOfWork, type UnitOfWork } from './db/unit-of-work.ts';
import { DOUBT_PROFILES, type DoubtProfile } from './domain/doubts.ts';
import type { Isp } from './domain/isps.ts';
import type { Log } from './domain/log.ts';
import type { PayoutTerms } from './domain/payouts.ts';
import { createCallbackSender } from './gateways/callbacks/sender.ts';
import { createIspGateways } from './gateways/isp/camara.ts';
import { GUARD_DEFAULTS } from './gateways/isp/guard.ts';
import type { IspGateways } from './gateways/isp/port.ts';
import { writeLeaveLetter } from './gateways/mail/leave-letter.ts';
import { writeLetter } from './gateways/mail/letters.ts';
import { createMailer } from './gateways/mail/mailer.ts';
import { createEngine, type Engine } from './gateways/temporal/engine.ts';
import { createReconciliations } from './gateways/temporal/reconciliations.ts';
import { createScheduleReader } from './gateways/temporal/schedules.ts';
import { createWorkerReader } from './gateways/workers/reader.ts';
import { callbackLine } from './outbox/callback-line.ts';
import { sendCallback } from './outbox/callback-messages.ts';
import { deliverEvent } from './outbox/deliver-event.ts';
import { DISPATCHER_DEFAULTS, type Dispatcher, type DispatcherSettings, startDispatcher } from './outbox/dispatcher.ts';
import { leaveLinkLine } from './outbox/leave-links.ts';
import { mailLine } from './outbox/send-mail.ts';
import { startSweeping } from './outbox/sweep.ts';
import { createConsoleAccess } from './usecases/console/access.ts';
import { createConsoleSearch } from './usecases/console/search.ts';
import type { EndpointChecks } from './usecases/context.ts';
import { createUseCases } from './usecases/index.ts';
import type { MerchantUseCases } from './usecases/merchant-types.ts';
import { createMerchantUseCases } from './usecases/merchants.ts';
import { createOperatorUseCases, type OperatorUseCases } from './usecases/operators.ts';
import { createOversight } from './usecases/oversight/index.ts';
import type { OversightUseCases } from './usecases/oversight/types.ts';
import type { UseCases } from './usecases/types.ts';
import { createVault, type Vault } from './vault/vault.ts';
import type { ConsoleUseCases } from './web/console/use-cases.ts';

/** How the house is put together, for its two entries and for the tests that want all of it. */

/** How long a caller waits for an outcome before it gets `processing` (contract.md). */
const ANSWER_WITHIN_MS = 5_000;

export type Shared = {
  unitOfWork: UnitOfWork;
  settlements: Settlements;
  vault: Vault;
  isps: IspGateways;
  engine: Engine;
  now: () => Date;
  close(): Promise<void>;
};

type SharedSettings = Pick<
  Config<'api'>,
  | 'DATABASE_URL'
  | 'DATABASE_POOL_MAX'
  | 'MASTER_KEY'
  | 'LOOKUP_KEY'
  | 'ISP_BASE_URL'
  | 'ISP_CLIENT_SECRET'
  | 'ISP_NOTIFICATION_SECRET'
  | 'ISP_TIMEOUT_MS'
  | 'PUBLIC_URL'
>;

/** What the API and the worker both stand on. */
export async function composeShared(
  config: SharedSettings,
  client: Client,
  { isp_calls_waiting_max }: { isp_calls_waiting_max: number },
): Promise<Shared> {
  const database = await openDatabase({ url: config.DATABASE_URL, pool_max: config.DATABASE_POOL_MAX });
  const settlements = listenForSettlements(config.DATABASE_URL);
  const isps = createIspGateways({
    base_url: config.ISP_BASE_URL,
    client_secret: config.ISP_CLIENT_SECRET,
    notification_secret: config.ISP_NOTIFICATION_SECRET,
    public_url: config.PUBLIC_URL,
    timeout_ms: config.ISP_TIMEOUT_MS,
    guard: { ...GUARD_DEFAULTS, waiting_max: isp_calls_waiting_max },
  });
  return {
    unitOfWork: createUnitOfWork(database),
    settlements,
    vault: createVault({ master_key: config.MASTER_KEY, lookup_key: config.LOOKUP_KEY }),
    isps,
    engine: createEngine(client),
    now: () => new Date(),
    close: async () => void (await Promise.all([isps.close(), settlements.close(), database.close()])),
  };
}

type PayoutSettings = Pick<Config<'api'>, 'SETTLEMENT_DAYS' | 'PAYOUT_MINIMUM_CENTS'>;

const payoutTerms = ({ SETTLEMENT_DAYS, PAYOUT_MINIMUM_CENTS }: PayoutSettings): PayoutTerms => ({
  settlement_days: SETTLEMENT_DAYS,
  minimum_cents: PAYOUT_MINIMUM_CENTS,
});

type UseCaseSettings = PayoutSettings &
  Pick<Config<'api'>, 'PUBLIC_URL' | 'RENEWAL_JITTER_SECONDS' | 'DUNNING_DAYS' | 'CALLBACK_ALLOW_PRIVATE'>;

/** A merchant waits for the answer to a ping, and an API process makes so many at once. */
const PING_SETTINGS = { timeout_ms: 3_000, calls_at_once_max: 16 };

export function composeUseCases(shared: Shared, config: UseCaseSettings): UseCases {
  const { PUBLIC_URL: public_url, RENEWAL_JITTER_SECONDS: jitter_seconds, DUNNING_DAYS: dunning_days } = config;
  const payout_terms = payoutTerms(config);
  const sender = createCallbackSender({ allow_private: config.CALLBACK_ALLOW_PRIVATE, ...PING_SETTINGS });
  const callbacks: EndpointChecks = { refusalOf: sender.refusalOf, ping: (message, target) => sendCallback(sender, message, target) };
  return createUseCases({ ...shared, callbacks, public_url, jitter_seconds, dunning_days, payout_terms, wait_ms: ANSWER_WITHIN_MS });
}

/** What the merchant console stands on: what the API offers, and what only people need. */
export function composeConsole(shared: Shared, useCases: UseCases & MerchantUseCases): ConsoleUseCases {
  return { ...useCases, ...createConsoleAccess(shared), ...createConsoleSearch(shared) };
}

/** What is done with merchants, for the API of the admin port. */
export function composeMerchants(shared: Shared, config: Pick<Config<'api'>, 'CALLBACK_SECRET_OVERLAP_HOURS'>): MerchantUseCases {
  return createMerchantUseCases({ ...shared, secret_overlap_hours: config.CALLBACK_SECRET_OVERLAP_HOURS });
}

export type Operators = { useCases: OperatorUseCases; close(): Promise<void> };

type OperatorSettings = PayoutSettings &
  Pick<Config<'admin'>, 'DATABASE_URL' | 'MASTER_KEY' | 'LOOKUP_KEY' | 'CALLBACK_SECRET_OVERLAP_HOURS'>;

/** What the operators' command line stands on. */
export async function composeOperators(config: OperatorSettings, client: Client): Promise<Operators> {
  const database = await openDatabase({ url: config.DATABASE_URL, pool_max: 2 });
  return {
    useCases: createOperatorUseCases({
      unitOfWork: createUnitOfWork(database),
      vault: createVault({ master_key: config.MASTER_KEY, lookup_key: config.LOOKUP_KEY }),
      reconciliations: createReconciliations(client),
      payout_terms: payoutTerms(config),
      now: () => new Date(),
      secret_overlap_hours: config.CALLBACK_SECRET_OVERLAP_HOURS,
    }),
    close: async () => void (await Promise.all([database.close(), client.connection.close()])),
  };
}

/** How long the operators' pages wait for what may be away; they say so then, and show the rest. */
const READINGS_WITHIN_MS = 1_000;

/** What the operators' pages stand on, in the API's process. */
export function composeOversight(shared: Shared, client: Client, config: Pick<Config<'api'>, 'WORKER_METRICS_URLS'>): OversightUseCases {
  const { unitOfWork, isps, now } = shared;
  const workers = createWorkerReader({ addresses: config.WORKER_METRICS_URLS, timeout_ms: READINGS_WITHIN_MS });
  const schedules = createScheduleReader(client, { wait_ms: READINGS_WITHIN_MS });
  return createOversight({ unitOfWork, isps, workers, schedules, now });
}

export type WorkerParts = { activities: BillingActivities; stop(): Promise<void> };

type WorkerSettings = SharedSettings &
  PayoutSettings &
  Pick<Config<'worker'>, 'SMTP_URL' | 'MAIL_FROM' | CallbackSetting | 'RENEWAL_JITTER_SECONDS' | 'DUNNING_DAYS'>;

type CallbackSetting = 'CALLBACK_ALLOW_PRIVATE' | 'CALLBACK_DISABLE_AFTER_HOURS' | 'CALLBACK_DISABLE_AFTER_ATTEMPTS';

/** Callbacks wait for merchants' servers, not for us: many lanes cost little, and leave room beside the slow ones. */
const CALLBACK_LANES = 64;

/** The activities, and the outbox that runs beside them. */
export function composeWorker(
  shared: Shared,
  config: WorkerSettings,
  tools: { log: Log; sweep_interval_ms: number; dispatching?: DispatcherSettings; doubt_profiles?: Record<Isp, DoubtProfile> },
): WorkerParts {
  const { unitOfWork, vault, engine, isps, now } = shared;
  const { log } = tools;
  const callbacks = createCallbackSender({ allow_private: config.CALLBACK_ALLOW_PRIVATE });
  const mailer = createMailer({ smtp_url: config.SMTP_URL, from: config.MAIL_FROM });
  const disable_after = {
    duration_ms: config.CALLBACK_DISABLE_AFTER_HOURS * 3_600_000,
    attempts: config.CALLBACK_DISABLE_AFTER_ATTEMPTS,
  };
  const settings = tools.dispatching ?? DISPATCHER_DEFAULTS;
  const callback_settings = tools.dispatching ?? { ...DISPATCHER_DEFAULTS, batch: CALLBACK_LANES, concurrency: CALLBACK_LANES };
  const deliver = (event_id: string) => deliverEvent({ unitOfWork, vault, callbacks, now, disable_after }, event_id);
  const retryLater = (event_id: string) => engine.retryCallback(event_id);
  const mailing = { unitOfWork, vault, mailer, now, public_url: config.PUBLIC_URL };
  const announced: Dispatcher[] = [
    startDispatcher(callbackLine({ unitOfWork, deliver, retryLater, now }), { log, now, settings: callback_settings }),
    startDispatcher(mailLine({ ...mailing, writeLetter }), { log, now, settings }),
  ];
  // Asked for in the API's process, and by none of the activities.
  const leave_links = startDispatcher(leaveLinkLine({ ...mailing, writeLeaveLetter }), { log, now, settings });
  const sweeping = startSweeping({ unitOfWork, engine, isps, vault, log, now }, tools.sweep_interval_ms);
  const context: ActivityContext = {
    unitOfWork,
    isps,
    vault,
    engine,
    log,
    now,
    jitter_seconds: config.RENEWAL_JITTER_SECONDS,
    dunning_days: config.DUNNING_DAYS,
    payout_terms: payoutTerms(config),
    isp_timeout_ms: config.ISP_TIMEOUT_MS,
    doubt_profiles: tools.doubt_profiles ?? DOUBT_PROFILES,
    announce: () => {
      for (const dispatcher of announced) dispatcher.announce();
    },
  };
  return {
    activities: createActivities(context, { callbacks, disable_after }),
    async stop() {
      await Promise.all([sweeping.stop(), ...[...announced, leave_links].map((dispatcher) => dispatcher.stop())]);
      callbacks.close();
      await mailer.close();
    },
  };
}
