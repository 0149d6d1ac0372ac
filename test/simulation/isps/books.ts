import { monthBounds } from '../../../domain/calendar.ts';
import type { DeclineReason } from '../../../domain/charges.ts';
import type { Isp } from '../../../domain/isps.ts';
import type { RefundDeclineReason } from '../../../domain/refunds.ts';
import type { PaymentRequest, RefundRequest, TokenKind } from '../../../gateways/isp/port.ts';

export type LineStatus = 'active' | 'suspended' | 'closed' | 'blocked';
export type Line = { line: string; status: LineStatus; monthly_ceiling_cents: bigint | null };
export type Token = { token: string; line: string; kind: TokenKind; spent: boolean };
export type Mandate = { mandate_reference: string; line: string; token: string; status: 'active' | 'cancelled' | 'revoked' };

/** One line of the books. `call` says which of our calls it came of. */
export type Payment = {
  payment_id: string;
  client_correlator: string;
  reference_code: string;
  amount_cents: bigint;
  line: string;
  mandate_reference: string | null;
  status: 'succeeded' | 'denied';
  denial: DeclineReason | null;
  booked_at: Date;
  /** On whose statement it stands, in Paris, and from when. */
  day: string;
  stated_from_ms: number;
  late: boolean;
  /** When the call left us. */
  left_at: Date;
};

/** Money that went back, on which call of ours. */
export type Refund = {
  refund_id: string;
  payment: Payment;
  client_correlator: string;
  reference_code: string;
  amount_cents: bigint;
  booked_at: Date;
  day: string;
  stated_from_ms: number;
};

export type Answer = { kind: 'payment'; payment: Payment } | { kind: 'refused'; reason: DeclineReason } | { kind: 'open' };

const DENIAL_OF_STATUS: Record<LineStatus, DeclineReason | undefined> = {
  active: undefined,
  suspended: 'line_suspended',
  closed: 'line_closed',
  blocked: 'purchases_blocked',
};

export type RefundAnswer = { kind: 'refund'; refund: Refund } | { kind: 'refused'; reason: RefundDeclineReason } | { kind: 'open' };

export type Order = PaymentRequest & { left_at: Date };

/** What an ISP keeps, as the simulator's ISPs do (simulator/isps/charging.ts): it alone says what was charged. */
export class Books {
  readonly isp: Isp;
  readonly lines = new Map<string, Line>();
  readonly tokens = new Map<string, Token>();
  readonly mandates = new Map<string, Mandate>();
  readonly payments: Payment[] = [];
  readonly refunds: Refund[] = [];
  /** By correlator, of refunds. */
  readonly refusals = new Map<string, RefundDeclineReason>();
  /** Refunds that were taken and are in no book yet: what they take of their payments. */
  readonly #open_refunds = new Map<string, bigint>();
  readonly #by_correlator = new Map<string, Payment[]>();
  /** Taken, but in no book yet. */
  readonly open_correlators = new Set<string>();
  readonly #mandate_of_token = new Map<string, Mandate>();

  constructor(isp: Isp) {
    this.isp = isp;
  }

  withCorrelator(client_correlator: string): Payment[] {
    return this.#by_correlator.get(client_correlator) ?? [];
  }

  #payerOf({ payer }: PaymentRequest): { line: Line; token?: Token; mandate?: Mandate } | undefined {
    const token = 'subscriber_token' in payer ? this.tokens.get(payer.subscriber_token) : undefined;
    const mandate = 'mandate_reference' in payer ? this.mandates.get(payer.mandate_reference) : undefined;
    const line = this.lines.get(token?.line ?? mandate?.line ?? '');
    return line && { line, ...(token ? { token } : {}), ...(mandate ? { mandate } : {}) };
  }

  /** Why this is refused at this instant. */
  denialOf(order: Order, at: Date): DeclineReason | undefined {
    const payer = this.#payerOf(order);
    if (!payer || payer.token?.spent) return 'token_rejected';
    if (payer.mandate && payer.mandate.status !== 'active') return 'mandate_revoked';
    const { line } = payer;
    if (line.status !== 'active') return DENIAL_OF_STATUS[line.status];
    if (line.monthly_ceiling_cents === null) return undefined;
    return this.spentInMonth(line.line, at) + order.amount_cents > line.monthly_ceiling_cents ? 'insufficient_ceiling' : undefined;
  }

  spentInMonth(line: string, at: Date): bigint {
    const { start, end } = monthBounds(at);
    return this.payments
      .filter((payment) => payment.line === line && payment.status === 'succeeded' && payment.booked_at >= start && payment.booked_at < end)
      .reduce((sum, { amount_cents }) => sum + amount_cents, 0n);
  }

  /** A token pays once: taken with the decision, whenever the booking follows. */
  spend({ payer }: PaymentRequest): void {
    const token = 'subscriber_token' in payer ? this.tokens.get(payer.subscriber_token) : undefined;
    if (token) token.spent = true;
  }

  book(order: Order, booking: Pick<Payment, 'denial' | 'booked_at' | 'day' | 'stated_from_ms' | 'late'>): Payment {
    const payer = this.#payerOf(order);
    const payment: Payment = {
      payment_id: `pay_${this.isp}_${this.payments.length + 1}`,
      client_correlator: order.client_correlator,
      reference_code: order.reference_code,
      amount_cents: order.amount_cents,
      line: payer?.line.line ?? '',
      mandate_reference: payer?.mandate?.mandate_reference ?? null,
      status: booking.denial === null ? 'succeeded' : 'denied',
      left_at: order.left_at,
      ...booking,
    };
    this.payments.push(payment);
    this.#by_correlator.set(order.client_correlator, [...this.withCorrelator(order.client_correlator), payment]);
    return payment;
  }

  /** How much a refund takes, or why it is refused: as in simulator/isps/refunds.ts. */
  amountToRefund({
    payment_reference,
    amount_cents,
    is_total,
  }: RefundRequest): { payment: Payment; amount_cents: bigint } | RefundDeclineReason {
    const payment = this.payments.find(({ payment_id }) => payment_id === payment_reference);
    if (!payment) return 'unknown';
    if (payment.status !== 'succeeded') return 'not_eligible';
    const given = this.refunds.filter((refund) => refund.payment === payment).reduce((sum, refund) => sum + refund.amount_cents, 0n);
    const left_cents = payment.amount_cents - given - (this.#open_refunds.get(payment.payment_id) ?? 0n);
    if (left_cents === 0n) return 'not_eligible';
    if (is_total) return { payment, amount_cents: left_cents };
    return amount_cents > left_cents ? 'amount_not_allowed' : { payment, amount_cents };
  }

  refundWith(client_correlator: string): Refund | undefined {
    return this.refunds.find((refund) => refund.client_correlator === client_correlator);
  }

  openRefund({ payment_id }: Payment, amount_cents: bigint): void {
    this.#open_refunds.set(payment_id, (this.#open_refunds.get(payment_id) ?? 0n) + amount_cents);
  }

  giveBack(refund: Omit<Refund, 'refund_id'>): Refund {
    const booked = { ...refund, refund_id: `rfd_${this.isp}_${this.refunds.length + 1}` };
    this.refunds.push(booked);
    return booked;
  }

  /** The same token gives the same mandate. */
  mandateOf(token: Token): Mandate {
    const existing = this.#mandate_of_token.get(token.token);
    if (existing) return existing;
    const mandate: Mandate = {
      mandate_reference: `mdt_${this.isp}_${this.mandates.size + 1}`,
      line: token.line,
      token: token.token,
      status: 'active',
    };
    this.mandates.set(mandate.mandate_reference, mandate);
    this.#mandate_of_token.set(token.token, mandate);
    return mandate;
  }

  end(mandate_reference: string, status: 'cancelled' | 'revoked'): boolean {
    const mandate = this.mandates.get(mandate_reference);
    if (mandate?.status !== 'active') return false;
    mandate.status = status;
    return true;
  }
}
