import { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Description } from './operation.ts';
import { type ProblemCode, problems, problemType } from './problems.ts';
import { problemSchema } from './schemas/answers.ts';

const BODY_REFUSALS = ['malformed_json', 'malformed_request', 'body_too_large', 'unsupported_media_type', 'validation_failed'] as const;

const ACCESS_REFUSALS: Record<Description['access'], readonly ProblemCode[]> = {
  api_key: ['missing_api_key', 'invalid_api_key', 'rate_limited', 'validation_failed'],
  isp: ['isp_not_authenticated'],
  public: [],
};

/** Everything that a call can be refused for: what its description lists, and what all calls of its kind share. */
export function refusalsOf(description: Description): ProblemCode[] {
  const { access, method, id_prefix, idempotent, refusals } = description;
  const all: ProblemCode[] = [...ACCESS_REFUSALS[access], ...refusals, 'internal_error'];
  if (method !== 'get') all.push(...BODY_REFUSALS);
  if (id_prefix !== undefined) all.push('not_found');
  if (idempotent !== undefined) all.push('invalid_idempotency_key', 'idempotency_key_reused', 'idempotency_key_in_flight');
  return [...new Set(all)];
}

/** The answers of a call for the OpenAPI document: what it does, then its problems by status. */
export function answersOf(description: Description): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {};
  for (const [status, answer] of Object.entries(description.answers)) {
    const page = answer.or_page ? { 'text/html': { schema: z.string() } } : {};
    const content =
      answer.schema === null ? {} : { content: { [answer.media_type ?? 'application/json']: { schema: answer.schema }, ...page } };
    const replayed = description.idempotent === undefined ? {} : { 'Idempotent-Replayed': replayedHeader };
    responses[status as '200'] = {
      description: answer.description,
      headers: z.object({ 'x-request-id': requestIdHeader, ...replayed }),
      ...content,
    };
  }
  const codes = refusalsOf(description);
  for (const status of [...new Set(codes.map((code) => problems[code].status))].sort()) {
    const refused = problemResponse(codes.filter((code) => problems[code].status === status));
    responses[String(status) as '422'] = refused;
  }
  return responses;
}

const requestIdHeader = z.string().meta({ description: 'Quote it when you ask us about this request.' });
const replayedHeader = z.literal('true').optional().meta({ description: 'Set where this is the kept answer to an earlier request.' });
const retryAfterHeader = z.string().meta({ description: 'Seconds.', example: '5' });

function problemResponse(codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
  const examples = codes.map((code) => [code, { summary: problems[code].title, value: exampleOf(code) }] as const);
  const waits = codes.some((code) => [429, 503].includes(problems[code].status));
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: z.object({ 'x-request-id': requestIdHeader, ...(waits ? { 'Retry-After': retryAfterHeader } : {}) }),
    content: { 'application/problem+json': { schema: problemSchema, examples: Object.fromEntries(examples) } },
  };
}

function exampleOf(code: ProblemCode): z.output<typeof problemSchema> {
  const { title, status, meaning } = problems[code];
  return { type: problemType(code), title, status, detail: meaning, code };
}
