import type { OpenApiDocument } from '../../../api/openapi.ts';
import { createAnswerCheck } from './documented-answers.ts';

export type CallOptions = { key?: string | null; body?: unknown; text?: string; headers?: Record<string, string> };
/** The fields that tests look at one by one; which of them are there is what they ask. */
export type AnswerBody = {
  id: string;
  code: string;
  data: { id: string }[];
  has_more: boolean;
  errors: { pointer: string; message: string }[];
  [field: string]: unknown;
};
export type ApiAnswer = { status: number; headers: Headers; text: string; body: AnswerBody };
export type Caller = (method: string, path: string, options?: CallOptions) => Promise<ApiAnswer>;

/** Calls an API that listens, with a key unless another is given. Each answer is compared with the OpenAPI document. */
export function createCaller(api: { url: string; document: OpenApiDocument; key: string }): Caller {
  const check = createAnswerCheck(api.document);
  return async (method, path, { key = api.key, body, text, headers = {} } = {}) => {
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${api.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const answered = await response.text();
    const media_type = response.headers.get('content-type')?.split(';')[0];
    const parsed = media_type?.endsWith('json') ? JSON.parse(answered) : answered;
    check({ method, path, status: response.status, media_type, body: parsed });
    return { status: response.status, headers: response.headers, text: answered, body: parsed };
  };
}
