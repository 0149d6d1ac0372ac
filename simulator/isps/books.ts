import type { DatabaseSync } from 'node:sqlite';
import { newIdentifier } from './identifiers.ts';
import { type Booking, type Payment, type PaymentStatus, paymentOf, SELECT_PAYMENTS } from './payment.ts';
import { createPaymentLists } from './payment-lists.ts';
import { parisDayOf, parisMonthOf } from './time.ts';

/** The payments of one ISP. It alone says what was charged. `changed` is told the line of every entry that is made or changes. */
export function createBooks(database: DatabaseSync, changed: (line: string) => void) {
  const byId = database.prepare(`${SELECT_PAYMENTS} WHERE payment_id = ?`);
  const firstOfCorrelator = database.prepare(`${SELECT_PAYMENTS} WHERE client_correlator = ? ORDER BY sequence LIMIT 1`);
  const every = database.prepare(`${SELECT_PAYMENTS} ORDER BY sequence`);
  const spent = database.prepare(
    `SELECT coalesce(sum(amount_cents - refunded_cents), 0) AS cents FROM payments
     WHERE line = ? AND booking_month = ? AND status IN ('succeeded', 'reserved', 'pending_validation')`,
  );
  const insert = database.prepare(
    `INSERT INTO payments (payment_id, client_correlator, reference_code, amount_cents, description, merchant_name, merchant_identifier, status, denial,
       line, mandate_id, token_hash, created_at_ms, paid_at_ms, booking_month, statement_day, transaction_json, sink, sink_token, validation_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const move = database.prepare('UPDATE payments SET status = ?, denial = ?, validation_attempts = ? WHERE payment_id = ?');
  const capture = database.prepare(
    "UPDATE payments SET status = 'succeeded', paid_at_ms = ?, booking_month = ?, statement_day = ? WHERE payment_id = ?",
  );
  const refund = database.prepare('UPDATE payments SET refunded_cents = refunded_cents + ? WHERE payment_id = ?');

  function get(paymentId: string): Payment {
    const row = byId.get(paymentId);
    if (!row) throw new Error('A payment of the books is not there');
    return paymentOf(row);
  }

  return {
    find(paymentId: string): Payment | undefined {
      const row = byId.get(paymentId);
      return row && paymentOf(row);
    },
    findByCorrelator(correlator: string): Payment | undefined {
      const row = firstOfCorrelator.get(correlator);
      return row && paymentOf(row);
    },
    /** What the line has spent or reserved in a month (YYYY-MM in Paris), refunds taken off. */
    spentInMonth: (line: string, month: string): bigint => BigInt((spent.get(line, month) as { cents: number }).cents),
    book(booking: Booking): Payment {
      const id = newIdentifier('pay');
      const paid = booking.status === 'succeeded';
      const { created_at_ms: at_ms } = booking;
      insert.run(
        ...[id, booking.client_correlator, booking.reference_code, booking.amount_cents, booking.description],
        ...[booking.merchant_name, booking.merchant_identifier, booking.status, booking.denial],
        ...[booking.line, booking.mandate_id, booking.token_hash],
        ...[at_ms, paid ? at_ms : null, parisMonthOf(at_ms), paid ? parisDayOf(at_ms) : null],
        ...[booking.transaction_json, booking.sink, booking.sink_token, booking.validation_id],
      );
      changed(booking.line);
      return get(id);
    },
    /** Moves a payment in two steps on; not for success, which is `capture`. */
    move(payment: Payment, to: { status: Exclude<PaymentStatus, 'succeeded'>; denial?: string; validation_attempts?: number }): void {
      move.run(to.status, to.denial ?? null, to.validation_attempts ?? payment.validation_attempts, payment.payment_id);
      changed(payment.line);
    },
    /** Takes the money of a reservation; it counts in the month and the statement of this instant. */
    capture(payment: Payment, at_ms: number): Payment {
      capture.run(at_ms, parisMonthOf(at_ms), parisDayOf(at_ms), payment.payment_id);
      changed(payment.line);
      return get(payment.payment_id);
    },
    addRefund(payment: Payment, amount_cents: bigint): void {
      refund.run(amount_cents, payment.payment_id);
      changed(payment.line);
    },
    ...createPaymentLists(database),
    /** Everything, in the order of booking. */
    all: (): Payment[] => every.all().map(paymentOf),
  };
}
export type Books = ReturnType<typeof createBooks>;
