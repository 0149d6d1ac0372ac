import { describe, expect, test } from '@jest/globals';
import { mayMoveRefund, REFUND_STATUSES, type RefundStatus, refundableCents } from '../../domain/refunds.ts';

const ARROWS: [RefundStatus, RefundStatus[]][] = [
  ['intent', ['sent']],
  ['sent', ['intent', 'succeeded', 'declined', 'in_doubt']],
  ['in_doubt', ['intent', 'succeeded', 'declined']],
  ['succeeded', []],
  ['declined', []],
];

test.each(ARROWS)('a refund that is %s may become %j and nothing else', (from, to) => {
  expect(REFUND_STATUSES.filter((status) => mayMoveRefund(from, status)).sort()).toEqual([...to].sort());
});

describe('what can still be given back', () => {
  test.each([
    // charged  reserved  left
    [1_000n, 0n, 1_000n],
    [1_000n, 400n, 600n],
    [1_000n, 1_000n, 0n],
  ])('of %p with %p under way or made is %p', (amount_cents, refund_reserved_cents, left) => {
    expect(refundableCents({ amount_cents, refund_reserved_cents })).toBe(left);
  });
});
