import createFetchClient, { type Client } from 'openapi-fetch';
import { unwrap } from './problem.ts';
import { type RetryOptions, retryingFetch } from './retry.ts';
import type { paths } from './schema.ts';

export { type LegacyCallback, openLegacyCallback } from './legacy-callback.ts';
export { type AnyProblemCode, type Problem, ProblemError, UnexpectedAnswerError, unwrap } from './problem.ts';
export type { components, operations, ProblemCode, paths } from './schema.ts';
export { type AnyCallback, type Callback, openCallback, type Ping } from './webhooks.ts';

export type ClientOptions = {
  /** `sk_test_…` or `sk_live_…`. Keep it on your server. */
  api_key: string;
  /** Where the API is, without a path. */
  base_url: string;
  /** Tries of one request in all, the first included; 4 unless told otherwise, 1 for none but the first. */
  attempts?: number;
  /** The longest single wait between two tries; 30 unless told otherwise. */
  wait_seconds_max?: number;
  /** For tests and proxies. */
  fetch?: (request: Request) => Promise<Response>;
};

type Page = { data: { id: string }[]; has_more: boolean };
type ListAnswer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;
/** Addresses that answer pages. */
export type ListPath = { [Path in keyof paths]: ListAnswer<Path> extends Page ? Path : never }[keyof paths];
type Item<Path extends ListPath> = ListAnswer<Path> extends { data: (infer Each)[] } ? Each : never;
type Filter<Path extends ListPath> = paths[Path] extends { get: { parameters: { query?: infer Query } } }
  ? Omit<NonNullable<Query>, 'after'>
  : never;

/** The calls of openapi-fetch, typed by the OpenAPI document: they answer `{ data, error, response }` and don't throw for refusals. */
export type BillingClient = Pick<Client<paths>, 'GET' | 'POST' | 'PATCH'> & {
  /** Every item of a list, newest first, page by page as it is read. Throws as `unwrap` does. */
  list<Path extends ListPath>(path: Path, filter?: Filter<Path>): AsyncGenerator<Item<Path>, void, undefined>;
};

/** A client of the billing API for merchants' servers. docs/reference/client.md shows how it is used. */
export function createClient(options: ClientOptions): BillingClient {
  const { api_key, base_url, attempts = 4, wait_seconds_max = 30, fetch: send = globalThis.fetch } = options;
  const retry: RetryOptions = { attempts, wait_seconds_max, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
  const { GET, POST, PATCH } = createFetchClient<paths>({
    baseUrl: base_url,
    headers: { authorization: `Bearer ${api_key}` },
    fetch: retryingFetch((request) => send(request), retry),
  });
  /** Paths of lists are many, and their types can't be followed through a variable: what is known is that they answer pages. */
  const getPage = GET as unknown as (path: string, init: object) => Promise<{ data?: Page; error?: unknown; response: Response }>;

  async function* list(path: string, filter: object = {}): AsyncGenerator<{ id: string }, void, undefined> {
    for (let after: string | undefined; ; ) {
      const query = { limit: 100, ...filter, ...(after === undefined ? {} : { after }) };
      const page: Page = await unwrap(getPage(path, { params: { query } }));
      yield* page.data;
      after = page.data.at(-1)?.id;
      if (!page.has_more || after === undefined) return;
    }
  }
  return { GET, POST, PATCH, list: list as BillingClient['list'] };
}

/** The header that names a request, so that sending it again never acts twice: `params: { header: idempotencyKey('order-1042') }`. */
export function idempotencyKey(key: string): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}
