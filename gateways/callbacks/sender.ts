import http from 'node:http';
import https from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

export type CallbackAnswer = { status: number | undefined; head: string | null; latency_ms: number; error: string | null };

/** Short enough that a batch of dead endpoints is through before its rows are due again. */
const TIMEOUT_MS = 10_000;
const HEAD_BYTES = 1_024;
const ANSWER_BYTES_MAX = 1_000_000;

/**
 * POSTs callbacks to merchants. The agents look at the address that a connection really goes to, so a name that resolves to a private
 * address between check and connect is refused as well; redirects are never followed.
 */
export function createCallbackSender({ allow_private, timeout_ms = TIMEOUT_MS }: { allow_private: boolean; timeout_ms?: number }) {
  const options = { keepAlive: true, maxSockets: 32, allowPrivateIPAddress: allow_private, allowMetaIPAddress: allow_private };
  const agents = { 'http:': new RequestFilteringHttpAgent(options), 'https:': new RequestFilteringHttpsAgent(options) };
  return {
    async post(callback: Callback): Promise<CallbackAnswer> {
      const started_ms = performance.now();
      const latency_ms = () => Math.round(performance.now() - started_ms);
      try {
        const answer = await exchange(callback, agents, timeout_ms);
        return { ...answer, latency_ms: latency_ms(), error: null };
      } catch (error) {
        return { status: undefined, head: null, latency_ms: latency_ms(), error: errorText(error) };
      }
    },
    close(): void {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

type Callback = { url: string; headers: Record<string, string>; body: string };
type Agents = { 'http:': http.Agent; 'https:': https.Agent };

function exchange(callback: Callback, agents: Agents, timeout_ms: number) {
  const url = new URL(callback.url);
  const secure = url.protocol === 'https:';
  return new Promise<{ status: number; head: string }>((resolve, reject) => {
    const request = (secure ? https : http).request(url, {
      method: 'POST',
      headers: { ...callback.headers, 'content-length': String(Buffer.byteLength(callback.body)), 'user-agent': 'isp-billing/1.0' },
      agent: secure ? agents['https:'] : agents['http:'],
      signal: AbortSignal.timeout(timeout_ms),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const answer = () => resolve({ status: response.statusCode ?? 0, head: headText(Buffer.concat(chunks)) });
      response.on('data', (chunk: Buffer) => {
        // The rest of a long answer is read, so that the connection can be used again, and forgotten.
        if (bytes < HEAD_BYTES) chunks.push(chunk.subarray(0, HEAD_BYTES - bytes));
        bytes += chunk.length;
        if (bytes <= ANSWER_BYTES_MAX) return;
        // However long: the status is what the merchant has said.
        answer();
        request.destroy();
      });
      response.on('error', reject);
      response.on('end', answer);
    });
    request.end(callback.body);
  });
}

/** PostgreSQL text holds no NUL. */
function headText(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '');
}

function errorText(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return [code, message].find((text): text is string => typeof text === 'string' && text !== '')?.slice(0, 200) ?? 'unknown';
}
