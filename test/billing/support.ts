import { randomBytes } from 'node:crypto';
import { openPeriodCharge, type PeriodStep } from '../../billing/charge-period.ts';
import { openPurchaseCharge, type PurchaseStep, settlePurchaseCharge } from '../../billing/charge-purchase.ts';
import { firstStart } from '../../billing/first-start.ts';
import { settlePeriod } from '../../billing/settle-period.ts';
import { type Database, openDatabase } from '../../db/database.ts';
import type { ChargeRow } from '../../db/entities/charge.ts';
import type { EventRow } from '../../db/entities/event.ts';
import type { MailRow } from '../../db/entities/mail.ts';
import type { SubscriptionRow } from '../../db/entities/subscription.ts';
import { createUnitOfWork, type UnitOfWork } from '../../db/unit-of-work.ts';
import type { Isp } from '../../domain/isps.ts';
import type { PeriodOutcome, PurchaseOutcome } from '../../domain/messages.ts';
import { OFFER_CEILING_CENTS, type Period } from '../../domain/offers.ts';
import type { PaymentResult } from '../../domain/payments.ts';
import { newId, publicReference } from '../../vault/ids.ts';
import { createVault, type Vault } from '../../vault/vault.ts';
import { createTestDatabase } from '../support/database.ts';
import { type DemoMerchant, seedMerchant } from '../support/world/seed.ts';

/** As in the activities: an ISP's time-out and the time to write its answer down. */
export const SEND_DEADLINE_MS = 30_000;
export const EMAIL = 'buyer@example.org';

export const succeeded = (isp_reference = newId('chg')): PaymentResult => ({ kind: 'succeeded', isp_reference });
export const declined = (reason: Extract<PaymentResult, { kind: 'declined' }>['reason']): PaymentResult => ({
  kind: 'declined',
  reason,
  raw: `raw ${reason}`,
});
export const NOT_SENT: PaymentResult = { kind: 'not_sent', detail: 'ECONNREFUSED', retry_after_ms: undefined };
export const UNCLEAR: PaymentResult = { kind: 'unclear', detail: 'TimeoutError' };
export const NOT_CHARGED: PaymentResult = { kind: 'not_charged', detail: 'not in the books' };

export const plus = (instant: Date, duration_ms: number) => new Date(instant.getTime() + duration_ms);

export type PeriodTry = { id: string; index: number; attempt?: number; at: Date; now?: Date };

/** Rows in a database of one's own, without an ISP or Temporal: what billing decides, and nothing else. */
export class Books {
  readonly database: Database;
  readonly unitOfWork: UnitOfWork;
  readonly vault: Vault;
  /** Who sells from now on. */
  merchant: DemoMerchant;
  readonly url: string;
  jitter_seconds = 0;
  dunning_days: readonly number[] = [1, 3, 7];
  #drop: () => Promise<void>;

  private constructor(made: Pick<Books, 'database' | 'unitOfWork' | 'vault' | 'merchant' | 'url'>, drop: () => Promise<void>) {
    this.database = made.database;
    this.unitOfWork = made.unitOfWork;
    this.vault = made.vault;
    this.merchant = made.merchant;
    this.url = made.url;
    this.#drop = drop;
  }

  static async open({ callback_url = 'https://merchant.example/callbacks' as string | null, pool_max = 10 } = {}): Promise<Books> {
    const { url, drop } = await createTestDatabase();
    const database = await openDatabase({ url, pool_max });
    const unitOfWork = createUnitOfWork(database);
    const vault = createVault({ master_key: 'ab'.repeat(32), lookup_key: 'cd'.repeat(32) });
    const merchant = await seedMerchant({ unitOfWork, vault }, { callback_url, tier: 'premium' });
    return new Books({ database, unitOfWork, vault, merchant, url }, drop);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.#drop();
  }

  /** From now on another merchant sells, of whom nothing is known yet. */
  async turnToAnotherMerchant(): Promise<DemoMerchant> {
    this.merchant = await seedMerchant(this, { callback_url: null, tier: 'premium', with_grid: false });
    return this.merchant;
  }

  /** A query of the test's own, for what no store answers. */
  async rows<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return await this.database.em.fork().execute<T[]>(sql, parameters);
  }

  /** A new subscriber of an ISP, with what is kept of one sale to them. */
  async buyer(isp: Isp, created_at: Date) {
    const key_wrapped = this.vault.newWrappedKey();
    const id = newId('buy');
    await this.unitOfWork.transaction((stores) =>
      stores.buyers.findOrInsert({ id, isp, subscriber_hash: randomBytes(32), key_wrapped, created_at }),
    );
    return { id, key_wrapped };
  }

  async #sale(isp: Isp, at: Date, buyer: { id: string; key_wrapped: Uint8Array } | undefined) {
    const { id: buyer_id, key_wrapped } = buyer ?? (await this.buyer(isp, at));
    return {
      merchant_id: this.merchant.scope.merchant_id,
      mode: 'test',
      buyer_id,
      isp,
      locale: 'fr',
      client_reference: 'order-1',
      email_sealed: this.vault.seal(key_wrapped, EMAIL),
      token_hash: randomBytes(32),
      token_sealed: this.vault.seal(key_wrapped, 'token-of-the-hosted-page'),
      created_at: at,
    } as const;
  }

  async purchase(options: { at: Date; quantity?: number; isp?: Isp; buyer?: { id: string; key_wrapped: Uint8Array } }): Promise<string> {
    const { at, quantity = 2, isp = 'free' } = options;
    const id = newId('pur');
    const sale = await this.#sale(isp, at, options.buyer);
    await this.unitOfWork.transaction((stores) =>
      stores.purchases.insert({
        ...sale,
        id,
        reference: publicReference(id),
        document_id: this.merchant.one_shot,
        quantity,
        unit_price_cents: 300n,
        amount_cents: 300n * BigInt(quantity),
        status: 'processing',
        decline_reason: null,
        completed_at: null,
      }),
    );
    return id;
  }

  async subscription(options: {
    anchor: Date;
    period?: Period;
    isp?: Isp;
    test_clock_id?: string;
    mandate_reference?: string | null;
    buyer?: { id: string; key_wrapped: Uint8Array };
  }): Promise<string> {
    const { anchor, period = 'month', isp = 'free' } = options;
    const id = newId('sub');
    const sale = await this.#sale(isp, anchor, options.buyer);
    const mandate_reference = options.mandate_reference === undefined ? `mdt_${id}` : options.mandate_reference;
    await this.unitOfWork.transaction((stores) =>
      stores.subscriptions.insert({
        ...sale,
        token_sealed: mandate_reference === null ? sale.token_sealed : null,
        id,
        reference: publicReference(id),
        document_id: this.merchant.rebilling,
        offer_id: this.merchant.offers[period],
        period,
        price_cents: OFFER_CEILING_CENTS[period],
        mandate_reference,
        mandate_cancelled_at: null,
        unsubscribe_token_hash: this.vault.lookupHash('unsubscribe', this.vault.unsubscribeToken(id)),
        test_clock_id: options.test_clock_id ?? null,
        status: 'pending',
        anchor_at: anchor,
        paid_index: null,
        paid_until: null,
        next_index: 0,
        next_charge_at: anchor,
        ended_at: null,
        end_reason: null,
        end_source: null,
        event_sequence: 0,
        updated_at: anchor,
      }),
    );
    return id;
  }

  #context() {
    return { vault: this.vault, jitter_seconds: this.jitter_seconds, dunning_days: this.dunning_days };
  }

  openPurchase(id: string, now: Date): Promise<PurchaseStep> {
    return this.unitOfWork.transaction((stores) =>
      openPurchaseCharge(stores, id, { vault: this.vault, now, send_deadline_ms: SEND_DEADLINE_MS }),
    );
  }

  settlePurchase(id: string, result: PaymentResult, now: Date): Promise<PurchaseOutcome | undefined> {
    return this.unitOfWork.transaction((stores) => settlePurchaseCharge(stores, this.vault, { purchase_id: id, result, now }));
  }

  openPeriod({ id, index, attempt = 1, at, now = at }: PeriodTry): Promise<PeriodStep> {
    return this.unitOfWork.transaction((stores) =>
      openPeriodCharge(stores, {
        subscription_id: id,
        index,
        attempt,
        at,
        now,
        send_deadline_ms: SEND_DEADLINE_MS,
        context: this.#context(),
      }),
    );
  }

  settlePeriod(charge_id: string, result: PaymentResult, at: Date): Promise<PeriodOutcome | undefined> {
    return this.unitOfWork.transaction(async (stores) => {
      const { subscription_id } = await stores.charges.get(charge_id);
      const subscription = await stores.subscriptions.lock(subscription_id ?? '');
      const charge = await stores.charges.get(charge_id);
      return await settlePeriod(stores, { subscription, charge, result, at, now: at, context: this.#context() });
    });
  }

  /** Opens and settles one period, as the activity does; undefined where it was not sent. */
  async charge(tried: PeriodTry, result: PaymentResult = succeeded()): Promise<PeriodOutcome | undefined> {
    const step = await this.openPeriod(tried);
    if (step.step === 'done') return step.outcome;
    if (step.step !== 'send') throw new Error(`a call was to be sent, not to ${step.step}`);
    return await this.settlePeriod(step.charge.id, result, tried.at);
  }

  async readSubscription(id: string): Promise<SubscriptionRow> {
    return await this.unitOfWork.read((stores) => stores.subscriptions.get(id));
  }

  async chargeOf(purchase_id: string): Promise<ChargeRow | null> {
    return await this.unitOfWork.read((stores) => stores.charges.ofPurchase(purchase_id));
  }

  /** Charges of a subscription by their period, `['succeeded', 'waived', …]`. */
  async statuses(subscription_id: string): Promise<string[]> {
    const rows = await this.rows<{ status: string }>('select status from charge where subscription_id = ? order by period_index', [
      subscription_id,
    ]);
    return rows.map(({ status }) => status);
  }

  async attempts(charge_id: string) {
    return await this.unitOfWork.read((stores) => stores.charges.attempts([charge_id]));
  }

  async events(subject_id: string): Promise<EventRow[]> {
    return await this.rows('select * from event where ? in (purchase_id, subscription_id) order by sequence, id', [subject_id]);
  }

  async eventTypes(subject_id: string): Promise<string[]> {
    const events = await this.events(subject_id);
    const sequences = events.flatMap(({ sequence }) => (sequence === null ? [] : [sequence]));
    if (sequences.some((sequence, index) => sequence !== index + 1)) throw new Error(`gaps in the sequence: ${sequences.join()}`);
    return events.map(({ type }) => type);
  }

  async mails(subject_id: string): Promise<MailRow[]> {
    return await this.rows('select * from mail where subject_id = ? order by id', [subject_id]);
  }

  async mailKinds(subject_id: string): Promise<string[]> {
    return (await this.mails(subject_id)).map(({ kind, occasion }) => `${kind} ${occasion}`);
  }

  async start(subscription_id: string) {
    return firstStart(await this.readSubscription(subscription_id));
  }
}
