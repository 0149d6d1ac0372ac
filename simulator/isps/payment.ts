import { declineAnswer, denialReasonOf } from './declines.ts';
import type { Answer } from './errors.ts';
import { rfc3339 } from './time.ts';

export type PaymentStatus = 'pending_validation' | 'denied' | 'reserved' | 'succeeded' | 'cancelled';

/** One line of the books. A declined payment is in them too. */
export interface Payment {
  readonly payment_id: string;
  readonly client_correlator: string | null;
  readonly reference_code: string;
  readonly amount_cents: bigint;
  readonly refunded_cents: bigint;
  readonly description: string;
  readonly merchant_name: string | null;
  readonly merchant_identifier: string | null;
  readonly status: PaymentStatus;
  /** Why it was denied, in the ISP's own word. */
  readonly denial: string | null;
  readonly line: string;
  readonly subscriber_reference: string;
  readonly mandate_id: string | null;
  readonly token_hash: string | null;
  readonly created_at_ms: number;
  readonly paid_at_ms: number | null;
  /** amountTransaction as the client sent it, given back in every answer. */
  readonly transaction_json: string;
  readonly sink: string | null;
  readonly sink_token: string | null;
  readonly validation_id: string | null;
  readonly validation_attempts: number;
}

/** What a booking is made of; the rest follows. */
export type Booking = Pick<
  Payment,
  | 'client_correlator'
  | 'reference_code'
  | 'amount_cents'
  | 'description'
  | 'merchant_name'
  | 'merchant_identifier'
  | 'status'
  | 'denial'
  | 'line'
  | 'mandate_id'
  | 'token_hash'
  | 'created_at_ms'
  | 'transaction_json'
  | 'sink'
  | 'sink_token'
  | 'validation_id'
>;

/** The rows that `paymentOf` reads. */
export const SELECT_PAYMENTS = 'SELECT payments.*, subscriber_reference FROM payments JOIN lines USING (line)';

export function paymentOf(row: unknown): Payment {
  const raw = row as Omit<Payment, 'amount_cents' | 'refunded_cents'> & { amount_cents: number; refunded_cents: number };
  return { ...raw, amount_cents: BigInt(raw.amount_cents), refunded_cents: BigInt(raw.refunded_cents) };
}

/** Payment of CAMARA, with the subscriber's reference where the phone number would be. */
export function paymentBody(payment: Payment, publicUrl: string) {
  return {
    paymentId: payment.payment_id,
    amountTransaction: {
      ...(JSON.parse(payment.transaction_json) as Record<string, unknown>),
      subscriberReference: payment.subscriber_reference,
      resourceURL: paymentUrl(payment, publicUrl),
      serverReferenceCode: payment.payment_id,
    },
    paymentStatus: payment.status,
    paymentCreationDate: rfc3339(payment.created_at_ms),
    ...(payment.paid_at_ms === null ? {} : { paymentDate: rfc3339(payment.paid_at_ms) }),
    ...(payment.mandate_id === null ? {} : { mandateId: payment.mandate_id }),
    ...(payment.sink === null ? {} : { sink: payment.sink }),
    ...(payment.denial === null ? {} : { denialReason: denialReasonOf(payment.denial) }),
    ...(payment.status === 'pending_validation' ? { validationInfo: { action: 'validate', authorizationId: payment.validation_id } } : {}),
  };
}

const paymentUrl = (payment: Payment, publicUrl: string): string => `${publicUrl}/carrier-billing/v0.5/payments/${payment.payment_id}`;

/** The answer to the request that made this payment; a payment in one step gives the same one however late it is asked for again. */
export function bookedAnswer(payment: Payment, publicUrl: string): Answer {
  if (payment.denial !== null) return declineAnswer(payment.denial);
  return { status: 201, headers: { Location: paymentUrl(payment, publicUrl) }, body: paymentBody(payment, publicUrl) };
}
