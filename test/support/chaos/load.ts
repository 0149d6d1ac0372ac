import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../../vault/ids.ts';
import { eventually } from '../world/eventually.ts';
import type { IspName } from '../world/isp-control.ts';
import type { House } from './house.ts';
import type { Buyer, End, Market, Subscribed } from './market.ts';
import { purchaseSchema, type SubscriptionAnswer, subscriptionSchema } from './merchant.ts';
import type { Random } from './random.ts';

const ENDERS = ['merchant', 'link', 'signal', 'isp'] as const;
export type Ender = (typeof ENDERS)[number];

/** A subscription by real timers: its first renewal falls due at `due`. */
export type Renewing = { id: string; isp: IspName; line: string; due: number; end: (End & { by: Ender }) | undefined };

export type Load = { renewing: Renewing[]; on_clocks: Subscribed[]; asked: Record<string, number>; setbacks: string[] };

/** How often each begins, and how much may be under way at once: on a stack that lies down, demand waits outside. */
const PURCHASE_EVERY_MS = 700;
const RENEWAL_EVERY_MS = 1_800;
const CLOCK_EVERY_MS = 7_000;
const SPENDER_EVERY_MS = 40_000;
const UNDER_WAY_MAX = 60;
const RENEWAL_DUE_MS = [6_000, 25_000] as const;
const ENDED_SHARE = 0.45;
const PATIENCE_MS = 120_000;
/** EUR 390 at EUR 30 each, where the law allows 300. */
const SPREE = { purchases: 13, quantity: 10 };

/** Buyers who keep coming, until they are told that it is enough. */
export class Demand {
  readonly #market: Market;
  readonly #house: House;
  readonly #random: Random;
  /** What each is that has no answer yet. */
  readonly #under_way = new Map<Promise<void>, string>();
  readonly #load: Load = { renewing: [], on_clocks: [], asked: {}, setbacks: [] };

  constructor(made: { market: Market; house: House; random: Random }) {
    this.#market = made.market;
    this.#house = made.house;
    this.#random = made.random;
  }

  /** Resolves when everybody who came has an answer, or has given up. */
  async run(duration_ms: number, signal: AbortSignal): Promise<Load> {
    const until = Date.now() + duration_ms;
    const every = async (pause_ms: number, name: string, begin: () => Promise<void>) => {
      while (Date.now() < until && !signal.aborted) {
        if (this.#under_way.size < UNDER_WAY_MAX) this.#begin(name, begin);
        await sleep(pause_ms * this.#random.between(0.5, 1.5));
      }
    };
    await Promise.all([
      every(PURCHASE_EVERY_MS, 'purchases', () => this.#purchase()),
      every(RENEWAL_EVERY_MS, 'subscriptions by timer', () => this.#renewal()),
      every(CLOCK_EVERY_MS, 'subscriptions on test clocks', () => this.#onClock()),
      every(SPENDER_EVERY_MS, 'sprees over the monthly cap', () => this.#spree()),
    ]);
    await Promise.all(this.#under_way.keys());
    return this.#load;
  }

  /** Whoever has no answer yet: of which kind, and where what they asked for stands. */
  waiting(): string[] {
    return [...this.#under_way.values(), ...this.#market.unfinished()];
  }

  #begin(name: string, begin: () => Promise<void>): void {
    this.#load.asked[name] = (this.#load.asked[name] ?? 0) + 1;
    const work: Promise<void> = begin()
      .catch((error: unknown) => void this.#load.setbacks.push(`${name}: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => this.#under_way.delete(work));
    this.#under_way.set(work, name);
  }

  async #purchase(): Promise<void> {
    await this.#ask(await this.#buyer('one_shot'), 1 + Math.floor(this.#random.between(0, 3)));
  }

  /** What becomes of it is read when all is quiet. */
  async #ask({ order, isp, subscriber_token }: Buyer, quantity: number): Promise<void> {
    const body = { document: this.#market.documents.one_shot, quantity, email: 'buyer@example.org', isp, subscriber_token };
    await this.#market.merchant.post(purchaseSchema, { path: '/v1/purchases', key: `order-${order}`, body });
  }

  /** One line that buys far more than the law lets it, all at once. */
  async #spree(): Promise<void> {
    const first = await this.#buyer('one_shot');
    const buyers = await Promise.all(Array.from({ length: SPREE.purchases - 1 }, () => this.#buyer('one_shot', first)));
    await Promise.all([first, ...buyers].map((buyer) => this.#ask(buyer, SPREE.quantity)));
  }

  async #renewal(): Promise<void> {
    const { isp, line, subscriber_token } = await this.#buyer('mandate');
    const due = Date.now() + this.#random.between(...RENEWAL_DUE_MS);
    const renewing: Renewing = { id: newId('sub'), isp, line, due, end: undefined };
    this.#load.renewing.push(renewing);
    const sale = { id: renewing.id, document: this.#market.documents.rebilling, isp, subscriber_token };
    const subscribe = () => eventually(() => this.#house.subscribe(sale, new Date(due)), PATIENCE_MS);
    await this.#market.whileUnfinished(renewing.id, 'to be subscribed', subscribe);
    if (this.#random.next() > ENDED_SHARE) return;
    // Around the due instant, so that ends and charges meet.
    await sleep(Math.max(0, due - Date.now() + this.#random.between(-1_500, 2_500)));
    const by = this.#random.pick(ENDERS);
    renewing.end = await this.#market.whileUnfinished(renewing.id, `to be ended by ${by}`, () => this.#end(renewing, by));
  }

  async #onClock(): Promise<void> {
    const is_ended = this.#random.next() < ENDED_SHARE;
    this.#load.on_clocks.push(await this.#market.subscribe(await this.#buyer('mandate'), { weeks: 4, is_ended }));
  }

  /** Somebody ends it. It is acknowledged when the caller has the answer, or when it is seen to have ended. */
  async #end(renewing: Renewing, by: Ender): Promise<Renewing['end']> {
    const is_over = async () => (await this.#subscription(renewing.id)).status === 'ended';
    if (await is_over()) return undefined;
    await this.#askForEnd(renewing, by);
    if (by === 'signal' || by === 'isp') {
      const seen = await eventually(async () => {
        if (!(await is_over())) throw new Error(`${renewing.id} was ended by ${by}, and goes on`);
      }, PATIENCE_MS).then(
        () => true,
        // The ISP tells again after minutes, or with the next charge.
        () => false,
      );
      if (!seen) return undefined;
    }
    const acknowledged_at = Date.now();
    await sleep(this.#market.last_call_ms);
    const payments = await this.#market.books(renewing.isp);
    return { by, acknowledged_at, booked: payments.filter(({ line }) => line === renewing.line).map(({ payment_id }) => payment_id) };
  }

  async #askForEnd({ id, isp, line }: Renewing, by: Ender): Promise<void> {
    const { merchant, isp: ispControl } = this.#market;
    switch (by) {
      case 'merchant':
        return void (await merchant.post(subscriptionSchema, { path: `/v1/subscriptions/${id}/cancel`, key: `end-${id}` }));
      case 'link':
        return await merchant.followLink(new URL((await this.#subscription(id)).unsubscribe_url).pathname);
      case 'signal':
        return await eventually(() => this.#house.signalEnd(id), PATIENCE_MS);
      case 'isp':
        return await eventually(async () => {
          const mandate = (await ispControl.mandates(isp)).find((candidate) => candidate.line === line);
          if (!mandate) throw new Error(`${id} has no mandate yet`);
          if (mandate.status === 'active') await ispControl.revoke(isp, mandate.mandate_id);
        }, PATIENCE_MS);
    }
  }

  async #subscription(id: string): Promise<SubscriptionAnswer> {
    return await this.#market.merchant.get(subscriptionSchema, `/v1/subscriptions/${id}`);
  }

  /** Buyers find their way to their ISP once it is there. */
  async #buyer(kind: 'one_shot' | 'mandate', like?: Buyer): Promise<Buyer> {
    return await eventually(() => this.#market.buyer(kind, like), PATIENCE_MS);
  }
}
