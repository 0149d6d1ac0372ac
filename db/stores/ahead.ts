import type { EntityManager } from '@mikro-orm/postgresql';
import { insertion, type Write } from '../at-once.ts';
import type { BuyerRow } from '../entities/buyer.ts';
import type { ChargeRow } from '../entities/charge.ts';
import type { DocumentRow } from '../entities/document.ts';
import type { GridRow } from '../entities/ledger.ts';
import type { PurchaseRow } from '../entities/purchase.ts';
import type { SubscriptionRow } from '../entities/subscription.ts';
import type { Selling } from '../read-ahead.ts';
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

/** That of a purchase which has no row yet. The document is held; the buyer's row, where there is one, is not. */
export type AheadOfSelling = { selling: Selling; document: DocumentRow; buyer: BuyerRow | null };

export type Ahead = AheadOfSelling | AheadOfOpening | AheadOfSettling;

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
    const known = this.#known(ahead);
    this.subscriptions = knowing(new SubscriptionStore(NOTHING), known.subscriptions);
    this.purchases = knowing(new PurchaseStore(NOTHING), known.purchases);
    this.charges = knowing(new ChargeStore(NOTHING), known.charges);
    this.buyers = knowing(new BuyerStore(NOTHING), known.buyers);
    this.documents = knowing(new DocumentStore(NOTHING), known.documents);
    this.payoutGrid = knowing(new PayoutGridStore(NOTHING), known.payoutGrid);
  }

  #known(ahead: Ahead): Known {
    if ('selling' in ahead) return beforeSelling(ahead, this.writes);
    return 'charge' in ahead ? beforeSettling(ahead) : beforeOpening(ahead);
  }

  override async atOnce(writes: readonly Write[]): Promise<void> {
    this.writes.push(...writes);
  }
}

type Known = {
  subscriptions?: Partial<SubscriptionStore>;
  purchases?: Partial<PurchaseStore>;
  charges?: Partial<ChargeStore>;
  buyers?: Partial<BuyerStore>;
  documents?: Partial<DocumentStore>;
  payoutGrid?: Partial<PayoutGridStore>;
};

/** A store without a database that answers these, and refuses the rest. */
function knowing<Store extends object>(store: Store, known: Partial<NoInfer<Store>> = {}): Store {
  return Object.assign(store, known);
}

function beforeSelling({ selling, document, buyer }: AheadOfSelling, writes: Write[]): Known {
  const isSelling = (of: { merchant_id: string; mode: Selling['mode'] }) =>
    of.merchant_id === selling.merchant_id && of.mode === selling.mode;
  const isBuyer = (of: Pick<BuyerRow, 'isp' | 'subscriber_hash'>) =>
    of.isp === selling.isp && Buffer.compare(of.subscriber_hash, selling.subscriber_hash) === 0;
  return {
    documents: { hold: async (of) => (of.id === document.id && isSelling(of) ? document : notAhead()) },
    buyers: {
      findOrInsert: async (row) => {
        if (!isBuyer(row)) notAhead();
        if (!buyer) writes.push(insertion('buyer', [row]));
        return buyer ?? row;
      },
    },
    purchases: {
      // Where it is there already, or its token is, the common write fails and each goes alone.
      insert: async (row) => {
        writes.push(insertion('purchase', [row]));
        return true;
      },
    },
  };
}

function beforeOpening({ sold, period_index, month, spent_cents, payer }: AheadOfOpening): Known {
  const { id, buyer_id, mode } = sold.row;
  const isMonth = (of: { start: Date; end: Date }) =>
    month.start.getTime() === of.start.getTime() && month.end.getTime() === of.end.getTime();
  const keyOf = async (of: string) => (buyer_id === of ? payer : notAhead());
  return {
    ...locked(sold),
    buyers: { lock: keyOf, keyOf },
    charges: {
      ofPeriod: async (subscription_id, index) => (id === subscription_id && period_index === index ? null : notAhead()),
      ofPurchase: async (purchase_id) => (id === purchase_id && period_index === null ? null : notAhead()),
      spentBetween: async (of) => (buyer_id === of.buyer_id && mode === of.mode && isMonth(of) ? spent_cents : notAhead()),
    },
  };
}

function beforeSettling({ sold, charge, callbacks, grid, payer }: AheadOfSettling): Known {
  return {
    ...locked(sold),
    buyers: { keyOf: async (id) => (sold.row.buyer_id === id ? payer : notAhead()) },
    charges: { get: async (id) => (charge.id === id ? charge : notAhead()) },
    documents: { callbacksOf: async (id) => (sold.row.document_id === id ? callbacks : notAhead()) },
    payoutGrid: { forCharge: async (of) => (isSold(charge, of) ? grid : notAhead()) },
  };
}

function locked(sold: Sold): Known {
  return sold.kind === 'purchase'
    ? { purchases: { lock: async (id) => (sold.row.id === id ? sold.row : notAhead()) } }
    : { subscriptions: { lock: async (id) => (sold.row.id === id ? sold.row : notAhead()) } };
}

function isSold(charge: ChargeRow, { isp, merchant_id, subscription_id, amount_cents }: ChargeSold): boolean {
  const is_same = charge.isp === isp && charge.merchant_id === merchant_id && charge.subscription_id === subscription_id;
  return is_same && charge.amount_cents === amount_cents;
}
