import { describe, expect, test } from '@jest/globals';
import { dueInstant } from '../../domain/calendar.ts';
import { isIsp } from '../../domain/isps.ts';
import {
  isAboveOfferCeiling,
  maySellSubscriptions,
  OFFER_CEILING_CENTS,
  ONE_SHOT_CEILING_CENTS,
  PERIODS,
  PERIODS_A_YEAR,
} from '../../domain/offers.ts';

describe('ceilings', () => {
  test.each([
    // period    price   above
    ['week', 1n, false],
    ['week', 500n, false],
    ['week', 501n, true],
    ['month', 501n, false],
    ['month', 1_000n, false],
    ['month', 1_001n, true],
    ['quarter', 1_001n, false],
    ['quarter', 2_500n, false],
    ['quarter', 2_501n, true],
  ] as const)('a %s for %s cents is above its ceiling: %s', (period, price, above) => {
    expect(isAboveOfferCeiling(period, price)).toBe(above);
  });

  test('lie below what the law lets one operation cost (CMF L521-3-1)', () => {
    for (const ceiling of [...Object.values(OFFER_CEILING_CENTS), ONE_SHOT_CEILING_CENTS]) expect(ceiling).toBeLessThanOrEqual(5_000n);
  });
});

test.each([
  ['standard', false],
  ['premium', true],
  ['prestige', true],
] as const)('a merchant of tier %s may sell subscriptions: %s', (tier, may) => expect(maySellSubscriptions(tier)).toBe(may));

test.each(PERIODS)('no year holds more charges of one %s than the buyer is told', (period) => {
  for (const anchor of ['2026-01-31T10:00Z', '2027-03-01T10:00Z', '2028-02-29T10:00Z', '2026-10-25T00:30Z'].map((text) => new Date(text))) {
    const told = Number(PERIODS_A_YEAR[period]);
    const year_later = anchor.getTime() + 365 * 86_400_000;
    const begun = Array.from({ length: 60 }, (_, k) => dueInstant(anchor, period, k)).filter((due) => due.getTime() < year_later).length;
    expect(begun).toBeLessThanOrEqual(told);
  }
});

test.each([
  ['orange', true],
  ['alice', true],
  ['Orange', false],
  ['toString', false],
  ['', false],
])('%p is one of our ISPs: %s', (text, is) => expect(isIsp(text)).toBe(is));
