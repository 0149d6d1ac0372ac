import type { Config } from '../config.ts';
import type { Addresses } from './addresses.ts';
import type { LocalFolder } from './folder.ts';
import type { Program } from './program.ts';
import { type OwnProgram, ownProgram } from './programs.ts';
import type { LocalSecrets } from './secrets.ts';
import type { SeedResult } from './seeding.ts';

export interface OwnProgramContext {
  settings: Config<'local'>;
  folder: LocalFolder;
  addresses: Addresses;
  secrets: LocalSecrets;
}

/** What the API and the worker have in common. */
function engineSettings({ settings, addresses, secrets }: OwnProgramContext): Record<string, string> {
  return {
    ...commonSettings(settings),
    DATABASE_URL: addresses.database,
    TEMPORAL_ADDRESS: addresses.temporal,
    TEMPORAL_NAMESPACE: settings.TEMPORAL_NAMESPACE,
    MASTER_KEY: secrets.MASTER_KEY,
    LOOKUP_KEY: secrets.LOOKUP_KEY,
    ISP_BASE_URL: addresses.isps,
    ISP_CLIENT_SECRET: secrets.ISP_CLIENT_SECRET,
    ISP_NOTIFICATION_SECRET: secrets.ISP_NOTIFICATION_SECRET,
    PUBLIC_URL: addresses.api,
    // The demo shop receives its callbacks on this machine.
    CALLBACK_ALLOW_PRIVATE: 'true',
  };
}

function commonSettings(settings: Config<'local'>): Record<string, string> {
  return { LISTEN_HOST: '127.0.0.1', LOG_LEVEL: settings.LOG_LEVEL };
}

export function apiProgram(context: OwnProgramContext): Program {
  const { API_PORT, ADMIN_PORT } = context.settings;
  const { addresses, secrets } = context;
  const own = {
    ADMIN_API_KEY: secrets.ADMIN_API_KEY,
    ADMIN_URL: addresses.admin,
    TEMPORAL_UI_URL: addresses.temporal_ui,
    WORKER_METRICS_URLS: addresses.worker,
  };
  return ownProgram({
    name: 'api',
    args: ['server.ts'],
    settings: { ...engineSettings(context), ...own, API_PORT: String(API_PORT), ADMIN_PORT: String(ADMIN_PORT) },
    ready_url: `http://127.0.0.1:${API_PORT}/readyz`,
  });
}

/** A worker is started with what makes the threads of its workflows lean. */
export const WORKER_NODE_OPTIONS = ['--import', './gateways/temporal/workflow-threads.ts'];

export function workerProgram(context: OwnProgramContext): Program {
  const { RENEWAL_JITTER_SECONDS, WORKER_METRICS_PORT } = context.settings;
  const own = {
    SMTP_URL: context.addresses.smtp,
    RENEWAL_JITTER_SECONDS: String(RENEWAL_JITTER_SECONDS),
    WORKER_METRICS_PORT: String(WORKER_METRICS_PORT),
  };
  return ownProgram({
    name: 'worker',
    args: [...WORKER_NODE_OPTIONS, 'worker.ts'],
    settings: { ...engineSettings(context), ...own },
    ready_url: `${context.addresses.worker}/readyz`,
  });
}

export function ispsProgram({ settings, folder, addresses, secrets }: OwnProgramContext): Program {
  return simulatorProgram('isps', settings.SIMULATOR_PORT, {
    ...commonSettings(settings),
    SIMULATOR_PORT: String(settings.SIMULATOR_PORT),
    SIMULATOR_DATA_DIR: folder.isps,
    SIMULATOR_PUBLIC_URL: addresses.isps,
    SIMULATOR_REDIRECT_PREFIX: addresses.api,
    ISP_CLIENT_SECRET: secrets.ISP_CLIENT_SECRET,
  });
}

export function inboxProgram({ settings, folder }: OwnProgramContext): Program {
  return simulatorProgram('inbox', settings.INBOX_HTTP_PORT, {
    ...commonSettings(settings),
    INBOX_SMTP_PORT: String(settings.INBOX_SMTP_PORT),
    INBOX_HTTP_PORT: String(settings.INBOX_HTTP_PORT),
    INBOX_DATA_DIR: folder.inbox,
  });
}

export function shopProgram({ settings, folder, addresses, secrets }: OwnProgramContext, { documents }: SeedResult): Program {
  return simulatorProgram('shop', settings.SHOP_PORT, {
    ...commonSettings(settings),
    SHOP_PORT: String(settings.SHOP_PORT),
    SHOP_DATA_DIR: folder.shop,
    SHOP_PUBLIC_URL: addresses.shop,
    SHOP_API_URL: addresses.api,
    SHOP_API_KEY: secrets.DEMO_API_KEY,
    SHOP_CALLBACK_SECRET: secrets.DEMO_CALLBACK_SECRET,
    SHOP_DOCUMENT_ONE_SHOT: documents.one_shot,
    SHOP_DOCUMENT_REBILLING: documents.rebilling,
  });
}

function simulatorProgram(name: string, port: number, settings: OwnProgram['settings']): Program {
  return ownProgram({ name, args: [`simulator/${name}.ts`], settings, ready_url: `http://127.0.0.1:${port}/healthz` });
}
