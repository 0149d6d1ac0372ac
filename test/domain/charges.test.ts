import { describe, expect, test } from '@jest/globals';
import {
  CHARGE_STATUSES,
  type ChargeStatus,
  chargeKey,
  clientCorrelator,
  DECLINE_REASONS,
  isSoftDecline,
  mayMove,
} from '../../domain/charges.ts';
import { endReasonOfDecline } from '../../domain/subscriptions.ts';

/** Every arrow that there is. */
const ARROWS = new Map<string, string>([
  ['intent → sent', 'the one call is about to leave'],
  ['intent → declined', 'our own refusal, by the monthly cap'],
  ['intent → void', 'an end overtook it'],
  ['intent → waived', 'its period passed while the ISP could not be reached'],
  ['sent → succeeded', 'the ISP said yes'],
  ['sent → declined', 'the ISP said no'],
  ['sent → in_doubt', 'no clear answer'],
  ['sent → intent', 'proof that nothing left'],
  ['in_doubt → succeeded', 'the ISP has it in its books'],
  ['in_doubt → not_charged', 'the ISP does not have it'],
  ['in_doubt → declined', 'the ISP has refused it'],
  ['declined → intent', 'the next attempt'],
]);

const pairs = CHARGE_STATUSES.flatMap((from) => CHARGE_STATUSES.map((to) => [from, to] as [ChargeStatus, ChargeStatus]));

describe('the states of a charge', () => {
  test.each(pairs)('%s → %s', (from, to) => expect(mayMove(from, to)).toBe(ARROWS.has(`${from} → ${to}`)));

  test.each(['succeeded', 'waived', 'void', 'not_charged'] as const)('%s is final', (status) => {
    expect(CHARGE_STATUSES.filter((to) => mayMove(status, to))).toEqual([]);
  });

  test('nothing that may have been charged is ever sent again without an answer in between', () => {
    for (const from of ['sent', 'in_doubt', 'succeeded'] as const) expect(mayMove(from, 'sent')).toBe(false);
    expect(mayMove('in_doubt', 'intent')).toBe(false);
  });
});

describe('refusals', () => {
  test.each([
    // reason                  softness  how the subscription ends
    ['insufficient_ceiling', 'soft', 'declined'],
    ['line_suspended', 'soft', 'declined'],
    ['unknown', 'soft', 'declined'],
    ['monthly_cap_reached', 'soft', 'declined'],
    ['not_charged', 'hard', 'declined'],
    ['line_closed', 'hard', 'declined'],
    ['purchases_blocked', 'hard', 'declined'],
    ['mandate_revoked', 'hard', 'mandate_revoked'],
    ['token_rejected', 'hard', 'declined'],
    ['expired', 'hard', 'declined'],
  ] as const)('%s is %s and ends as %s', (reason, softness, end) => {
    expect(isSoftDecline(reason)).toBe(softness === 'soft');
    expect(endReasonOfDecline(reason)).toBe(end);
  });

  test('are a closed list of ten', () => expect(DECLINE_REASONS).toHaveLength(10));
});

describe('keys', () => {
  test('name what is paid for and which attempt', () => {
    expect(chargeKey({ purchase_id: 'pur_1' })).toBe('pur_1');
    expect(chargeKey({ subscription_id: 'sub_1', period_index: 12 })).toBe('sub_1:12');
    expect(clientCorrelator('sub_1:12', 2)).toBe('sub_1:12:a2');
  });
});
