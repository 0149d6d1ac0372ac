import type { BuyerRow } from '../db/entities/buyer.ts';
import type { ChargeRow } from '../db/entities/charge.ts';
import type { Stores } from '../db/stores/index.ts';
import { monthBounds } from '../domain/calendar.ts';
import { MONTHLY_CAP_CENTS } from '../domain/offers.ts';
import type { Openable } from './attempts.ts';

/** `key_wrapped`: of the buyer whose row is held. */
export type HeldCap = { fits: boolean; key_wrapped: BuyerRow['key_wrapped'] };

/**
 * Whether a charge fits under the legal cap of its subscriber's calendar month, across all merchants (product.md, "Rules of money"). Money in
 * doubt counts, and so do calls that are out. The buyer's row is locked until the caller's transaction ends, in which the charge is committed
 * as `sent`: of any number at once at the limit, none passes it. The sum is a statement after the lock: one that had waited for the lock
 * would sum what there was before it waited.
 */
export async function holdMonthlyCap(stores: Stores, charge: ChargeRow, at: Date): Promise<HeldCap> {
  const { key_wrapped } = await stores.buyers.lock(charge.buyer_id);
  const spent_cents = await stores.charges.spentBetween({ buyer_id: charge.buyer_id, mode: charge.mode, ...monthBounds(at) });
  return { fits: spent_cents + charge.amount_cents <= MONTHLY_CAP_CENTS, key_wrapped };
}

/** Refuses a charge before anything is sent; the reason names the rule. */
export async function refuseByMonthlyCap(stores: Stores, { charge, is_new }: Openable): Promise<ChargeRow> {
  if (is_new) await stores.charges.insert(charge);
  return await stores.charges.move(charge, 'declined', {
    decline_reason: 'monthly_cap_reached',
    decline_raw: 'CMF L521-3-1: EUR 300 a calendar month',
  });
}
