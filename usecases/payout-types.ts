import type { Isp } from '../domain/isps.ts';
import type { Cents } from '../domain/money.ts';
import type { Parts, PayoutLineKind, PayoutStatement, PayoutSummary } from '../domain/payouts.ts';
import type { Mode } from '../domain/subscriptions.ts';
import type { Listing, Page, Scope, WithId } from './types.ts';

/** What we owe a merchant at an instant. Pending, available and carried forward are all of it: the merchant's account in the ledger. */
export type BalanceView = {
  mode: Mode;
  at: Date;
  /** Sales that their ISP has not settled with us yet, less their refunds. */
  pending_cents: Cents;
  /** Due, and on no statement yet. Below zero where more was given back than sold. */
  available_cents: Cents;
  /** What the last statement left: less than the minimum, or a debt. */
  carried_forward_cents: Cents;
  isps: { isp: Isp; settlement_days: number; pending_cents: Cents; available_cents: Cents }[];
};

/** One sale or refund of a statement. */
export type PayoutItemView = Parts & {
  /** Of the posting set: the items of a statement are in this order. */
  id: string;
  kind: PayoutLineKind;
  isp: Isp;
  charge: string;
  refund: string | null;
  reference: string;
  isp_reference: string;
  grid_row: string;
  occurred_at: Date;
};

export type PayoutUseCases = {
  getBalance(scope: Scope): Promise<BalanceView>;
  /** Newest first. */
  listPayouts(scope: Scope, page: Page): Promise<Listing<PayoutSummary>>;
  getPayout(scope: Scope, id: string): Promise<PayoutStatement>;
  listPayoutItems(scope: Scope, page: Page & { payout: string }): Promise<Listing<PayoutItemView>>;
  /**
   * States a month of test data, also one that is not over: test clocks lie ahead. A month that is stated already is answered as it is.
   * Refuses with payout_in_live_mode and payout_nothing_due.
   */
  makeTestPayout(scope: Scope, input: WithId & { month: string }): Promise<{ payout: PayoutStatement; is_new: boolean }>;
};
