import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { startIsps } from '../../simulator/isps/start.ts';

export const CLIENT_SECRET = 'a-client-secret-of-tests';
export const REDIRECT_PREFIX = 'http://localhost:3000';

export type IspName = 'alice' | 'free' | 'orange' | 'sfr';

/** Of whatever shape: tests compare the fields they name. */
export type Json = ReturnType<typeof JSON.parse>;

/** What a test looks at in an answer; a body that is not JSON stays text. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

interface Call {
  readonly method?: string;
  readonly bearer?: string;
  readonly json?: unknown;
  readonly form?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

async function call(url: string, { method, bearer, json, form, headers = {}, signal }: Call = {}): Promise<Reply> {
  const body = json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json);
  const answer = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

export function paymentRequest({ amount = 3, correlator = 'c', reference = 'r', ...more }: PaymentTerms = {}) {
  return {
    amountTransaction: {
      clientCorrelator: correlator,
      referenceCode: reference,
      paymentAmount: {
        chargingInformation: { amount, currency: 'EUR', description: 'Codes' },
        chargingMetaData: { merchantName: 'Le Site' },
      },
    },
    ...more,
  };
}

export interface PaymentTerms {
  readonly amount?: number;
  readonly correlator?: string;
  readonly reference?: string;
  readonly mandateId?: string;
  readonly sink?: string;
  readonly sinkCredential?: object;
}

/** The hands of a test on one ISP. */
export function ispAt(base: string, name: IspName) {
  const url = `${base}/${name}`;
  const billing = `${url}/carrier-billing/v0.5`;
  const refunds = (paymentId: string) => `${url}/carrier-billing-refund/v0.3/payments/${paymentId}/refunds`;
  const bearer = CLIENT_SECRET;
  const control = {
    line: (line: object) => call(`${url}/_control/lines`, { json: { password: 'p', ...line } }),
    async token(line: string, kind: 'one_shot' | 'mandate' = 'one_shot', terms: object = {}): Promise<string> {
      return (await call(`${url}/_control/tokens`, { json: { line, kind, ...terms } })).body.subscriber_token;
    },
    faults: (rules: unknown) => call(`${url}/_control/faults`, { method: 'PUT', json: rules }),
    readFaults: async () => (await call(`${url}/_control/faults`)).body,
    books: async (line?: string) =>
      ((await call(`${url}/_control/payments`)).body as { line: string }[]).filter(
        (payment) => line === undefined || payment.line === line,
      ) as unknown as Record<string, unknown>[],
    revoke: (mandateId: string) => call(`${url}/_control/mandates/${mandateId}/revoke`, { method: 'POST' }),
  };
  return {
    url,
    call: (path: string, options: Call = {}) => call(`${url}${path}`, options),
    control,
    introspect: (token: string) => call(`${url}/oauth2/introspect`, { bearer, form: { token } }),
    payWithToken: (token: string, terms: PaymentTerms = {}, options: Call = {}) =>
      call(`${billing}/payments`, { bearer: token, json: paymentRequest(terms), ...options }),
    payWithMandate: (mandateId: string, terms: PaymentTerms = {}, options: Call = {}) =>
      call(`${billing}/payments`, { bearer, json: paymentRequest({ ...terms, mandateId }), ...options }),
    payments: (query = '') => call(`${billing}/payments${query}`, { bearer }),
    payment: (path: string, json?: unknown) => call(`${billing}/payments/${path}`, { bearer, ...(json === undefined ? {} : { json }) }),
    createMandate: (subscriberToken: string, terms: object = {}) =>
      call(`${billing}/mandates`, { bearer, json: { subscriberToken, referenceCode: 'sub_1', description: 'Ticket', ...terms } }),
    mandate: (path: string, method = 'GET') => call(`${billing}/mandates/${path}`, { bearer, method }),
    refund: (paymentId: string, json: object, headers: Record<string, string> = {}) => call(refunds(paymentId), { bearer, json, headers }),
    refunds: (paymentId: string, path = '') => call(`${refunds(paymentId)}${path}`, { bearer }),
    statement: (day: string) => call(`${url}/statements/${day}`, { bearer }),
  };
}

export function configOf(folder: string): Config<'simulator'> {
  return {
    LISTEN_HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    SIMULATOR_PORT: 0,
    SIMULATOR_DATA_DIR: folder,
    SIMULATOR_PUBLIC_URL: 'http://localhost:4000',
    ISP_CLIENT_SECRET: CLIENT_SECRET,
    SIMULATOR_REDIRECT_PREFIX: REDIRECT_PREFIX,
  };
}

/** A folder of its own for a test file, with running ISPs that can be stopped and started again. */
export async function openWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'isps-'));
  let running = await startIsps(configOf(folder));
  return {
    folder,
    isp: (name: IspName) => ispAt(running.url, name),
    url: () => running.url,
    async restart(): Promise<void> {
      await running.close();
      running = await startIsps(configOf(folder));
    },
    async close(): Promise<void> {
      await running.close();
      await rm(folder, { recursive: true });
    },
  };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly event: Json;
}

/** A client's address for notifications: a real server that answers with the given statuses, then with 204. */
export async function openSink(statuses: number[] = []) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, event: JSON.parse(Buffer.concat(parts).toString()) });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/isp/notifications`;
  return {
    received,
    /** What a request carries so that its events come here. */
    fields: {
      sink: url,
      sinkCredential: {
        credentialType: 'ACCESSTOKEN',
        accessToken: 'sink-secret',
        accessTokenType: 'bearer',
        accessTokenExpiresUtc: '2099-01-01T00:00:00Z',
      },
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Asks until the answer is there; fails after ten seconds. */
export async function eventually<T>(ask: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error('It did not happen within ten seconds');
    await pause(20);
  }
}

export const pause = (duration_ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, duration_ms));
