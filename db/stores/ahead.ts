import type { EntityManager } from '@mikro-orm/postgresql';
import type { Write } from '../at-once.ts';
import type { BuyerRow } from '../entities/buyer.ts';
import type { ChargeRow } from '../entities/charge.ts';
import type { DocumentRow } from '../entities/document.ts';
import type { GridRow } from '../entities/ledger.ts';
import type { PurchaseRow } from '../entities/purchase.ts';
import type { SubscriptionRow } from '../entities/subscription.ts';
import { BuyerStore } from './buyers.ts';
import { ChargeStore } from './charges.ts';
import { DocumentStore } from './documents.ts';
import { Stores } from './index.ts';
import { type ChargeSold, PayoutGridStore } from './payout-grid.ts';
import { PurchaseStore } from './purchases.ts';
import { SubscriptionStore } from './subscriptions.ts';

/** What was sold; its row is locked. */
export type Sold = { kind: 'subscription'; row: SubscriptionRow } | { kind: 'purchase'; row: PurchaseRow };

/** Read under the lock of what was sold, and of its buyer: that of a charge which has no row yet. */
export type AheadOfOpening = {
  sold: Sold;
  /** Of a subscription. */
  period_index: number | null;
  payer: Pick<BuyerRow, 'key_wrapped'>;
  month: { start: Date; end: Date };
  spent_cents: bigint;
};

/** Read under the lock of what was sold: that of a charge whose answer is there. */
export type AheadOfSettling = {
  sold: Sold;
  charge: ChargeRow;
  grid: GridRow[];
  callbacks: Pick<DocumentRow, 'callback_url' | 'callback_disabled_at'>;
  payer: Pick<BuyerRow, 'key_wrapped'>;
};

export type Ahead = AheadOfOpening | AheadOfSettling;

/** A step asked for what was not read ahead, or wanted to write at once. It has written nothing, and belongs into a transaction of its own. */
export class NotReadAhead extends Error {
  constructor() {
    super('not read ahead');
  }
}

function notAhead(): never {
  throw new NotReadAhead();
}

const NOTHING = new Proxy({} as EntityManager, { get: notAhead });

/**
 * Stores for one step of several that share a transaction. They know what was read ahead for it and keep what it writes; at anything else they
 * refuse. So the rules are those of a step that is alone, and of a step that fails nothing is left.
 */
export class StoresAhead extends Stores {
  override readonly subscriptions: SubscriptionStore;
  override readonly purchases: PurchaseStore;
  override readonly charges: ChargeStore;
  override readonly buyers: BuyerStore;
  override readonly documents: DocumentStore;
  override readonly payoutGrid: PayoutGridStore;
  readonly writes: Write[] = [];

  constructor(ahead: Ahead) {
    super(NOTHING);
    this.subscriptions = new SubscriptionsAhead(ahead);
    this.purchases = new PurchasesAhead(ahead);
    this.charges = new ChargesAhead(ahead);
    this.buyers = new BuyersAhead(ahead);
    this.documents = new DocumentsAhead(ahead);
    this.payoutGrid = new PayoutGridAhead(ahead);
  }

  override async atOnce(writes: readonly Write[]): Promise<void> {
    this.writes.push(...writes);
  }
}

class SubscriptionsAhead extends SubscriptionStore {
  readonly #ahead: Ahead;
  constructor(ahead: Ahead) {
    super(NOTHING);
    this.#ahead = ahead;
  }

  override async lock(id: string): Promise<SubscriptionRow> {
    const { sold } = this.#ahead;
    return sold.kind === 'subscription' && sold.row.id === id ? sold.row : notAhead();
  }
}

class PurchasesAhead extends PurchaseStore {
  readonly #ahead: Ahead;
  constructor(ahead: Ahead) {
    super(NOTHING);
    this.#ahead = ahead;
  }

  override async lock(id: string): Promise<PurchaseRow> {
    const { sold } = this.#ahead;
    return sold.kind === 'purchase' && sold.row.id === id ? sold.row : notAhead();
  }
}

class ChargesAhead extends ChargeStore {
  readonly #ahead: Ahead;
  constructor(ahead: Ahead) {
    super(NOTHING);
    this.#ahead = ahead;
  }

  override async ofPeriod(subscription_id: string, period_index: number): Promise<ChargeRow | null> {
    const ahead = this.#ahead;
    return 'spent_cents' in ahead && ahead.sold.row.id === subscription_id && ahead.period_index === period_index ? null : notAhead();
  }

  override async ofPurchase(purchase_id: string): Promise<ChargeRow | null> {
    const ahead = this.#ahead;
    return 'spent_cents' in ahead && ahead.sold.row.id === purchase_id && ahead.period_index === null ? null : notAhead();
  }

  override async spentBetween(of: { buyer_id: string; mode: ChargeRow['mode']; start: Date; end: Date }): Promise<bigint> {
    const ahead = this.#ahead;
    if (!('spent_cents' in ahead)) notAhead();
    const { sold, month, spent_cents } = ahead;
    const is_same = sold.row.buyer_id === of.buyer_id && sold.row.mode === of.mode;
    return is_same && month.start.getTime() === of.start.getTime() && month.end.getTime() === of.end.getTime() ? spent_cents : notAhead();
  }

  override async get(id: string): Promise<ChargeRow> {
    const ahead = this.#ahead;
    return 'charge' in ahead && ahead.charge.id === id ? ahead.charge : notAhead();
  }
}

class BuyersAhead extends BuyerStore {
  readonly #ahead: Ahead;
  constructor(ahead: Ahead) {
    super(NOTHING);
    this.#ahead = ahead;
  }

  override async lock(id: string): Promise<Pick<BuyerRow, 'key_wrapped'>> {
    return 'spent_cents' in this.#ahead ? await this.keyOf(id) : notAhead();
  }

  override async keyOf(id: string): Promise<Pick<BuyerRow, 'key_wrapped'>> {
    const { sold, payer } = this.#ahead;
    return sold.row.buyer_id === id ? payer : notAhead();
  }
}

class DocumentsAhead extends DocumentStore {
  readonly #ahead: Ahead;
  constructor(ahead: Ahead) {
    super(NOTHING);
    this.#ahead = ahead;
  }

  override async callbacksOf(id: string): Promise<Pick<DocumentRow, 'callback_url' | 'callback_disabled_at'>> {
    const ahead = this.#ahead;
    return 'callbacks' in ahead && ahead.sold.row.document_id === id ? ahead.callbacks : notAhead();
  }
}

class PayoutGridAhead extends PayoutGridStore {
  readonly #ahead: Ahead;
  constructor(ahead: Ahead) {
    super(NOTHING);
    this.#ahead = ahead;
  }

  override async forCharge({ isp, merchant_id, subscription_id, amount_cents }: ChargeSold): Promise<GridRow[]> {
    const ahead = this.#ahead;
    if (!('grid' in ahead)) notAhead();
    const { charge, grid } = ahead;
    const is_same = charge.isp === isp && charge.merchant_id === merchant_id && charge.subscription_id === subscription_id;
    return is_same && charge.amount_cents === amount_cents ? grid : notAhead();
  }
}
