import type { RequestListener } from 'node:http';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { type Listening, listen } from '../../../api/listen.ts';
import type { OpenApiDocument } from '../../../api/openapi.ts';
import { renderPayout } from '../../../api/pages/payout-statement.ts';
import { composeConsole, composeMerchants } from '../../../compose.ts';
import { newId } from '../../../vault/ids.ts';
import { createConsole } from '../../../web/console/console.ts';
import { createPages } from '../../../web/pages.ts';
import { createAnswerCheck } from '../api/documented-answers.ts';
import { devServer } from '../temporal.ts';
import { SECRETS, World } from '../world/world.ts';

export type CallOptions = { key?: string | null; body?: unknown; text?: string; headers?: Record<string, string> };
/** The fields that tests look at one by one; which of them are there is what they ask. */
export type AnswerBody = {
  id: string;
  status: string;
  codes: { code: string; status: string }[];
  code: string;
  url: string;
  errors: { pointer: string; message: string }[];
  [field: string]: unknown;
};
export type SiteAnswer = { status: number; headers: Headers; text: string; body: AnswerBody };

type Made = { world: World; url: string; check: ReturnType<typeof createAnswerCheck>; closers: (() => Promise<unknown>)[] };

/** The whole house, served: a World with the API and the pages before it, at the very address that mails and ISPs are told. */
export class Site {
  readonly world: World;
  readonly url: string;
  readonly #check: Made['check'];
  readonly #closers: Made['closers'];

  private constructor(made: Made) {
    this.world = made.world;
    this.url = made.url;
    this.#check = made.check;
    this.#closers = made.closers;
  }

  static async open(options: { isp_timeout_ms?: number } = {}): Promise<Site> {
    const [environment, { server, answerBy }] = await Promise.all([devServer(), listenFirst()]);
    const world = await openWorld(environment, { ...options, public_url: server.url });
    const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' });
    const { useCases, config } = world;
    const pages = createPages({ useCases, config: { public_url: server.url, isp_origin: new URL(config.ISP_BASE_URL).origin, log } });
    const merchants = composeMerchants(world.shared, { CALLBACK_SECRET_OVERLAP_HOURS: 24 });
    const console_pages = createConsole({
      useCases: composeConsole(world.shared, { ...useCases, ...merchants }),
      config: { public_url: server.url, log, newId, now: world.shared.now, renderPayout },
    });
    const limits = { rate_limit_per_second: 10_000, code_guesses_per_minute: 30 };
    const settings = { public_url: server.url, ...limits, isp_notification_secret: SECRETS.ISP_NOTIFICATION_SECRET, log };
    answerBy(createApp({ useCases, config: settings }, [pages, console_pages]));
    await world.startWorker();
    const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument;
    const closers = [() => server.close(), () => world.close(), () => environment.teardown()];
    return new Site({ world, url: server.url, check: createAnswerCheck(document), closers });
  }

  /** One call of a merchant's server. Each answer is compared with the OpenAPI document that the site serves. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<SiteAnswer> {
    const { key = this.world.merchant.api_key, body, headers = {} } = options;
    const text = options.text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    const answered = await response.text();
    const media_type = response.headers.get('content-type')?.split(';')[0];
    const parsed = media_type?.endsWith('json') ? JSON.parse(answered) : answered;
    this.#check({ method, path, status: response.status, media_type, body: parsed });
    return { status: response.status, headers: response.headers, text: answered, body: parsed };
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close();
  }
}

/** Takes a free port before anything that must know its address is made. */
async function listenFirst(): Promise<{ server: Listening; answerBy: (app: RequestListener) => void }> {
  let app: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = await listen((request, response) => app(request, response), { host: '127.0.0.1', port: 0 });
  const answerBy = (made: RequestListener) => {
    app = made;
  };
  return { server, answerBy };
}

async function openWorld(environment: TestWorkflowEnvironment, options: { isp_timeout_ms?: number; public_url: string }): Promise<World> {
  try {
    return await World.open({ environment, ...options });
  } catch (error) {
    await environment.teardown();
    throw error;
  }
}
