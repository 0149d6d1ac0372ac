import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { type ProblemAnswer, problemAnswer } from './problem-answer.ts';
import { requestIdOf } from './request-context.ts';

/** The one place where an error becomes an answer of the API. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const answer = problemAnswer(error);
    if (answer.code === 'internal_error') logUnexpected({ log, error, request_id: requestIdOf(response) });
    if (response.headersSent) next(error);
    else sendProblem(response, answer);
  };
}

export function sendProblem(response: Response, answer: ProblemAnswer): void {
  // `end` and not `send`: Express would add a charset parameter, and the text is to be the same byte by byte in a replay.
  response.status(answer.status).set(answer.headers).set('Content-Type', 'application/problem+json').end(answer.text);
}

/**
 * Logs what nobody expected. A driver's message can hold the parameters of a statement, an e-mail among them: so neither the message
 * nor the stack's first lines, which repeat it, are written.
 */
export function logUnexpected({ log, error, request_id }: { log: Logger; error: unknown; request_id: string }): void {
  if (!(error instanceof Error)) {
    log.error({ request_id, error_name: typeof error }, 'request failed');
    return;
  }
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  log.error({ request_id, error_name: error.name, error_code: code, frames: stackFrames(error) }, 'request failed');
}

function stackFrames(error: Error): string[] {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return frames.slice(0, 20).map((line) => line.trim());
}
