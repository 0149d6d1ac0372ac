import { setTimeout as sleep } from 'node:timers/promises';
import { dueInstant } from '../../../domain/calendar.ts';
import { eventually } from '../world/eventually.ts';
import { IspControl, type IspName } from '../world/isp-control.ts';
import { CallbackReceiver } from '../world/receiver.ts';
import {
  clockSchema,
  documentSchema,
  ISP_NAMES,
  Merchant,
  type PurchaseAnswer,
  purchaseSchema,
  type SubscriptionAnswer,
  subscriptionSchema,
} from './merchant.ts';
import type { ChaosStack } from './stack.ts';

export { ISP_NAMES };

/** In the first weeks of this year no line meets a change of summer time. */
const CLOCK_START = new Date('2026-01-05T10:00:00.000Z');
const WEEKS_A_STEP = 2;
const HOUR_MS = 3_600_000;
const POLL_MS = 250;
/** Longer than a killed ISP is away. */
const BOOKS_WITHIN_MS = 30_000;
/** Longer than the slowest call that can be out when an end is acknowledged. */
const LAST_CALL_MS = 1_500;

export type Bought = { isp: IspName; line: string; quantity: number; purchase: PurchaseAnswer };

export type Buyer = { order: number; isp: IspName; line: string; subscriber_token: string };

export type End = { acknowledged_at: number; booked: string[] };

export type Subscribed = {
  isp: IspName;
  line: string;
  clock: string;
  /** Where the clock stands in the end, and the last period that begins by then. */
  clock_at: Date;
  last_index: number;
  subscription: SubscriptionAnswer;
  end: End | undefined;
};

export type Demand = { purchases: number; subscriptions: number; weeks: number; ends: number; per_second: number };

/** How long a request is asked again, and after how long a call that was out when an end was acknowledged is surely through. */
export type MarketOptions = { patience_ms?: number; last_call_ms?: number };

/** Buyers at four slow ISPs, and the merchant who sells to them over the real API, on a stack whose processes die. */
export class Market {
  readonly merchant: Merchant;
  readonly isp: IspControl;
  readonly receiver: CallbackReceiver;
  readonly documents: { one_shot: string; rebilling: string };
  readonly last_call_ms: number;
  /** Where it stands what is not over yet, by its id. */
  readonly #unfinished = new Map<string, string>();
  #orders = 0;

  private constructor(made: Pick<Market, 'merchant' | 'isp' | 'receiver' | 'documents' | 'last_call_ms'>) {
    this.merchant = made.merchant;
    this.isp = made.isp;
    this.receiver = made.receiver;
    this.documents = made.documents;
    this.last_call_ms = made.last_call_ms;
  }

  static async open(stack: ChaosStack, { patience_ms, last_call_ms }: MarketOptions = {}): Promise<Market> {
    const merchant = new Merchant(stack, patience_ms);
    const isp = new IspControl(stack.isps);
    const receiver = await CallbackReceiver.start();
    const common = { site_url: 'https://journal.example', callback_url: receiver.url };
    const one_shot = { kind: 'one_shot', name: 'Articles', price: 300, max_codes: 10, ...common };
    const rebilling = { kind: 'rebilling', name: 'Abonnés', offers: [{ period: 'week', price: 500 }], ...common };
    const [codes, tickets] = [
      await merchant.post(documentSchema, { path: '/v1/documents', key: 'one-shot', body: one_shot }),
      await merchant.post(documentSchema, { path: '/v1/documents', key: 'rebilling', body: rebilling }),
    ];
    for (const name of ISP_NAMES) {
      // So that a kill meets calls that are out.
      const slow = (latency_ms: number, probability: number) => ({ operation: 'createPayment', kind: 'slow', latency_ms, probability });
      await isp.faults(name, [slow(100, 0.3), slow(250, 0.5), slow(400, 1)]);
    }
    const documents = { one_shot: codes.id, rebilling: tickets.id };
    return new Market({ merchant, isp, receiver, documents, last_call_ms: last_call_ms ?? LAST_CALL_MS });
  }

  /** Sells at a bounded rate. Resolves when every purchase is over and every clock stands at its end. */
  async sell(demand: Demand): Promise<{ bought: Bought[]; subscribed: Subscribed[] }> {
    // Buyers have been at their ISP before the trouble begins.
    const buyers = await Promise.all(Array.from({ length: demand.purchases }, () => this.buyer('one_shot')));
    const subscribers = await Promise.all(Array.from({ length: demand.subscriptions }, () => this.buyer('mandate')));
    const pause_ms = 1_000 / demand.per_second;
    const [bought, subscribed] = await Promise.all([
      Promise.all(buyers.map((buyer, index) => sleep(index * pause_ms).then(() => this.buy(buyer)))),
      Promise.all(
        subscribers.map(async (subscriber, index) => {
          await sleep((index * pause_ms * demand.purchases) / demand.subscriptions);
          return await this.subscribe(subscriber, { weeks: demand.weeks, is_ended: index < demand.ends });
        }),
      ),
    ]);
    return { bought, subscribed };
  }

  /** A doubt that is resolved after its clock has arrived lets the subscription catch up with the next advance. */
  async catchUp(subscribed: Subscribed): Promise<void> {
    await this.#advance(subscribed, new Date(subscribed.clock_at.getTime() + HOUR_MS));
    subscribed.subscription = await this.merchant.get(subscriptionSchema, `/v1/subscriptions/${subscribed.subscription.id}`);
  }

  /** What is not over yet and where it stands, for a run that does not become quiet. */
  unfinished(): string[] {
    return [...this.#unfinished].map(([id, state]) => `${id}: ${state}`);
  }

  /** Counts it as unfinished while the work is done. */
  async whileUnfinished<T>(id: string, state: string, work: () => Promise<T>): Promise<T> {
    this.#unfinished.set(id, state);
    try {
      return await work();
    } finally {
      this.#unfinished.delete(id);
    }
  }

  async close(): Promise<void> {
    this.merchant.leave();
    await this.receiver.close();
  }

  /** A new line, or one that has bought before, back from its ISP. */
  async buyer(kind: 'one_shot' | 'mandate', like?: Pick<Buyer, 'isp' | 'line'>): Promise<Buyer> {
    this.#orders += 1;
    const order = this.#orders;
    const isp = like?.isp ?? ISP_NAMES[order % ISP_NAMES.length] ?? 'free';
    const line = like?.line ?? (await this.isp.line(isp));
    return { order, isp, line, subscriber_token: await this.isp.token(isp, line, kind) };
  }

  /** Resolves when the purchase is over. */
  async buy({ order, isp, line, subscriber_token }: Buyer): Promise<Bought> {
    const quantity = 1 + (order % 3);
    const body = { document: this.documents.one_shot, quantity, email: 'buyer@example.org', isp, subscriber_token };
    let purchase = await this.merchant.post(purchaseSchema, { path: '/v1/purchases', key: `order-${order}`, body });
    while (purchase.status === 'processing') {
      this.#unfinished.set(purchase.id, purchase.status);
      await sleep(POLL_MS);
      purchase = await this.merchant.get(purchaseSchema, `/v1/purchases/${purchase.id}`);
    }
    this.#unfinished.delete(purchase.id);
    return { isp, line, quantity, purchase };
  }

  /** Resolves when its clock stands at its end. */
  async subscribe(buyer: Buyer, plan: { weeks: number; is_ended: boolean }): Promise<Subscribed> {
    const { order, isp, line, subscriber_token } = buyer;
    const clock = await this.merchant.post(clockSchema, {
      path: '/v1/test_clocks',
      key: `clock-${order}`,
      body: { now: CLOCK_START.toISOString() },
    });
    const sale = { document: this.documents.rebilling, offer: 'week', email: 'buyer@example.org', isp, subscriber_token };
    const subscription = await this.merchant.post(subscriptionSchema, {
      path: '/v1/subscriptions',
      key: `ticket-${order}`,
      body: { ...sale, test_clock: clock.id },
    });
    const subscribed: Subscribed = { isp, line, clock: clock.id, clock_at: CLOCK_START, last_index: 0, subscription, end: undefined };
    for (let index = WEEKS_A_STEP; index <= plan.weeks; index += WEEKS_A_STEP) {
      const ending = plan.is_ended && index === 2 * WEEKS_A_STEP ? this.#end(subscribed, { order, after_ms: 100 + 40 * order }) : undefined;
      await this.#advance(subscribed, new Date(dueInstant(CLOCK_START, 'week', index).getTime() + HOUR_MS));
      await ending;
      subscribed.last_index = index;
    }
    subscribed.subscription = await this.merchant.get(subscriptionSchema, `/v1/subscriptions/${subscription.id}`);
    return subscribed;
  }

  /** Ends it while the clock is on its way, and looks into the ISP's books once every call of before must be through. */
  async #end(subscribed: Subscribed, { order, after_ms }: { order: number; after_ms: number }): Promise<void> {
    await sleep(after_ms % 900);
    await this.merchant.post(subscriptionSchema, { path: `/v1/subscriptions/${subscribed.subscription.id}/cancel`, key: `end-${order}` });
    const acknowledged_at = Date.now();
    await sleep(this.last_call_ms);
    subscribed.end = { acknowledged_at, booked: await this.#booked(subscribed) };
  }

  async #booked({ isp, line }: Subscribed): Promise<string[]> {
    const payments = await this.books(isp);
    return payments.filter((payment) => payment.line === line).map(({ payment_id }) => payment_id);
  }

  /** The ISP's books, asked for until it is there. */
  async books(isp: IspName) {
    return await eventually(() => this.isp.payments(isp), BOOKS_WITHIN_MS);
  }

  async #advance(subscribed: Subscribed, to: Date): Promise<void> {
    const path = `/v1/test_clocks/${subscribed.clock}`;
    const target = to.toISOString();
    const advance = { path: `${path}/advance`, key: `${subscribed.clock}-${target}`, body: { to: target } };
    let clock = await this.merchant.post(clockSchema, advance);
    while (clock.status !== 'ready' || clock.now !== target) {
      this.#unfinished.set(clock.id, `at ${clock.now} on its way to ${target} with ${subscribed.subscription.id}`);
      await sleep(POLL_MS);
      clock = await this.merchant.get(clockSchema, path);
    }
    this.#unfinished.delete(clock.id);
    subscribed.clock_at = to;
  }
}
