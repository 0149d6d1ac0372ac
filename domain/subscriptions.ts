import type { DeclineReason } from './charges.ts';

export const SUBSCRIPTION_STATUSES = ['pending', 'active', 'past_due', 'in_doubt', 'ended'] as const;

export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** Who asked for the end (contract.md, "Workflows"). */
export const END_SOURCES = ['email_link', 'one_click', 'isp', 'merchant', 'ops'] as const;

export type EndSource = (typeof END_SOURCES)[number];

/** `unsubscribed` by someone in END_SOURCES; `declined` by the ISP for good; `not_charged`: a doubt about the first charge ended without one; `expired` before it was tried. */
export const END_REASONS = ['unsubscribed', 'mandate_revoked', 'declined', 'dunning_exhausted', 'not_charged', 'expired'] as const;

export type EndReason = (typeof END_REASONS)[number];

export function endReasonOfDecline(reason: DeclineReason): EndReason {
  return reason === 'mandate_revoked' ? 'mandate_revoked' : 'declined';
}

export const PURCHASE_STATUSES = ['processing', 'completed', 'declined', 'in_doubt'] as const;

export type PurchaseStatus = (typeof PURCHASE_STATUSES)[number];

export const MODES = ['test', 'live'] as const;

/** Test keys see test data only. */
export type Mode = (typeof MODES)[number];

export const LOCALES = ['fr', 'en'] as const;

export type Locale = (typeof LOCALES)[number];
