import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import {
  type InstantText,
  MESSAGES,
  type NextCharge,
  type PeriodOutcome,
  type PurchaseOutcome,
  type RefundOutcome,
  SEARCH_ATTRIBUTES,
  type UnsubscribeRequest,
} from '../domain/messages.ts';
import type { PurchaseStatus, SubscriptionStatus } from '../domain/subscriptions.ts';

/** A signal, not an update: a link, an ISP or a person in the UI must be able to send it without waiting for us. */
export const unsubscribeSignal = defineSignal<[Partial<UnsubscribeRequest>?]>(MESSAGES.unsubscribe);

/** A signal: whoever resolves a doubt tells it once and goes on. */
export const chargeResolvedSignal = defineSignal(MESSAGES.charge_resolved);

/** Updates, since their callers want the answer. */
export const outcomeUpdate = defineUpdate<PurchaseOutcome | RefundOutcome>(MESSAGES.outcome);
export const activatedUpdate = defineUpdate<{ status: SubscriptionStatus }>(MESSAGES.activated);
export const tickUpdate = defineUpdate<void, [InstantText]>(MESSAGES.tick);

export type SubscriptionState = {
  subscription_id: string;
  status: SubscriptionStatus;
  next: NextCharge | null;
  last: { index: number; outcome: PeriodOutcome['kind'] } | null;
  end_requested: UnsubscribeRequest | null;
  clock_now: InstantText | null;
};
export type PurchaseState = { purchase_id: string; status: PurchaseStatus };
export type RefundState = { refund_id: string; status: RefundOutcome['status'] };

export const stateQuery = defineQuery<SubscriptionState | PurchaseState | RefundState>(MESSAGES.state);

export const BILLING_STATUS = defineSearchAttributeKey(SEARCH_ATTRIBUTES.billing_status, SearchAttributeType.KEYWORD);
