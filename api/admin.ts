import express, { type Express, type Request, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { MerchantUseCases } from '../usecases/merchant-types.ts';
import type { Scope, UseCases } from '../usecases/types.ts';
import { adminOpenApi, adminOperations } from './admin/operations.ts';
import { apiHeaders, noStore } from './api-headers.ts';
import { authenticateOperator } from './authentication.ts';
import { createErrorHandler, logUnexpected } from './error-handler.ts';
import type { ApiMetrics } from './metrics.ts';
import { mountOperations } from './mount.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRequestContext } from './request-context.ts';
import { createDocsRouter } from './routes/docs.ts';
import { refuseOtherMethods, refuseUnknownRoutes } from './wrong-routes.ts';

export type AdminParts = {
  metrics: ApiMetrics;
  merchants: MerchantUseCases;
  idempotency: UseCases['idempotency'];
  config: { admin_api_key: string; rate_limit_per_second: number; log: Logger };
};

/** Everything under these is the admin API's own, with its headers and its errors. */
const API_PREFIXES = ['/admin', '/openapi.json', '/docs'];

/** Whose Idempotency-Keys and rate the operators' requests count as: of no merchant. No use case is asked on behalf of it. */
const OPERATORS: Scope = { merchant_id: 'operators', merchant_name: '', tier: 'standard', mode: 'live', key_id: 'operators' };

/**
 * What only operators may reach: listens on the admin port, which is never published. Metrics and health need no key. `pages`, where there
 * are any, answer what the API does not, with headers and errors of their own.
 */
export function createAdminApp({ metrics, merchants, idempotency, config }: AdminParts, pages?: RequestHandler): Express {
  const { log } = config;
  const operations = adminOperations(merchants);
  const identify = async (request: Request): Promise<Scope> => {
    authenticateOperator(config.admin_api_key, request);
    return OPERATORS;
  };
  const useCases = { idempotency, authenticate: async () => undefined };
  const limitRate = createRateLimit(config.rate_limit_per_second);
  const onUnkept = (error: unknown) => logUnexpected({ log, error, request_id: 'idempotency' });

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/metrics', async (_request, response) => {
    const text = await metrics.registry.metrics();
    response.set('Content-Type', metrics.registry.contentType).end(text);
  });
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.use(createRequestContext(log, metrics.observe));
  app.use(API_PREFIXES, apiHeaders());
  app.use('/admin', noStore);
  app.use(mountOperations(operations, { useCases, identify, limitRate, onUnkept }));
  app.use(createDocsRouter(adminOpenApi(operations)));
  app.use(refuseOtherMethods(operations));
  if (pages) app.use(pages);
  app.use(apiHeaders(), refuseUnknownRoutes);
  app.use(createErrorHandler(log));
  return app;
}
