import { describe, expect, test } from '@jest/globals';
import { centsOfEuros, displayed, eurosOfCents } from '../../simulator/isps/money.ts';
import { PROFILES } from '../../simulator/isps/profiles.ts';
import { parisDayOf, parisMonthOf } from '../../simulator/isps/time.ts';

describe('money', () => {
  test.each([
    // euros    cents
    [3, 300n],
    [12.5, 1250n],
    [0.01, 1n],
    [0.29, 29n],
    [1.1, 110n],
    [999999.99, 99999999n],
    [0, undefined],
    [0.001, undefined],
    [-1, undefined],
    [1e21, undefined],
    [Number.NaN, undefined],
  ])('%d euros are %s cents', (euros, cents) => expect(centsOfEuros(euros)).toBe(cents));

  test('every amount of cents goes to euros and back', () => {
    for (let cents = 1n; cents <= 5000n; cents += 1n) expect(centsOfEuros(eurosOfCents(cents))).toBe(cents);
  });

  test('amounts are shown as each language writes them', () => {
    expect([displayed(5n, 'fr'), displayed(2500n, 'en')]).toEqual(['0,05 €', '€25.00']);
  });
});

test.each([
  // instant                 day           why
  ['2026-03-29T21:59:59Z', '2026-03-29', 'summer time began in the morning'],
  ['2026-03-29T22:00:00Z', '2026-03-30', 'midnight in summer time'],
  ['2026-10-25T22:59:59Z', '2026-10-25', 'winter time began in the morning'],
  ['2026-12-31T23:00:00Z', '2027-01-01', 'the year changes with the hour of Paris'],
])('%s is %s in Paris: %s', (instant, day) => {
  expect([parisDayOf(Date.parse(instant)), parisMonthOf(Date.parse(instant))]).toEqual([day, day.slice(0, 7)]);
});

test('white text can be read on every accent', () => {
  const luminance = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  for (const { colour } of PROFILES) expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThanOrEqual(4.5);
});
