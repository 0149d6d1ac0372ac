import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { Refusal } from '../domain/refusals.ts';
import { pageErrorOf, renderErrorPage } from './error-page.ts';
import { sendPage } from './respond.ts';

/** What no route of the pages answers. */
export const refuseUnknownPage: RequestHandler = () => {
  throw new Refusal('not_found', 'There is no such page.');
};

/** The one place where an error becomes a page. Nothing of the error itself is shown. */
export function createPageErrorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const page_error = pageErrorOf(error);
    if (page_error.kind === 'internal') logUnexpected({ log, error, request });
    if (response.headersSent) {
      next(error);
      return;
    }
    if (page_error.retry_after_seconds !== undefined) response.set('Retry-After', String(page_error.retry_after_seconds));
    sendPage(response, page_error.status, renderErrorPage(page_error, retryPath(request, page_error.status)));
  };
}

/** Where trying again is safe: the same address by GET, since coming back from the ISP twice is harmless, or else the page that the form is on. */
function retryPath(request: Request, status: number): string | undefined {
  if (status === 404 || status === 400 || status === 410) return undefined;
  const { pathname, search } = new URL(request.originalUrl, 'http://localhost');
  const may_heal = status === 503 || status === 500;
  return request.method === 'GET' && may_heal ? `${pathname}${search}` : pathname.replace(/\/return$/, '');
}

/** Neither the address, which holds a key, nor the message, which can hold a driver's parameters, goes into the log. */
export function logUnexpected({ log, error, request }: { log: Logger; error: unknown; request: Request }): void {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line)) : [];
  log.error(
    {
      page: request.baseUrl,
      method: request.method,
      error_name: error instanceof Error ? error.name : typeof error,
      frames: frames.slice(0, 20).map((line) => line.trim()),
    },
    'page failed',
  );
}
