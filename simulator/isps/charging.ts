import { inTransaction } from './database.ts';
import { type Answer, CamaraError, errorAnswer } from './errors.ts';
import type { Isp } from './isp.ts';
import type { Line, LineStatus } from './lines.ts';
import { type Booking, bookedAnswer, type Payment } from './payment.ts';
import { parisMonthOf } from './time.ts';
import { type SubscriberToken, tokenState } from './tokens.ts';

/** Who pays: the bearer of a one-shot token, or the line of a mandate. */
export type Payer = { readonly token: string } | { readonly mandate_id: string };

/** What a client asks to be charged. */
export interface PaymentOrder {
  readonly payer: Payer;
  readonly client_correlator: string | null;
  readonly reference_code: string;
  readonly amount_cents: bigint;
  readonly description: string;
  readonly merchant_name: string | null;
  readonly merchant_identifier: string | null;
  readonly transaction_json: string;
  readonly sink: string | null;
  readonly sink_token: string | null;
  /** The date of the booking: now, or the instant of a simulated clock. */
  readonly booked_at_ms: number;
  /** The clock of the booking is simulated. */
  readonly simulated: boolean;
}

/** What a fault makes of an operation. */
export interface Circumstances {
  /** The client will see the answer; otherwise it must hear of the payment by notification. */
  readonly answered: boolean;
  /** Refused for this reason, whatever the line says. */
  readonly decline?: string;
  /** Booked only after this time, and not known of before. */
  readonly late_ms?: number;
}

/** A payer that was found, with what decides about the payment. */
export interface FoundPayer {
  readonly line: Line;
  readonly token: SubscriberToken | null;
  readonly mandate_id: string | null;
  readonly mandate_ended: boolean;
  readonly amount_max_cents: bigint | null;
}

const DENIAL_OF_STATUS: Readonly<Record<LineStatus, string | undefined>> = {
  active: undefined,
  suspended: 'line_suspended',
  closed: 'line_closed',
  blocked: 'purchases_blocked',
};

export function lineNamed(isp: Isp, name: string): Line {
  const line = isp.lines.find(name);
  if (!line) throw new Error('A token, mandate or payment names a line that is not there');
  return line;
}

/** Finds who pays, or throws the error that the client is told. Tokens that are spent or over are told apart in the message. */
export function findPayer(isp: Isp, payer: Payer): FoundPayer {
  if ('mandate_id' in payer) {
    const mandate = isp.mandates.find(payer.mandate_id);
    if (!mandate) throw new CamaraError('IDENTIFIER_NOT_FOUND');
    const { mandate_id, amount_max_cents } = mandate;
    return { line: lineNamed(isp, mandate.line), token: null, mandate_id, mandate_ended: mandate.status !== 'active', amount_max_cents };
  }
  const token = isp.tokens.find(payer.token);
  const unusable = tokenState(token, Date.now());
  if (!token || unusable) throw new CamaraError('UNAUTHENTICATED', `The subscriber token is ${unusable ?? 'unknown'}.`);
  if (token.kind !== 'one_shot')
    throw new CamaraError('PERMISSION_DENIED', 'This subscriber token makes a mandate; it is not for a payment.');
  const { amount_max_cents } = token;
  return { line: lineNamed(isp, token.line), token, mandate_id: null, mandate_ended: false, amount_max_cents };
}

/** Why this payer is refused whatever the amount. */
export const standingDenialOf = (line: Line, mandateEnded: boolean): string | undefined =>
  mandateEnded ? 'mandate_revoked' : DENIAL_OF_STATUS[line.status];

/** Why this amount is refused at this instant; undefined when nothing speaks against it. */
export function denialOf(isp: Isp, payer: FoundPayer, order: { amount_cents: bigint; booked_at_ms: number }): string | undefined {
  const { line } = payer;
  const standing = standingDenialOf(line, payer.mandate_ended);
  if (standing) return standing;
  if (payer.amount_max_cents !== null && order.amount_cents > payer.amount_max_cents) return 'unauthorized_amount';
  if (line.monthly_ceiling_cents === null) return undefined;
  const spent_cents = isp.books.spentInMonth(line.line, parisMonthOf(order.booked_at_ms));
  return spent_cents + order.amount_cents > line.monthly_ceiling_cents ? 'insufficient_ceiling' : undefined;
}

export function bookingOf(order: PaymentOrder, payer: FoundPayer, outcome: Pick<Booking, 'status' | 'denial' | 'validation_id'>): Booking {
  const { client_correlator, reference_code, amount_cents, description, merchant_name, merchant_identifier } = order;
  return {
    ...{ client_correlator, reference_code, amount_cents, description, merchant_identifier, ...outcome },
    merchant_name: merchant_name ?? payer.token?.merchant_name ?? null,
    line: payer.line.line,
    mandate_id: payer.mandate_id,
    token_hash: payer.token?.token_hash ?? null,
    created_at_ms: order.booked_at_ms,
    transaction_json: order.transaction_json,
    sink: order.sink,
    sink_token: order.sink_token,
  };
}

/** The line that the payer of a repeated request names, spent tokens included: a replay is for the one who paid. */
function lineOfPayer(isp: Isp, payer: Payer): string | undefined {
  return 'mandate_id' in payer ? isp.mandates.find(payer.mandate_id)?.line : isp.tokens.find(payer.token)?.line;
}

/** The first answer to this correlator, where the ISP replays. */
export function replayOf(isp: Isp, order: PaymentOrder): Answer | undefined {
  if (!isp.profile.replays_correlator || order.client_correlator === null) return undefined;
  if (isp.lateCaptures.isPending(order.client_correlator)) return stillOpen();
  const first = isp.books.findByCorrelator(order.client_correlator);
  if (!first) return undefined;
  const same = first.amount_cents === order.amount_cents && first.reference_code === order.reference_code;
  if (!same || first.line !== lineOfPayer(isp, order.payer)) {
    throw new CamaraError('INVALID_ARGUMENT', 'clientCorrelator already exist on server.');
  }
  return bookedAnswer(first, isp.publicUrl);
}

const stillOpen = (): Answer =>
  errorAnswer('BAD_GATEWAY', 'The billing system did not answer; the outcome of the payment is not known yet.');

/** createPayment: decided and booked in one transaction, so that one token pays once however many requests race with it. */
export function charge(isp: Isp, order: PaymentOrder, circumstances: Circumstances): Answer {
  return inTransaction(isp.database, () => {
    const replayed = replayOf(isp, order);
    if (replayed) return replayed;
    const payer = findPayer(isp, order.payer);
    const denial = circumstances.decline ?? denialOf(isp, payer, order);
    if (denial === undefined && payer.token) isp.tokens.spend(payer.token);
    const booking = bookingOf(order, payer, { status: denial ? 'denied' : 'succeeded', denial: denial ?? null, validation_id: null });
    if (denial === undefined && circumstances.late_ms !== undefined) {
      isp.lateCaptures.schedule(booking, { delay_ms: circumstances.late_ms, keeps_date: order.simulated });
      return stillOpen();
    }
    const payment: Payment = isp.books.book(booking);
    isp.announcePayment(payment, circumstances.answered);
    return bookedAnswer(payment, isp.publicUrl);
  });
}
