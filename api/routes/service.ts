import { Router } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { UseCases } from '../../usecases/types.ts';
import { logUnexpected } from '../error-handler.ts';
import type { Description } from '../operation.ts';
import { ApiProblem } from '../problem-answer.ts';
import { nameRoute, requestIdOf } from '../request-context.ts';

/** A check that hangs is as good as one that fails. */
const READINESS_TIMEOUT_MS = 3_000;

const healthSchema = z.object({ status: z.enum(['ok', 'ready']) }).meta({ id: 'Health' });
const PAGE = z.string().meta({ example: '<!doctype html>…' });
const common = { tag: 'Service', method: 'get', access: 'public' } as const;

export const serviceDescriptions: Description[] = [
  {
    ...common,
    name: 'getHealth',
    path: '/healthz',
    summary: 'Whether the process is up',
    answers: { 200: { description: 'It is.', schema: healthSchema } },
    refusals: [],
  },
  {
    ...common,
    name: 'getReadiness',
    path: '/readyz',
    summary: 'Whether PostgreSQL and Temporal answer',
    answers: { 200: { description: 'They do.', schema: healthSchema, example: { status: 'ready' } } },
    refusals: ['not_ready'],
  },
  {
    ...common,
    name: 'getOpenApi',
    path: '/openapi.json',
    summary: 'This document',
    answers: {
      200: {
        description: 'OpenAPI 3.1.',
        schema: z.looseObject({ openapi: z.string().meta({ example: '3.1.1' }) }).meta({ id: 'OpenApi' }),
      },
    },
    refusals: [],
  },
  {
    ...common,
    name: 'getDocs',
    path: '/docs',
    summary: 'This document, for people',
    answers: { 200: { description: 'A page.', schema: PAGE, media_type: 'text/html' } },
    refusals: [],
  },
  {
    ...common,
    name: 'getProblemDocs',
    path: '/docs/problems/{code}',
    summary: 'What a problem means',
    answers: { 200: { description: 'A page.', schema: PAGE, media_type: 'text/html' } },
    refusals: ['unknown_route'],
  },
];

type Options = { useCases: Pick<UseCases, 'checkReadiness'>; log: Logger };

export function createHealthRouter({ useCases, log }: Options): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    nameRoute(response, '/healthz');
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    nameRoute(response, '/readyz');
    try {
      await inTime(useCases.checkReadiness());
    } catch (error) {
      logUnexpected({ log, error, request_id: requestIdOf(response) });
      throw new ApiProblem('not_ready', 'Something that the service needs does not answer.');
    }
    response.json({ status: 'ready' });
  });
  return router;
}

async function inTime(check: Promise<void>): Promise<void> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error('no answer in time')), READINESS_TIMEOUT_MS);
  try {
    await Promise.race([check, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
