import { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { DescribedAnswer, Description } from './operation.ts';
import { type ProblemCode, problems, problemType } from './problems.ts';
import { problemSchema } from './schemas/answers.ts';

const BODY_REFUSALS = ['malformed_json', 'malformed_request', 'body_too_large', 'unsupported_media_type', 'validation_failed'] as const;

const ACCESS_REFUSALS: Record<Description['access'], readonly ProblemCode[]> = {
  api_key: ['missing_api_key', 'invalid_api_key', 'rate_limited', 'validation_failed'],
  admin_key: ['invalid_admin_key', 'rate_limited', 'validation_failed'],
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
  const always = headersOfAll(description);
  const replayed = description.idempotent === undefined ? {} : { 'Idempotent-Replayed': replayedHeader };
  for (const [status, answer] of Object.entries(description.answers)) {
    responses[status as '200'] = { description: answer.description, headers: z.object({ ...always, ...replayed }), ...contentOf(answer) };
  }
  const codes = refusalsOf(description);
  for (const status of [...new Set(codes.map((code) => problems[code].status))].sort()) {
    const refused = codes.filter((code) => problems[code].status === status);
    // A refusal is an answer too, and is kept and given again like any other.
    responses[String(status) as '422'] = problemResponse(refused, status < 500 ? { ...always, ...replayed } : always);
  }
  return responses;
}

function contentOf({
  schema,
  media_type = 'application/json',
  or_page,
  or_csv,
}: DescribedAnswer): Pick<ZodOpenApiResponseObject, 'content'> {
  if (schema === null) return {};
  const page = or_page ? { 'text/html': { schema: z.string().meta({ example: '<!doctype html>…' }) } } : {};
  const csv = or_csv ? { 'text/csv': { schema: z.string().meta({ example: 'payout,livemode,…' }) } } : {};
  return { content: { [media_type]: { schema }, ...csv, ...page } };
}

const requestIdHeader = z.string().meta({ description: 'Quote it when you ask us about this request.', example: 'b7e1f6c2' });
const replayedHeader = z
  .literal('true')
  .optional()
  .meta({ description: 'Set where this is the kept answer to an earlier request.', example: 'true' });
const retryAfterHeader = z
  .string()
  .regex(/^[1-9]\d*$/)
  .meta({ description: 'Seconds to wait before the request is sent again.', example: '5' });

const rateLimitHeaders = {
  'RateLimit-Policy': z.string().optional().meta({
    description: 'What the key may do: `q` requests in `w` seconds. Once the first is spent, the second still lets some through.',
    example: '"sustained";q=100;w=1, "burst";q=100;w=10',
  }),
  RateLimit: z.string().optional().meta({
    description: 'What is left: `r` requests of the named policy, which begins anew in `t` seconds.',
    example: '"sustained";r=99;t=1',
  }),
};

const deprecationHeaderFields = {
  Deprecation: z
    .string()
    .meta({ description: 'RFC 9745: since when the call is deprecated, in seconds since 1970.', example: '@1798761600' }),
  Sunset: z.string().meta({ description: 'RFC 8594: until when it works at least.', example: 'Sat, 01 Jan 2028 00:00:00 GMT' }),
  Link: z.string().meta({ description: 'Where to read on, and what to use instead.', example: '</docs#deprecation>; rel="deprecation"' }),
};

/** What every answer of a call carries, whatever it says. */
function headersOfAll({ access, deprecated }: Description): z.ZodRawShape {
  const limits = access === 'api_key' || access === 'admin_key' ? rateLimitHeaders : {};
  return { 'x-request-id': requestIdHeader, ...limits, ...(deprecated ? deprecationHeaderFields : {}) };
}

/** Where a caller has no key yet that could be counted, or may try again: 429 and 503 always say when, others where it is known. */
function problemResponse(codes: readonly ProblemCode[], headers: z.ZodRawShape): ZodOpenApiResponseObject {
  const examples = codes.map((code) => [code, { summary: problems[code].title, value: exampleOf(code) }] as const);
  const waits = codes.some((code) => [429, 503].includes(problems[code].status));
  const may_wait = codes.some((code) => problems[code].status === 409) ? { 'Retry-After': retryAfterHeader.optional() } : {};
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: z.object({ ...headers, ...(waits ? { 'Retry-After': retryAfterHeader } : may_wait) }),
    content: { 'application/problem+json': { schema: problemSchema, examples: Object.fromEntries(examples) } },
  };
}

function exampleOf(code: ProblemCode): z.output<typeof problemSchema> {
  const { title, status, meaning } = problems[code];
  return { type: problemType(code), title, status, detail: meaning, code };
}
