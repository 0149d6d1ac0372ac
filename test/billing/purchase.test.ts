import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expirePurchase } from '../../billing/charge-purchase.ts';
import { Books, declined, NOT_CHARGED, NOT_SENT, plus, SEND_DEADLINE_MS, succeeded, UNCLEAR } from './support.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');
const LATER = plus(NOW, 1_500);

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

const purchaseRow = (id: string) => books.unitOfWork.read((stores) => stores.purchases.get(id));
const codesOf = (id: string) => books.unitOfWork.read((stores) => stores.codes.ofPurchases([id]));

async function sent(quantity = 2) {
  const id = await books.purchase({ at: NOW, quantity });
  const step = await books.openPurchase(id, NOW);
  if (step.step !== 'send') throw new Error(`a call was to be sent, not to ${step.step}`);
  return { id, charge: step.charge, subscriber_token: step.subscriber_token };
}

describe('the charge of a purchase', () => {
  test('is committed as sent before its call, with the key, the amount and the token that the call takes', async () => {
    const { id, charge, subscriber_token } = await sent(3);
    expect(subscriber_token).toBe('token-of-the-hosted-page');
    const row = await purchaseRow(id);
    expect(await books.chargeOf(id)).toMatchObject({
      key: id,
      reference: row.reference,
      amount_cents: 900n,
      status: 'sent',
      attempt: 1,
      sent_at: NOW,
      booked_at: NOW,
      due_at: NOW,
    });
    expect(await books.attempts(charge.id)).toMatchObject([{ number: 1, client_correlator: `${id}:a1`, outcome: 'sent', sent_at: NOW }]);
  });

  test('that succeeds completes the purchase with its codes, one event and one letter, and forgets the token', async () => {
    const { id, charge } = await sent(3);
    expect(await books.settlePurchase(id, succeeded('pay-1'), LATER)).toEqual({ status: 'completed' });
    const row = await purchaseRow(id);
    expect(row).toMatchObject({ status: 'completed', completed_at: LATER, token_sealed: null, decline_reason: null });
    expect(await books.chargeOf(id)).toMatchObject({ status: 'succeeded', isp_reference: 'pay-1', settled_at: LATER });
    expect(await books.attempts(charge.id)).toMatchObject([{ outcome: 'succeeded', finished_at: LATER }]);
    expect(await codesOf(id)).toHaveLength(3);
    expect(await books.events(id)).toMatchObject([
      {
        type: 'purchase.completed',
        delivery_status: 'pending',
        callback_url: 'https://merchant.example/callbacks',
        sequence: null,
        data: {
          reference: row.reference,
          amount: 900,
          currency: 'EUR',
          isp: 'free',
          client_reference: 'order-1',
          purchase: id,
          charge: charge.id,
        },
      },
    ]);
    expect(await books.mailKinds(id)).toEqual(['purchase_codes completed']);
  });

  test('that is settled is settled once, whatever comes after', async () => {
    const { id } = await sent();
    await books.settlePurchase(id, succeeded('pay-2'), LATER);
    for (const result of [succeeded('pay-3'), declined('unknown'), UNCLEAR, NOT_SENT]) {
      expect(await books.settlePurchase(id, result, plus(LATER, 1_000))).toEqual({ status: 'completed' });
    }
    expect(await books.openPurchase(id, plus(LATER, 1_000))).toEqual({ step: 'done', outcome: { status: 'completed' } });
    expect(await books.chargeOf(id)).toMatchObject({ status: 'succeeded', isp_reference: 'pay-2', attempt: 1 });
    expect(await codesOf(id)).toHaveLength(2);
    expect(await books.eventTypes(id)).toEqual(['purchase.completed']);
    expect(await books.mails(id)).toHaveLength(1);
  });

  test('that is refused declines the purchase with the reason, and gives no code', async () => {
    const { id, charge } = await sent();
    expect(await books.settlePurchase(id, declined('insufficient_ceiling'), LATER)).toEqual({ status: 'declined' });
    expect(await purchaseRow(id)).toMatchObject({ status: 'declined', decline_reason: 'insufficient_ceiling', token_sealed: null });
    expect(await books.attempts(charge.id)).toMatchObject([{ outcome: 'declined', detail: 'raw insufficient_ceiling' }]);
    expect(await books.events(id)).toMatchObject([{ type: 'purchase.declined', data: { decline: { reason: 'insufficient_ceiling' } } }]);
    expect([await codesOf(id), await books.mails(id)]).toEqual([[], []]);
  });

  test('that was provably not sent is tried again under the same attempt and correlator', async () => {
    const { id, charge } = await sent();
    expect(await books.settlePurchase(id, NOT_SENT, LATER)).toBeUndefined();
    expect(await books.chargeOf(id)).toMatchObject({ status: 'intent', attempt: 1 });
    expect(await books.attempts(charge.id)).toMatchObject([{ outcome: 'not_sent', detail: 'ECONNREFUSED' }]);
    expect(await purchaseRow(id)).toMatchObject({ status: 'processing' });
    const again = plus(LATER, 1_000);
    expect(await books.openPurchase(id, again)).toMatchObject({ step: 'send', charge: { attempt: 1, sent_at: again } });
    expect(await books.attempts(charge.id)).toMatchObject([
      { number: 1, client_correlator: `${id}:a1`, outcome: 'sent', sent_at: again, finished_at: null, detail: null },
    ]);
    expect(await books.settlePurchase(id, succeeded(), again)).toEqual({ status: 'completed' });
    expect(await codesOf(id)).toHaveLength(2);
  });

  test('whose answer is unclear is in doubt, asked about and not sent again', async () => {
    const { id, charge } = await sent();
    const look_again_at = plus(LATER, 1_000);
    const in_doubt = { status: 'in_doubt', look_again_at: look_again_at.toISOString(), escalated: false };
    expect(await books.settlePurchase(id, UNCLEAR, LATER)).toEqual(in_doubt);
    expect(await books.attempts(charge.id)).toMatchObject([{ outcome: 'in_doubt', detail: 'TimeoutError' }]);
    for (const result of [UNCLEAR, NOT_SENT]) expect(await books.settlePurchase(id, result, plus(LATER, 10))).toEqual(in_doubt);
    expect(await books.chargeOf(id)).toMatchObject({ status: 'in_doubt', in_doubt_at: LATER, attempt: 1 });
    // A worker whose clock is a few seconds behind would otherwise send the workflow round and round.
    expect(await books.openPurchase(id, plus(look_again_at, -10_001))).toEqual({ step: 'done', outcome: in_doubt });
    expect(await books.openPurchase(id, plus(look_again_at, -10_000))).toMatchObject({ step: 'look' });
    expect(await books.openPurchase(id, look_again_at)).toMatchObject({ step: 'look', subscriber_token: 'token-of-the-hosted-page' });
    expect([await books.events(id), await books.mails(id), await codesOf(id)]).toEqual([[], [], []]);
  });

  test.each([
    // the doubt ends by    purchase      charge         reason           codes  event
    ['succeeded', succeeded(), 'completed', 'succeeded', null, 2, 'purchase.completed'],
    ['declined', declined('line_closed'), 'declined', 'declined', 'line_closed', 0, 'purchase.declined'],
    ['not_charged', NOT_CHARGED, 'declined', 'not_charged', 'not_charged', 0, 'purchase.declined'],
  ] as const)('in doubt that turns out %s is seen through', async (_kind, result, status, charge_status, decline_reason, codes, type) => {
    const { id } = await sent();
    await books.settlePurchase(id, UNCLEAR, LATER);
    expect(await books.settlePurchase(id, result, plus(LATER, 60_000))).toEqual({ status });
    expect(await books.chargeOf(id)).toMatchObject({ status: charge_status });
    expect(await purchaseRow(id)).toMatchObject({ status, decline_reason, token_sealed: null });
    expect(await codesOf(id)).toHaveLength(codes);
    expect(await books.eventTypes(id)).toEqual([type]);
  });

  test('that a dead worker left as sent is waited for, and in doubt after the deadline', async () => {
    const { id, charge } = await sent();
    expect(await books.openPurchase(id, plus(NOW, 10_000))).toEqual({ step: 'wait', wait_ms: SEND_DEADLINE_MS - 10_000 });
    expect(await books.openPurchase(id, plus(NOW, SEND_DEADLINE_MS - 1))).toEqual({ step: 'wait', wait_ms: 1 });
    expect(await books.openPurchase(id, plus(NOW, SEND_DEADLINE_MS))).toMatchObject({ step: 'done', outcome: { status: 'in_doubt' } });
    expect(await purchaseRow(id)).toMatchObject({ status: 'in_doubt' });
    expect(await books.attempts(charge.id)).toMatchObject([{ outcome: 'in_doubt', detail: 'the worker died while the call was out' }]);
    // It was not dead but slow: its answer still counts.
    expect(await books.settlePurchase(id, succeeded(), plus(NOW, SEND_DEADLINE_MS + 5))).toEqual({ status: 'completed' });
    expect(await codesOf(id)).toHaveLength(2);
  });

  test('is not committed as sent where its call could not be made', async () => {
    const id = await books.purchase({ at: NOW });
    await books.unitOfWork.transaction((stores) => stores.purchases.update(id, { token_sealed: null }));
    await expect(books.openPurchase(id, NOW)).rejects.toThrow('is charged without its subscriber token');
    expect(await books.chargeOf(id)).toBeNull();
  });
});

describe('a purchase that was never sent', () => {
  const expire = (id: string) => books.unitOfWork.transaction((stores) => expirePurchase(stores, id, LATER));

  test.each(['before its charge was opened', 'with an intent that could not be sent'])('expires %s, and is never charged', async (when) => {
    const id = await books.purchase({ at: NOW });
    if (when.startsWith('with')) {
      await books.openPurchase(id, NOW);
      await books.settlePurchase(id, NOT_SENT, NOW);
    }
    expect(await expire(id)).toBe(true);
    expect(await expire(id)).toBe(false);
    expect(await purchaseRow(id)).toMatchObject({ status: 'declined', decline_reason: 'expired', token_sealed: null });
    expect(await books.openPurchase(id, LATER)).toEqual({ step: 'done', outcome: { status: 'declined' } });
    expect((await books.chargeOf(id))?.status ?? 'none').toBe(when.startsWith('with') ? 'void' : 'none');
    expect(await books.eventTypes(id)).toEqual(['purchase.declined']);
  });

  test.each([UNCLEAR, succeeded(), undefined])('does not expire where a charge has begun: %j', async (result) => {
    const { id } = await sent();
    if (result) await books.settlePurchase(id, result, NOW);
    const before = await purchaseRow(id);
    expect(await expire(id)).toBe(false);
    expect(await purchaseRow(id)).toEqual(before);
  });
});

describe('the legal cap of a month', () => {
  test('refuses by name what would pass it, sends nothing, and counts each month apart', async () => {
    const buyer = await books.buyer('free', NOW);
    for (let each = 0; each < 10; each += 1) {
      const id = await books.purchase({ at: NOW, quantity: 10, buyer });
      await books.openPurchase(id, NOW);
      // Money in doubt counts as well as money that was taken.
      await books.settlePurchase(id, each % 2 === 0 ? succeeded() : UNCLEAR, NOW);
    }
    const refused = await books.purchase({ at: NOW, quantity: 1, buyer });
    expect(await books.openPurchase(refused, NOW)).toEqual({ step: 'done', outcome: { status: 'declined' } });
    expect(await purchaseRow(refused)).toMatchObject({ status: 'declined', decline_reason: 'monthly_cap_reached' });
    const charge = await books.chargeOf(refused);
    expect(charge).toMatchObject({ status: 'declined', decline_raw: 'CMF L521-3-1: EUR 300 a calendar month', sent_at: null });
    expect(await books.attempts(charge?.id ?? '')).toEqual([]);
    expect(await books.events(refused)).toMatchObject([{ data: { decline: { reason: 'monthly_cap_reached' } } }]);
    const june = new Date('2026-05-31T22:00:00.000Z');
    for (const [at, step] of [
      [plus(june, -1), 'done'],
      [june, 'send'],
    ] as const) {
      const id = await books.purchase({ at, quantity: 1, buyer });
      expect(await books.openPurchase(id, at)).toMatchObject({ step });
    }
  });
});
