import { Writable } from 'node:stream';
import { pino } from 'pino';
import { type AdminParts, createAdminApp } from '../../../api/admin.ts';
import { listen } from '../../../api/listen.ts';
import { createApiMetrics } from '../../../api/metrics.ts';
import type { OversightUseCases } from '../../../usecases/oversight/types.ts';
import { createOpsPages } from '../../../web/ops/router.ts';
import { createFakeOversight, NOW } from './fake-oversight.ts';

export const ADMIN_KEY = 'adm_key-of-the-operators-in-tests';

export type OpsChange = { admin_api_key?: string; admin_url?: string; useCases?: Partial<OversightUseCases> };

/** The admin port with the operators' pages on use cases in memory, for as long as `use` runs. Redirects are never followed. */
export async function withOps<T>(change: OpsChange, use: (site: OpsSite) => Promise<T>): Promise<T> {
  const { useCases, acts } = createFakeOversight(change.useCases);
  const logged: string[] = [];
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void logged.push(String(chunk))) });
  const time = { now: NOW };
  const settings = {
    admin_api_key: change.admin_api_key ?? ADMIN_KEY,
    admin_url: change.admin_url ?? 'http://localhost:3001',
    ui: { url: 'http://localhost:8233', namespace: 'default' },
    log: pino({ level: 'debug' }, sink),
    now: () => time.now,
  };
  const config = { admin_api_key: settings.admin_api_key, rate_limit_per_second: 1_000, log: settings.log };
  // The API beside the pages is asked for nothing here.
  const parts = {
    metrics: createApiMetrics(),
    merchants: {} as AdminParts['merchants'],
    idempotency: {} as AdminParts['idempotency'],
    config,
  };
  const server = await listen(createAdminApp(parts, createOpsPages({ useCases, settings })), { host: '127.0.0.1', port: 0 });
  const request = (path: string, options: RequestInit = {}) => fetch(server.url + path, { redirect: 'manual', ...options });
  try {
    return await use(makeSite({ acts, logged, time, url: server.url, request }));
  } finally {
    await server.close();
  }
}

type Parts = {
  acts: ReturnType<typeof createFakeOversight>['acts'];
  logged: string[];
  time: { now: Date };
  url: string;
  request: (path: string, options?: RequestInit) => Promise<Response>;
};

function makeSite(parts: Parts) {
  const { request } = parts;
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    request(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  return {
    ...parts,
    post,
    /** Signs in and answers what a browser would then send and find in each form. */
    async signIn() {
      const answer = await post('/ops/sign-in', { key: ADMIN_KEY });
      const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      const page = await (await request('/ops', { headers: { cookie } })).text();
      const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
      return {
        cookie,
        form_token,
        get: (path: string) => request(path, { headers: { cookie } }),
        post: (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
          post(path, { form_token, ...fields }, { cookie, ...headers }),
      };
    },
  };
}

export type OpsSite = ReturnType<typeof makeSite>;
