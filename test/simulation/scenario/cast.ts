import type { SubscriptionRow } from '../../../db/entities/subscription.ts';
import { jitterMilliseconds } from '../../../domain/calendar.ts';
import { ISPS, type Isp } from '../../../domain/isps.ts';
import type { Period } from '../../../domain/offers.ts';
import { Refusal } from '../../../domain/refusals.ts';
import type { Scope, UseCases } from '../../../usecases/types.ts';
import { newId } from '../../../vault/ids.ts';
import { seedMerchant } from '../../support/world/seed.ts';
import type { World } from '../engine/world.ts';
import type { Line } from '../isps/books.ts';

export type Customer = { isp: Isp; line: Line };
export type Sold = { id: string; isp: Isp; line: Line };

/** Who acts in a run: a merchant with its documents, and people with their lines. */
export class Cast {
  readonly world: World;
  readonly customers: Customer[];
  readonly subscriptions: Sold[] = [];
  readonly purchases: Sold[] = [];
  scope: Scope | undefined;
  documents = { one_shot: '', rebilling: '' };

  constructor(world: World) {
    this.world = world;
    this.customers = Array.from({ length: world.settings.lines }, (_, index) => this.#customer(index));
  }

  #customer(index: number): Customer {
    const { scenario } = this.world.random;
    const isp = ISPS[index % ISPS.length] ?? 'free';
    const monthly_ceiling_cents = scenario.chance(0.15) ? 2_000n : null;
    const line: Line = { line: `line-${index}`, status: 'active', monthly_ceiling_cents };
    this.world.isps[isp].books.lines.set(line.line, line);
    return { isp, line };
  }

  /** The rows that every sale needs, written before anything is disturbed. */
  async settle(): Promise<void> {
    const merchant = await seedMerchant(this.world, { callback_url: null, tier: 'premium', with_grid: false });
    this.scope = merchant.scope;
    this.documents = { one_shot: merchant.one_shot, rebilling: merchant.rebilling };
  }

  get merchant(): Scope {
    if (!this.scope) throw new Error('the merchant is not there yet');
    return this.scope;
  }

  get someone(): Customer {
    return this.world.random.scenario.pick(this.customers);
  }

  #token({ isp, line }: Customer, kind: 'one_shot' | 'mandate'): string {
    const { tokens } = this.world.isps[isp].books;
    const token = `tok_${isp}_${tokens.size + 1}`;
    tokens.set(token, { token, line: line.line, kind, spent: false });
    return token;
  }

  buy(customer: Customer, quantity: number): string {
    const id = newId('pur');
    const subscriber_token = this.#token(customer, 'one_shot');
    this.purchases.push({ id, ...customer });
    const input = {
      id,
      document: this.documents.one_shot,
      quantity,
      email: 'buyer@example.org',
      isp: customer.isp,
      subscriber_token,
      client_reference: null,
      locale: undefined,
    };
    this.request((useCases) => useCases.buy(this.merchant, input), this.#patience());
    return id;
  }

  subscribe(customer: Customer, offer: Period): string {
    const id = newId('sub');
    const subscriber_token = this.#token(customer, 'mandate');
    this.subscriptions.push({ id, ...customer });
    const input = {
      id,
      document: this.documents.rebilling,
      offer,
      email: 'buyer@example.org',
      isp: customer.isp,
      subscriber_token,
      client_reference: null,
      locale: undefined,
      test_clock: null,
    };
    this.request((useCases) => useCases.subscribe(this.merchant, input), this.#patience());
    return id;
  }

  /** How often a caller comes again with the same key; some never do. */
  #patience(): number {
    return this.world.random.scenario.pick([0, 1, 3, 5]);
  }

  /** A call of our API whose caller comes again after a failure or a silence. */
  request(work: (useCases: UseCases) => Promise<unknown>, tries: number): void {
    let settled = false;
    const { scheduler, random } = this.world;
    this.world.inApi(
      async ({ useCases }) => {
        await work(useCases);
        settled = true;
      },
      (error) => {
        settled ||= error instanceof Refusal && !['billing_unavailable', 'isp_unavailable'].includes(error.code);
      },
    );
    if (tries === 0) return;
    scheduler.after(random.scenario.between(6_000, 40_000), () => {
      if (!settled) this.request(work, tries - 1);
    });
  }

  rowOf(subscription_id: string): SubscriptionRow | undefined {
    return this.world.database.table('subscription').rows.get(subscription_id) as SubscriptionRow | undefined;
  }

  /** When a subscription is about to be charged; undefined where nothing is due. */
  nextWakeOf(subscription_id: string): number | undefined {
    const due = this.rowOf(subscription_id)?.next_charge_at;
    return due ? due.getTime() + jitterMilliseconds(subscription_id, this.world.settings.jitter_seconds) : undefined;
  }

  /** The next charge of anybody that is due. */
  get nextWake(): number | undefined {
    const { now_ms } = this.world.scheduler;
    const wakes = this.subscriptions.map(({ id }) => this.nextWakeOf(id) ?? 0).filter((wake_ms) => wake_ms > now_ms);
    return wakes.length === 0 ? undefined : Math.min(...wakes);
  }
}
