import type { Isp } from './isps.ts';
import { ISPS } from './isps.ts';
import type { Cents } from './money.ts';
import { addDays } from './statements.ts';

/**
 * What the daily report counts (docs/reference/reports.md), each in the transaction that makes it true: a one-shot purchase, the first charge
 * of a subscription, a later one, one of these that was refused before, money given back, a refused try, and the end of what had begun.
 */
export const REPORT_FIGURES = ['purchase', 'activation', 'renewal', 'recovery', 'refund', 'decline', 'end'] as const;

export type ReportFigure = (typeof REPORT_FIGURES)[number];

/** What was counted on one day at one ISP. `reason` is that of a decline or an end, empty otherwise. */
export type DayCount = { day: string; isp: Isp; figure: ReportFigure; reason: string; count: number; amount_cents: Cents };

export type CountedMoney = { count: number; amount_cents: Cents };
export type CountedReasons = { count: number; by_reason: { reason: string; count: number }[] };

export type Figures = {
  /** One-shot purchases, and the first charges of subscriptions. */
  sales: CountedMoney;
  /** Of the sales: the first charges of subscriptions. */
  new_subscriptions: CountedMoney;
  renewals: CountedMoney;
  /** Of the renewals: those that a refusal came before. */
  recovered: CountedMoney;
  refunds: CountedMoney;
  declines: CountedReasons;
  /** `rate` is against those that were active when the day, or the days, began; null where none was. */
  ended: CountedReasons & { rate: number | null };
  /** When the day, or the last of the days, ended. */
  active_subscriptions: number;
};

export type DayReport = { day: string; total: Figures; isps: { isp: Isp; figures: Figures }[] };

export type DailyReport = { days: DayReport[]; total: Figures };

type ReportInput = {
  from: string;
  /** The last day. */
  to: string;
  /** The ISPs that are looked at. */
  isps?: readonly Isp[];
  counts: readonly DayCount[];
  /** Subscriptions that were active when the first day began. */
  active_before: ReadonlyMap<Isp, number>;
};

/** The report of these days, one by one, of what was counted on them. Each day is there, and each ISP on each, with nothing where nothing was. */
export function dailyReport({ from, to, isps = ISPS, counts, active_before }: ReportInput): DailyReport {
  const by_day = Map.groupBy(counts, ({ day }) => day);
  const active = new Map(isps.map((isp) => [isp, active_before.get(isp) ?? 0]));
  const all = () => isps.reduce((sum, isp) => sum + (active.get(isp) ?? 0), 0);
  const active_first = all();
  const days: DayReport[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const of_day = by_day.get(day) ?? [];
    const active_at_start = all();
    const per_isp = isps.map((isp) => {
      const of_isp = of_day.filter((counted) => counted.isp === isp);
      const figures = figuresOf(of_isp, active.get(isp) ?? 0);
      active.set(isp, figures.active_subscriptions);
      return { isp, figures };
    });
    days.push({ day, total: figuresOf(of_day, active_at_start), isps: per_isp });
  }
  return { days, total: figuresOf(counts, active_first) };
}

function figuresOf(counts: readonly DayCount[], active_at_start: number): Figures {
  const activations = money(counts, ['activation']);
  const ends = reasons(counts, 'end');
  return {
    sales: money(counts, ['purchase', 'activation']),
    new_subscriptions: activations,
    renewals: money(counts, ['renewal']),
    recovered: money(counts, ['recovery']),
    refunds: money(counts, ['refund']),
    declines: reasons(counts, 'decline'),
    ended: { ...ends, rate: active_at_start === 0 ? null : ratio(ends.count, active_at_start) },
    active_subscriptions: active_at_start + activations.count - ends.count,
  };
}

/** Four decimals: a hundredth of a percent. */
function ratio(part: number, whole: number): number {
  return Math.round((part / whole) * 10_000) / 10_000;
}

function money(counts: readonly DayCount[], figures: readonly ReportFigure[]): CountedMoney {
  const counted = counts.filter(({ figure }) => figures.includes(figure));
  return {
    count: counted.reduce((sum, { count }) => sum + count, 0),
    amount_cents: counted.reduce((sum, { amount_cents }) => sum + amount_cents, 0n),
  };
}

/** The most frequent first. */
function reasons(counts: readonly DayCount[], figure: ReportFigure): CountedReasons {
  const by_reason = new Map<string, number>();
  for (const counted of counts) {
    if (counted.figure === figure) by_reason.set(counted.reason, (by_reason.get(counted.reason) ?? 0) + counted.count);
  }
  const ordered = [...by_reason].map(([reason, count]) => ({ reason, count })).sort((left, right) => compare(left, right));
  return { count: ordered.reduce((sum, { count }) => sum + count, 0), by_reason: ordered };
}

function compare(left: { reason: string; count: number }, right: { reason: string; count: number }): number {
  return right.count - left.count || (left.reason < right.reason ? -1 : 1);
}
