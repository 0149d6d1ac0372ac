import type { RefusalCode } from '../domain/refusals.ts';
import { type ProblemKind, REFUSAL_PROBLEMS } from './refusal-problems.ts';

/** What the API itself refuses, before or after a use case is asked. */
export const API_PROBLEM_CODES = [
  'missing_api_key',
  'invalid_api_key',
  'isp_not_authenticated',
  'validation_failed',
  'malformed_json',
  'malformed_request',
  'body_too_large',
  'unsupported_media_type',
  'invalid_idempotency_key',
  'rate_limited',
  'unknown_route',
  'method_not_allowed',
  'not_ready',
  'internal_error',
] as const;

export type ApiProblemCode = (typeof API_PROBLEM_CODES)[number];
export type ProblemCode = RefusalCode | ApiProblemCode;

const API_PROBLEMS: Record<ApiProblemCode, ProblemKind> = {
  missing_api_key: {
    status: 401,
    title: 'API key missing',
    meaning: 'The request has no `Authorization: Bearer sk_…` header. Send the secret key of your merchant account with every call.',
  },
  invalid_api_key: {
    status: 401,
    title: 'API key not valid',
    meaning: 'The key is malformed, unknown or revoked. Check that the whole key was copied and that it is still live.',
  },
  isp_not_authenticated: {
    status: 401,
    title: 'ISP not authenticated',
    meaning: 'A notification did not carry the bearer token that was handed to the ISP as its sink credential. Nothing of it was read.',
  },
  validation_failed: {
    status: 422,
    title: 'Request not valid',
    meaning:
      'A field is missing, unknown or not of the expected form. `errors` names each one: `pointer` is a JSON pointer into the body, or `/` and the name of a query parameter. Nothing was done.',
  },
  malformed_json: {
    status: 400,
    title: 'Body is not JSON',
    meaning: 'The body could not be read as JSON in UTF-8. Nothing was done.',
  },
  malformed_request: {
    status: 400,
    title: 'Request not readable',
    meaning: 'The request broke off, or its length is not what its headers announce. Nothing was done.',
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    meaning: 'A body may have at most 100 kB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Media type not supported',
    meaning: 'Bodies are JSON: send them as `Content-Type: application/json`, in UTF-8 and without compression.',
  },
  invalid_idempotency_key: {
    status: 400,
    title: 'Idempotency key not valid',
    meaning: 'An `Idempotency-Key` has 1 to 255 printable ASCII characters. Nothing was done.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    meaning: 'The key has sent more requests than it may. Wait for the seconds that `Retry-After` tells and send the request again.',
  },
  unknown_route: {
    status: 404,
    title: 'No such route',
    meaning: 'Nothing is served at this address. `/docs` lists what is.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The address exists, but not for this method. The `Allow` header lists those that do.',
  },
  not_ready: {
    status: 503,
    title: 'Not ready',
    meaning: 'The service does not reach all that it needs at the moment. Only `/readyz` answers this.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    meaning:
      'Something failed on our side; whether it was done is not known. Send the same request with the same `Idempotency-Key`, or read the object. Quote the `x-request-id` header if you ask us.',
  },
};

/** The one registry of everything that can go wrong, by its stable code. docs/reference/problems.md repeats it for people. */
export const PROBLEMS: Record<ProblemCode, ProblemKind> = { ...REFUSAL_PROBLEMS, ...API_PROBLEMS };

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** RFC 9457 `type`: a reference that resolves on the server that answered. */
export function problemType(code: ProblemCode): string {
  return `/docs/problems/${code}`;
}
