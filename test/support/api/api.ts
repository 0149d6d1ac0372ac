import { Writable } from 'node:stream';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { listen } from '../../../api/listen.ts';
import { createApiMetrics } from '../../../api/metrics.ts';
import type { OpenApiDocument } from '../../../api/openapi.ts';
import { createCaller } from './caller.ts';
import { createFakeUseCases, KEYS } from './fake-use-cases.ts';

export const ISP_SECRET = 'isp-notification-secret';

export type { AnswerBody, ApiAnswer, CallOptions } from './caller.ts';

export type ApiOptions = { rate_limit_per_second?: number; code_guesses_per_minute?: number; pages?: Parameters<typeof createApp>[1] };

/** The API on use cases in memory. Each answer that a test gets is compared with the OpenAPI document. */
export async function startApi(options: ApiOptions = {}) {
  const fake = createFakeUseCases();
  const log_lines: string[] = [];
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void log_lines.push(String(chunk))) });
  const metrics = createApiMetrics();
  const config = {
    public_url: 'http://localhost:3000',
    rate_limit_per_second: options.rate_limit_per_second ?? 10_000,
    code_guesses_per_minute: options.code_guesses_per_minute ?? 30,
    isp_notification_secret: ISP_SECRET,
    log: pino({ level: 'debug' }, sink),
    observe: metrics.observe,
  };
  const app = createApp({ useCases: fake.useCases, config }, options.pages);
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument;
  const call = createCaller({ url: server.url, document, key: KEYS.premium });
  return { call, url: server.url, document, fake, log_lines, metrics, close: server.close };
}

export type TestApi = Awaited<ReturnType<typeof startApi>>;

export const ONE_SHOT = { kind: 'one_shot', name: 'Codes', site_url: 'https://shop.example', price: 300, max_codes: 10 };
export const REBILLING = {
  kind: 'rebilling',
  name: 'Le Journal',
  site_url: 'https://shop.example',
  offers: [
    { period: 'week', price: 500 },
    { period: 'month', price: 1000 },
  ],
};

export async function makeDocument(api: TestApi, body: object, key: string = KEYS.premium): Promise<string> {
  return (await api.call('POST', '/v1/documents', { body, key })).body.id;
}

export function purchaseOf(document: string, changes: object = {}) {
  return { document, quantity: 2, email: 'buyer@example.com', isp: 'orange', subscriber_token: 'tok_good', ...changes };
}

export function subscriptionOf(document: string, changes: object = {}) {
  return { document, offer: 'month', email: 'buyer@example.com', isp: 'free', subscriber_token: 'tok_good', ...changes };
}
