import { describe, expect, test } from '@jest/globals';
import { absenceIsProof, DOUBT_PROFILES, ESCALATE_AFTER_MS, GIVE_UP_AFTER_MS, mayStillReplay, nextLook } from '../../domain/doubts.ts';
import type { Isp } from '../../domain/isps.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');

test.each([
  // looks  pause
  [0, 1_000],
  [1, 5_000],
  [2, 15_000],
  [3, 60_000],
  [4, 300_000],
  [5, 900_000],
  [6, 3_600_000],
  [7, 3_600_000],
  [1_000, 3_600_000],
])('after %i looks the next one is in %i ms', (looks, pause_ms) => {
  expect(nextLook(NOW, looks).getTime() - NOW.getTime()).toBe(pause_ms);
});

test('a doubt is shown to operators long before it is given up in favour of the buyer', () => {
  expect(ESCALATE_AFTER_MS).toBeLessThan(GIVE_UP_AFTER_MS);
});

test('a doubt is asked about by sending again only while it is younger than one that is given up', () => {
  const sent_at = (age_ms: number) => new Date(NOW.getTime() - age_ms);
  expect(mayStillReplay({ sent_at: sent_at(GIVE_UP_AFTER_MS - 1), now: NOW })).toBe(true);
  expect(mayStillReplay({ sent_at: sent_at(GIVE_UP_AFTER_MS), now: NOW })).toBe(false);
});

describe('"not found" is proof', () => {
  const proof = (isp: Isp, times: { sent_ago_ms?: number; booked_at?: string; business_now?: string }) =>
    absenceIsProof({
      profile: DOUBT_PROFILES[isp],
      sent_at: new Date(NOW.getTime() - (times.sent_ago_ms ?? 0)),
      now: NOW,
      booked_at: new Date(times.booked_at ?? NOW),
      business_now: new Date(times.business_now ?? NOW),
    });

  test.each([
    // ISP    sent ago     proof  why
    ['orange', 59_999, false, 'a call may still be on its way'],
    ['orange', 60_000, true, 'beyond any time-out'],
    ['free', 59_999, false, 'a call may still be on its way'],
    ['free', 60_000, true, 'beyond any time-out'],
    ['sfr', 60_000, false, 'a charge may appear later'],
    ['sfr', 899_999, false, 'up to the stated delay'],
    ['sfr', 900_000, true, 'the stated delay has passed'],
  ] as const)('at %s %i ms after the call: %s, %s', (isp, sent_ago_ms, is, _why) => expect(proof(isp, { sent_ago_ms })).toBe(is));

  test.each([
    // booked at             asked at                proof  why
    ['2026-05-12T08:15:00Z', '2026-05-12T21:59:59Z', false, 'the day is not over'],
    ['2026-05-12T08:15:00Z', '2026-05-13T03:59:59Z', false, 'the statement may not be complete'],
    ['2026-05-12T08:15:00Z', '2026-05-13T04:00:00Z', true, 'six hours after the day in Paris'],
    ['2026-03-29T08:15:00Z', '2026-03-30T04:00:00Z', true, 'of the day on which summer time begins'],
    ['2026-10-25T08:15:00Z', '2026-10-26T04:59:59Z', false, 'of the day on which it ends'],
    ['2026-05-12T21:59:59Z', '2026-05-13T04:00:00Z', false, 'the ISP may have booked it after midnight'],
    ['2026-05-12T21:59:59Z', '2026-05-14T04:00:00Z', true, 'the next statement is complete too'],
  ])('at alice, booked at %s, at %s: %s, %s', (booked_at, business_now, is) => {
    // Real time says no more than that the call is over: a test clock brings its own day.
    expect(proof('alice', { booked_at, business_now, sent_ago_ms: 10 * 86_400_000 })).toBe(is);
  });

  test('at alice never within 20 s of the call, however far a test clock has gone meanwhile', () => {
    const days = { booked_at: '2026-05-12T08:15:00Z', business_now: '2027-05-12T08:15:00Z' };
    expect(proof('alice', { ...days, sent_ago_ms: 19_999 })).toBe(false);
    expect(proof('alice', { ...days, sent_ago_ms: 20_000 })).toBe(true);
  });
});
