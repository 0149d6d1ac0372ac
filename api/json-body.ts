import express, { type Request, type Response } from 'express';
import { ApiProblem } from './problem-answer.ts';

const LIMIT_BYTES = 100_000;

/** `strict: false`: a body such as `3` is JSON, and is refused by its schema. Without `inflate` no small body can become a huge one. */
const parseJson = express.json({ limit: LIMIT_BYTES, strict: false, inflate: false, type: () => true });

/** The request's JSON body; an empty object where there is none, so that the schema names what is missing. */
export async function readJsonBody(request: Request, response: Response, media_types: readonly string[] = ['json']): Promise<unknown> {
  if (!hasBody(request)) return {};
  if (!request.is([...media_types])) throw new ApiProblem('unsupported_media_type', 'Send the body as Content-Type: application/json.');
  await new Promise<void>((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(problemOf(error))));
  });
  return request.body;
}

function hasBody(request: Request): boolean {
  return request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
}

/** What the parser reports, as a problem. Its messages can quote the body, so none of them is passed on. */
function problemOf(error: unknown): unknown {
  const { status } = error as { status?: unknown };
  const { type } = error as { type?: unknown };
  if (type === 'entity.parse.failed') return new ApiProblem('malformed_json', 'The body is not JSON.');
  if (status === 413) return new ApiProblem('body_too_large', `The body is larger than ${LIMIT_BYTES} bytes.`);
  if (status === 415) return new ApiProblem('unsupported_media_type', 'Send the body in UTF-8 and without compression.');
  if (status === 400) return new ApiProblem('malformed_request', 'The body did not arrive as its headers announce it.');
  return error;
}
