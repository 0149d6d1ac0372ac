import { pino } from 'pino';
import { type AdminParts, createAdminApp } from '../../../api/admin.ts';
import { createApp } from '../../../api/app.ts';
import { listen } from '../../../api/listen.ts';
import { createApiMetrics } from '../../../api/metrics.ts';
import { Refusal } from '../../../domain/refusals.ts';
import type { UseCases } from '../../../usecases/types.ts';
import { newId } from '../../../vault/ids.ts';
import { type ConsoleOptions, createConsole } from '../../../web/console/console.ts';
import { createOpsPages } from '../../../web/ops/router.ts';
import { createPages } from '../../../web/pages.ts';
import { type DeclaredRoute, declaredRoutes } from './declared-routes.ts';

/** What merchants' servers and ISPs call, and what is no page: assets and health. */
const NO_PAGE = /^\/(v1|admin|isp|assets)\/|^\/(openapi\.json|healthz|readyz|metrics)$|\.(css|js)$/;

export type Door = { name: string; routes: DeclaredRoute[]; url: string; close: () => Promise<void> };

/** Use cases that know nothing and nobody: each is noted by its name and refuses. */
export function nothingKnown<T extends object>(asked: string[]): T {
  const refuse = (name: string) => async () => {
    asked.push(name);
    throw new Refusal('not_found', 'Nothing is known here.');
  };
  return new Proxy({} as T, { get: (_target, name) => (name === 'idempotency' ? nothingKnown(asked) : refuse(String(name))) });
}

/** Both doors of the API's process, over use cases that know nothing: what is there is the pages, as they are mounted in production. */
export async function openDoors(asked: string[]): Promise<Door[]> {
  const log = pino({ level: 'silent' });
  const public_url = 'http://localhost:3000';
  const useCases = nothingKnown<UseCases>(asked);
  const pages = createPages({ useCases, config: { public_url, isp_origin: 'http://localhost:4000', log } });
  const console_pages = createConsole({
    useCases: nothingKnown<ConsoleOptions['useCases']>(asked),
    config: { public_url, log, newId, now: () => new Date(), renderPayout: () => '' },
  });
  const limits = { rate_limit_per_second: 1_000, code_guesses_per_minute: 30, isp_notification_secret: 'a secret of the ISPs' };
  const app = createApp({ useCases, config: { public_url, ...limits, log } }, [pages, console_pages]);
  const admin_api_key = 'adm_key-of-the-operators-in-tests';
  const ui = { url: 'http://localhost:8233', namespace: 'default' };
  const ops = createOpsPages({
    useCases: nothingKnown(asked),
    settings: { admin_api_key, admin_url: 'http://localhost:3001', ui, log, now: () => new Date() },
  });
  const config = { admin_api_key, rate_limit_per_second: 1_000, log };
  const parts: AdminParts = { metrics: createApiMetrics(), merchants: nothingKnown(asked), idempotency: nothingKnown(asked), config };
  return [await doorOf('public', app), await doorOf('admin', createAdminApp(parts, ops))];
}

async function doorOf(name: string, app: ReturnType<typeof createApp>): Promise<Door> {
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const routes = declaredRoutes(app as unknown as Parameters<typeof declaredRoutes>[0]).filter(({ path }) => !NO_PAGE.test(path));
  return { name, routes, url: server.url, close: server.close };
}
