import { describe, expect, test } from '@jest/globals';
import { allot, type InFlight, PER_DOCUMENT_MAX, PER_MERCHANT_MAX } from '../../outbox/turns.ts';

const AT = new Date('2026-05-12T08:15:00.000Z');
const document = (document_id: string, merchant_id: string, failures_in_row = 0) => ({
  document_id,
  merchant_id,
  due_at: AT,
  failures_in_row,
  probing: failures_in_row >= 5,
});
const inFlight = (document_id: string, merchant_id: string, count: number, suspect = false): InFlight[] =>
  Array.from({ length: count }, () => ({ document_id, merchant_id, suspect }));

const shares = (...input: Parameters<typeof allot>) =>
  Object.fromEntries(allot(...input).map(({ document_id, room }) => [document_id, room]));

describe('a turn', () => {
  test('is at most the share of a document, whatever waits', () => {
    expect(shares([document('a', 'one')], [], 64)).toEqual({ a: PER_DOCUMENT_MAX });
    expect(shares([document('a', 'one')], inFlight('a', 'one', PER_DOCUMENT_MAX - 1), 50)).toEqual({ a: 1 });
    expect(shares([document('a', 'one')], inFlight('a', 'one', PER_DOCUMENT_MAX), 50)).toEqual({});
  });

  test('is at most the share of a merchant, over all documents', () => {
    const many = ['a', 'b', 'c', 'd'].map((id) => document(id, 'one'));
    expect(shares([...many, document('e', 'two')], [], 64)).toEqual({ a: 8, b: 8, e: 8 });
    expect(shares(many, inFlight('z', 'one', PER_MERCHANT_MAX - 3), 40)).toEqual({ a: 3 });
  });

  test('is at most what there is room for, the longest waiting first', () => {
    expect(shares([document('a', 'one'), document('b', 'two'), document('c', 'three')], [], 10)).toEqual({ a: 8, b: 2 });
    expect(shares([document('a', 'one')], [], 0)).toEqual({});
  });

  test('is one of an endpoint whose last attempt failed', () => {
    expect(shares([document('a', 'one', 1), document('b', 'two', 7)], [], 64)).toEqual({ a: 1, b: 1 });
    expect(shares([document('a', 'one', 1)], inFlight('a', 'one', 1, true), 63)).toEqual({});
  });

  test('leaves half of the lanes to endpoints that work, however many hang', () => {
    const sick = Array.from({ length: 100 }, (_, index) => document(`sick-${index}`, `merchant-${index}`, 3));
    const turns = shares([...sick, document('well', 'other')], [], 64);
    expect(Object.keys(turns).filter((id) => id.startsWith('sick'))).toHaveLength(32);
    expect(turns.well).toBe(PER_DOCUMENT_MAX);
    const hanging = sick.slice(0, 32).flatMap(({ document_id, merchant_id }) => inFlight(document_id, merchant_id, 1, true));
    expect(shares([...sick.slice(32), document('well', 'other')], hanging, 32)).toEqual({ well: PER_DOCUMENT_MAX });
  });

  test('comes to a failing endpoint also where there is but one lane', () => {
    expect(shares([document('a', 'one', 9)], [], 1)).toEqual({ a: 1 });
  });
});
