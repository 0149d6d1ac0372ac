import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import {
  AddressNotAllowed,
  guardedLookup,
  isPublicAddress,
  isPublicOrLocalAddress,
  literalAddress,
  type Resolve,
  resolveBySystem,
} from './address-guard.ts';

export type CallbackAnswer = { status: number | undefined; head: string | null; latency_ms: number; error: string | null };

/** Short enough that an endpoint that hangs gives its lane back before its row is due again. */
const TIMEOUT_MS = 10_000;
const RESOLVE_WITHIN_MS = 2_000;
const HEAD_BYTES = 1_024;

type Settings = { allow_private: boolean; timeout_ms?: number; resolve?: Resolve; calls_at_once_max?: number };

/**
 * Calls merchants' servers: callbacks of both formats and pings. The address that a connection really goes to is looked at (our guard, and the
 * agent's own behind it), so a name that resolves to a private address between check and connect is refused as well; redirects are never
 * followed.
 */
export function createCallbackSender(settings: Settings) {
  const { allow_private, timeout_ms = TIMEOUT_MS, resolve = resolveBySystem, calls_at_once_max = Number.POSITIVE_INFINITY } = settings;
  const options = { keepAlive: true, maxSockets: 32, allowPrivateIPAddress: allow_private, allowMetaIPAddress: false };
  const agents = { 'http:': new RequestFilteringHttpAgent(options), 'https:': new RequestFilteringHttpsAgent(options) };
  const isAllowed = allow_private ? isPublicOrLocalAddress : isPublicAddress;
  const lookup = guardedLookup(resolve, isAllowed);

  let under_way = 0;

  async function send(call: Call): Promise<CallbackAnswer> {
    if (under_way >= calls_at_once_max) return { status: undefined, head: null, latency_ms: 0, error: 'too many at once, not sent' };
    under_way += 1;
    const started_ms = performance.now();
    const latency_ms = () => Math.round(performance.now() - started_ms);
    try {
      const literal = literalAddress(new URL(call.url));
      if (literal !== undefined && !isAllowed(literal)) throw new AddressNotAllowed();
      const answer = await exchange(call, { agents, lookup, timeout_ms });
      return { ...answer, latency_ms: latency_ms(), error: null };
    } catch (error) {
      return { status: undefined, head: null, latency_ms: latency_ms(), error: errorText(error) };
    } finally {
      under_way -= 1;
    }
  }
  return {
    post: (callback: { url: string; headers: Record<string, string>; body: string }) => send({ method: 'POST', ...callback }),
    get: ({ url }: { url: string }) => send({ method: 'GET', url, headers: {}, body: '' }),
    /** Why a callback URL can't be taken at all; undefined where it can, also where its name resolves to nothing yet. */
    refusalOf: async (url: string) => (allow_private ? localRefusalOf(new URL(url)) : refusalOf(new URL(url), resolve)),
    close(): void {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

export type UrlRefusal = 'not_https' | 'not_public';

async function refusalOf(url: URL, resolve: Resolve): Promise<UrlRefusal | undefined> {
  if (url.protocol !== 'https:') return 'not_https';
  const literal = literalAddress(url);
  const addresses = literal === undefined ? await resolvedSoon(url.hostname, resolve) : [literal];
  return addresses.every(isPublicAddress) ? undefined : 'not_public';
}

/** Where private addresses are allowed, names are looked at when they are connected to only: a network of one's own may be slow to name, or not up yet. */
function localRefusalOf(url: URL): UrlRefusal | undefined {
  const literal = literalAddress(url);
  return literal === undefined || isPublicOrLocalAddress(literal) ? undefined : 'not_public';
}

/** The addresses of a name; none where that fails or takes long: the ping then tells, and each connection is looked at anyway. */
async function resolvedSoon(hostname: string, resolve: Resolve): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const time_is_up = new Promise<[]>((done) => {
    timer = setTimeout(() => done([]), RESOLVE_WITHIN_MS);
  });
  const found = resolve(hostname).catch(() => []);
  try {
    return (await Promise.race([found, time_is_up])).map(({ address }) => address);
  } finally {
    clearTimeout(timer);
  }
}

type Call = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body: string };
type Means = { agents: { 'http:': http.Agent; 'https:': https.Agent }; lookup: LookupFunction; timeout_ms: number };

function exchange({ method, url: text, headers, body }: Call, { agents, lookup, timeout_ms }: Means) {
  const url = new URL(text);
  const secure = url.protocol === 'https:';
  const length = method === 'POST' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  return new Promise<{ status: number; head: string }>((resolve, reject) => {
    const request = (secure ? https : http).request(url, {
      method,
      headers: { ...headers, ...length, 'user-agent': 'isp-billing/1.0' },
      agent: secure ? agents['https:'] : agents['http:'],
      lookup,
      signal: AbortSignal.timeout(timeout_ms),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const answer = () => resolve({ status: response.statusCode ?? 0, head: headText(Buffer.concat(chunks).subarray(0, HEAD_BYTES)) });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes < HEAD_BYTES) return;
        // However long the rest is, it is not read: the status is what the merchant has said.
        answer();
        request.destroy();
      });
      response.on('error', reject);
      response.on('end', answer);
    });
    request.end(body);
  });
}

/** As UTF-8; what is none, or was cut through, is marked. PostgreSQL text holds no NUL, and no terminal is to be told anything. */
function headText(bytes: Buffer): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return bytes.toString('utf8').replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');
}

function errorText(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return [code, message].find((text): text is string => typeof text === 'string' && text !== '')?.slice(0, 200) ?? 'unknown';
}
