import { describe, expect, test } from '@jest/globals';
import { dueInstant } from '../../domain/calendar.ts';
import { triesLeft } from '../../domain/dunning.ts';

const DUE = new Date('2026-03-28T10:00Z');
const END = { week: dueInstant(DUE, 'week', 1), month: dueInstant(DUE, 'month', 1) };

describe('the tries left after a refusal', () => {
  test.each([
    // schedule    period   attempts  refused at           tries left on                                    why
    [[1, 3, 7], 'month', 0, '2026-03-28T10:00Z', [], 'nothing was refused'],
    [[1, 3, 7], 'month', 1, '2026-03-28T10:00Z', ['2026-03-29T09:00Z', '2026-03-31T09:00Z', '2026-04-04T09:00Z'], 'summer time begins'],
    [[1, 3, 7], 'month', 2, '2026-03-29T09:00Z', ['2026-03-31T09:00Z', '2026-04-04T09:00Z'], 'one step is used up by each refusal'],
    [[1, 3, 7], 'month', 3, '2026-03-31T09:00Z', ['2026-04-04T09:00Z'], 'the last one'],
    [[1, 3, 7], 'month', 4, '2026-04-04T09:00Z', [], 'used up'],
    [[1, 3, 7], 'month', 100, '2026-04-04T09:00Z', [], 'more were made than the schedule has now'],
    [[1, 3, 7], 'week', 2, '2026-03-29T09:00Z', ['2026-03-31T09:00Z'], 'day 7 is the next week'],
    [[7], 'week', 1, '2026-03-28T10:00Z', [], 'no step within the period'],
    [[2], 'month', 1, '2026-03-28T10:00Z', ['2026-03-30T09:00Z'], 'another schedule'],
    [[60], 'month', 1, '2026-03-28T10:00Z', [], 'a step beyond the period'],
    [
      [1, 3, 7],
      'month',
      1,
      '2026-03-30T12:00Z',
      ['2026-03-31T09:00Z', '2026-04-04T09:00Z'],
      'day 1 passed in a doubt, and is not made up for',
    ],
    [[1, 3, 7], 'month', 2, '2026-04-01T12:00Z', ['2026-04-04T09:00Z'], 'day 3 passed in an outage'],
    [[1, 3, 7], 'month', 2, '2026-04-02T09:00Z', ['2026-04-04T09:00Z'], 'the schedule was 5, 10 before: day 3 has passed'],
    [
      [1, 2],
      'month',
      2,
      '2026-04-02T09:00Z',
      ['2026-04-03T09:00Z'],
      'the schedule was 5, 10 before: all days have passed, its last pause is kept',
    ],
    [
      [1, 3, 7],
      'month',
      1,
      '2026-04-12T09:00Z',
      ['2026-04-13T09:00Z', '2026-04-15T09:00Z', '2026-04-19T09:00Z'],
      'the first try came two weeks late',
    ],
    [[1, 3, 7], 'month', 1, '2026-04-27T09:00Z', [], 'so late that the period is over before the next'],
    [
      [1, 3, 7],
      'month',
      2,
      '2026-03-29T08:59:59Z',
      ['2026-03-31T09:00Z', '2026-04-04T09:00Z'],
      'a try that came a second early is still that try',
    ],
  ] as const)('of %p by the %s, after %i refused, at %s: %p (%s)', (schedule_days, period, attempts_made, refused_at, left, _why) => {
    const tries = triesLeft({ due: DUE, attempts_made, refused_at: new Date(refused_at), period_end: END[period], schedule_days });
    expect(tries).toEqual(left.map((instant) => new Date(instant)));
  });
});
