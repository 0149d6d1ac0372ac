import { describe, expect, test } from '@jest/globals';
import { Temporal } from '@js-temporal/polyfill';
import { ZONE } from '../../domain/calendar.ts';
import { DOUBT_PROFILES } from '../../domain/doubts.ts';
import { ISPS } from '../../domain/isps.ts';
import { type DaysSeen, daysDue, RECONCILED_AT } from '../../domain/reconciliation.ts';
import {
  addDays,
  bookedBetween,
  dayBounds,
  isDay,
  lastStatementDay,
  parisDay,
  STATEMENT_COMPLETE_AFTER_MS,
  statementCompleteAt,
  statementDays,
} from '../../domain/statements.ts';

test.each([
  ['2026-05-12T21:59:59Z', '2026-05-12', 'the last second of the day in Paris'],
  ['2026-05-12T22:00:00Z', '2026-05-13', 'midnight in Paris in summer'],
  ['2026-01-12T23:00:00Z', '2026-01-13', 'midnight in Paris in winter'],
  ['2026-12-31T23:30:00Z', '2027-01-01', 'another year in Paris'],
])('%s lies in the day %s: %s', (instant, day) => expect(parisDay(new Date(instant))).toBe(day));

test.each([
  ['2026-11-23', true],
  ['2028-02-29', true],
  ['2026-02-29', false],
  ['2026-11-31', false],
  ['2026-1-1', false],
  ['2026-11-23T00:00', false],
  ['yesterday', false],
  ['', false],
])('%s is a day: %s', (text, is) => expect(isDay(text)).toBe(is));

test.each([
  ['2026-05-12', '2026-05-11T22:00:00.000Z', '2026-05-12T22:00:00.000Z', 24],
  ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', 23],
  ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z', 25],
])('%s goes from %s to %s, %i hours', (day, start, end, hours) => {
  const bounds = dayBounds(day);
  expect(bounds).toEqual({ start: new Date(start), end: new Date(end) });
  expect((bounds.end.getTime() - bounds.start.getTime()) / 3_600_000).toBe(hours);
});

describe('a payment made near midnight may stand on two statements', () => {
  test.each([
    // made at               days                            why
    ['2026-05-12T12:00:00Z', ['2026-05-12'], 'at noon'],
    ['2026-05-12T21:29:59Z', ['2026-05-12'], 'half an hour before midnight and a second'],
    ['2026-05-12T21:30:00Z', ['2026-05-12', '2026-05-13'], 'a late capture may come after midnight'],
    ['2026-05-12T21:59:59Z', ['2026-05-12', '2026-05-13'], 'the last second'],
    ['2026-05-12T22:04:59Z', ['2026-05-12', '2026-05-13'], "the ISP's clock may be slow"],
    ['2026-05-12T22:05:00Z', ['2026-05-13'], 'five minutes after midnight'],
  ])('made at %s: %j, %s', (made_at, days) => {
    expect(statementDays(new Date(made_at))).toEqual(days);
    expect(lastStatementDay(new Date(made_at))).toBe(days.at(-1));
    // And the other way round: the run of each of these days looks at it.
    for (const day of days) {
      const { from, until } = bookedBetween(day);
      expect(from.getTime() <= Date.parse(made_at) && Date.parse(made_at) < until.getTime()).toBe(true);
    }
  });
});

describe('a regular run', () => {
  test('starts each morning after the statement of yesterday is complete, also when an hour is skipped', () => {
    const delays = ISPS.map((isp) => {
      const profile = DOUBT_PROFILES[isp];
      return profile.method === 'statement' ? profile.complete_after_ms : STATEMENT_COMPLETE_AFTER_MS;
    });
    for (let back = 0; back < 366; back += 1) {
      const today = addDays('2027-01-01', -back);
      const starts_at = Temporal.PlainDate.from(today).toZonedDateTime({
        timeZone: ZONE,
        plainTime: Temporal.PlainTime.from(RECONCILED_AT),
      });
      const complete_at = statementCompleteAt(addDays(today, -1), Math.max(...delays));
      expect(complete_at.getTime()).toBeLessThanOrEqual(starts_at.epochMilliseconds);
    }
  });

  const week = ['2026-11-23', '2026-11-22', '2026-11-21', '2026-11-20', '2026-11-19', '2026-11-18', '2026-11-17'];

  test.each<[DaysSeen, string[], string]>([
    // seen                                                            days more than the last week                why
    [{ last_completed: undefined, unfinished: [] }, [], 'the first run of all'],
    [{ last_completed: '2026-11-22', unfinished: [] }, [], 'an ordinary morning'],
    [{ last_completed: '2026-11-14', unfinished: [] }, ['2026-11-16', '2026-11-15'], 'nobody ran for nine days'],
    [{ last_completed: '2026-11-22', unfinished: ['2026-11-10'] }, ['2026-11-10'], 'a day of which there was no statement'],
    [{ last_completed: '2026-11-22', unfinished: ['2026-08-10', '2026-11-24'] }, [], 'too old, and not over yet'],
  ])('after %j looks at the last week and at %j: %s', (seen, more) => {
    expect(daysDue('2026-11-24', seen)).toEqual([...week, ...more]);
  });

  test('makes up for two months of outage, and not for years', () => {
    expect(daysDue('2026-11-24', { last_completed: '2020-01-01', unfinished: [] })).toHaveLength(62);
  });
});
