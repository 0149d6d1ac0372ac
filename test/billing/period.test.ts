import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endSubscription } from '../../billing/end-subscription.ts';
import { dueInstant, jitterMilliseconds } from '../../domain/calendar.ts';
import { Books, declined, NOT_CHARGED, NOT_SENT, plus, SEND_DEADLINE_MS, succeeded, UNCLEAR } from './support.ts';

const ANCHOR = new Date('2026-01-31T10:00:00.000Z');
const due = (index: number) => dueInstant(ANCHOR, 'month', index);
const DAY_MS = 86_400_000;

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

/** A monthly subscription that has paid its first period. */
async function active(): Promise<string> {
  const id = await books.subscription({ anchor: ANCHOR });
  await books.charge({ id, index: 0, at: ANCHOR });
  return id;
}

async function sent(id: string, index: number) {
  const step = await books.openPeriod({ id, index, at: due(index) });
  if (step.step !== 'send') throw new Error(`a call was to be sent, not to ${step.step}`);
  return step.charge;
}

const codesOf = (id: string) => books.unitOfWork.read((stores) => stores.codes.ofSubscriptions([id]));

describe('the first charge', () => {
  test('activates the subscription with its one code, an event and a letter', async () => {
    const id = await books.subscription({ anchor: ANCHOR });
    const next = { index: 1, attempt: 1, due_at: '2026-02-28T10:00:00.000Z', wake_at: '2026-02-28T10:00:00.000Z' };
    expect(await books.charge({ id, index: 0, at: ANCHOR })).toEqual({ kind: 'paid', index: 0, next });
    expect(await books.readSubscription(id)).toMatchObject({
      status: 'active',
      paid_index: 0,
      paid_until: due(1),
      next_index: 1,
      next_charge_at: due(1),
      event_sequence: 1,
    });
    expect(await codesOf(id)).toHaveLength(1);
    const period = { index: 0, start: '2026-01-31T10:00:00.000Z', end: '2026-02-28T10:00:00.000Z' };
    expect(await books.events(id)).toMatchObject([
      {
        type: 'subscription.activated',
        sequence: 1,
        data: { subscription: id, sequence: 1, amount: 1_000, period, next_charge_at: next.due_at },
      },
    ]);
    expect(await books.mailKinds(id)).toEqual(['subscription_started period-0']);
  });

  test.each([
    // refused for           the end
    ['insufficient_ceiling', 'declined'],
    ['line_suspended', 'declined'],
    ['line_closed', 'declined'],
    ['mandate_revoked', 'mandate_revoked'],
  ] as const)('refused for %s ends the subscription before it began, as %s', async (reason, end_reason) => {
    const id = await books.subscription({ anchor: ANCHOR });
    expect(await books.charge({ id, index: 0, at: ANCHOR }, declined(reason))).toEqual({ kind: 'ended', index: 0, reason: end_reason });
    expect(await books.readSubscription(id)).toMatchObject({ status: 'ended', end_reason, end_source: null, next_charge_at: null });
    expect(await books.events(id)).toMatchObject([
      { type: 'subscription.ended', data: { end_reason, decline: { reason }, valid_until: null } },
    ]);
    expect([await codesOf(id), await books.mails(id)]).toEqual([[], []]);
  });

  test('that turns out not charged ends the subscription before it began', async () => {
    const id = await books.subscription({ anchor: ANCHOR });
    expect(await books.charge({ id, index: 0, at: ANCHOR }, UNCLEAR)).toMatchObject({ kind: 'in_doubt' });
    const step = await books.openPeriod({ id, index: 0, at: plus(ANCHOR, DAY_MS) });
    if (step.step !== 'look') throw new Error(`the ISP was to be asked, not to ${step.step}`);
    expect(await books.settlePeriod(step.charge.id, NOT_CHARGED, plus(ANCHOR, DAY_MS))).toEqual({
      kind: 'ended',
      index: 0,
      reason: 'not_charged',
    });
    expect(await books.statuses(id)).toEqual(['not_charged']);
    expect(await books.eventTypes(id)).toEqual(['subscription.ended']);
  });

  test('is not committed as sent without a mandate', async () => {
    const id = await books.subscription({ anchor: ANCHOR, mandate_reference: null });
    await expect(books.openPeriod({ id, index: 0, at: ANCHOR })).rejects.toThrow('without a mandate');
    expect(await books.statuses(id)).toEqual([]);
  });
});

describe('renewals', () => {
  test('of a year are numbered without a gap, each with one event and one letter, and keep the one code', async () => {
    const id = await active();
    const [code] = await codesOf(id);
    for (let index = 1; index <= 12; index += 1) {
      const outcome = await books.charge({ id, index, at: due(index) });
      expect(outcome).toMatchObject({ kind: 'paid', index, next: { index: index + 1, due_at: due(index + 1).toISOString() } });
    }
    expect(await books.statuses(id)).toEqual(new Array(13).fill('succeeded'));
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', ...new Array<string>(12).fill('subscription.renewed')]);
    expect(new Set(await books.mailKinds(id)).size).toBe(13);
    expect(await codesOf(id)).toEqual([code]);
    expect(await books.readSubscription(id)).toMatchObject({ paid_index: 12, paid_until: due(13), event_sequence: 13 });
  });

  test('wake up spread by their jitter, and on the dot on a test clock', async () => {
    books.jitter_seconds = 900;
    const id = await active();
    const clock_id = `clk_${id.slice(4)}`;
    await books.unitOfWork.transaction((stores) =>
      stores.clocks.insert({
        id: clock_id,
        merchant_id: books.merchant.scope.merchant_id,
        mode: 'test',
        now_at: ANCHOR,
        target_at: ANCHOR,
        advancing: false,
        created_at: ANCHOR,
      }),
    );
    const on_clock = await books.subscription({ anchor: ANCHOR, test_clock_id: clock_id });
    const outcomes = [await books.charge({ id, index: 1, at: due(1) }), await books.charge({ id: on_clock, index: 0, at: ANCHOR })];
    books.jitter_seconds = 0;
    const wake_at = plus(due(2), jitterMilliseconds(id, 900)).toISOString();
    expect(outcomes).toMatchObject([
      { next: { due_at: due(2).toISOString(), wake_at } },
      { next: { due_at: due(1).toISOString(), wake_at: due(1).toISOString() } },
    ]);
  });

  test('asked for again give the same outcome and change nothing', async () => {
    const id = await active();
    const first = await books.charge({ id, index: 1, at: due(1) });
    const before = [await books.readSubscription(id), await books.events(id), await books.mails(id)];
    expect(await books.openPeriod({ id, index: 1, at: plus(due(1), 5_000) })).toEqual({ step: 'done', outcome: first });
    const charge = await books.unitOfWork.read((stores) => stores.charges.ofPeriod(id, 1));
    for (const result of [succeeded(), declined('line_closed'), UNCLEAR, NOT_SENT]) {
      expect(await books.settlePeriod(charge?.id ?? '', result, plus(due(1), 9_000))).toEqual(first);
    }
    expect([await books.readSubscription(id), await books.events(id), await books.mails(id)]).toEqual(before);
  });

  test('that were provably not sent are tried again under the same attempt', async () => {
    const id = await active();
    expect(await books.charge({ id, index: 1, at: due(1) }, NOT_SENT)).toBeUndefined();
    const again = await books.openPeriod({ id, index: 1, at: plus(due(1), 60_000) });
    expect(again).toMatchObject({ step: 'send', charge: { attempt: 1, status: 'sent' }, mandate_reference: `mdt_${id}` });
    if (again.step === 'send')
      expect(await books.attempts(again.charge.id)).toMatchObject([{ number: 1, client_correlator: `${id}:1:a1` }]);
    expect(await books.eventTypes(id)).toEqual(['subscription.activated']);
  });
});

describe('a refused renewal', () => {
  test('is tried again on days 1, 3 and 7 with the next attempt, and recovers to the anchor', async () => {
    const id = await active();
    const tries_at = [due(1), ...['2026-03-01', '2026-03-03', '2026-03-07'].map((day) => new Date(`${day}T10:00:00.000Z`))];
    for (const [tries, at] of tries_at.slice(0, 3).entries()) {
      const next_at = tries_at[tries + 1]?.toISOString() ?? '';
      const outcome = await books.charge({ id, index: 1, attempt: tries + 1, at }, declined('insufficient_ceiling'));
      const next = { index: 1, attempt: tries + 2, due_at: next_at, wake_at: next_at };
      expect(outcome).toEqual({ kind: 'refused', index: 1, reason: 'insufficient_ceiling', next });
      expect(await books.readSubscription(id)).toMatchObject({ status: 'past_due', next_charge_at: new Date(next_at), paid_until: due(1) });
      // The same step, repeated by a worker that did not hear of it.
      expect(await books.openPeriod({ id, index: 1, attempt: tries + 1, at })).toEqual({ step: 'done', outcome });
    }
    const paid = await books.charge({ id, index: 1, attempt: 4, at: plus(due(1), 7 * DAY_MS) });
    expect(paid).toMatchObject({ kind: 'paid', index: 1, next: { index: 2, attempt: 1, due_at: due(2).toISOString() } });
    const charge = await books.unitOfWork.read((stores) => stores.charges.ofPeriod(id, 1));
    expect(charge).toMatchObject({ status: 'succeeded', attempt: 4, decline_reason: null });
    expect((await books.attempts(charge?.id ?? '')).map(({ outcome }) => outcome)).toEqual([
      'declined',
      'declined',
      'declined',
      'succeeded',
    ]);
    expect(await books.readSubscription(id)).toMatchObject({ status: 'active', paid_index: 1, paid_until: due(2) });
    const past_due = new Array<string>(3).fill('subscription.past_due');
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', ...past_due, 'subscription.renewed']);
    expect(await books.mailKinds(id)).toEqual([
      'subscription_started period-0',
      'subscription_past_due period-1-attempt-1',
      'subscription_past_due period-1-attempt-2',
      'subscription_past_due period-1-attempt-3',
      'subscription_renewed period-1',
    ]);
  });

  test('ends the subscription once the schedule is used up', async () => {
    const id = await active();
    for (const [tries, day] of [0, 1, 3].entries()) {
      await books.charge({ id, index: 1, attempt: tries + 1, at: plus(due(1), day * DAY_MS) }, declined('line_suspended'));
    }
    const at = plus(due(1), 7 * DAY_MS);
    expect(await books.charge({ id, index: 1, attempt: 4, at }, declined('unknown'))).toEqual({
      kind: 'ended',
      index: 1,
      reason: 'dunning_exhausted',
    });
    expect(await books.readSubscription(id)).toMatchObject({ status: 'ended', end_reason: 'dunning_exhausted', ended_at: at });
    expect((await books.events(id)).at(-1)).toMatchObject({
      type: 'subscription.ended',
      sequence: 5,
      data: { decline: { reason: 'unknown' } },
    });
    expect((await books.mailKinds(id)).at(-1)).toBe('subscription_ended end');
  });

  test('of a week is not tried on day 7, when the next week begins', async () => {
    const id = await books.subscription({ anchor: ANCHOR, period: 'week' });
    await books.charge({ id, index: 0, at: ANCHOR });
    const at = (day: number) => plus(ANCHOR, (7 + day) * DAY_MS);
    await books.charge({ id, index: 1, attempt: 1, at: at(0) }, declined('unknown'));
    await books.charge({ id, index: 1, attempt: 2, at: at(1) }, declined('unknown'));
    const last = await books.charge({ id, index: 1, attempt: 3, at: at(3) }, declined('unknown'));
    expect(last).toEqual({ kind: 'ended', index: 1, reason: 'dunning_exhausted' });
  });

  test.each([
    ['line_closed', 'declined'],
    ['purchases_blocked', 'declined'],
    ['mandate_revoked', 'mandate_revoked'],
  ] as const)('for %s ends at once as %s, and what was paid stays usable', async (reason, end_reason) => {
    const id = await active();
    expect(await books.charge({ id, index: 1, at: due(1) }, declined(reason))).toEqual({ kind: 'ended', index: 1, reason: end_reason });
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', 'subscription.ended']);
    expect((await books.events(id))[1]).toMatchObject({ data: { end_reason, end_source: null, valid_until: due(1).toISOString() } });
    expect(await books.mailKinds(id)).toEqual(['subscription_started period-0', 'subscription_ended end']);
    expect(await books.openPeriod({ id, index: 1, attempt: 2, at: plus(due(1), DAY_MS) })).toMatchObject({ step: 'done' });
  });

  test('by the monthly cap sends nothing, names the rule and is tried again', async () => {
    const buyer = await books.buyer('free', ANCHOR);
    const id = await books.subscription({ anchor: ANCHOR, buyer });
    await books.charge({ id, index: 0, at: ANCHOR });
    for (let each = 0; each < 10; each += 1) {
      const purchase = await books.purchase({ at: due(1), quantity: 10, buyer });
      await books.openPurchase(purchase, due(1));
    }
    const refused = await books.openPeriod({ id, index: 1, at: due(1) });
    expect(refused).toMatchObject({ step: 'done', outcome: { kind: 'refused', reason: 'monthly_cap_reached', next: { attempt: 2 } } });
    // Day 1 is the first of March: a new month.
    expect(await books.charge({ id, index: 1, attempt: 2, at: plus(due(1), DAY_MS) })).toMatchObject({ kind: 'paid', index: 1 });
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', 'subscription.past_due', 'subscription.renewed']);
  });
});

describe('a renewal in doubt', () => {
  test('that a dead worker left as sent is waited for, and in doubt after the deadline', async () => {
    const id = await active();
    const charge = await sent(id, 1);
    const open = (after_ms: number) => books.openPeriod({ id, index: 1, at: plus(due(1), after_ms) });
    expect(await open(12_000)).toEqual({ step: 'wait', wait_ms: SEND_DEADLINE_MS - 12_000 });
    expect(await open(SEND_DEADLINE_MS)).toMatchObject({ step: 'done', outcome: { kind: 'in_doubt', index: 1, escalated: false } });
    expect(await books.readSubscription(id)).toMatchObject({ status: 'in_doubt', next_charge_at: null, paid_until: due(1) });
    expect(await books.attempts(charge.id)).toMatchObject([{ outcome: 'in_doubt' }]);
    expect(await open(SEND_DEADLINE_MS - 9_001)).toMatchObject({ step: 'done', outcome: { kind: 'in_doubt' } });
    expect(await open(SEND_DEADLINE_MS + 1_000)).toMatchObject({ step: 'look', may_replay: true, mandate_reference: `mdt_${id}` });
  });

  test('is not asked about by sending it again once its period has passed: what had never arrived would be charged in arrears', async () => {
    const id = await active();
    const charge = await sent(id, 1);
    await books.settlePeriod(charge.id, UNCLEAR, due(1));
    const look = (at: Date) => books.openPeriod({ id, index: 1, at });
    expect(await look(plus(due(2), -1))).toMatchObject({ step: 'look', may_replay: true });
    expect(await look(due(2))).toMatchObject({ step: 'look', charge: { period_index: 1 }, may_replay: false });
  });

  test('stays in doubt whatever a later call meets, and is never sent again under another attempt', async () => {
    const id = await active();
    const charge = await sent(id, 1);
    const doubt = await books.settlePeriod(charge.id, UNCLEAR, due(1));
    for (const result of [UNCLEAR, NOT_SENT]) expect(await books.settlePeriod(charge.id, result, plus(due(1), 5_000))).toEqual(doubt);
    expect(await books.openPeriod({ id, index: 1, attempt: 2, at: plus(due(1), DAY_MS) })).toMatchObject({
      step: 'look',
      charge: { attempt: 1 },
    });
    expect(await books.statuses(id)).toEqual(['succeeded', 'in_doubt']);
    expect(await books.eventTypes(id)).toEqual(['subscription.activated']);
  });

  test.each([
    // turns out         outcome    status     next index  event
    ['succeeded', succeeded(), 'paid', 'active', 2, 'subscription.renewed'],
    ['not charged', NOT_CHARGED, 'skipped', 'active', 2, 'subscription.period_skipped'],
    ['refused', declined('insufficient_ceiling'), 'refused', 'past_due', 1, 'subscription.past_due'],
    ['refused for good', declined('line_closed'), 'ended', 'ended', 1, 'subscription.ended'],
  ] as const)('that turns out %s is %s', async (_how, result, kind, status, next_index, type) => {
    const id = await active();
    const charge = await sent(id, 1);
    await books.settlePeriod(charge.id, UNCLEAR, due(1));
    expect(await books.settlePeriod(charge.id, result, plus(due(1), 60_000))).toMatchObject({ kind, index: 1 });
    expect(await books.readSubscription(id)).toMatchObject({ status, next_index });
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', type]);
  });
});

describe('a late wake-up', () => {
  test('waives the periods that have wholly passed and charges the one that runs, once', async () => {
    const id = await active();
    const at = new Date('2026-06-15T10:00:00.000Z');
    expect(await books.charge({ id, index: 1, at })).toMatchObject({
      kind: 'paid',
      index: 4,
      next: { index: 5, due_at: due(5).toISOString() },
    });
    expect(await books.statuses(id)).toEqual(['succeeded', 'waived', 'waived', 'waived', 'succeeded']);
    const skipped = new Array<string>(3).fill('subscription.period_skipped');
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', ...skipped, 'subscription.renewed']);
    expect((await books.events(id))[1]).toMatchObject({ data: { skipped: { reason: 'waived' }, period: { index: 1 } } });
    expect(await books.readSubscription(id)).toMatchObject({ paid_index: 4, paid_until: due(5), event_sequence: 5 });
  });

  test('asked for again after the period was sent goes on with that same charge', async () => {
    const id = await active();
    const at = new Date('2026-06-15T10:00:00.000Z');
    const first = await books.openPeriod({ id, index: 1, at });
    expect(first).toMatchObject({ step: 'send', charge: { period_index: 4 } });
    expect(await books.openPeriod({ id, index: 1, at })).toMatchObject({ step: 'wait' });
    if (first.step === 'send') await books.settlePeriod(first.charge.id, succeeded(), at);
    expect(await books.openPeriod({ id, index: 1, at })).toMatchObject({ step: 'done', outcome: { kind: 'paid', index: 4 } });
    expect(await books.statuses(id)).toEqual(['succeeded', 'waived', 'waived', 'waived', 'succeeded']);
    expect(await books.readSubscription(id)).toMatchObject({ event_sequence: 5 });
  });

  test('whose charge was refused is not sent again under the same attempt when the step is repeated', async () => {
    const id = await active();
    const at = new Date('2026-06-15T10:00:00.000Z');
    const refused = { kind: 'refused', index: 4, reason: 'insufficient_ceiling', next: { index: 4, attempt: 2 } };
    expect(await books.charge({ id, index: 1, at }, declined('insufficient_ceiling'))).toMatchObject(refused);
    // The worker died before its answer was heard: the step comes again as it was asked for.
    expect(await books.openPeriod({ id, index: 1, at: plus(at, 10_000) })).toMatchObject({ step: 'done', outcome: refused });
  });

  test.each([
    // at the end it is  the step then
    ['sent', 'in_doubt'],
    ['in_doubt', 'look'],
  ])('whose charge is %s when the subscription ends is seen through, however early the period that was asked for', async (status, then) => {
    const id = await active();
    const at = new Date('2026-06-15T10:00:00.000Z');
    const step = await books.openPeriod({ id, index: 1, at });
    if (step.step !== 'send') throw new Error(`a call was to be sent, not to ${step.step}`);
    if (status === 'in_doubt') await books.settlePeriod(step.charge.id, UNCLEAR, at);
    await books.unitOfWork.transaction(async (stores) => {
      const subscription = await stores.subscriptions.lock(id);
      await endSubscription(stores, subscription, { reason: 'unsubscribed', source: 'merchant', at, now: at });
    });
    const next = await books.openPeriod({ id, index: 1, at: plus(at, SEND_DEADLINE_MS) });
    expect(next.step === 'done' ? next.outcome : next).toMatchObject(
      then === 'look' ? { step: 'look', may_replay: false } : { kind: then, index: 4 },
    );
    expect(await books.settlePeriod(step.charge.id, succeeded(), plus(at, 60_000))).toMatchObject({ kind: 'ended', index: 4 });
    expect(await books.statuses(id)).toEqual(['succeeded', 'waived', 'waived', 'waived', 'succeeded']);
  });

  test('within the period charges it as if on time', async () => {
    const id = await active();
    expect(await books.charge({ id, index: 1, at: plus(due(2), -1) })).toMatchObject({ kind: 'paid', index: 1 });
  });

  test('after an ISP that could not be reached for a whole period charges nothing in arrears', async () => {
    const id = await active();
    expect(await books.charge({ id, index: 1, at: due(1) }, NOT_SENT)).toBeUndefined();
    expect(await books.charge({ id, index: 1, at: due(2) })).toMatchObject({ kind: 'paid', index: 2 });
    expect(await books.statuses(id)).toEqual(['succeeded', 'waived', 'succeeded']);
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', 'subscription.period_skipped', 'subscription.renewed']);
  });

  test('in the middle of dunning leaves the refusal and charges the period that runs', async () => {
    const id = await active();
    await books.charge({ id, index: 1, at: due(1) }, declined('insufficient_ceiling'));
    expect(await books.charge({ id, index: 1, attempt: 2, at: plus(due(3), DAY_MS) })).toMatchObject({ kind: 'paid', index: 3 });
    expect(await books.statuses(id)).toEqual(['succeeded', 'declined', 'waived', 'succeeded']);
  });

  test('settles what went out for a passed period before any later one', async () => {
    const id = await active();
    const charge = await sent(id, 1);
    const at = plus(due(3), DAY_MS);
    expect(await books.openPeriod({ id, index: 1, at })).toMatchObject({ step: 'done', outcome: { kind: 'in_doubt', index: 1 } });
    expect(await books.settlePeriod(charge.id, succeeded(), at)).toMatchObject({ kind: 'paid', index: 1, next: { index: 2 } });
    expect(await books.charge({ id, index: 2, at })).toMatchObject({ kind: 'paid', index: 3 });
    expect(await books.statuses(id)).toEqual(['succeeded', 'succeeded', 'waived', 'succeeded']);
  });
});
