import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Isp } from '../../domain/isps.ts';
import type { Period } from '../../domain/offers.ts';
import {
  type Charge,
  chargeListSchema,
  checkoutSchema,
  clockSchema,
  type Document,
  documentSchema,
  type Purchase,
  purchaseSchema,
  type Stack,
  type Subscription,
  subscriptionSchema,
  type Validation,
  validationSchema,
} from './answers.ts';
import { sendForJson } from './http.ts';
import { until } from './patience.ts';
import { balanceSchema, itemListSchema, payoutListSchema, refundSchema, type StatementItem, statementSchema } from './payout-answers.ts';

const ADVANCE_LIMIT_MS = 110_000;

type Buying = { document: string; quantity: number; email: string; isp: Isp; subscriber_token: string };
type Subscribing = { document: string; offer: Period; email: string; isp: Isp; subscriber_token: string; test_clock: string };
export type NewCheckout = { document: string; quantity?: number; offer?: Period; test_clock?: string; return_url: string };
export type SaleId = { purchase: string } | { subscription: string };

type List<Item> = { data: Item[]; has_more: boolean };
export type MerchantApi = ReturnType<typeof merchantApi>;

/** The demo merchant's server: the calls of the public contract that the story needs. */
export function merchantApi({ api, merchant }: Pick<Stack, 'api' | 'merchant'>) {
  const authorization = `Bearer ${merchant.api_key}`;
  const get = <S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> =>
    sendForJson(schema, `${api}${path}`, { headers: { authorization } });
  const post = <S extends z.ZodType>(schema: S, path: string, json: object): Promise<z.output<S>> => {
    const headers = { authorization, 'idempotency-key': randomUUID() };
    return sendForJson(schema, `${api}${path}`, { method: 'POST', headers, json, expects: [200, 201, 202] });
  };
  /** Every item of a list, in its order. */
  const all = async <Item extends { id: string }>(schema: z.ZodType<List<Item>>, path: string, filter: object = {}): Promise<Item[]> => {
    const items: Item[] = [];
    for (;;) {
      const last = items.at(-1);
      const query = new URLSearchParams({ limit: '100', ...filter, ...(last === undefined ? {} : { after: last.id }) });
      const page = await get(schema, `${path}?${query}`);
      items.push(...page.data);
      if (!page.has_more || page.data.length === 0) return items;
    }
  };
  const purchase = (id: string): Promise<Purchase> => get(purchaseSchema, `/v1/purchases/${id}`);
  const subscription = (id: string): Promise<Subscription> => get(subscriptionSchema, `/v1/subscriptions/${id}`);
  return {
    createDocument: (document: object): Promise<Document> => post(documentSchema, '/v1/documents', document),
    createCheckout: (checkout: NewCheckout) => post(checkoutSchema, '/v1/checkouts', { ...checkout, locale: 'en' }),
    checkout: (id: string) => get(checkoutSchema, `/v1/checkouts/${id}`),
    purchase,
    subscription,

    /** Buys, and waits for an outcome that is final. */
    async buy(buying: Buying): Promise<Purchase> {
      const { id } = await post(purchaseSchema, '/v1/purchases', { ...buying, locale: 'en' });
      const isFinal = ({ status }: Purchase) => status === 'completed' || status === 'declined';
      return await until(async () => [await purchase(id)].find(isFinal), { what: `purchase ${id} to be completed` });
    },

    /** Subscribes, and waits until the first charge is over. */
    async subscribe(subscribing: Subscribing): Promise<Subscription> {
      const { id } = await post(subscriptionSchema, '/v1/subscriptions', { ...subscribing, locale: 'en' });
      const hasBegun = ({ status }: Subscription) => status !== 'pending' && status !== 'in_doubt';
      return await until(async () => [await subscription(id)].find(hasBegun), { what: `subscription ${id} to begin` });
    },

    cancel: (id: string): Promise<Subscription> => post(subscriptionSchema, `/v1/subscriptions/${id}/cancel`, {}),
    validate: (code: string, document: string): Promise<Validation> => post(validationSchema, '/v1/codes/validate', { code, document }),
    createClock: (now: string) => post(clockSchema, '/v1/test_clocks', { now }),

    /** Moves a clock on, and waits until everything on the way has happened. */
    async advance(clock: string, to: string): Promise<void> {
      const { status } = await post(clockSchema, `/v1/test_clocks/${clock}/advance`, { to });
      if (status === 'ready') return;
      const ready = async () => ((await get(clockSchema, `/v1/test_clocks/${clock}`)).status === 'ready' ? true : undefined);
      await until(ready, { what: `the clock ${clock} to arrive at ${to}`, limit_ms: ADVANCE_LIMIT_MS, pause_ms: 250 });
    },

    refund: (charge: string, refund: { amount?: number; reason: string }) => post(refundSchema, `/v1/charges/${charge}/refund`, refund),
    balance: () => get(balanceSchema, '/v1/balance'),
    stateMonth: (month: string) => post(statementSchema, '/v1/payouts', { month }),
    payoutMonths: async () => (await all(payoutListSchema, '/v1/payouts')).map(({ month }) => month),
    payoutItems: (id: string): Promise<StatementItem[]> => all(itemListSchema, `/v1/payouts/${id}/items`),

    /** Every charge of a sale, the oldest first. */
    chargesOf: async (sale: SaleId): Promise<Charge[]> => (await all(chargeListSchema, '/v1/charges', sale)).reverse(),
  };
}
