import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { addLocalDays, dueInstant } from '../../domain/calendar.ts';
import type { DeclineReason } from '../../domain/charges.ts';
import type { Period } from '../../domain/offers.ts';
import { Books, declined, UNCLEAR } from './support.ts';

/** 31 January, so that the month is clipped and summer time begins within the second quarter. */
const ANCHOR = new Date('2026-01-31T10:00:00.000Z');

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());
afterEach(() => {
  books.dunning_days = [1, 3, 7];
});

async function active(period: Period = 'month'): Promise<{ id: string; due: Date }> {
  const id = await books.subscription({ anchor: ANCHOR, period });
  await books.charge({ id, index: 0, at: ANCHOR });
  return { id, due: dueInstant(ANCHOR, period, 1) };
}

type Refusals = { id: string; due: Date; reason?: DeclineReason };

/** Refuses period 1 on its due instant and on each of these days; answers the last outcome. */
async function refuseOn(days: readonly number[], { id, due, reason = 'insufficient_ceiling' }: Refusals) {
  const outcomes = [];
  for (const [step, day] of days.entries()) {
    outcomes.push(await books.charge({ id, index: 1, attempt: step + 1, at: addLocalDays(due, day) }, declined(reason)));
  }
  return outcomes.at(-1);
}

const told = async (id: string) => (await books.events(id)).slice(1).map(({ type, data }) => ({ type, ...data }));

describe('a schedule', () => {
  test.each([
    // days             period     tries after the first refusal
    [[1, 3, 7], 'week', [1, 3]],
    [[1, 3, 7], 'month', [1, 3, 7]],
    [[1, 3, 7], 'quarter', [1, 3, 7]],
    [[2], 'week', [2]],
    [[10, 20, 60], 'month', [10, 20]],
    [[10, 20, 60], 'quarter', [10, 20, 60]],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'month', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    [[7], 'week', []],
  ] as const)('of days %p, by the %s, is tried on %p and then ends', async (days, period, tried) => {
    books.dunning_days = days;
    const { id, due } = await active(period);
    const all = [0, ...tried];
    expect(await refuseOn(all, { id, due })).toEqual({ kind: 'ended', index: 1, reason: 'dunning_exhausted' });

    const charge = await books.unitOfWork.read((stores) => stores.charges.ofPeriod(id, 1));
    const past_due = tried.map((day, step) => ({
      type: 'subscription.past_due',
      charge: charge?.id,
      attempt: step + 1,
      attempts_left: tried.length - step,
      decline: { reason: 'insufficient_ceiling' },
      next_charge_at: addLocalDays(due, day).toISOString(),
      sequence: step + 2,
    }));
    const end = { type: 'subscription.ended', end_reason: 'dunning_exhausted', end_source: null, valid_until: due.toISOString() };
    expect(await told(id)).toMatchObject([...past_due, { ...end, decline: { reason: 'insufficient_ceiling' } }]);
    expect((await books.mailKinds(id)).slice(1)).toEqual([
      ...tried.map((_day, step) => `subscription_past_due period-1-attempt-${step + 1}`),
      'subscription_ended end',
    ]);
    expect(await books.attempts(charge?.id ?? '')).toHaveLength(all.length);
  });

  test.each([
    // refused days  recovers on day
    [[0], 1],
    [[0, 1], 3],
    [[0, 1, 3], 7],
  ])('that is refused on days %p and recovers on day %i tells each step and goes back to the anchor', async (days, day) => {
    const { id, due } = await active();
    await refuseOn(days, { id, due });
    const paid = await books.charge({ id, index: 1, attempt: days.length + 1, at: addLocalDays(due, day) });
    const next = dueInstant(ANCHOR, 'month', 2);
    expect(paid).toMatchObject({ kind: 'paid', index: 1, next: { index: 2, attempt: 1, due_at: next.toISOString() } });
    expect(await books.eventTypes(id)).toEqual([
      'subscription.activated',
      ...days.map(() => 'subscription.past_due'),
      'subscription.renewed',
    ]);
    expect(await books.readSubscription(id)).toMatchObject({ status: 'active', paid_until: next, next_charge_at: next });
  });
});

describe('a refusal', () => {
  test.each([
    // for                   on the renewal      in the last try
    ['insufficient_ceiling', 'past_due', 'dunning_exhausted'],
    ['line_suspended', 'past_due', 'dunning_exhausted'],
    ['monthly_cap_reached', 'past_due', 'dunning_exhausted'],
    ['unknown', 'past_due', 'dunning_exhausted'],
    ['line_closed', 'declined', 'declined'],
    ['purchases_blocked', 'declined', 'declined'],
    ['token_rejected', 'declined', 'declined'],
    ['mandate_revoked', 'mandate_revoked', 'mandate_revoked'],
  ] as const)('for %s is %s, and %s once the schedule is over', async (reason, first, last) => {
    books.dunning_days = [1];
    const { id, due } = await active();
    const once = await refuseOn([0], { id, due, reason });
    expect(once).toMatchObject(first === 'past_due' ? { kind: 'refused', reason } : { kind: 'ended', reason: first });

    const other = await active();
    await refuseOn([0], other);
    const at = addLocalDays(other.due, 1);
    const end = await books.charge({ id: other.id, index: 1, attempt: 2, at }, declined(reason));
    expect(end).toEqual({ kind: 'ended', index: 1, reason: last });
    expect((await told(other.id)).at(-1)).toMatchObject({ type: 'subscription.ended', end_reason: last, decline: { reason } });
    expect((await books.mailKinds(other.id)).slice(1)).toEqual(['subscription_past_due period-1-attempt-1', 'subscription_ended end']);
  });
});

describe('a schedule that changes in the middle of dunning', () => {
  test.each([
    // before     refused on  after       the announced try  then the next
    [[1, 3, 7], [0, 1], [1], 3, undefined, 'it has become shorter: the next refusal ends it'],
    [[1, 3, 7], [0], [5], 1, undefined, 'it has one step: the announced try was it'],
    [[1, 3, 7], [0], [1, 2], 1, 2, 'the announced day stays in it'],
    [[1, 3, 7], [0], [1, 2, 4, 8], 1, 2, 'it has become longer'],
    [[5, 10], [0], [1, 3, 7], 5, 7, 'steps that have passed are not made up for'],
    [[5, 10], [0], [1, 2], 5, 6, 'all of its steps have passed: its last pause is kept'],
  ] as const)('from %p after refusals on %p to %p makes the announced try on day %i, then %p: %s', async (...row) => {
    const [before, refused, after, announced, next] = row;
    books.dunning_days = before;
    const { id, due } = await active();
    const outcome = await refuseOn(refused, { id, due });
    const due_at = addLocalDays(due, announced).toISOString();
    expect(outcome).toMatchObject({ kind: 'refused', next: { attempt: refused.length + 1, due_at } });

    books.dunning_days = after;
    // A worker with the new schedule that repeats the step finds the try that was told to merchant and buyer.
    const at = addLocalDays(due, refused.at(-1) ?? 0);
    expect(await books.openPeriod({ id, index: 1, attempt: refused.length, at })).toEqual({ step: 'done', outcome });
    const then = await refuseOnce({ id, attempt: refused.length + 1, at: new Date(due_at) });
    expect(then).toMatchObject(
      next === undefined
        ? { kind: 'ended', reason: 'dunning_exhausted' }
        : { kind: 'refused', next: { attempt: refused.length + 2, due_at: addLocalDays(due, next).toISOString() } },
    );
  });

  const refuseOnce = ({ id, attempt, at }: { id: string; attempt: number; at: Date }) =>
    books.charge({ id, index: 1, attempt, at }, declined('line_suspended'));
});

test('tries that passed while it was in doubt whether one was charged are not made up for in a burst', async () => {
  const { id, due } = await active();
  const step = await books.openPeriod({ id, index: 1, at: due });
  if (step.step !== 'send') throw new Error(`a call was to be sent, not to ${step.step}`);
  await books.settlePeriod(step.charge.id, UNCLEAR, due);
  const outcome = await books.settlePeriod(step.charge.id, declined('insufficient_ceiling'), addLocalDays(due, 2));
  expect(outcome).toMatchObject({ kind: 'refused', next: { attempt: 2, due_at: addLocalDays(due, 3).toISOString() } });
  expect((await told(id)).at(-1)).toMatchObject({ attempt: 1, attempts_left: 2 });
});
