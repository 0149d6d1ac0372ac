import { type FieldError, Refusal } from '../domain/refusals.ts';
import { type ApiProblemCode, type ProblemCode, problems, problemType } from './problems.ts';

/** Seconds after which a refusal for lack of a service may be tried again, where nobody knows better. */
const RETRY_AFTER_SECONDS_DEFAULT = 5;

export type ApiProblemOptions = { errors?: FieldError[]; retry_after_seconds?: number; headers?: Record<string, string> };

/** A refusal by the API itself, by a code of the registry. */
export class ApiProblem extends Error {
  readonly code: ApiProblemCode;
  readonly errors: FieldError[];
  readonly retry_after_seconds: number | undefined;
  readonly headers: Record<string, string>;

  constructor(code: ApiProblemCode, detail: string, options: ApiProblemOptions = {}) {
    super(detail);
    this.name = 'ApiProblem';
    this.code = code;
    this.errors = options.errors ?? [];
    this.retry_after_seconds = options.retry_after_seconds;
    this.headers = options.headers ?? {};
  }
}

/** An answer of RFC 9457, ready to be sent and to be kept for replays: equal errors give equal text. */
export type ProblemAnswer = { code: ProblemCode; status: number; headers: Record<string, string>; text: string };

/** Turns whatever was thrown into what the caller may know of it. Anything but a refusal says no more than that it failed. */
export function problemAnswer(thrown: unknown): ProblemAnswer {
  const error = refusalOf(thrown);
  const { status, title } = problems[error.code];
  const { code, errors, message: detail } = error;
  const body = { type: problemType(code), title, status, detail, code, ...(errors.length === 0 ? {} : { errors }) };
  return { code, status, headers: { ...retryHeader(error, status), ...extraHeaders(error) }, text: JSON.stringify(body) };
}

function refusalOf(thrown: unknown): Refusal | ApiProblem {
  if (thrown instanceof Refusal || thrown instanceof ApiProblem) return thrown;
  // Express: the percent-encoding of a path cannot be decoded, so it names nothing that exists.
  if (thrown instanceof URIError) return new ApiProblem('unknown_route', 'Nothing is served at this address.');
  return new ApiProblem('internal_error', 'The request failed on our side.');
}

function retryHeader(error: Refusal | ApiProblem, status: number): Record<string, string> {
  const mayHeal = status === 503 || status === 429;
  const seconds = error.retry_after_seconds ?? (mayHeal ? RETRY_AFTER_SECONDS_DEFAULT : undefined);
  return seconds === undefined ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) };
}

function extraHeaders(error: Refusal | ApiProblem): Record<string, string> {
  return error instanceof ApiProblem ? error.headers : {};
}
