import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import express, { type Request, type Response } from 'express';
import { namesTwice } from './json-twins.ts';
import { ApiProblem } from './problem-answer.ts';

const LIMIT_BYTES = 100_000;

/** `strict: false`: a body such as `3` is JSON, and is refused by its schema. Without `inflate` no small body can become a huge one. */
const parseJson = express.json({
  limit: LIMIT_BYTES,
  strict: false,
  inflate: false,
  type: () => true,
  verify: (request, _response, buffer) => void sent.set(request, buffer),
});

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;
const IN_UTF8 = 'Send the body in UTF-8 and without compression.';

/** The body as it came, until it is read. */
const sent = new WeakMap<IncomingMessage, Buffer>();

/** The request's JSON body; an empty object where there is none, so that the schema names what is missing. */
export async function readJsonBody(request: Request, response: Response, media_types: readonly string[] = ['json']): Promise<unknown> {
  if (!hasBody(request)) return {};
  if (!request.is([...media_types])) throw new ApiProblem('unsupported_media_type', 'Send the body as Content-Type: application/json.');
  const [, charset = 'utf-8'] = CHARSET.exec(request.get('content-type') ?? '') ?? [];
  if (charset.toLowerCase() !== 'utf-8') throw new ApiProblem('unsupported_media_type', IN_UTF8);
  await new Promise<void>((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(problemOf(error))));
  });
  const bytes = sent.get(request);
  if (bytes && !isUtf8(bytes)) throw new ApiProblem('malformed_json', 'The body is not JSON in UTF-8.');
  if (bytes && namesTwice(bytes.toString('utf8'))) throw new ApiProblem('malformed_json', 'The body names one field twice.');
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
  if (status === 415) return new ApiProblem('unsupported_media_type', IN_UTF8);
  if (status === 400) return new ApiProblem('malformed_request', 'The body did not arrive as its headers announce it.');
  return error;
}
