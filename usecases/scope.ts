import type { MerchantRow } from '../db/entities/merchant.ts';
import type { Stores } from '../db/stores/index.ts';
import type { Owner } from '../db/stores/paging.ts';
import { Refusal } from '../domain/refusals.ts';

/** Whose data: of a scope, or of a row that has both. */
export function ownerOf(scope: Owner): Owner {
  return { merchant_id: scope.merchant_id, mode: scope.mode };
}

/** Another merchant's object is as unknown as one that never was. */
export function notFound(kind: string, id: string): never {
  throw new Refusal('not_found', `There is no ${kind} ${id}.`);
}

/** The merchant, locked: what counts its keys, secrets and people waits for whoever else changes them. Refuses with not_found. */
export async function lockMerchant(stores: Stores, merchant_id: string): Promise<MerchantRow> {
  return (await stores.merchants.lock(merchant_id)) ?? notFound('merchant', merchant_id);
}
