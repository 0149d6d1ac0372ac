import type { components, ProblemCode } from './schema.ts';

export type Problem = components['schemas']['Problem'];
/** Known codes are completed by the editor; a code that is new since the types were made is a string all the same. */
export type AnyProblemCode = ProblemCode | (string & {});

/** What the API refused, as an error: decide by `code`. `errors` name the fields at fault by JSON pointers. */
export class ProblemError extends Error {
  readonly code: AnyProblemCode;
  readonly status: number;
  readonly errors: NonNullable<Problem['errors']>;
  /** Quote it when you ask about the request. */
  readonly request_id: string | null;
  readonly problem: Problem;

  constructor(problem: Problem, response: Response) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ProblemError';
    this.code = problem.code;
    this.status = response.status;
    this.errors = problem.errors ?? [];
    this.request_id = response.headers.get('x-request-id');
    this.problem = problem;
  }
}

/** An answer that is not the API's own, as of a proxy in between. */
export class UnexpectedAnswerError extends Error {
  readonly status: number;

  constructor(response: Response) {
    super(`${response.url} answered ${response.status} without a problem document`);
    this.name = 'UnexpectedAnswerError';
    this.status = response.status;
  }
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer. Throws ProblemError for what the API refused, UnexpectedAnswerError for what is not its answer. */
export async function unwrap<T>(answer: Answer<T> | Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await answer;
  if (data !== undefined && data !== null) return data;
  if (isProblem(error)) throw new ProblemError(error, response);
  throw new UnexpectedAnswerError(response);
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && 'detail' in value;
}
