import type { RefundRow } from '../db/entities/refund.ts';
import type { Stores } from '../db/stores/index.ts';
import { newId } from '../vault/ids.ts';
import type { Owed } from './discrepancies.ts';
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
  return is_new ? await stores.refunds.get(id) : undefined;
}
