import { z } from 'zod';
import { lineKey } from '../../domain/reconciliation.ts';
import type { RefundDeclineReason, RefundResult } from '../../domain/refunds.ts';
import type { StatementLine } from '../../domain/statements.ts';
import type { Exchange, HttpCall } from './http.ts';
import { findOnPages, isOfCorrelator, type Tools } from './lookups.ts';
import type { RefundRequest } from './port.ts';
import { chargingInformation, type ErrorInfo, errorInfo, noAnswer } from './wire.ts';

/** CAMARA Carrier Billing Refund 0.3. */

/** What an ISP knows of one attempt to refund. */
export type RefundFinding = Listed | { kind: 'absent' };

type Listed = Extract<RefundResult, { kind: 'succeeded' | 'declined' }> | { kind: 'processing' };

/** Our own credential was refused: nobody looked at a payment. */
const CREDENTIAL_RETRY_MS = 30_000;

const refund = z.object({
  refundId: z.string().min(1).max(120),
  refundStatus: z.enum(['processing', 'denied', 'succeeded']),
  amountTransaction: z.object({ clientCorrelator: z.string().optional() }),
});

type ListedRefund = z.infer<typeof refund>;

function refundsPath(payment_reference: string): string {
  return `/carrier-billing-refund/v0.3/payments/${encodeURIComponent(payment_reference)}/refunds`;
}

export function refundCall(request: RefundRequest, client_secret: string): HttpCall {
  const chargingMetaData = { merchantIdentifier: request.merchant_id };
  const partial = { chargingInformation: chargingInformation(request.amount_cents, request.reason) };
  return {
    method: 'POST',
    path: refundsPath(request.payment_reference),
    bearer: client_secret,
    headers: {
      'x-correlator': request.client_correlator,
      ...(request.simulated_time ? { 'simulated-time': request.simulated_time.toISOString() } : {}),
    },
    json: {
      type: request.is_total ? 'total' : 'partial',
      reason: request.reason,
      amountTransaction: {
        clientCorrelator: request.client_correlator,
        referenceCode: request.reference_code,
        refundAmount: { ...(request.is_total ? {} : partial), chargingMetaData },
      },
    },
  };
}

/** Reads an answer to createRefund. Only a plain yes or a plain no is one; everything else may have been given back. */
export function refundResult(exchange: Exchange): RefundResult {
  if (!exchange.answered || exchange.status === 429) return noAnswer(exchange);
  if (exchange.status === 200 || exchange.status === 201) {
    const created = refund.safeParse(exchange.body);
    if (!created.success) return { kind: 'unclear', detail: `status ${exchange.status} without a refund` };
    const finding = findingOf(created.data);
    return finding.kind === 'processing' ? { kind: 'unclear', detail: 'processing' } : finding;
  }
  const error = errorInfo.safeParse(exchange.body);
  if (!error.success || exchange.status >= 500) return { kind: 'unclear', detail: `status ${exchange.status}` };
  if (exchange.status === 401) return { kind: 'not_sent', detail: 'our credential was refused', retry_after_ms: CREDENTIAL_RETRY_MS };
  const reason = REASONS[error.data.code];
  if (reason === undefined) return { kind: 'unclear', detail: `status ${exchange.status}` };
  return { kind: 'declined', reason, raw: rawOf(error.data) };
}

const REASONS: Record<string, RefundDeclineReason> = {
  'CARRIER_BILLING_REFUND.REFUND_DENIED': 'denied',
  'CARRIER_BILLING_REFUND.PAYMENT_NOT_ELIGIBLE_FOR_REFUND': 'not_eligible',
  'CARRIER_BILLING_REFUND.INVALID_PAYMENT_STATUS': 'not_eligible',
  'CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT': 'amount_not_allowed',
  'CARRIER_BILLING_REFUND.USER_AMOUNT_THRESHOLD_OVERPASSED': 'amount_not_allowed',
  'CARRIER_BILLING_REFUND.TAXES_MANAGEMENT_MISMATCH': 'unknown',
  'CARRIER_BILLING_REFUND.REFUND_DETAILS_MISMATCH': 'unknown',
  PERMISSION_DENIED: 'denied',
  INVALID_ARGUMENT: 'unknown',
  NOT_FOUND: 'unknown',
};

function rawOf(error: ErrorInfo): string {
  return `${error.code}: ${error.message}`.slice(0, 500);
}

function findingOf(listed: ListedRefund): Listed {
  switch (listed.refundStatus) {
    case 'succeeded':
      return { kind: 'succeeded', isp_reference: listed.refundId };
    case 'denied':
      return { kind: 'declined', reason: 'denied', raw: 'denied' };
    case 'processing':
      return { kind: 'processing' };
  }
}

/** Looks through the refunds of one payment, all pages of them. */
export async function findRefundInList(
  tools: Tools,
  asked: { payment_reference: string; client_correlator: string },
): Promise<RefundFinding> {
  const list = { path: refundsPath(asked.payment_reference), query: {}, item: refund };
  const found = await findOnPages(tools, list, isOfCorrelator(asked.client_correlator));
  return found ? findingOf(found) : { kind: 'absent' };
}

/** A statement names the payment and our correlator, not the ISP's refund: together they are its reference. */
export function findRefundInStatement(lines: StatementLine[], client_correlator: string): RefundFinding {
  const line = lines.find((each) => each.type === 'refund' && each.client_correlator === client_correlator);
  return line ? { kind: 'succeeded', isp_reference: lineKey(line) } : { kind: 'absent' };
}
