import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { UseCases } from '../usecases/types.ts';
import { apiHeaders, noStore } from './api-headers.ts';
import { createErrorHandler, logUnexpected } from './error-handler.ts';
import type { HttpObserver } from './metrics.ts';
import { mountOperations } from './mount.ts';
import { createOpenApi } from './openapi.ts';
import type { Operation } from './operation.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRequestContext } from './request-context.ts';
import { createDocsRouter } from './routes/docs.ts';
import { describeAll, merchantOperations } from './routes/index.ts';
import { createNotificationRouter } from './routes/notifications.ts';
import { createHealthRouter } from './routes/service.ts';
import { createWrongCodes } from './wrong-codes.ts';
import { refuseOtherMethods, refuseUnknownRoutes } from './wrong-routes.ts';

export type AppConfig = {
  public_url: string;
  rate_limit_per_second: number;
  code_guesses_per_minute: number;
  isp_notification_secret: string;
  /** How many proxies of ours stand before this process; what they say of a caller's address is believed. */
  trusted_proxies?: number;
  log: Logger;
  /** Told of each request once it is over. */
  observe?: HttpObserver;
};

/** Everything under these is the API's own; what people see comes from the pages, with headers and errors of their own. */
const API_PREFIXES = ['/v1', '/isp', '/openapi.json', '/docs', '/healthz', '/readyz'];

/** The HTTP API on its use cases, with the pages for people beside it. */
export function createApp(
  { useCases, config }: { useCases: UseCases; config: AppConfig },
  pages: RequestHandler | RequestHandler[] | undefined,
): Express {
  const { log } = config;
  const operations: Operation[] = merchantOperations(useCases, createWrongCodes(config.code_guesses_per_minute));
  const descriptions = describeAll(operations);
  const onUnkept = (error: unknown) => logUnexpected({ log, error, request_id: 'idempotency' });

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trusted_proxies ?? 0);
  app.use(createRequestContext(log, config.observe ?? (() => undefined)));
  app.use(API_PREFIXES, apiHeaders());
  app.use('/v1', noStore);
  app.use(mountOperations(operations, { useCases, limitRate: createRateLimit(config.rate_limit_per_second), onUnkept }));
  app.use(createNotificationRouter({ useCases, secret: config.isp_notification_secret, log }));
  app.use(createHealthRouter({ useCases, log }));
  app.use(createDocsRouter(createOpenApi(descriptions, config.public_url)));
  app.use(refuseOtherMethods(descriptions));
  if (pages) app.use(pages);
  app.use(apiHeaders(), refuseUnknownRoutes);
  app.use(createErrorHandler(log));
  return app;
}
