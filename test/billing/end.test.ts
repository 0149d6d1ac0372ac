import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endSubscription } from '../../billing/end-subscription.ts';
import { recordMandate, rejectMandate } from '../../billing/mandates.ts';
import { dueInstant } from '../../domain/calendar.ts';
import type { EndSource } from '../../domain/subscriptions.ts';
import { Books, declined, NOT_CHARGED, NOT_SENT, plus, SEND_DEADLINE_MS, succeeded, UNCLEAR } from './support.ts';

const ANCHOR = new Date('2026-01-31T10:00:00.000Z');
const due = (index: number) => dueInstant(ANCHOR, 'month', index);
const END = plus(due(1), 500);

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

async function active(): Promise<string> {
  const id = await books.subscription({ anchor: ANCHOR });
  await books.charge({ id, index: 0, at: ANCHOR });
  return id;
}

const end = (id: string, source: EndSource = 'email_link', at = END) =>
  books.unitOfWork.transaction(async (stores) => {
    const subscription = await stores.subscriptions.lock(id);
    return await endSubscription(stores, subscription, { reason: 'unsubscribed', source, at, now: at });
  });

/** A renewal whose call is out when the end is acknowledged. */
async function inFlight() {
  const id = await active();
  const step = await books.openPeriod({ id, index: 1, at: due(1) });
  if (step.step !== 'send') throw new Error(`a call was to be sent, not to ${step.step}`);
  await end(id);
  return { id, charge_id: step.charge.id };
}

describe('an end', () => {
  test('is told once and to both, and the first one stands', async () => {
    const id = await active();
    expect(await end(id, 'one_click')).toBe(true);
    expect(await end(id, 'merchant', plus(END, 60_000))).toBe(false);
    expect(await books.readSubscription(id)).toMatchObject({
      status: 'ended',
      ended_at: END,
      end_reason: 'unsubscribed',
      end_source: 'one_click',
      next_charge_at: null,
      paid_until: due(1),
      mandate_cancelled_at: null,
    });
    expect((await books.events(id)).slice(1)).toMatchObject([
      {
        type: 'subscription.ended',
        sequence: 2,
        data: { end_reason: 'unsubscribed', end_source: 'one_click', valid_until: due(1).toISOString() },
      },
    ]);
    expect(await books.mailKinds(id)).toEqual(['subscription_started period-0', 'subscription_ended end']);
  });

  test('before the first charge writes no letter, and nothing is ever sent', async () => {
    const id = await books.subscription({ anchor: ANCHOR });
    await end(id);
    expect(await books.openPeriod({ id, index: 0, at: END })).toEqual({
      step: 'done',
      outcome: { kind: 'ended', index: 0, reason: 'unsubscribed' },
    });
    expect(await books.statuses(id)).toEqual([]);
    expect(await books.mails(id)).toEqual([]);
  });

  test('overtakes an intent that could not be sent yet', async () => {
    const id = await active();
    await books.charge({ id, index: 1, at: due(1) }, NOT_SENT);
    await end(id);
    expect(await books.statuses(id)).toEqual(['succeeded', 'void']);
    expect(await books.openPeriod({ id, index: 1, at: END })).toMatchObject({ step: 'done', outcome: { kind: 'ended' } });
  });

  test('in the grace of dunning leaves the refusal as it is and tries no more', async () => {
    const id = await active();
    await books.charge({ id, index: 1, at: due(1) }, declined('insufficient_ceiling'));
    await end(id);
    const step = await books.openPeriod({ id, index: 1, attempt: 2, at: plus(due(1), 86_400_000) });
    expect(step).toMatchObject({ step: 'done', outcome: { kind: 'ended', reason: 'unsubscribed' } });
    expect(await books.statuses(id)).toEqual(['succeeded', 'declined']);
  });
});

describe('a charge in flight when the end is acknowledged', () => {
  test('that succeeds pays its period, is told, and restarts nothing', async () => {
    const { id, charge_id } = await inFlight();
    expect(await books.openPeriod({ id, index: 1, at: END })).toMatchObject({ step: 'wait' });
    expect(await books.settlePeriod(charge_id, succeeded(), plus(END, 900))).toEqual({ kind: 'ended', index: 1, reason: 'unsubscribed' });
    expect(await books.readSubscription(id)).toMatchObject({
      status: 'ended',
      ended_at: END,
      paid_index: 1,
      paid_until: due(2),
      next_index: 1,
      next_charge_at: null,
    });
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', 'subscription.ended', 'subscription.renewed']);
    expect((await books.events(id))[2]).toMatchObject({ data: { next_charge_at: null } });
    expect(await books.openPeriod({ id, index: 2, at: due(2) })).toMatchObject({ step: 'done', outcome: { kind: 'ended' } });
  });

  test('of a later period than its late wake-up was asked for is seen through after the death of its worker', async () => {
    const id = await active();
    const at = plus(due(3), 60_000);
    expect(await books.openPeriod({ id, index: 1, at })).toMatchObject({ step: 'send', charge: { period_index: 3 } });
    await end(id, 'merchant', plus(at, 100));
    expect(await books.openPeriod({ id, index: 1, at: plus(at, 10_000) })).toMatchObject({ step: 'wait' });
    const in_doubt = { step: 'done', outcome: { kind: 'in_doubt', index: 3 } };
    expect(await books.openPeriod({ id, index: 1, at: plus(at, SEND_DEADLINE_MS) })).toMatchObject(in_doubt);
    expect(await books.openPeriod({ id, index: 1, at: plus(at, SEND_DEADLINE_MS + 60_000) })).toMatchObject({ step: 'look' });
    expect(await books.statuses(id)).toEqual(['succeeded', 'waived', 'waived', 'in_doubt']);
  });

  test('that is the first one and succeeds gives the code that was paid for', async () => {
    const id = await books.subscription({ anchor: ANCHOR });
    const step = await books.openPeriod({ id, index: 0, at: ANCHOR });
    await end(id, 'merchant', plus(ANCHOR, 100));
    if (step.step === 'send') await books.settlePeriod(step.charge.id, succeeded(), plus(ANCHOR, 900));
    expect(await books.readSubscription(id)).toMatchObject({ status: 'ended', paid_index: 0, paid_until: due(1) });
    expect(await books.unitOfWork.read((stores) => stores.codes.ofSubscriptions([id]))).toHaveLength(1);
    expect(await books.mailKinds(id)).toEqual(['subscription_started period-0']);
  });

  test.each([
    // the answer          charge      why
    ['is refused', declined('insufficient_ceiling'), 'declined'],
    ['was not sent', NOT_SENT, 'void'],
  ] as const)('that %s is over, with nothing more to tell', async (_how, result, status) => {
    const { id, charge_id } = await inFlight();
    expect(await books.settlePeriod(charge_id, result, plus(END, 900))).toEqual({ kind: 'ended', index: 1, reason: 'unsubscribed' });
    expect(await books.statuses(id)).toEqual(['succeeded', status]);
    expect(await books.openPeriod({ id, index: 1, at: plus(END, 60_000) })).toMatchObject({ step: 'done', outcome: { kind: 'ended' } });
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', 'subscription.ended']);
  });

  test.each([
    // turns out           events after the end
    ['succeeded', succeeded(), ['subscription.renewed']],
    ['declined', declined('unknown'), []],
    ['not_charged', NOT_CHARGED, []],
  ] as const)('that is unclear is asked about without sending, and may turn out %s', async (status, result, told) => {
    const { id, charge_id } = await inFlight();
    expect(await books.settlePeriod(charge_id, UNCLEAR, plus(END, 900))).toMatchObject({ kind: 'in_doubt', index: 1 });
    expect(await books.readSubscription(id)).toMatchObject({ status: 'ended' });
    expect(await books.openPeriod({ id, index: 1, at: plus(END, 60_000) })).toMatchObject({ step: 'look', may_replay: false });
    expect(await books.settlePeriod(charge_id, result, plus(END, 61_000))).toEqual({ kind: 'ended', index: 1, reason: 'unsubscribed' });
    expect(await books.statuses(id)).toEqual(['succeeded', status]);
    expect(await books.eventTypes(id)).toEqual(['subscription.activated', 'subscription.ended', ...told]);
    expect(await books.readSubscription(id)).toMatchObject({ status: 'ended', next_charge_at: null });
  });
});

describe('a mandate', () => {
  test('that was made takes the place of its token', async () => {
    const id = await books.subscription({ anchor: ANCHOR, mandate_reference: null });
    await books.unitOfWork.transaction((stores) => recordMandate(stores, id, 'mdt_1'));
    expect(await books.readSubscription(id)).toMatchObject({ mandate_reference: 'mdt_1', token_sealed: null, status: 'pending' });
  });

  test('that the ISP would not make ends the subscription before it began', async () => {
    const id = await books.subscription({ anchor: ANCHOR, mandate_reference: null });
    const reject = () => books.unitOfWork.transaction((stores) => rejectMandate(stores, id, { at: ANCHOR, now: ANCHOR }));
    expect([await reject(), await reject()]).toEqual(['declined', 'declined']);
    expect(await books.readSubscription(id)).toMatchObject({ status: 'ended', token_sealed: null, mandate_cancelled_at: ANCHOR });
    expect(await books.events(id)).toMatchObject([{ type: 'subscription.ended', data: { decline: { reason: 'token_rejected' } } }]);
  });

  test('that the ISP would not make after an end keeps the reason of that end', async () => {
    const id = await books.subscription({ anchor: ANCHOR, mandate_reference: null });
    await end(id);
    expect(await books.unitOfWork.transaction((stores) => rejectMandate(stores, id, { at: END, now: END }))).toBe('unsubscribed');
  });
});
