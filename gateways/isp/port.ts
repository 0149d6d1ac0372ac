import type { Isp } from '../../domain/isps.ts';
import type { Cents } from '../../domain/money.ts';
import type { PaymentResult } from '../../domain/payments.ts';
import type { RefundResult } from '../../domain/refunds.ts';
import type { StatementLine } from '../../domain/statements.ts';
import type { IspHealth } from './guard.ts';
import type { Finding } from './lookups.ts';
import type { RefundFinding } from './refunds.ts';

/**
 * What we ask of an ISP, after CAMARA Carrier Billing 0.5. A mandate (authorised on the ISP's page, revocable by either side) plus one
 * payment per period is our extension, since CAMARA has no recurrence.
 */
export type TokenKind = 'one_shot' | 'mandate';

/**
 * RFC 7662: what a token of the hosted page stands for. The subscriber reference is opaque, and the same for one line for ever. `simulated`
 * is told by an ISP whose lines and money are not real.
 */
export type TokenState =
  | { active: true; kind: TokenKind; subscriber_reference: string; simulated: boolean }
  | { active: false; reason: 'unknown' | 'expired' | 'used' };

export type PaymentRequest = {
  /** Who pays: the buyer's token of the hosted page, or a standing mandate. */
  payer: { subscriber_token: string } | { mandate_reference: string };
  client_correlator: string;
  /** What the ISP lists and prints the payment under. */
  reference_code: string;
  amount_cents: Cents;
  description: string;
  merchant_id: string;
  /** The business instant of a charge made on a test clock. */
  simulated_time: Date | undefined;
};

export type RefundRequest = {
  /** The ISP's name for the payment of which money goes back. */
  payment_reference: string;
  client_correlator: string;
  reference_code: string;
  amount_cents: Cents;
  /** The whole of the payment: CAMARA knows total and partial refunds. */
  is_total: boolean;
  reason: string;
  merchant_id: string;
  simulated_time: Date | undefined;
};

/** By what an attempt is found again. `booked_at` is its business instant. */
export type AttemptKeys = { client_correlator: string; reference_code: string; booked_at: Date };

export type MandateResult = { kind: 'active'; mandate_reference: string } | { kind: 'rejected'; raw: string };

export type IspGateway = {
  /** createPayment. Never throws: what can't be told for sure is `unclear`. At most one HTTP request leaves. */
  createPayment(request: PaymentRequest): Promise<PaymentResult>;
  /** Exchanges a token for its mandate; the same token gives the same mandate. Throws IspUnavailable where the ISP doesn't answer. */
  createMandate(request: { subscriber_token: string; reference_code: string; description: string }): Promise<MandateResult>;
  /** Harmless when repeated. `unknown`: the ISP has no such mandate, so nothing can be charged by it. Throws IspUnavailable where the ISP doesn't answer. */
  cancelMandate(mandate_reference: string): Promise<'cancelled' | 'unknown'>;
  /** Throws IspUnavailable where the ISP doesn't answer. */
  introspect(subscriber_token: string): Promise<TokenState>;
  /**
   * What the ISP has in its books about one attempt, asked without any chance of charging: in its list of payments, or in the statement of
   * the day where it has no list. Throws IspUnavailable where it doesn't answer.
   */
  findPayment(attempt: AttemptKeys): Promise<Finding>;
  /** createRefund of CAMARA Refund 0.3. Never throws, as createPayment. */
  createRefund(request: RefundRequest): Promise<RefundResult>;
  /** What the ISP has in its books about one attempt to refund. Throws IspUnavailable where it doesn't answer. */
  findRefund(attempt: { payment_reference: string; client_correlator: string; booked_at: Date }): Promise<RefundFinding>;
  /** The settled charges and refunds of one Paris day, `YYYY-MM-DD`. Throws IspUnavailable. */
  statement(day: string): Promise<StatementLine[]>;
  /** How this process gets on with the ISP. */
  health(): IspHealth;
  /** The address of the hosted page on which a buyer identifies the line and accepts. */
  authorizeUrl(page: AuthorizePage): string;
};

export type AuthorizePage = {
  kind: TokenKind;
  redirect_uri: string;
  state: string;
  merchant_name: string;
  description: string;
  amount_cents: Cents;
  period: string | undefined;
  locale: string;
};

export type IspGateways = Record<Isp, IspGateway>;
