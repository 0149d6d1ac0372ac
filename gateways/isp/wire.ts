import { z } from 'zod';
import { DECLINE_REASONS, type DeclineReason } from '../../domain/charges.ts';
import { type Cents, CURRENCY, decimalText } from '../../domain/money.ts';
import type { PaymentResult } from '../../domain/payments.ts';
import type { Exchange } from './http.ts';

/** CAMARA counts in euros with decimals on the wire. The number is made from exact text, never computed. */
export function wireEuros(amount_cents: Cents): number {
  return Number(decimalText(amount_cents));
}

export function chargingInformation(amount_cents: Cents, description: string) {
  return { amount: wireEuros(amount_cents), currency: CURRENCY, description };
}

/** No answer, or one that says to come back later. Only what is proved not to have been sent may be sent again under the same correlator. */
export function noAnswer(exchange: Exchange): NoAnswer {
  if (exchange.answered) return { kind: 'not_sent', detail: `status ${exchange.status}`, retry_after_ms: exchange.retry_after_ms ?? 1_000 };
  if (!exchange.sent) return { kind: 'not_sent', detail: exchange.detail, retry_after_ms: undefined };
  return { kind: 'unclear', detail: exchange.detail };
}

type NoAnswer = Extract<PaymentResult, { kind: 'not_sent' | 'unclear' }>;

/** PaymentCreated, as much of it as we read. */
export const paymentCreated = z.object({
  paymentId: z.string().min(1).max(120),
  paymentStatus: z.enum(['processing', 'pending_validation', 'denied', 'reserved', 'succeeded', 'cancelled']),
});

/** CAMARA's ErrorInfo, with the reason that our ISPs add. */
export const errorInfo = z.object({
  status: z.number().int(),
  code: z.string().max(200),
  message: z.string().max(2_000),
  denialReason: z.string().max(200).optional(),
});

export type ErrorInfo = z.infer<typeof errorInfo>;

export const mandate = z.object({ mandateId: z.string().min(1).max(120), mandateStatus: z.enum(['active', 'revoked', 'cancelled']) });

export const introspection = z.discriminatedUnion('active', [
  z.object({
    active: z.literal(true),
    kind: z.enum(['one_shot', 'mandate']),
    sub: z.string().min(1).max(200),
    simulated: z.boolean().default(false),
  }),
  z.object({ active: z.literal(false), reason: z.enum(['unknown', 'expired', 'used']).default('unknown') }),
]);

/** An ISP's own word for a refusal, in ours; what the list doesn't hold is `unknown` and keeps its raw text. */
export function declineReason(word: string | undefined): DeclineReason {
  return DECLINE_REASONS.find((reason) => reason === word) ?? 'unknown';
}

/** A refusal that the ISP states as such: nothing was charged. Undefined for errors that prove nothing. */
export function refusalOf(error: ErrorInfo): { reason: DeclineReason; raw: string } | undefined {
  const raw = `${error.code}: ${error.message}`.slice(0, 500);
  switch (error.code) {
    case 'CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED':
      return { reason: 'insufficient_ceiling', raw };
    case 'CARRIER_BILLING.PAYMENT_DENIED':
    case 'CARRIER_BILLING.UNAUTHORIZED_AMOUNT':
      return { reason: declineReason(error.denialReason), raw };
    case 'UNAUTHENTICATED':
    case 'PERMISSION_DENIED':
      return { reason: 'token_rejected', raw };
    case 'INVALID_ARGUMENT':
    case 'MISSING_IDENTIFIER':
    case 'UNNECESSARY_IDENTIFIER':
    case 'SERVICE_NOT_APPLICABLE':
    case 'NOT_FOUND':
    case 'IDENTIFIER_NOT_FOUND':
      return { reason: 'unknown', raw };
    default:
      return undefined;
  }
}
