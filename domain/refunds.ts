import type { Cents } from './money.ts';

/**
 * What a refund can be: intent → sent → succeeded | declined | in_doubt, as a charge. `sent` → `intent` needs proof that nothing left, and
 * `in_doubt` → `intent` proof that the ISP gave nothing back: what was promised to a buyer is then tried again, under the next attempt. A doubt
 * about a refund is never given up, since neither end of it would be right: a second refund takes from the merchant, none from the buyer.
 */
export const REFUND_STATUSES = ['intent', 'sent', 'succeeded', 'declined', 'in_doubt'] as const;

export type RefundStatus = (typeof REFUND_STATUSES)[number];

const MOVES: Record<RefundStatus, readonly RefundStatus[]> = {
  intent: ['sent'],
  sent: ['succeeded', 'declined', 'in_doubt', 'intent'],
  in_doubt: ['succeeded', 'declined', 'intent'],
  succeeded: [],
  declined: [],
};

export function mayMoveRefund(from: RefundStatus, to: RefundStatus): boolean {
  return MOVES[from].includes(to);
}

/** Why an ISP gives nothing back; closed, beside its raw text. */
export const REFUND_DECLINE_REASONS = ['denied', 'not_eligible', 'amount_not_allowed', 'unknown'] as const;

export type RefundDeclineReason = (typeof REFUND_DECLINE_REASONS)[number];

/** Who asked for a refund: the merchant's server, or reconciliation, which found money taken for a charge that counts as not made. */
export const REFUND_SOURCES = ['merchant', 'reconciliation'] as const;

export type RefundSource = (typeof REFUND_SOURCES)[number];

/** What came back from the ISP for one attempt to refund. Closed: each caller handles every kind. */
export type RefundResult =
  | { kind: 'succeeded'; isp_reference: string }
  | { kind: 'declined'; reason: RefundDeclineReason; raw: string }
  /** Proof that nothing was processed. */
  | { kind: 'not_sent'; detail: string; retry_after_ms: number | undefined }
  /** Of a refund in doubt: the ISP proves that it gave nothing back. */
  | { kind: 'not_refunded'; detail: string }
  /** Anything else: it may have been given back. */
  | { kind: 'unclear'; detail: string };

/** What may still be given back of a charge: refunds that are under way count as given. */
export function refundableCents(charge: { amount_cents: Cents; refund_reserved_cents: Cents }): Cents {
  return charge.amount_cents - charge.refund_reserved_cents;
}
