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
    const { sold } = ahead;
    this.subscriptions = knowing(new SubscriptionStore(NOTHING), {
      lock: async (id) => (sold.kind === 'subscription' && sold.row.id === id ? sold.row : notAhead()),
    });
    this.purchases = knowing(new PurchaseStore(NOTHING), {
      lock: async (id) => (sold.kind === 'purchase' && sold.row.id === id ? sold.row : notAhead()),
    });
    const keyOf = async (id: string) => (sold.row.buyer_id === id ? ahead.payer : notAhead());
    this.buyers = knowing(new BuyerStore(NOTHING), {
      keyOf,
      lock: async (id) => ('spent_cents' in ahead ? await keyOf(id) : notAhead()),
    });
    this.charges = knowing(new ChargeStore(NOTHING), 'spent_cents' in ahead ? beforeOpening(ahead) : beforeSettling(ahead));
    this.documents = knowing(new DocumentStore(NOTHING), {
      callbacksOf: async (id) => ('callbacks' in ahead && sold.row.document_id === id ? ahead.callbacks : notAhead()),
    });
    this.payoutGrid = knowing(new PayoutGridStore(NOTHING), {
      forCharge: async (of) => ('grid' in ahead && isSold(ahead.charge, of) ? ahead.grid : notAhead()),
    });
  }

  override async atOnce(writes: readonly Write[]): Promise<void> {
    this.writes.push(...writes);
  }
}

/** A store that has no database answers these, and refuses the rest. */
function knowing<Store extends object>(store: Store, known: Partial<NoInfer<Store>>): Store {
  return Object.assign(store, known);
}

function beforeOpening({ sold, period_index, month, spent_cents }: AheadOfOpening): Partial<ChargeStore> {
  const { id, buyer_id, mode } = sold.row;
  const isMonth = (of: { start: Date; end: Date }) =>
    month.start.getTime() === of.start.getTime() && month.end.getTime() === of.end.getTime();
  return {
    ofPeriod: async (subscription_id, index) => (id === subscription_id && period_index === index ? null : notAhead()),
    ofPurchase: async (purchase_id) => (id === purchase_id && period_index === null ? null : notAhead()),
    spentBetween: async (of) => (buyer_id === of.buyer_id && mode === of.mode && isMonth(of) ? spent_cents : notAhead()),
  };
}

function beforeSettling({ charge }: AheadOfSettling): Partial<ChargeStore> {
  return { get: async (id) => (charge.id === id ? charge : notAhead()) };
}

function isSold(charge: ChargeRow, { isp, merchant_id, subscription_id, amount_cents }: ChargeSold): boolean {
  const is_same = charge.isp === isp && charge.merchant_id === merchant_id && charge.subscription_id === subscription_id;
  return is_same && charge.amount_cents === amount_cents;
}
