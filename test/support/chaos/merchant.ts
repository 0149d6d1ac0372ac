import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export const ISP_NAMES = ['alice', 'free', 'orange', 'sfr'] as const;

const problemSchema = z.object({ code: z.string(), detail: z.string() });

export const purchaseSchema = z.object({
  id: z.string(),
  status: z.string(),
  isp: z.enum(ISP_NAMES),
  reference: z.string(),
  quantity: z.number(),
  amount: z.number(),
  codes: z.array(z.object({ code: z.string() })),
});
export const subscriptionSchema = z.object({
  id: z.string(),
  status: z.string(),
  reference: z.string(),
  isp: z.enum(ISP_NAMES),
  code: z.string().nullable(),
  test_clock: z.string().nullable(),
  unsubscribe_url: z.string(),
  end_source: z.string().nullable().optional(),
  end_reason: z.string().optional(),
});
export const clockSchema = z.object({ id: z.string(), now: z.string(), status: z.string() });
export const documentSchema = z.object({ id: z.string() });
export const chargeSchema = z.object({
  id: z.string(),
  status: z.string(),
  subscription: z.string().optional(),
  purchase: z.string().optional(),
  period: z.object({ index: z.number() }).optional(),
  isp: z.enum(ISP_NAMES),
  isp_reference: z.string().nullable(),
  decline: z.object({ reason: z.string() }).optional(),
  attempts: z.array(
    z.object({ outcome: z.string(), client_correlator: z.string(), sent_at: z.string(), finished_at: z.string().nullable() }),
  ),
});

export type PurchaseAnswer = z.output<typeof purchaseSchema>;
export type SubscriptionAnswer = z.output<typeof subscriptionSchema>;
export type ChargeAnswer = z.output<typeof chargeSchema>;

/** An answer that asking again does not change. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Conflicts that pass with time. */
const IN_THE_WAY = new Set(['idempotency_key_in_flight', 'test_clock_advancing']);
const REQUEST_LIMIT_MS = 15_000;
const PATIENCE_MS = 75_000;
const PAUSE_MS = 500;

export type Post = { path: string; key: string; body?: object };

/** A merchant's server: sends each request under one key until it has an answer, whatever happens on the other side. */
export class Merchant {
  /** How often each answer came that was not one, by its status or its error. */
  readonly setbacks = new Map<string, number>();
  readonly #apis: readonly string[];
  readonly #patience_ms: number;
  readonly #api_key: string;
  readonly #gone = new AbortController();
  #requests = 0;

  /** Two APIs are asked in turn. */
  constructor({ apis, api_key }: { apis: readonly string[]; api_key: string }, patience_ms = PATIENCE_MS) {
    this.#patience_ms = patience_ms;
    this.#apis = apis;
    this.#api_key = api_key;
  }

  async post<Schema extends z.ZodType>(schema: Schema, { path, key, body }: Post): Promise<z.output<Schema>> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return await this.#until(schema, path, { method: 'POST', headers, body: JSON.stringify(body ?? {}) });
  }

  async get<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.output<Schema>> {
    return await this.#until(schema, path, { method: 'GET' });
  }

  /** The first page of a list. */
  async newest<Item extends z.ZodType>(item: Item, path: string): Promise<z.output<Item>[]> {
    return (await this.get(z.object({ data: z.array(item) }), `${path}?limit=100`)).data;
  }

  /** Every page of a list. */
  async all<Item extends z.ZodType<{ id: string }>>(item: Item, path: string): Promise<z.output<Item>[]> {
    const page = z.object({ data: z.array(item), has_more: z.boolean() });
    const items: z.output<Item>[] = [];
    for (;;) {
      const after = items.at(-1)?.id;
      const { data, has_more } = await this.get(page, `${path}?limit=100${after === undefined ? '' : `&after=${after}`}`);
      items.push(...data);
      if (!has_more) return items;
    }
  }

  /** The button behind the link in a mail, pressed until it is heard. */
  async followLink(path: string): Promise<void> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await this.#until(z.unknown(), path, { method: 'POST', headers, body: 'List-Unsubscribe=One-Click' });
  }

  /** Ends every request that is still asked again. */
  leave(): void {
    this.#gone.abort();
  }

  async #until<Schema extends z.ZodType>(schema: Schema, path: string, request: RequestInit): Promise<z.output<Schema>> {
    const give_up_at = Date.now() + this.#patience_ms;
    for (;;) {
      this.#gone.signal.throwIfAborted();
      const answer = await this.#once(path, request);
      if (answer.ok) return schema.parse(answer.body);
      this.setbacks.set(answer.setback, (this.setbacks.get(answer.setback) ?? 0) + 1);
      if (answer.is_final || Date.now() > give_up_at) throw new Refused(answer.code, `${request.method} ${path}: ${answer.setback}`);
      await sleep(PAUSE_MS, undefined, { signal: this.#gone.signal });
    }
  }

  async #once(path: string, request: RequestInit) {
    const headers = { ...request.headers, authorization: `Bearer ${this.#api_key}` };
    try {
      this.#requests += 1;
      const api = this.#apis[this.#requests % this.#apis.length] ?? '';
      const response = await fetch(api + path, { ...request, headers, signal: AbortSignal.timeout(REQUEST_LIMIT_MS) });
      const is_json = response.headers.get('content-type')?.includes('json');
      const body: unknown = is_json ? await response.json() : await response.text();
      if (response.ok) return { ok: true as const, body };
      const { code, detail } = problemSchema.parse(body);
      const is_final = response.status < 500 && response.status !== 429 && !IN_THE_WAY.has(code);
      return {
        ok: false as const,
        is_final,
        code,
        setback: is_final ? `${response.status} ${code} ${detail}` : `${response.status} ${code}`,
      };
    } catch (error) {
      return { ok: false as const, is_final: false, code: '', setback: connectionError(error) };
    }
  }
}

/** By shape and not by class: Jest's modules have classes of their own. */
function connectionError(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string; errors?: { code?: string }[] } };
  return cause?.code ?? cause?.errors?.[0]?.code ?? name ?? 'unknown';
}
