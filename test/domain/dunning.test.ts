import { describe, expect, test } from '@jest/globals';
import { nextDunningInstant } from '../../domain/dunning.ts';

const DUE = new Date('2026-03-28T10:00Z');

describe('the dunning schedule', () => {
  test.each([
    // attempts  next                    why
    [0, undefined, 'nothing was refused'],
    [1, '2026-03-29T09:00Z', 'day 1, the first day of summer time'],
    [2, '2026-03-31T09:00Z', 'day 3'],
    [3, '2026-04-04T09:00Z', 'day 7'],
    [4, undefined, 'used up'],
    [100, undefined, 'used up'],
  ])('after %i refused attempts the next is at %s: %s', (attempts, next, _why) => {
    expect(nextDunningInstant(DUE, attempts)).toEqual(next === undefined ? undefined : new Date(next));
  });

  test('can be another one', () => {
    expect(nextDunningInstant(DUE, 1, [2])).toEqual(new Date('2026-03-30T09:00Z'));
    expect(nextDunningInstant(DUE, 2, [2])).toBeUndefined();
    expect(nextDunningInstant(DUE, 1, [])).toBeUndefined();
  });
});
