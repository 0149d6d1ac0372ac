import type { DatabaseSync } from 'node:sqlite';
import type { Books } from './books.ts';
import { inTransaction } from './database.ts';
import { createDueLoop } from './due-loop.ts';
import type { Booking, Payment } from './payment.ts';

interface LateRow {
  readonly sequence: number;
  readonly capture_at_ms: number;
  readonly payment_json: string;
}

/** A booking on its way to the books: the amount as text, for JSON has no bigint; the date missing where it is that of the capture. */
type LateBooking = Omit<Booking, 'amount_cents' | 'created_at_ms'> & { amount_cents: string; created_at_ms: number | null };

/** Payments that the ISP took but that are in no list yet. They reach the books when their delay has passed, also after a restart. */
export function createLateCaptures(database: DatabaseSync, books: Books, announce: (payment: Payment) => void) {
  const insert = database.prepare('INSERT INTO late_captures (client_correlator, capture_at_ms, payment_json) VALUES (?, ?, ?)');
  const nextDue = database.prepare('SELECT min(capture_at_ms) AS due_ms FROM late_captures');
  const dueNow = database.prepare(
    'SELECT sequence, capture_at_ms, payment_json FROM late_captures WHERE capture_at_ms <= ? ORDER BY capture_at_ms',
  );
  const remove = database.prepare('DELETE FROM late_captures WHERE sequence = ?');
  const ofCorrelator = database.prepare('SELECT 1 FROM late_captures WHERE client_correlator = ?');

  function capture(row: LateRow): void {
    inTransaction(database, () => {
      const late = JSON.parse(row.payment_json) as LateBooking;
      remove.run(row.sequence);
      const dated = { ...late, amount_cents: BigInt(late.amount_cents), created_at_ms: late.created_at_ms ?? row.capture_at_ms };
      announce(books.book(dated));
    });
  }

  const loop = createDueLoop(
    () => (nextDue.get() as { due_ms: number | null }).due_ms,
    () => {
      for (const row of dueNow.all(Date.now())) capture(row as unknown as LateRow);
    },
  );

  return {
    isPending: (correlator: string): boolean => ofCorrelator.get(correlator) !== undefined,
    /** Keeps a payment back for delay_ms of real time; keeps_date: it is booked at its own (simulated) date and not at that of the capture. */
    schedule(booking: Booking, { delay_ms, keeps_date }: { delay_ms: number; keeps_date: boolean }): void {
      const late: LateBooking = {
        ...booking,
        amount_cents: String(booking.amount_cents),
        created_at_ms: keeps_date ? booking.created_at_ms : null,
      };
      insert.run(booking.client_correlator, Date.now() + delay_ms, JSON.stringify(late));
      loop.wake();
    },
    start: loop.wake,
    stop: loop.stop,
  };
}
export type LateCaptures = ReturnType<typeof createLateCaptures>;
