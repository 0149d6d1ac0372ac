import { type MadePayout, makePayout } from '../../billing/payouts.ts';
import { openRefund, requestRefund, settleRefund } from '../../billing/refunds.ts';
import type { ChargeRow } from '../../db/entities/charge.ts';
import type { PayoutLineRow, PayoutRow } from '../../db/entities/payout.ts';
import type { Isp } from '../../domain/isps.ts';
import type { PayoutTerms } from '../../domain/payouts.ts';
import { newId } from '../../vault/ids.ts';
import { type Books, SEND_DEADLINE_MS, succeeded } from './support.ts';

/** As the settings are where nobody set them, but that nothing is too little. */
export const TERMS: PayoutTerms = { settlement_days: { alice: 45, free: 45, orange: 45, sfr: 45 }, minimum_cents: 1n };

/** A purchase of so many codes at EUR 3.00, paid at this instant. */
export async function sold(
  books: Books,
  { at, isp = 'free', quantity = 2 }: { at: Date; isp?: Isp; quantity?: number },
): Promise<ChargeRow> {
  const id = await books.purchase({ at, isp, quantity });
  await books.openPurchase(id, at);
  await books.settlePurchase(id, succeeded(), at);
  const charge = await books.chargeOf(id);
  if (!charge) throw new Error('the purchase has no charge');
  return charge;
}

/** A refund that the ISP made at this instant. */
export async function refunded(books: Books, charge_id: string, { amount_cents, at }: { amount_cents: bigint; at: Date }): Promise<string> {
  const id = newId('ref');
  await books.unitOfWork.transaction(async (stores) => {
    const charge = await stores.charges.get(charge_id);
    const payment_reference = charge.isp_reference ?? '';
    await requestRefund(stores, { id, charge, payment_reference, amount_cents, reason: 'asked', source: 'merchant', now: at });
  });
  await books.unitOfWork.transaction((stores) => openRefund(stores, id, { now: at, send_deadline_ms: SEND_DEADLINE_MS }));
  const result = { kind: 'succeeded', isp_reference: newId('ref') } as const;
  await books.unitOfWork.transaction((stores) => settleRefund(stores, { refund_id: id, attempt: 1, result, now: at }));
  return id;
}

export const ownerOf = ({ merchant }: Books) => ({ merchant_id: merchant.scope.merchant_id, mode: 'test' as const });

export async function payOut(books: Books, month: string, changes: { terms?: PayoutTerms; now?: Date } = {}): Promise<MadePayout> {
  const { terms = TERMS, now = new Date() } = changes;
  return await books.unitOfWork.transaction((stores) => makePayout(stores, { id: newId('po'), owner: ownerOf(books), month, terms, now }));
}

/** The statement of a month, which has to be made by this very run. */
export async function statement(books: Books, month: string, terms = TERMS): Promise<{ payout: PayoutRow; lines: PayoutLineRow[] }> {
  const made = await payOut(books, month, { terms });
  if (made.status !== 'made') throw new Error(`of ${month} there is ${made.status}`);
  return { payout: made.payout, lines: await books.unitOfWork.read((stores) => stores.payouts.linesOf([made.payout.id])) };
}
