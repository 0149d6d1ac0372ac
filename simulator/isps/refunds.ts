import type { DatabaseSync } from 'node:sqlite';
import type { Books } from './books.ts';
import { inTransaction } from './database.ts';
import { type Answer, CamaraError } from './errors.ts';
import { newIdentifier } from './identifiers.ts';
import type { Payment } from './payment.ts';
import type { Page } from './payment-lists.ts';
import { parisDayOf, rfc3339 } from './time.ts';

export interface Refund {
  readonly refund_id: string;
  readonly payment_id: string;
  readonly client_correlator: string | null;
  readonly reference_code: string;
  readonly type: 'total' | 'partial';
  readonly amount_cents: bigint;
  readonly reason: string | null;
  readonly merchant_identifier: string | null;
  readonly transaction_json: string;
  readonly created_at_ms: number;
}

export interface RefundOrder extends Omit<Refund, 'refund_id' | 'amount_cents'> {
  /** null: all that remains (a total refund). */
  readonly amount_cents: bigint | null;
}

export interface RefundFilter {
  readonly from_ms?: number | undefined;
  readonly until_ms?: number | undefined;
  readonly merchant_identifier?: string | undefined;
}

function refundOf(row: unknown): Refund {
  const raw = row as Omit<Refund, 'amount_cents'> & { amount_cents: number };
  return { ...raw, amount_cents: BigInt(raw.amount_cents) };
}

/** Refund of CAMARA. */
export const refundBody = (refund: Refund) => ({
  refundId: refund.refund_id,
  type: refund.type,
  amountTransaction: JSON.parse(refund.transaction_json) as unknown,
  refundStatus: 'succeeded',
  refundCreationDate: rfc3339(refund.created_at_ms),
  refundDate: rfc3339(refund.created_at_ms),
  ...(refund.reason === null ? {} : { reason: refund.reason }),
});

/** How much of a payment a refund takes, or the error of CAMARA that refuses it. */
function amountToRefund(payment: Payment, order: RefundOrder): bigint {
  if (payment.status !== 'succeeded') throw new CamaraError('CARRIER_BILLING_REFUND.INVALID_PAYMENT_STATUS');
  const remaining_cents = payment.amount_cents - payment.refunded_cents;
  if (remaining_cents === 0n) throw new CamaraError('CARRIER_BILLING_REFUND.PAYMENT_NOT_ELIGIBLE_FOR_REFUND');
  const amount_cents = order.amount_cents ?? remaining_cents;
  if (amount_cents > remaining_cents) throw new CamaraError('CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT');
  return amount_cents;
}

export function createRefunds(database: DatabaseSync, books: Books) {
  const byId = database.prepare('SELECT * FROM refunds WHERE refund_id = ? AND payment_id = ?');
  const ofCorrelator = database.prepare('SELECT * FROM refunds WHERE client_correlator = ? AND payment_id = ? ORDER BY sequence LIMIT 1');
  const ofPayment = database.prepare('SELECT * FROM refunds WHERE payment_id = ? ORDER BY created_at_ms, sequence');
  const insert = database.prepare(
    `INSERT INTO refunds (refund_id, payment_id, client_correlator, reference_code, type, amount_cents, reason, merchant_identifier, transaction_json,
       created_at_ms, statement_day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  return {
    find(refundId: string, paymentId: string): Refund | undefined {
      const row = byId.get(refundId, paymentId);
      return row && refundOf(row);
    },
    /** Every refund of a payment that the filter lets through, in the order asked for; cutting the page is the caller's. */
    list(paymentId: string, filter: RefundFilter, order: Page['order']): Refund[] {
      const kept = ofPayment
        .all(paymentId)
        .map(refundOf)
        .filter(
          (refund) => refund.created_at_ms >= (filter.from_ms ?? 0) && refund.created_at_ms <= (filter.until_ms ?? Number.MAX_SAFE_INTEGER),
        )
        .filter((refund) => filter.merchant_identifier === undefined || refund.merchant_identifier === filter.merchant_identifier);
      return order === 'asc' ? kept : kept.reverse();
    },
    /** Gives money back; where the ISP replays, the same correlator answers as the first time. */
    create(order: RefundOrder, { replays }: { replays: boolean }): Answer {
      return inTransaction(database, () => {
        const payment = books.find(order.payment_id);
        if (!payment) throw new CamaraError('NOT_FOUND');
        const first = replays && order.client_correlator !== null ? ofCorrelator.get(order.client_correlator, order.payment_id) : undefined;
        if (first) return { status: 201, body: refundBody(refundOf(first)) };
        const refund: Refund = { ...order, refund_id: newIdentifier('ref'), amount_cents: amountToRefund(payment, order) };
        books.addRefund(payment, refund.amount_cents);
        insert.run(
          ...[refund.refund_id, refund.payment_id, refund.client_correlator, refund.reference_code, refund.type, refund.amount_cents],
          ...[refund.reason, refund.merchant_identifier, refund.transaction_json, refund.created_at_ms, parisDayOf(refund.created_at_ms)],
        );
        return { status: 201, body: refundBody(refund) };
      });
    },
  };
}
export type Refunds = ReturnType<typeof createRefunds>;
