import { Temporal } from '@js-temporal/polyfill';
import { ZONE } from './calendar.ts';
import { ISPS, type Isp } from './isps.ts';
import type { Cents } from './money.ts';
import type { Period } from './offers.ts';
import type { GridShares, SaleKind } from './payout-grid.ts';
import type { Mode } from './subscriptions.ts';

/** When a merchant's share of a sale is due, and what of it a monthly statement pays out. docs/reference/payouts.md explains it. */

/** What a line of a statement is about. A clawback is a refund of a sale that an earlier statement has paid out. */
export const PAYOUT_LINE_KINDS = ['sales', 'refunds', 'clawbacks'] as const;

export type PayoutLineKind = (typeof PAYOUT_LINE_KINDS)[number];

/** Local days from a sale until its ISP has settled it with us, and the least that is paid out; below that it is carried forward. */
export type PayoutTerms = { settlement_days: Record<Isp, number>; minimum_cents: Cents };

/** `2026-11`, of the years in which test clocks live. */
export function isMonth(text: string): boolean {
  return /^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])$/.test(text);
}

/** The first instant in Paris after a month: when it is over. */
export function monthEnd(month: string): Date {
  const next = Temporal.PlainYearMonth.from(month).add({ months: 1 }).toPlainDate({ day: 1 });
  return new Date(next.toZonedDateTime(ZONE).epochMilliseconds);
}

/** The newest month that is over in Paris. */
export function lastMonth(now: Date): string {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(ZONE).toPlainDate();
  return today.toPlainYearMonth().subtract({ months: 1 }).toString();
}

/** Sales before this instant are settled by their ISP at `at`: so many local days earlier, at the same time of day. */
export function settledBefore(at: Date, settlement_days: number): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE);
  return new Date(local.subtract({ days: settlement_days }).epochMilliseconds);
}

export type SettledBefore = Record<Isp, Date>;

export function settledBeforeOf(at: Date, { settlement_days }: Pick<PayoutTerms, 'settlement_days'>): SettledBefore {
  return Object.fromEntries(ISPS.map((isp) => [isp, settledBefore(at, settlement_days[isp])])) as SettledBefore;
}

export type Outcome = { payout_cents: Cents; carried_out_cents: Cents };

/**
 * All that is owed is paid out, or nothing of it where it is less than the minimum: then it is carried forward, as is a debt of the merchant's,
 * which later sales make good.
 */
export function outcomeOf(
  { carried_in_cents, earned_cents }: { carried_in_cents: Cents; earned_cents: Cents },
  minimum_cents: Cents,
): Outcome {
  const owed_cents = carried_in_cents + earned_cents;
  const is_paid = owed_cents > 0n && owed_cents >= minimum_cents;
  return is_paid ? { payout_cents: owed_cents, carried_out_cents: 0n } : { payout_cents: 0n, carried_out_cents: owed_cents };
}

/** The parts of what was taken, or below zero of what was given back: VAT, fee, platform's and merchant's share sum to the gross. */
export type Parts = { gross_cents: Cents; vat_cents: Cents; isp_fee_cents: Cents; platform_cents: Cents; merchant_cents: Cents };

export const NO_PARTS: Parts = { gross_cents: 0n, vat_cents: 0n, isp_fee_cents: 0n, platform_cents: 0n, merchant_cents: 0n };

export function sumOfParts(all: readonly Parts[]): Parts {
  return all.reduce(
    (sum, parts) => ({
      gross_cents: sum.gross_cents + parts.gross_cents,
      vat_cents: sum.vat_cents + parts.vat_cents,
      isp_fee_cents: sum.isp_fee_cents + parts.isp_fee_cents,
      platform_cents: sum.platform_cents + parts.platform_cents,
      merchant_cents: sum.merchant_cents + parts.merchant_cents,
    }),
    NO_PARTS,
  );
}

/** All sales, refunds or clawbacks at one price under one row of the grid. */
export type PayoutStatementLine = Parts & {
  kind: PayoutLineKind;
  isp: Isp;
  sale_kind: SaleKind;
  period: Period | null;
  price_cents: Cents;
  grid_row: { id: string } & GridShares;
  count: number;
};

/** What of a month was paid out, without its lines. */
export type PayoutSummary = {
  id: string;
  mode: Mode;
  merchant_id: string;
  merchant_name: string;
  month: string;
  /** Counts the statements of the merchant and mode from 1. */
  number: number;
  ends_at: Date;
  minimum_cents: Cents;
  carried_in_cents: Cents;
  earned_cents: Cents;
  payout_cents: Cents;
  carried_out_cents: Cents;
  created_at: Date;
};

export type PayoutStatement = PayoutSummary & {
  /** Sales before `settled_before` were settled when the month ended. */
  settlements: { isp: Isp; settlement_days: number; settled_before: Date }[];
  lines: PayoutStatementLine[];
};

/** `paid_out` in the ledger; the transfer to the merchant's bank is ordered by it. */
export function payoutStatus({ payout_cents }: Pick<PayoutSummary, 'payout_cents'>): 'paid_out' | 'carried_forward' {
  return payout_cents > 0n ? 'paid_out' : 'carried_forward';
}
