import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ApiRequest = {
  method: string;
  path: string;
  authorization?: string;
  idempotency_key?: string;
  body: Record<string, unknown> | null;
};
export type ApiAnswer = { status?: number; headers?: Record<string, string>; body: unknown };
export type FakeBillingApi = Awaited<ReturnType<typeof startFakeBillingApi>>;

/** The public API as the shop sees it: what the test says (by method and path, else 404), and a record of what was asked. */
export async function startFakeBillingApi(known: Record<string, (request: ApiRequest) => ApiAnswer>) {
  const answers = { ...known };
  const requests: ApiRequest[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const seen = requestOf(request, text);
      requests.push(seen);
      const answer = answers[`${seen.method} ${seen.path}`]?.(seen) ?? { status: 404, body: { code: 'not_found' } };
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(JSON.stringify(answer.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  /** Harmless when repeated. */
  async function stop(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, answers, requests, stop };
}

function requestOf({ method = '', url = '', headers }: IncomingMessage, text: string): ApiRequest {
  const seen: ApiRequest = { method, path: url, body: text ? (JSON.parse(text) as Record<string, unknown>) : null };
  if (headers.authorization) seen.authorization = headers.authorization;
  const key = headers['idempotency-key'];
  if (typeof key === 'string') seen.idempotency_key = key;
  return seen;
}
