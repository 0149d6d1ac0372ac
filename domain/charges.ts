/**
 * What a charge can be (product.md): intent → sent → succeeded | declined | in_doubt, then in_doubt → succeeded | not_charged.
 * `intent` → `declined` is a refusal of ours, by the monthly cap. `declined` → `intent` is the next attempt, after a definite refusal only; `sent` → `intent` needs proof that nothing left. `waived` is a period that passed unbilled and never will be,
 * because we were away or because the ISP could not be reached for all of it. `void` is an intent that an end overtook: nothing was sent.
 */
export const CHARGE_STATUSES = ['intent', 'sent', 'succeeded', 'declined', 'in_doubt', 'not_charged', 'waived', 'void'] as const;

export type ChargeStatus = (typeof CHARGE_STATUSES)[number];

const MOVES: Record<ChargeStatus, readonly ChargeStatus[]> = {
  intent: ['sent', 'declined', 'void', 'waived'],
  sent: ['succeeded', 'declined', 'in_doubt', 'intent'],
  in_doubt: ['succeeded', 'not_charged', 'declined'],
  declined: ['intent'],
  not_charged: [],
  succeeded: [],
  waived: [],
  void: [],
};

export function mayMove(from: ChargeStatus, to: ChargeStatus): boolean {
  return MOVES[from].includes(to);
}

/**
 * The closed list of refusals (product.md). Ours are: `token_rejected` (the hosted page's token was not taken), `monthly_cap_reached` (CMF
 * L521-3-1), `not_charged` (a doubt ended without a charge) and `expired` (it was never sent).
 */
export const DECLINE_REASONS = [
  'insufficient_ceiling',
  'line_suspended',
  'line_closed',
  'purchases_blocked',
  'mandate_revoked',
  'token_rejected',
  'monthly_cap_reached',
  'not_charged',
  'expired',
  'unknown',
] as const;

export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** A soft decline may pass with time and is retried by the dunning schedule; a hard one ends the subscription at once. */
const SOFTNESS: Record<DeclineReason, 'soft' | 'hard'> = {
  insufficient_ceiling: 'soft',
  line_suspended: 'soft',
  unknown: 'soft',
  line_closed: 'hard',
  purchases_blocked: 'hard',
  mandate_revoked: 'hard',
  token_rejected: 'hard',
  monthly_cap_reached: 'soft',
  not_charged: 'hard',
  expired: 'hard',
};

export function isSoftDecline(reason: DeclineReason): boolean {
  return SOFTNESS[reason] === 'soft';
}

/** The key of a charge: what it pays for, never random and constant for life. Unique in PostgreSQL. */
export function chargeKey(subject: { purchase_id: string } | { subscription_id: string; period_index: number }): string {
  return 'purchase_id' in subject ? subject.purchase_id : `${subject.subscription_id}:${subject.period_index}`;
}

/** Names one attempt at the ISP. The attempt number moves only after a definite decline, so one correlator is sent at most once. */
export function clientCorrelator(key: string, attempt: number): string {
  return `${key}:a${attempt}`;
}
