import type { Config } from '../config.ts';
import type { PortClaim } from './ports.ts';

/** Where everything can be reached: in people's browsers by "localhost", among the programs by number. */
export interface Addresses {
  api: string;
  admin: string;
  isps: string;
  mail: string;
  shop: string;
  smtp: string;
  database: string;
  temporal: string;
  temporal_ui: string;
  worker: string;
}

export function addressesOf(settings: Config<'local'>, database: string): Addresses {
  const web = (port: number) => `http://localhost:${port}`;
  const temporal = settings.TEMPORAL_ADDRESS || `127.0.0.1:${settings.TEMPORAL_PORT}`;
  const temporal_host = settings.TEMPORAL_ADDRESS ? temporal.replace(/:\d+$/, '') : 'localhost';
  return {
    api: web(settings.API_PORT),
    admin: web(settings.ADMIN_PORT),
    isps: web(settings.SIMULATOR_PORT),
    mail: web(settings.INBOX_HTTP_PORT),
    shop: web(settings.SHOP_PORT),
    smtp: `smtp://127.0.0.1:${settings.INBOX_SMTP_PORT}`,
    database,
    temporal,
    temporal_ui: `http://${temporal_host}:${settings.TEMPORAL_UI_PORT}`,
    worker: `http://127.0.0.1:${settings.WORKER_METRICS_PORT}`,
  };
}

/** Every port that a start listens on. A Temporal service that runs already has its own. */
export function portClaims(settings: Config<'local'>): PortClaim[] {
  const claim = (setting: PortSetting, wanted_by: string): PortClaim => ({ port: settings[setting], setting, wanted_by });
  const claims = [
    claim('API_PORT', 'the API'),
    claim('ADMIN_PORT', "the API's admin side"),
    claim('WORKER_METRICS_PORT', 'the worker (health and metrics)'),
    claim('SIMULATOR_PORT', 'the simulated ISPs'),
    claim('INBOX_SMTP_PORT', 'the mail inbox (SMTP)'),
    claim('INBOX_HTTP_PORT', 'the mail inbox (web page)'),
    claim('SHOP_PORT', 'the demo shop'),
    claim('POSTGRES_PORT', 'PostgreSQL'),
  ];
  if (settings.TEMPORAL_ADDRESS) return claims;
  return [...claims, claim('TEMPORAL_PORT', 'Temporal'), claim('TEMPORAL_UI_PORT', "Temporal's web interface")];
}

type PortSetting = Extract<keyof Config<'local'>, `${string}_PORT`>;
