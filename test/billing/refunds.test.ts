import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRefund, type RefundStep, requestRefund, settleRefund } from '../../billing/refunds.ts';
import type { ChargeRow } from '../../db/entities/charge.ts';
import { nextLook } from '../../domain/doubts.ts';
import type { RefundResult } from '../../domain/refunds.ts';
import { newId } from '../../vault/ids.ts';
import { Books, plus, SEND_DEADLINE_MS, succeeded } from './support.ts';

const NOW = new Date('2026-05-12T08:00:00.000Z');
const LATER = plus(NOW, 1_000);
const GIVEN = (): RefundResult => ({ kind: 'succeeded', isp_reference: newId('ref') });
const DENIED: RefundResult = { kind: 'declined', reason: 'denied', raw: 'REFUND_DENIED' };
const UNCLEAR: RefundResult = { kind: 'unclear', detail: 'TimeoutError' };
const NOT_SENT: RefundResult = { kind: 'not_sent', detail: 'ECONNREFUSED', retry_after_ms: undefined };
const NOT_REFUNDED: RefundResult = { kind: 'not_refunded', detail: 'not in the books' };

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

/** A purchase of EUR 6.00 that is paid. */
async function paid(): Promise<ChargeRow> {
  const id = await books.purchase({ at: NOW });
  await books.openPurchase(id, NOW);
  await books.settlePurchase(id, succeeded(), NOW);
  const charge = await books.chargeOf(id);
  if (!charge) throw new Error('the purchase has no charge');
  return charge;
}

const ask = (charge: ChargeRow, amount_cents: bigint, id = newId('ref')) =>
  books.unitOfWork.transaction(async (stores) => {
    const payment_reference = charge.isp_reference ?? '';
    await requestRefund(stores, { id, charge, payment_reference, amount_cents, reason: 'asked', source: 'merchant', now: NOW });
    return id;
  });
const open = (id: string, now: Date): Promise<RefundStep> =>
  books.unitOfWork.transaction((stores) => openRefund(stores, id, { now, send_deadline_ms: SEND_DEADLINE_MS }));
const settle = async (refund_id: string, result: RefundResult | undefined, now = LATER) =>
  await books.unitOfWork.transaction(async (stores) => {
    const { attempt } = await stores.refunds.get(refund_id);
    return (await settleRefund(stores, { refund_id, attempt, result, now }))?.outcome;
  });
const refund = (id: string) => books.unitOfWork.read((stores) => stores.refunds.get(id));
const chargeNow = (id: string) => books.unitOfWork.read((stores) => stores.charges.get(id));

async function sent(charge: ChargeRow, amount_cents = 200n): Promise<string> {
  const id = await ask(charge, amount_cents);
  expect(await open(id, NOW)).toMatchObject({ step: 'send', refund: { status: 'sent', client_correlator: `${id}:a1`, sent_at: NOW } });
  return id;
}

describe('refunds of a charge', () => {
  test('come to at most what was charged, of any number at once', async () => {
    const charge = await paid();
    const asked = await Promise.allSettled(Array.from({ length: 30 }, () => ask(charge, 70n)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    for (const each of asked) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'refund_above_remaining' });
    }
    expect(await chargeNow(charge.id)).toMatchObject({ refund_reserved_cents: 560n, refunded_cents: 0n });
    await expect(ask(charge, 41n)).rejects.toThrow('€0.40 can still be refunded');
    await ask(charge, 40n);
    await expect(ask(charge, 1n)).rejects.toThrow('€0.00 can still be refunded');
  });

  test('are written once for one id', async () => {
    const charge = await paid();
    const id = await ask(charge, 100n);
    await ask(charge, 100n, id);
    expect(await chargeNow(charge.id)).toMatchObject({ refund_reserved_cents: 100n });
  });

  test('cannot pass the charged amount by any statement: the database refuses', async () => {
    const charge = await paid();
    await expect(books.rows('update charge set refund_reserved_cents = 601 where id = ?', [charge.id])).rejects.toThrow(
      'charge_refunds_within_amount',
    );
    await expect(books.rows('update charge set refunded_cents = 1 where id = ?', [charge.id])).rejects.toThrow(
      'charge_refunds_within_amount',
    );
  });

  test('take what was given back off the legal cap of the month', async () => {
    const buyer = await books.buyer('free', NOW);
    const charges: ChargeRow[] = [];
    for (let each = 0; each < 10; each += 1) {
      const id = await books.purchase({ at: NOW, quantity: 10, buyer });
      await books.openPurchase(id, NOW);
      await books.settlePurchase(id, succeeded(), NOW);
      charges.push((await books.chargeOf(id)) as ChargeRow);
    }
    const next = async () => (await books.openPurchase(await books.purchase({ at: NOW, quantity: 1, buyer }), NOW)).step;
    expect(await next()).toBe('done');
    const id = await sent(charges[0] as ChargeRow, 300n);
    expect(await next()).toBe('done');
    await settle(id, GIVEN());
    expect([await next(), await next()]).toEqual(['send', 'done']);
  });
});

describe('a refund', () => {
  test('that the ISP makes tells the merchant and the buyer once, with all that was given back so far', async () => {
    const charge = await paid();
    const [first, second] = [await sent(charge, 200n), await sent(charge, 400n)];
    for (const id of [first, second]) {
      expect(await settle(id, GIVEN())).toEqual({ status: 'succeeded' });
      expect(await settle(id, GIVEN(), plus(LATER, 5))).toEqual({ status: 'succeeded' });
    }
    expect(await refund(first)).toMatchObject({ status: 'succeeded', settled_at: LATER });
    expect(await chargeNow(charge.id)).toMatchObject({ status: 'succeeded', refund_reserved_cents: 600n, refunded_cents: 600n });
    const events = await books.events(charge.purchase_id ?? '');
    expect(events.map(({ type, data }) => [type, data.amount, data.refund, data.refunded_total])).toEqual([
      ['purchase.completed', 600, undefined, undefined],
      ['charge.refunded', 200, first, 200],
      ['charge.refunded', 400, second, 600],
    ]);
    expect(await books.mailKinds(first)).toEqual(['charge_refunded refunded']);
  });

  test('that the ISP refuses frees its amount, and tells the merchant only', async () => {
    const charge = await paid();
    const id = await sent(charge, 600n);
    expect(await settle(id, DENIED)).toEqual({ status: 'declined' });
    expect(await refund(id)).toMatchObject({ decline_reason: 'denied', decline_raw: 'REFUND_DENIED' });
    expect(await chargeNow(charge.id)).toMatchObject({ refund_reserved_cents: 0n, refunded_cents: 0n });
    expect(await books.eventTypes(charge.purchase_id ?? '')).toEqual(['purchase.completed', 'charge.refund_declined']);
    expect(await books.mailKinds(id)).toEqual([]);
    await ask(charge, 600n);
  });

  test('that was provably not sent is sent again as the same attempt', async () => {
    const id = await sent(await paid());
    expect(await settle(id, NOT_SENT)).toEqual({ status: 'processing' });
    expect(await open(id, LATER)).toMatchObject({ step: 'send', refund: { attempt: 1, client_correlator: `${id}:a1` } });
  });

  test('without a clear answer is in doubt: asked about when that is due, never sent again on suspicion, and never given up', async () => {
    const charge = await paid();
    const id = await sent(charge);
    const look_again_at = nextLook(LATER, 0);
    const in_doubt = { status: 'in_doubt', look_again_at: look_again_at.toISOString(), escalated: false };
    expect(await settle(id, UNCLEAR)).toEqual(in_doubt);
    for (const result of [UNCLEAR, NOT_SENT]) expect(await settle(id, result, plus(LATER, 5))).toEqual(in_doubt);
    // Clocks of workers differ by some seconds.
    expect(await open(id, plus(look_again_at, -10_001))).toEqual({ step: 'done', outcome: in_doubt });
    expect(await open(id, look_again_at)).toMatchObject({ step: 'look' });
    const month_later = plus(LATER, 30 * 86_400_000);
    expect(await settle(id, undefined, month_later)).toMatchObject({ status: 'in_doubt', escalated: true });
    expect(await refund(id)).toMatchObject({ doubt_looks: 1, escalated_at: month_later });
    expect(await chargeNow(charge.id)).toMatchObject({ refund_reserved_cents: 200n });
  });

  test('of which the ISP proves that it gave nothing back is sent again under the next attempt', async () => {
    const id = await sent(await paid());
    expect(await settle(id, NOT_REFUNDED)).toMatchObject({ status: 'processing' });
    await settle(id, UNCLEAR);
    expect(await settle(id, NOT_REFUNDED)).toEqual({ status: 'processing' });
    expect(await open(id, LATER)).toMatchObject({ step: 'send', refund: { attempt: 2, client_correlator: `${id}:a2` } });
  });

  test('that a dead worker left as sent is waited for, and in doubt after the deadline', async () => {
    const id = await sent(await paid());
    expect(await open(id, plus(NOW, SEND_DEADLINE_MS - 1))).toEqual({ step: 'wait', wait_ms: 1 });
    expect(await open(id, plus(NOW, SEND_DEADLINE_MS))).toMatchObject({ step: 'done', outcome: { status: 'in_doubt' } });
    expect(await settle(id, GIVEN(), plus(NOW, SEND_DEADLINE_MS + 5))).toEqual({ status: 'succeeded' });
  });

  test('of a period takes the next number among the events of its subscription', async () => {
    const subscription = await books.subscription({ anchor: NOW });
    await books.charge({ id: subscription, index: 0, at: NOW });
    const [row] = await books.rows<{ id: string }>('select id from charge where subscription_id = ?', [subscription]);
    const charge = await chargeNow(row?.id ?? '');
    await settle(await sent(charge, 1_000n), GIVEN());
    expect(await books.eventTypes(subscription)).toEqual(['subscription.activated', 'charge.refunded']);
    expect((await books.readSubscription(subscription)).event_sequence).toBe(2);
  });
});
