import express, { type Express } from 'express';
import type { ApiMetrics } from './metrics.ts';

/** What only operators may reach: listens on the admin port, which is never published. */
export function createAdminApp(metrics: ApiMetrics): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/metrics', async (_request, response) => {
    const text = await metrics.registry.metrics();
    response.set('Content-Type', metrics.registry.contentType).end(text);
  });
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  return app;
}
