import { ISPS, type Isp } from '../../../domain/isps.ts';
import type { DayReport, Figures } from '../../../domain/reports.ts';

/** Days that a bar of the charts stands for, and what was counted on them. `active` is as the last of them ended. */
export type Bucket = {
  first_day: string;
  last_day: string;
  sales_cents: bigint;
  renewals_cents: bigint;
  payments: number;
  declines: number;
  new_subscriptions: number;
  ended: number;
  active: number;
};

/** More bars than these can't be told from one another on a phone: what is longer is shown by the week. */
const BARS_MAX = 31;
const WEEK_DAYS = 7;

/** The bars of some days; the last one ends with the last day. */
export function bucketsOf(days: readonly DayReport[]): Bucket[] {
  const size = days.length > BARS_MAX ? WEEK_DAYS : 1;
  const first_size = days.length % size;
  const starts = Array.from({ length: Math.ceil(days.length / size) }, (_, index) =>
    first_size === 0 ? index * size : Math.max(0, (index - 1) * size + first_size),
  );
  return starts.map((start, index) => bucketOf(days.slice(start, starts[index + 1])));
}

function bucketOf(days: readonly DayReport[]): Bucket {
  const sum = (of: (figures: Figures) => number) => days.reduce((total, { total: figures }) => total + of(figures), 0);
  const cents = (of: (figures: Figures) => bigint) => days.reduce((total, { total: figures }) => total + of(figures), 0n);
  return {
    first_day: days[0]?.day ?? '',
    last_day: days.at(-1)?.day ?? '',
    sales_cents: cents(({ sales }) => sales.amount_cents),
    renewals_cents: cents(({ renewals }) => renewals.amount_cents),
    payments: sum(({ sales, renewals }) => sales.count + renewals.count),
    declines: sum(({ declines }) => declines.count),
    new_subscriptions: sum(({ new_subscriptions }) => new_subscriptions.count),
    ended: sum(({ ended }) => ended.count),
    active: days.at(-1)?.total.active_subscriptions ?? 0,
  };
}

export type Summary = {
  taken_cents: bigint;
  payments: number;
  refunded_cents: bigint;
  refunds: number;
  declines: number;
  /** The most frequent reason of a decline. */
  main_decline: string | undefined;
  new_subscriptions: number;
  ended: number;
  active: number;
  /** Ends against those that were active when the first day began; null where none was. */
  churn: number | null;
};

/** What some days come to. */
export function summaryOf(days: readonly DayReport[]): Summary {
  const all = bucketOf(days);
  const reasons = new Map<string, number>();
  for (const { reason, count } of days.flatMap(({ total }) => total.declines.by_reason))
    reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  const active_before = all.active - all.new_subscriptions + all.ended;
  return {
    taken_cents: all.sales_cents + all.renewals_cents,
    payments: all.payments,
    refunded_cents: days.reduce((sum, { total }) => sum + total.refunds.amount_cents, 0n),
    refunds: days.reduce((sum, { total }) => sum + total.refunds.count, 0),
    declines: all.declines,
    main_decline: [...reasons].toSorted(([, one], [, other]) => other - one)[0]?.[0],
    new_subscriptions: all.new_subscriptions,
    ended: all.ended,
    active: all.active,
    churn: active_before === 0 ? null : all.ended / active_before,
  };
}

export type IspFigures = { isp: Isp; taken_cents: bigint; payments: number; declines: number; active: number };

/** The same days at each ISP. */
export function byIsp(days: readonly DayReport[]): IspFigures[] {
  return ISPS.map((isp) => {
    const of_isp = days.flatMap(({ isps }) => isps.filter((counted) => counted.isp === isp).map(({ figures }) => figures));
    return {
      isp,
      taken_cents: of_isp.reduce((sum, { sales, renewals }) => sum + sales.amount_cents + renewals.amount_cents, 0n),
      payments: of_isp.reduce((sum, { sales, renewals }) => sum + sales.count + renewals.count, 0),
      declines: of_isp.reduce((sum, { declines }) => sum + declines.count, 0),
      active: of_isp.at(-1)?.active_subscriptions ?? 0,
    };
  });
}

/** How much more or less than before, in hundredths of the whole, rounded; undefined where there was nothing before. */
export function changePercent(now_cents: bigint, before_cents: bigint): number | undefined {
  if (before_cents === 0n) return undefined;
  return Number(((now_cents - before_cents) * 100n) / before_cents);
}
