import type { ChargeRow } from '../db/entities/charge.ts';
import type { RefundRow } from '../db/entities/refund.ts';
import type { Stores } from '../db/stores/index.ts';
import { newId } from '../vault/ids.ts';
import type { Owed } from './discrepancies.ts';
import { postPaymentTaken } from './ledger.ts';
import { requestRefund } from './refunds.ts';

const REASON = 'taken for a charge that counts as not made';

/**
 * Writes the refund of a payment that the ISP took for nothing. Undefined where it was written before: `refund_by_reconciliation_unique` allows
 * one for one payment, whoever finds it and how often. Throws refund_above_remaining where the ISP took more than the charge was for.
 */
export async function giveBack(stores: Stores, owed: Owed, now: Date): Promise<RefundRow | undefined> {
  const { charge_id, payment_reference, amount_cents } = owed;
  const id = newId('ref');
  const charge = await stores.charges.get(charge_id);
  const is_new = await requestRefund(stores, {
    id,
    charge,
    payment_reference,
    amount_cents,
    reason: REASON,
    source: 'reconciliation',
    now,
  });
  // Both in one transaction: what is owed back is on the books from the moment at which it is known to be.
  if (is_new) await postPaymentTaken(stores, charge, { payment_reference, amount_cents, at: await businessNow(stores, charge, now), now });
  return is_new ? await stores.refunds.get(id) : undefined;
}

async function businessNow(stores: Stores, { subscription_id }: ChargeRow, now: Date): Promise<Date> {
  const clock_id = subscription_id ? (await stores.subscriptions.get(subscription_id)).test_clock_id : null;
  return clock_id ? (await stores.clocks.get(clock_id)).now_at : now;
}
