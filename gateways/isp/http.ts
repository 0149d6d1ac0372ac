import { Agent, request } from 'undici';
import { IspUnavailable } from '../../domain/payments.ts';

/** One HTTP exchange with an ISP. `answer` is undefined where no whole answer came; `sent` is false only with proof that nothing left. */
export type Exchange =
  | { answered: true; status: number; text: string; body: unknown; retry_after_ms: number | undefined }
  | { answered: false; sent: boolean; detail: string };

export type HttpCall = {
  method: 'GET' | 'POST';
  path: string;
  bearer: string;
  json?: object;
  form?: Record<string, string>;
  headers?: Record<string, string>;
};

/** Errors that arise before the first byte of a request is written (undici and Node name them so). */
const NOTHING_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
]);

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const { code, name } = error as { code?: unknown; name?: unknown };
  return [code, name].find((text) => typeof text === 'string') ?? 'unknown';
}

function retryAfter(header: string | string[] | undefined): number | undefined {
  const seconds = Number(Array.isArray(header) ? header[0] : header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3_600) * 1_000 : undefined;
}

export type IspHttp = { call(call: HttpCall): Promise<Exchange>; close(): Promise<void> };

/** A client with a connection pool of its own, so that an ISP that hangs holds up nobody else. */
export function createIspHttp({ base_url, timeout_ms }: { base_url: string; timeout_ms: number }): IspHttp {
  const agent = new Agent({
    connections: 64,
    pipelining: 1,
    connect: { timeout: Math.min(timeout_ms, 5_000) },
    headersTimeout: timeout_ms,
    bodyTimeout: timeout_ms,
  });
  return {
    async call(call) {
      const headers: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${call.bearer}`, ...call.headers };
      if (call.json) headers['content-type'] = 'application/json';
      if (call.form) headers['content-type'] = 'application/x-www-form-urlencoded';
      const body = call.json ? JSON.stringify(call.json) : call.form ? new URLSearchParams(call.form).toString() : null;
      try {
        const response = await request(base_url + call.path, {
          method: call.method,
          headers,
          body,
          dispatcher: agent,
          signal: AbortSignal.timeout(timeout_ms),
        });
        const text = await response.body.text();
        return {
          answered: true,
          status: response.statusCode,
          text,
          body: parseJson(text),
          retry_after_ms: retryAfter(response.headers['retry-after']),
        };
      } catch (error) {
        const code = codeOf(error);
        return { answered: false, sent: !NOTHING_SENT.has(code), detail: code };
      }
    },
    close: () => agent.destroy(),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For questions that may be asked again: anything but an answer below 500 is IspUnavailable. */
export function answerOrUnavailable(exchange: Exchange): Extract<Exchange, { answered: true }> {
  if (!exchange.answered) throw new IspUnavailable(exchange.detail);
  if (exchange.status >= 500 || exchange.status === 429) throw new IspUnavailable(`status ${exchange.status}`);
  return exchange;
}
