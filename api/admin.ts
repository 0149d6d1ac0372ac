import express, { type Express, type RequestHandler } from 'express';
import type { ApiMetrics } from './metrics.ts';

/** What only operators may reach, their pages too: listens on the admin port, which is never published. */
export function createAdminApp(metrics: ApiMetrics, pages: RequestHandler): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/metrics', async (_request, response) => {
    const text = await metrics.registry.metrics();
    response.set('Content-Type', metrics.registry.contentType).end(text);
  });
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.use(pages);
  return app;
}
