import type { FoundCharge, FoundSubscription } from '../../db/stores/console-search.ts';
import type { UnitOfWork } from '../../db/unit-of-work.ts';
import { ownerOf } from '../scope.ts';
import type { ConsoleSearch, SubscriptionListRow, TransactionRow } from './types.ts';

/** The console's lists. Each sees what the merchant's key of the same mode sees, and no more. */
export function createConsoleSearch({ unitOfWork }: { unitOfWork: UnitOfWork }): ConsoleSearch {
  return {
    async searchTransactions(scope, { limit, after, ...wanted }) {
      const found = await unitOfWork.read((stores) => stores.consoleSearch.charges(ownerOf(scope), { limit, after }, wanted));
      return { data: found.rows.map(transactionOf), has_more: found.has_more };
    },

    async searchSubscriptions(scope, { limit, after, ...wanted }) {
      const found = await unitOfWork.read((stores) => stores.consoleSearch.subscriptions(ownerOf(scope), { limit, after }, wanted));
      return { data: found.rows.map(subscriptionOf), has_more: found.has_more };
    },
  };
}

function transactionOf({ purchase_id, subscription_id, ...row }: FoundCharge): TransactionRow {
  const money = { amount_cents: BigInt(row.amount_cents), refunded_cents: BigInt(row.refunded_cents) };
  return { ...row, ...money, purchase: purchase_id, subscription: subscription_id };
}

function subscriptionOf({ anchor_at, ...row }: FoundSubscription): SubscriptionListRow {
  return { ...row, price_cents: BigInt(row.price_cents), began_at: anchor_at };
}
