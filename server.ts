import { pino } from 'pino';
import { createAdminApp } from './api/admin.ts';
import { createApp } from './api/app.ts';
import { listen, PortTakenError, stopInOrder } from './api/listen.ts';
import { createApiMetrics } from './api/metrics.ts';
import { renderPayout } from './api/pages/payout-statement.ts';
import { composeConsole, composeMerchants, composeOversight, composeShared, composeUseCases } from './compose.ts';
import { ConfigurationError, readConfig } from './config.ts';
import { openTemporalClient } from './gateways/temporal/connection.ts';
import { newId } from './vault/ids.ts';
import { createConsole } from './web/console/console.ts';
import { createOpsPages } from './web/ops/router.ts';
import { createPages } from './web/pages.ts';

/** Entry of the API: configuration → dependencies → Express listens; nothing else. */
async function start(): Promise<void> {
  const config = readConfig('api');
  const log = pino({ name: 'api', level: config.LOG_LEVEL });
  const client = openTemporalClient({ address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE });
  const shared = await composeShared(config, client, { isp_calls_waiting_max: 500 });
  const useCases = composeUseCases(shared, config);
  const metrics = createApiMetrics();
  const public_url = config.PUBLIC_URL;
  const pages = createPages({ useCases, config: { public_url, isp_origin: new URL(config.ISP_BASE_URL).origin, log } });
  const merchants = composeMerchants(shared, config);
  const console_pages = createConsole({
    useCases: composeConsole(shared, { ...useCases, ...merchants }),
    config: { public_url, log, newId, now: shared.now, renderPayout },
  });
  const settings = {
    public_url,
    rate_limit_per_second: config.RATE_LIMIT_PER_SECOND,
    code_guesses_per_minute: config.CODE_GUESSES_PER_MINUTE,
    trusted_proxies: config.TRUSTED_PROXIES,
    isp_notification_secret: config.ISP_NOTIFICATION_SECRET,
    log,
    observe: metrics.observe,
  };
  const app = createApp({ useCases, config: settings }, [pages, console_pages]);

  const { ADMIN_API_KEY: admin_api_key, RATE_LIMIT_PER_SECOND: rate_limit_per_second } = config;
  const ui = { url: config.TEMPORAL_UI_URL, namespace: config.TEMPORAL_NAMESPACE };
  const ops = createOpsPages({
    useCases: composeOversight(shared, client, config),
    settings: { admin_api_key, admin_url: config.ADMIN_URL, ui, log, now: shared.now },
  });
  const parts = {
    metrics,
    merchants,
    idempotency: useCases.idempotency,
    config: { admin_api_key, rate_limit_per_second, log },
  };

  const host = config.LISTEN_HOST;
  const admin = await listen(createAdminApp(parts, ops), { host, port: config.ADMIN_PORT });
  const api = await listen(app, { host, port: config.API_PORT });
  stopInOrder(async () => {
    await Promise.all([api.close(), admin.close()]);
    await Promise.all([client.connection.close(), shared.close()]);
  });
  log.info({ api: api.url, admin: admin.url }, 'API listening');
}

try {
  await start();
} catch (error) {
  // These two are for the person at the keyboard; anything else keeps its stack.
  if (!(error instanceof ConfigurationError || error instanceof PortTakenError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
