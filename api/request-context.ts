import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { HttpObserver } from './metrics.ts';

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The id by which a request is found in the logs: the caller's own `x-request-id` where it is harmless, else a new one. */
export function requestIdOf(response: Response): string {
  return String(response.getHeader('x-request-id') ?? '');
}

/** Names the pattern that answers (`/v1/purchases/{id}`) for logs and metrics. */
export function nameRoute(response: Response, route: string): void {
  response.locals.route = route;
}

/**
 * Gives each request its id, and writes one line and one measurement when it is over. Only the route's pattern is written: addresses
 * can hold what opens things (`/unsubscribe/:token`, `/checkout/:id`), and bodies and headers hold e-mails, codes and keys.
 */
export function createRequestContext(log: Logger, observe: HttpObserver): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id');
    const request_id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    response.set('x-request-id', request_id);
    const started_at = performance.now();
    response.once('close', () => {
      const latency_ms = performance.now() - started_at;
      const measured = { method: request.method, route: routeOf(request, response), status: response.statusCode };
      observe({ ...measured, latency_ms });
      const finished = response.writableFinished ? 'request answered' : 'request broken off';
      log.info({ request_id, ...measured, latency_ms: Math.round(latency_ms) }, finished);
    });
    next();
  };
}

function routeOf(request: Request, response: Response): string {
  if (typeof response.locals.route === 'string') return response.locals.route;
  // Of pages that Express routes itself. `baseUrl` stays out: it is the address as it was asked, with whatever key is in it.
  const pattern: unknown = request.route?.path;
  return typeof pattern === 'string' ? pattern : 'unmatched';
}
