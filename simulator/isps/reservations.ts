import {
  bookingOf,
  type Circumstances,
  denialOf,
  findPayer,
  lineNamed,
  type PaymentOrder,
  replayOf,
  standingDenialOf,
} from './charging.ts';
import { inTransaction } from './database.ts';
import { declineAnswer } from './declines.ts';
import { type Answer, CamaraError } from './errors.ts';
import { newIdentifier, sameSecret } from './identifiers.ts';
import type { Isp } from './isp.ts';
import { bookedAnswer, type Payment } from './payment.ts';

const VALIDATION_ATTEMPTS_MAX = 3;

function paymentNamed(isp: Isp, paymentId: string): Payment {
  const payment = isp.books.find(paymentId);
  if (!payment) throw new CamaraError('NOT_FOUND');
  return payment;
}

/** A payment that is past its second step, or refused, can take no other step. */
function refuseIfOver(payment: Payment): void {
  if (payment.status === 'succeeded') throw new CamaraError('CARRIER_BILLING.PAYMENT_CONFIRMED');
  if (payment.status === 'cancelled') throw new CamaraError('CARRIER_BILLING.PAYMENT_CANCELLED');
  if (payment.status === 'denied') throw new CamaraError('ALREADY_EXISTS', 'The payment was denied.');
}

/** preparePayment: the amount is set aside in the month's ceiling; a line with a reservation code waits for its validation. */
export function prepare(isp: Isp, order: PaymentOrder, circumstances: Circumstances): Answer {
  return inTransaction(isp.database, () => {
    const replayed = replayOf(isp, order);
    if (replayed) return replayed;
    const payer = findPayer(isp, order.payer);
    const denial = circumstances.decline ?? denialOf(isp, payer, order);
    if (denial !== undefined) {
      return bookedAnswer(isp.books.book(bookingOf(order, payer, { status: 'denied', denial, validation_id: null })), isp.publicUrl);
    }
    if (payer.token) isp.tokens.spend(payer.token);
    const outcome =
      payer.line.reservation_code === null
        ? ({ status: 'reserved', denial: null, validation_id: null } as const)
        : ({ status: 'pending_validation', denial: null, validation_id: newIdentifier('val') } as const);
    return bookedAnswer(isp.books.book(bookingOf(order, payer, outcome)), isp.publicUrl);
  });
}

/** validatePayment: the code of the line; the third wrong one denies the payment. */
export function validate(isp: Isp, paymentId: string, proof: { authorization_id: string; code: string }): Answer {
  return inTransaction(isp.database, () => {
    const payment = paymentNamed(isp, paymentId);
    if (payment.status !== 'pending_validation') throw new CamaraError('ALREADY_EXISTS', 'The payment does not wait for a validation.');
    if (proof.authorization_id !== payment.validation_id) throw new CamaraError('CARRIER_BILLING.INVALID_AUTHORIZATION_ID');
    if (sameSecret(proof.code, lineNamed(isp, payment.line).reservation_code ?? '')) {
      isp.books.move(payment, { status: 'reserved' });
      return { status: 204 };
    }
    const attempts = payment.validation_attempts + 1;
    const over = attempts >= VALIDATION_ATTEMPTS_MAX;
    const denied = { status: 'denied', denial: 'validation_failed' } as const;
    isp.books.move(payment, { ...(over ? denied : { status: 'pending_validation' }), validation_attempts: attempts });
    // Answered and not thrown: the attempt must be counted.
    return new CamaraError(over ? 'CARRIER_BILLING.VALIDATION_FAILED' : 'CARRIER_BILLING.INVALID_CODE').answer;
  });
}

/** confirmPayment: takes what was reserved, unless line or mandate ended in between. */
export function confirm(isp: Isp, input: { payment_id: string; at_ms: number }, circumstances: Circumstances): Answer {
  return inTransaction(isp.database, () => {
    const payment = paymentNamed(isp, input.payment_id);
    refuseIfOver(payment);
    if (payment.status === 'pending_validation') throw new CamaraError('ALREADY_EXISTS', 'The payment waits for its validation.');
    const mandate = payment.mandate_id === null ? undefined : isp.mandates.find(payment.mandate_id);
    const ended = mandate !== undefined && mandate.status !== 'active';
    const denial = circumstances.decline ?? standingDenialOf(lineNamed(isp, payment.line), ended);
    if (denial !== undefined) {
      isp.books.move(payment, { status: 'denied', denial });
      isp.announcePayment(paymentNamed(isp, payment.payment_id), circumstances.answered);
      return declineAnswer(denial);
    }
    isp.announcePayment(isp.books.capture(payment, input.at_ms), circumstances.answered);
    return { status: 202 };
  });
}

/** cancelPayment: gives the reservation up. */
export function cancel(isp: Isp, paymentId: string): Answer {
  return inTransaction(isp.database, () => {
    const payment = paymentNamed(isp, paymentId);
    refuseIfOver(payment);
    isp.books.move(payment, { status: 'cancelled' });
    return { status: 202 };
  });
}
