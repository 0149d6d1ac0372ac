import { describe, expect, test } from '@jest/globals';
import { Temporal } from '@js-temporal/polyfill';
import fc from 'fast-check';
import {
  addLocalDays,
  dueInstant,
  jitterMilliseconds,
  monthBounds,
  parisDay,
  periodBounds,
  periodIndexAt,
  wireInstant,
  ZONE,
} from '../../domain/calendar.ts';
import { PERIODS } from '../../domain/offers.ts';

const instant = (text: string) => new Date(text);
const local = (date: Date) => Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(ZONE);

const anchors = fc.date({ min: instant('2020-01-01T00:00Z'), max: instant('2040-12-31T23:59Z'), noInvalidDate: true });
const periods = fc.constantFrom(...PERIODS);
const indexes = fc.integer({ min: 0, max: 130 });

describe('the instant at which a period is due', () => {
  // Paris is at +01:00 in winter and at +02:00 from the last Sunday of March to the last Sunday of October, each at 01:00Z.
  test.each([
    // anchor              period     k    due                   why
    ['2026-05-12T08:15Z', 'week', 0, '2026-05-12T08:15Z', 'period 0 begins at the anchor'],
    ['2026-05-12T08:15Z', 'week', 1, '2026-05-19T08:15Z', 'seven days'],
    ['2026-05-12T08:15Z', 'month', 1, '2026-06-12T08:15Z', 'the same day of the month'],
    ['2026-05-12T08:15Z', 'quarter', 1, '2026-08-12T08:15Z', 'three months'],
    ['2026-01-31T10:00Z', 'month', 1, '2026-02-28T10:00Z', 'clipped to the end of February'],
    ['2026-01-31T10:00Z', 'month', 2, '2026-03-31T09:00Z', 'back to the 31st, same wall clock in summer time'],
    ['2026-01-31T10:00Z', 'month', 3, '2026-04-30T09:00Z', 'clipped to the end of April'],
    ['2026-01-31T10:00Z', 'month', 12, '2027-01-31T10:00Z', 'a year later'],
    ['2028-01-31T10:00Z', 'month', 1, '2028-02-29T10:00Z', 'clipped to a leap day'],
    ['2028-02-29T10:00Z', 'month', 12, '2029-02-28T10:00Z', 'a leap day, clipped in a common year'],
    ['2028-02-29T10:00Z', 'month', 48, '2032-02-29T10:00Z', 'and back four years later'],
    ['2025-11-30T10:00Z', 'quarter', 1, '2026-02-28T10:00Z', 'a quarter clipped to the end of February'],
    ['2025-11-30T10:00Z', 'quarter', 2, '2026-05-30T09:00Z', 'back to the 30th'],
    ['2026-03-31T22:30Z', 'month', 1, '2026-04-30T22:30Z', '1 April in Paris, though 31 March in UTC'],
    ['2026-12-31T23:30Z', 'month', 1, '2027-01-31T23:30Z', '1 January in Paris, though 31 December in UTC'],
    ['2026-03-24T10:00Z', 'week', 1, '2026-03-31T09:00Z', 'same wall clock after summer time begins'],
    ['2026-10-20T22:30Z', 'week', 1, '2026-10-27T23:30Z', 'same wall clock after winter time returns'],
    ['2026-03-22T01:30Z', 'week', 1, '2026-03-29T01:30Z', '02:30 is skipped that night: 03:30 instead'],
    ['2026-03-22T01:30Z', 'week', 2, '2026-04-05T00:30Z', 'and 02:30 again a week later'],
    ['2026-01-29T01:30Z', 'month', 2, '2026-03-29T01:30Z', 'the same skipped night, monthly'],
    ['2026-10-18T00:30Z', 'week', 1, '2026-10-25T00:30Z', '02:30 comes twice that night: the first'],
    ['2026-10-18T00:30Z', 'week', 2, '2026-11-01T01:30Z', 'and the only one a week later'],
    ['2026-10-25T01:30Z', 'week', 0, '2026-10-25T01:30Z', 'an anchor in the second 02:30 stays where it is'],
    ['2026-10-25T01:30Z', 'month', 1, '2026-11-25T01:30Z', 'and is an ordinary 02:30 afterwards'],
  ] as const)('%s + %s x %i is %s: %s', (anchor, period, k, due, _why) => {
    expect(dueInstant(instant(anchor), period, k)).toEqual(instant(due));
  });

  test('strictly increases with the index', () => {
    fc.assert(
      fc.property(anchors, periods, indexes, (anchor, period, k) => {
        expect(dueInstant(anchor, period, k + 1).getTime()).toBeGreaterThan(dueInstant(anchor, period, k).getTime());
      }),
    );
  });

  test("keeps the anchor's day of the month but for clipping, however many months go by", () => {
    fc.assert(
      fc.property(anchors, fc.constantFrom('month', 'quarter'), indexes, (anchor, period, k) => {
        const due = local(dueInstant(anchor, period, k));
        const start = local(anchor);
        expect(due.day).toBe(Math.min(start.day, due.daysInMonth));
        const months = (due.year - start.year) * 12 + due.month - start.month;
        expect(months).toBe(period === 'month' ? k : 3 * k);
      }),
    );
  });

  test('of weeks is a whole number of local weeks after the anchor', () => {
    fc.assert(
      fc.property(anchors, indexes, (anchor, k) => {
        const days = local(anchor)
          .toPlainDate()
          .until(local(dueInstant(anchor, 'week', k)).toPlainDate(), { largestUnit: 'day' }).days;
        expect(days).toBe(7 * k);
      }),
    );
  });

  test('keeps the local time, or comes at most one hour later on a night that skips it', () => {
    fc.assert(
      fc.property(anchors, periods, indexes, (anchor, period, k) => {
        const wanted = local(anchor).toPlainTime();
        const late = wanted.until(local(dueInstant(anchor, period, k)).toPlainTime()).total('minute');
        expect([0, 60]).toContain(late);
        if (late === 60) expect(local(dueInstant(anchor, period, k)).hoursInDay).toBe(23);
      }),
    );
  });
});

describe('what is reckoned from midnights', () => {
  // Half of them within a day of a change of the clocks, where it could go wrong.
  const changes = fc.constantFrom('2026-03-29T01:00Z', '2026-10-25T01:00Z', '2028-03-26T01:00Z', '2035-10-28T01:00Z');
  const near = fc
    .tuple(changes, fc.integer({ min: -86_400_000, max: 86_400_000 }))
    .map(([change, away]) => new Date(Date.parse(change) + away));
  const instants = fc.oneof(anchors, near);

  test('is due when Temporal says so', () => {
    fc.assert(
      fc.property(instants, periods, indexes, (anchor, period, k) => {
        const step = { week: { days: 7 * k }, month: { months: k }, quarter: { months: 3 * k } }[period];
        expect(dueInstant(anchor, period, k).getTime()).toBe(local(anchor).add(step).epochMilliseconds);
        expect(addLocalDays(anchor, k).getTime()).toBe(local(anchor).add({ days: k }).epochMilliseconds);
      }),
    );
  });

  test('lies in the day and in the month that Temporal says', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const first = local(instant).with({ day: 1 }).startOfDay();
        expect(parisDay(instant)).toBe(local(instant).toPlainDate().toString());
        expect(monthBounds(instant)).toEqual({
          start: new Date(first.epochMilliseconds),
          end: new Date(first.add({ months: 1 }).epochMilliseconds),
        });
      }),
    );
  });
});

describe('periods', () => {
  test('follow one another without gap or overlap', () => {
    fc.assert(
      fc.property(anchors, periods, indexes, (anchor, period, k) => {
        const bounds = periodBounds(anchor, period, k);
        expect(bounds.index).toBe(k);
        expect(bounds.end).toEqual(periodBounds(anchor, period, k + 1).start);
      }),
    );
  });

  test('hold every instant after the anchor in exactly one', () => {
    const ahead_ms = fc.integer({ min: 0, max: 3 * 366 * 86_400_000 });
    fc.assert(
      fc.property(anchors, periods, ahead_ms, (anchor, period, ahead) => {
        const now = new Date(anchor.getTime() + ahead);
        const { start, end } = periodBounds(anchor, period, periodIndexAt({ anchor, period, now, from: 0 }));
        expect(start.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(end.getTime()).toBeGreaterThan(now.getTime());
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    // now                 from  index  why
    ['2026-02-10T10:00Z', 1, 1, 'a little late'],
    ['2026-02-27T10:00Z', 1, 1, 'still in the period'],
    ['2026-02-28T09:59Z', 1, 1, 'a minute before the next'],
    ['2026-02-28T10:00Z', 1, 2, 'the next begins at its instant'],
    ['2026-07-15T10:00Z', 1, 6, 'after an outage of five months'],
    ['2026-01-01T10:00Z', 3, 3, 'never below the index that is asked from'],
  ] as const)('at %s and from %i the period is %i: %s', (now, from, index, _why) => {
    const anchor = instant('2025-12-31T10:00Z');
    expect(periodIndexAt({ anchor, period: 'month', now: instant(now), from })).toBe(index);
  });
});

test.each([
  // instant             days  later                 why
  ['2026-03-28T10:00Z', 1, '2026-03-29T09:00Z', 'over the night that summer time begins'],
  ['2026-10-24T10:00Z', 1, '2026-10-25T11:00Z', 'over the night that it ends'],
  ['2026-03-28T01:30Z', 1, '2026-03-29T01:30Z', 'into the hour that is skipped'],
  ['2026-06-01T10:00Z', 7, '2026-06-08T10:00Z', 'a plain week'],
  ['2026-10-25T01:30Z', 0, '2026-10-25T01:30Z', 'no day at all'],
])('%s and %i local days is %s: %s', (from, days, later) => expect(addLocalDays(instant(from), days)).toEqual(instant(later)));

describe('a calendar month in Paris', () => {
  test.each([
    // instant               from                    up to                   why
    ['2026-05-12T08:15Z', '2026-04-30T22:00Z', '2026-05-31T22:00Z', 'in summer'],
    ['2026-02-12T08:15Z', '2026-01-31T23:00Z', '2026-02-28T23:00Z', 'in winter'],
    ['2026-03-12T08:15Z', '2026-02-28T23:00Z', '2026-03-31T22:00Z', 'into summer time'],
    ['2026-10-12T08:15Z', '2026-09-30T22:00Z', '2026-10-31T23:00Z', 'out of summer time'],
    ['2026-05-31T21:59Z', '2026-04-30T22:00Z', '2026-05-31T22:00Z', 'its last minute'],
    ['2026-05-31T22:00Z', '2026-05-31T22:00Z', '2026-06-30T22:00Z', 'its first instant'],
    ['2026-12-31T23:00Z', '2026-12-31T23:00Z', '2027-01-31T23:00Z', 'of a new year'],
  ])('that holds %s lasts from %s to %s: %s', (at, start, end) => {
    expect(monthBounds(instant(at))).toEqual({ start: instant(start), end: instant(end) });
  });
});

describe('the jitter of a subscription', () => {
  const ids = fc.stringMatching(/^sub_[0-9a-z]{26}$/);

  test('is the same for life and lies below the window', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 86_400 }), (id, window_seconds) => {
        const jitter_ms = jitterMilliseconds(id, window_seconds);
        expect(jitterMilliseconds(id, window_seconds)).toBe(jitter_ms);
        expect(Number.isInteger(jitter_ms)).toBe(true);
        expect(jitter_ms).toBeGreaterThanOrEqual(0);
        expect(jitter_ms).toBeLessThan(window_seconds * 1_000);
      }),
    );
  });

  test('is none without a window', () => {
    fc.assert(fc.property(ids, (id) => expect(jitterMilliseconds(id, 0)).toBe(0)));
  });

  test('spreads a herd over the whole window', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let each = 0; each < 5_000; each += 1) {
      const tenth = Math.floor(jitterMilliseconds(`sub_01k6m3v5t8${String(each).padStart(16, '0')}`, 900) / 90_000);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(count).toBeGreaterThan(300);
    for (const count of tenths) expect(count).toBeLessThan(700);
  });

  test('is pinned, so that no release moves the instants of live subscriptions', () => {
    expect(jitterMilliseconds('sub_01k6m3v5t8q9r0s1t2v3w4x5y6', 900)).toMatchInlineSnapshot(`289483`);
  });
});

test('instants on the wire are RFC 3339 in UTC', () => {
  expect(wireInstant(instant('2026-03-29T03:30:00.250+02:00'))).toBe('2026-03-29T01:30:00.250Z');
});
