import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { languageOf } from '../visitor.ts';
import { ApiRefusal, ApiUnavailable } from './billing-api.ts';
import { errorPage } from './pages/layout.ts';
import { TEXTS } from './texts.ts';

function sendError(response: Response, status: number, { title, detail }: { title: string; detail: string }): void {
  response
    .status(status)
    .type('html')
    .send(errorPage(languageOf(response), title, detail));
}

/** A status that Express's own body parsers put on what they throw: too large, not decodable. */
function clientStatus(error: unknown): number | undefined {
  const { data } = z.object({ status: z.int().min(400).max(499) }).safeParse(error);
  return data?.status;
}

export const onNothingFound: RequestHandler = (_request, response) => {
  sendError(response, 404, { title: TEXTS[languageOf(response)].error_not_found, detail: '' });
};

/** What the buyer sees when something fails; 502 when it is billing that failed. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const texts = TEXTS[languageOf(response)];
    if (error instanceof ApiUnavailable) {
      log.error({ err: error }, 'billing unavailable');
      return sendError(response, 502, { title: texts.error_unavailable, detail: texts.error_unavailable_detail });
    }
    if (error instanceof ApiRefusal && error.status === 429) {
      if (error.retry_after !== undefined) response.set('Retry-After', error.retry_after);
      return sendError(response, 429, { title: texts.error_throttled, detail: texts.error_throttled_detail });
    }
    if (error instanceof ApiRefusal) {
      log.error({ status: error.status, code: error.code }, 'billing refused');
      const detail = texts.error_refused_detail.replace('{code}', error.code);
      return sendError(response, 502, { title: texts.error_refused, detail });
    }
    const status = error instanceof z.ZodError ? 400 : clientStatus(error);
    if (status !== undefined) return sendError(response, status, { title: texts.error_bad_request, detail: '' });
    log.error({ err: error }, 'request failed');
    sendError(response, 500, { title: texts.error_failed, detail: '' });
  };
}
