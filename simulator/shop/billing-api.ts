import { Agent, errors, request } from 'undici';
import { z } from 'zod';

/** No usable answer: the network, a time limit, a 5xx, or a body that is not what the contract says. */
export class ApiUnavailable extends Error {}

/** The API answered and said no. `code` is the problem's own. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly retry_after: string | undefined;
  constructor(status: number, code: string, retry_after: string | undefined) {
    super(`The billing API refused: ${status} ${code}`);
    this.status = status;
    this.code = code;
    this.retry_after = retry_after;
  }
}

const price = z.int().min(1);
const OneShotDocument = z.object({ id: z.string(), kind: z.literal('one_shot'), name: z.string(), price, max_codes: z.int().min(1) });
const Offer = z.object({ id: z.string(), period: z.enum(['week', 'month', 'quarter']), price });
const RebillingDocument = z.object({ id: z.string(), kind: z.literal('rebilling'), name: z.string(), offers: z.array(Offer) });
const Checkout = z.object({
  id: z.string(),
  // The buyer is sent there: nothing but a web address will do.
  url: z.url({ protocol: /^https?$/ }),
  status: z.enum(['open', 'completed', 'expired']),
});
const Validation = z.discriminatedUnion('valid', [
  z.object({ valid: z.literal(true), subscription: z.string().optional(), valid_until: z.string().nullish() }),
  z.object({ valid: z.literal(false), reason: z.enum(['unknown', 'used', 'expired', 'ended']) }),
]);
const Subscription = z.object({
  id: z.string(),
  status: z.enum(['pending', 'active', 'past_due', 'in_doubt', 'ended']),
  period: z.enum(['week', 'month', 'quarter']),
  price,
  isp: z.string(),
  reference: z.string(),
  current_period: z.object({ end: z.string() }).nullable(),
  next_charge_at: z.string().nullable(),
  ended_at: z.string().optional(),
  // Readers follow it.
  unsubscribe_url: z.url({ protocol: /^https?$/ }),
});
const Problem = z.object({ code: z.string() });

export type OneShotDocument = z.infer<typeof OneShotDocument>;
export type RebillingDocument = z.infer<typeof RebillingDocument>;
export type Offer = z.infer<typeof Offer>;
export type Subscription = z.infer<typeof Subscription>;
export type Checkout = z.infer<typeof Checkout>;
export type Validation = z.infer<typeof Validation>;
export type NewCheckout = { document: string; offer?: string; return_url: string; client_reference: string; locale: 'fr' | 'en' };
export type BillingApi = ReturnType<typeof createBillingApi>;

type Call = { method: 'GET' | 'POST'; path: string; body?: object; idempotency_key?: string };

const TIMEOUT_MS = 15_000;

/** The calls of the public API that a merchant's server needs. Every one may be sent again without harm. */
export function createBillingApi({ url, api_key }: { url: string; api_key: string }) {
  const agent = new Agent({ connect: { timeout: 3_000 }, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });

  const send = async ({ method, path, body, idempotency_key }: Call) => {
    const headers: Record<string, string> = { authorization: `Bearer ${api_key}`, accept: 'application/json' };
    if (body) headers['content-type'] = 'application/json';
    if (idempotency_key) headers['idempotency-key'] = idempotency_key;
    const answer = await request(url + path, { method, headers, body: body ? JSON.stringify(body) : null, dispatcher: agent });
    return { status: answer.statusCode, retry_after: answer.headers['retry-after'], text: await answer.body.text() };
  };

  const call = async <T>(schema: z.ZodType<T>, wanted: Call): Promise<T> => {
    const answer = await send(wanted)
      // A kept-alive connection that the API closed meanwhile says nothing about the API: one fresh try.
      .catch((error: unknown) => (isStaleConnection(error) ? send(wanted) : Promise.reject(error)))
      .catch((error: unknown) => Promise.reject(new ApiUnavailable('The billing API does not answer', { cause: error })));
    if (answer.status >= 500) throw new ApiUnavailable(`The billing API answered ${answer.status}`);
    const json = parseJson(answer.text);
    if (answer.status >= 400) {
      const problem = Problem.safeParse(json);
      const retry_after = typeof answer.retry_after === 'string' ? answer.retry_after : undefined;
      throw new ApiRefusal(answer.status, problem.success ? problem.data.code : 'unknown', retry_after);
    }
    const parsed = schema.safeParse(json);
    if (!parsed.success)
      throw new ApiUnavailable('The billing API answered something else than its contract says', { cause: parsed.error });
    return parsed.data;
  };

  const path = (collection: string, id: string) => `/v1/${collection}/${encodeURIComponent(id)}`;

  return {
    oneShotDocument: (id: string) => call(OneShotDocument, { method: 'GET', path: path('documents', id) }),
    rebillingDocument: (id: string) => call(RebillingDocument, { method: 'GET', path: path('documents', id) }),
    checkout: (id: string) => call(Checkout, { method: 'GET', path: path('checkouts', id) }),
    subscription: (id: string) => call(Subscription, { method: 'GET', path: path('subscriptions', id) }),
    openCheckout: (body: NewCheckout) =>
      call(Checkout, { method: 'POST', path: '/v1/checkouts', body, idempotency_key: body.client_reference }),
    /** A one-shot code is consumed by this; with the same key it is the same consumption. */
    validateCode: (body: { code: string; document: string }, idempotency_key?: string) =>
      call(Validation, { method: 'POST', path: '/v1/codes/validate', body, ...(idempotency_key ? { idempotency_key } : {}) }),
    close: () => agent.close(),
  };
}

function isStaleConnection(error: unknown): boolean {
  return error instanceof errors.SocketError || (error instanceof Error && 'code' in error && error.code === 'ECONNRESET');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
