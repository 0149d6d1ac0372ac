import { expect, test } from '@jest/globals';
import type { Isp } from '../../domain/isps.ts';
import { type DayCount, dailyReport, type ReportFigure } from '../../domain/reports.ts';

type Row = [day: string, isp: Isp, figure: ReportFigure, count: number, amount_cents: bigint, reason?: string];

const counted = (...rows: Row[]): DayCount[] =>
  rows.map(([day, isp, figure, count, amount_cents, reason = '']) => ({ day, isp, figure, reason, count, amount_cents }));

const TWO_DAYS = counted(
  ['2027-01-30', 'free', 'purchase', 2, 900n],
  ['2027-01-30', 'free', 'activation', 1, 1_000n],
  ['2027-01-30', 'orange', 'renewal', 3, 3_000n],
  ['2027-01-30', 'orange', 'recovery', 1, 1_000n],
  ['2027-01-30', 'orange', 'decline', 1, 500n, 'line_closed'],
  ['2027-01-30', 'free', 'decline', 2, 1_000n, 'insufficient_ceiling'],
  ['2027-01-31', 'orange', 'end', 1, 0n, 'declined'],
  ['2027-01-31', 'free', 'end', 2, 0n, 'unsubscribed'],
  ['2027-01-31', 'free', 'refund', 1, 300n],
);
const report = (isps?: Isp[]) =>
  dailyReport({
    from: '2027-01-30',
    to: '2027-02-01',
    counts: TWO_DAYS,
    active_before: new Map([
      ['free', 3],
      ['orange', 1],
    ]),
    ...(isps ? { isps } : {}),
  });

test('a sale is a purchase or the first charge of a subscription, and renewals are apart', () => {
  expect(report().days[0]?.total).toMatchObject({
    sales: { count: 3, amount_cents: 1_900n },
    new_subscriptions: { count: 1, amount_cents: 1_000n },
    renewals: { count: 3, amount_cents: 3_000n },
    recovered: { count: 1, amount_cents: 1_000n },
  });
});

test('refusals are told by their reason, the most frequent first', () => {
  expect(report().days[0]?.total.declines).toEqual({
    count: 3,
    by_reason: [
      { reason: 'insufficient_ceiling', count: 2 },
      { reason: 'line_closed', count: 1 },
    ],
  });
});

test('who is active goes from day to day, and ends are told against those of the morning', () => {
  expect(report().days.map(({ total }) => [total.active_subscriptions, total.ended.count, total.ended.rate])).toEqual([
    [5, 0, 0],
    [2, 3, 0.6],
    [2, 0, 0],
  ]);
  expect(report().total).toMatchObject({ active_subscriptions: 2, ended: { count: 3, rate: 0.75 } });
});

test('a rate against nobody is none, and one of thirds is rounded', () => {
  const rates = (active: number, ends: number) =>
    dailyReport({
      from: '2027-01-31',
      to: '2027-01-31',
      counts: counted(['2027-01-31', 'sfr', 'end', ends, 0n, 'unsubscribed']),
      active_before: new Map([['sfr', active]]),
    }).total.ended.rate;
  expect([rates(0, 0), rates(3, 1), rates(3, 2), rates(1, 3)]).toEqual([null, 0.3333, 0.6667, 3]);
});

test('each day and each ISP is there, with nothing where nothing was', () => {
  const { days } = report();
  expect(days.map(({ day, isps }) => [day, isps.length])).toEqual([
    ['2027-01-30', 4],
    ['2027-01-31', 4],
    ['2027-02-01', 4],
  ]);
  expect(days[2]?.isps[0]).toMatchObject({ isp: 'alice', figures: { sales: { count: 0, amount_cents: 0n }, active_subscriptions: 0 } });
});

test('a report of one ISP has no other', () => {
  expect(report(['orange']).days[0]?.isps.map(({ isp }) => isp)).toEqual(['orange']);
});

test('days are those of the calendar, the end of February and of summer time too', () => {
  const days = (from: string, to: string) => dailyReport({ from, to, counts: [], active_before: new Map() }).days.map(({ day }) => day);
  expect(days('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
  expect(days('2026-10-24', '2026-10-26')).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
});
