import type { DeclineReason } from './charges.ts';
import type { Isp } from './isps.ts';
import type { RefundStatus } from './refunds.ts';
import type { EndReason, EndSource, Mode, PurchaseStatus, SubscriptionStatus } from './subscriptions.ts';

/**
 * The names and payloads by which processes speak with workflows (contract.md, "Workflows"). Everything here ends up in Temporal's
 * histories: ids, statuses and instants only.
 */
export const TASK_QUEUE = 'billing';

export const WORKFLOW_TYPES = {
  purchase: 'purchase',
  subscription: 'subscription',
  refund: 'refund',
  test_clock: 'testClock',
  callback: 'callback',
  reconciliation: 'reconciliation',
  payout: 'payout',
} as const;

export const MESSAGES = {
  unsubscribe: 'unsubscribe',
  charge_resolved: 'chargeResolved',
  outcome: 'outcome',
  activated: 'activated',
  tick: 'tick',
  state: 'state',
} as const;

export const SEARCH_ATTRIBUTES = { isp: 'Isp', merchant: 'Merchant', billing_status: 'BillingStatus' } as const;

/** Instants are RFC 3339 text in payloads. */
export type InstantText = string;

/**
 * The next time that a subscription wakes: `due_at` is the exact anchored instant, `wake_at` adds the jitter. `attempt` moves only
 * after a definite decline, which is how a repeated activity knows that its work was done already.
 */
export type NextCharge = { index: number; attempt: number; due_at: InstantText; wake_at: InstantText };

/** When the ISP is asked about a doubt again, and whether operators are to look at it. */
export type DoubtOutlook = { look_again_at: InstantText; escalated: boolean };

/** What one step of charging a period came to; closed, and checked exhaustively by the workflow. */
export type PeriodOutcome =
  | { kind: 'paid'; index: number; next: NextCharge }
  /** Not billed and never will be: it was waived, or a doubt about it ended in the buyer's favour. */
  | { kind: 'skipped'; index: number; next: NextCharge }
  | { kind: 'refused'; index: number; reason: DeclineReason; next: NextCharge }
  | ({ kind: 'in_doubt'; index: number } & DoubtOutlook)
  | { kind: 'ended'; index: number; reason: EndReason };

export type PurchaseOutcome = { status: Exclude<PurchaseStatus, 'in_doubt'> } | ({ status: 'in_doubt' } & DoubtOutlook);

/** `processing` until the ISP has answered. */
export type RefundOutcome =
  | { status: Extract<RefundStatus, 'succeeded' | 'declined'> | 'processing' }
  | ({ status: 'in_doubt' } & DoubtOutlook);

export type UnsubscribeRequest = { source: EndSource; at?: InstantText };

export type ChargePeriodInput = { subscription_id: string; index: number; attempt: number; at?: InstantText };

export type EndInput = { subscription_id: string; reason: EndReason; source?: EndSource; at?: InstantText };

/** What an end left: a charge that was sent and is not settled, whose answer is still to be found out. */
export type EndReport = { charge_is_out: boolean };

/**
 * Where the first try of a charge runs. `local`: inside the workflow task. Absent in what was started before there was a choice: in an activity
 * of its own, as every later try.
 */
export type FirstTry = { first_try?: 'local' };

export type PurchaseInput = { purchase_id: string };

/** What a purchase's workflow starts with. */
export type PurchaseStart = PurchaseInput & FirstTry;

export type RefundInput = { refund_id: string };

/** `over`: there is nothing to deliver any more; `waiting`: it went back to the table, since its endpoint is not to be tried now. */
export type CallbackDelivery = { outcome: 'delivered' | 'over' | 'waiting' };

/**
 * A worker that has to learn a subscription anew reads its whole history: some 0.1 ms an event. Twenty renewals are 120 events; a new run costs
 * as much as one renewal.
 */
export const HISTORY_EVENTS_MAX = 120;

/** What a subscription's workflow starts with, and carries into each continued run. */
export type SubscriptionInput = FirstTry & {
  subscription_id: string;
  next: NextCharge;
  status: SubscriptionStatus;
  /** The clock that it hangs on, where it hangs on one; `clock_now` is that clock's time as last told. */
  test_clock_id?: string;
  clock_now?: InstantText;
  /** Continue as new after this many history events (`HISTORY_EVENTS_MAX`); at Temporal's own suggestion, of 4,096, where absent. */
  history_events_max?: number;
  last?: { index: number; outcome: PeriodOutcome['kind'] };
  /** Present while the last charge is in doubt. */
  doubt?: DoubtOutlook;
};

export type SubscriptionStart = { input: SubscriptionInput; isp: Isp; merchant_id: string };

/** One ISP, and one day in Paris (`2026-11-23`) or all that a regular run looks at. */
export type ReconciliationInput = { isp: Isp; day: string };

/** The `day` of a regular run. */
export const DAYS_DUE = 'due';

export type DayInput = { isp: Isp; day: string };

export type DayCounts = {
  lines: number;
  /** Charges and refunds of ours that the statement was compared with. */
  entries: number;
  matched: number;
  /** Not on this statement, which is not complete yet. */
  awaited: number;
  /** Discrepancies of this day: all that are open, and those that this run opened or saw gone. */
  open: number;
  opened: number;
  gone: number;
};

/** What one run made of one day. Lists of ids are cut at `LISTED_MAX`. */
export type DayReport = {
  day: string;
  /** Whether the statement holds all of its day. */
  complete: boolean;
  counts: DayCounts;
  /** Charges in doubt that the statement settled. */
  charged: string[];
  not_charged: string[];
  /** Open discrepancies of money that was taken for nothing, and is owed back. */
  owed_back: string[];
};

/** More ids than this don't go through a workflow; the tables have them all. */
export const LISTED_MAX = 500;

export type ReconciliationReport = { isp: Isp; days: DayReport[] };

/** A month in Paris (`2026-11`), or the last that is over. */
export type PayoutInput = { month: string };

/** The `month` of a regular run. */
export const MONTH_OVER = 'last';

/** What came of a run, of all merchants together: statements that it made and that were there, and the cents that the new ones pay out. */
export type PayoutReport = { month: string; modes: { mode: Mode; made: number; there: number; paid_out_cents: string }[] };
