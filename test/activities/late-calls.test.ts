import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createChargePeriod } from '../../activities/charge-period.ts';
import { createChargePurchase } from '../../activities/charge-purchase.ts';
import type { ActivityContext } from '../../activities/context.ts';
import { createRefundCharge } from '../../activities/refund-charge.ts';
import { requestRefund, settleRefund } from '../../billing/refunds.ts';
import type { UnitOfWork } from '../../db/unit-of-work.ts';
import { DOUBT_PROFILES } from '../../domain/doubts.ts';
import type { Isp } from '../../domain/isps.ts';
import type { IspGateways } from '../../gateways/isp/port.ts';
import { newId } from '../../vault/ids.ts';
import { Books, plus, succeeded } from '../billing/support.ts';
import { inActivity } from './in-activity.ts';

const AT = new Date('2026-05-12T08:00:00.000Z');

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

/** A worker whose first commit takes so long until it goes on, by its clock, among ISPs that give what is asked for. */
function worker(stood_still_ms: number) {
  const clock = { now: AT };
  const calls: string[] = [];
  const stand = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    if (clock.now === AT) clock.now = plus(AT, stood_still_ms);
    return result;
  };
  const shared = books.unitOfWork.share();
  const unitOfWork: UnitOfWork = {
    read: (work) => books.unitOfWork.read(work),
    snapshot: (work) => books.unitOfWork.snapshot(work),
    transaction: (work) => stand(books.unitOfWork.transaction(work)),
    share: () => ({
      selling: (of, work) => shared.selling(of, work),
      opening: (of, work) => stand(shared.opening(of, work)),
      settling: (of, work) => stand(shared.settling(of, work)),
    }),
    hot: books.unitOfWork.hot,
  };
  const answer = async ({ client_correlator }: { client_correlator: string }) => {
    calls.push(client_correlator);
    return { kind: 'succeeded' as const, isp_reference: newId('chg') };
  };
  const isp = { createPayment: answer, createRefund: answer };
  const context: Partial<ActivityContext> = {
    ...{ unitOfWork, vault: books.vault, now: () => clock.now, jitter_seconds: 0, dunning_days: [1, 3, 7], isp_timeout_ms: 20_000 },
    ...{ isps: { free: isp, orange: isp } as unknown as IspGateways, doubt_profiles: DOUBT_PROFILES, announce: () => undefined },
  };
  return { context: context as ActivityContext, calls };
}

type Errand = { begin: () => Promise<string>; work: (context: ActivityContext, id: string) => Promise<unknown>; table: string };

/** Asked for, of a purchase that is paid. */
async function refund(isp: Isp = 'free'): Promise<string> {
  const purchase_id = await books.purchase({ at: AT, isp });
  await books.openPurchase(purchase_id, AT);
  await books.settlePurchase(purchase_id, succeeded(), AT);
  const charge = await books.chargeOf(purchase_id);
  if (!charge) throw new Error('the purchase has no charge');
  const id = newId('ref');
  const asked = { id, charge, payment_reference: charge.isp_reference ?? '', amount_cents: 200n, reason: 'asked' } as const;
  await books.unitOfWork.transaction((stores) => requestRefund(stores, { ...asked, source: 'merchant', now: AT }));
  return id;
}

const ERRANDS: Record<string, Errand> = {
  'of a purchase': {
    begin: () => books.purchase({ at: AT }),
    work: (context, purchase_id) => inActivity(createChargePurchase(context), { purchase_id }),
    table: 'charge where purchase_id',
  },
  'of a period': {
    begin: () => books.subscription({ anchor: AT }),
    work: (context, subscription_id) => inActivity(createChargePeriod(context), { subscription_id, index: 0, attempt: 1 }),
    table: 'charge where subscription_id',
  },
  'of a refund': {
    begin: () => refund(),
    work: (context, refund_id) => inActivity(createRefundCharge(context), { refund_id }),
    table: 'refund where id',
  },
};

const statusOf = async (table: string, id: string) =>
  (await books.rows<{ status: string }>(`select status from ${table} = ?`, [id]))[0]?.status;

test.each(Object.entries(ERRANDS))(
  'a call %s leaves in the seconds after its commit, or not at all',
  async (_of, { begin, work, table }) => {
    const late = worker(5_001);
    const id = await begin();
    await expect(work(late.context, id)).rejects.toMatchObject({ type: 'TryAgain' });
    expect(late.calls).toEqual([]);
    expect(await statusOf(table, id)).toBe('intent');

    const quick = worker(4_900);
    await work(quick.context, id);
    expect(quick.calls).toHaveLength(1);
    expect(await statusOf(table, id)).toBe('succeeded');
  },
);

test('who stood still with a try of a refund that was proved absent meanwhile says nothing about the next one', async () => {
  const id = await refund();
  const late = worker(5_001);
  const nextTryIsOut = () =>
    books.unitOfWork.transaction(async (stores) => {
      await stores.refunds.move(await stores.refunds.get(id), 'in_doubt', { in_doubt_at: AT, next_look_at: AT });
      const result = { kind: 'not_refunded', detail: 'the ISP has no such refund' } as const;
      await settleRefund(stores, { refund_id: id, attempt: 1, result, now: AT });
      await stores.refunds.move(await stores.refunds.get(id), 'sent', { sent_at: AT, booked_at: AT });
    });
  let has_committed = false;
  const transaction: UnitOfWork['transaction'] = async (work) => {
    const done = await late.context.unitOfWork.transaction(work);
    if (!has_committed) await nextTryIsOut();
    has_committed = true;
    return done;
  };
  const context = { ...late.context, unitOfWork: { ...late.context.unitOfWork, transaction } };
  await expect(inActivity(createRefundCharge(context), { refund_id: id })).rejects.toThrow('a later attempt is under way');
  expect(late.calls).toEqual([]);
  expect(await books.unitOfWork.read((stores) => stores.refunds.get(id))).toMatchObject({ status: 'sent', attempt: 2 });
});

test('a refund in doubt at an ISP that replays is asked about by sending it again in time only', async () => {
  const id = await refund('orange');
  await books.unitOfWork.transaction(async (stores) => {
    const sent = await stores.refunds.move(await stores.refunds.get(id), 'sent', { sent_at: AT, booked_at: AT });
    await stores.refunds.move(sent, 'in_doubt', { in_doubt_at: AT, next_look_at: AT });
  });
  const late = worker(5_001);
  expect(await inActivity(createRefundCharge(late.context), { refund_id: id })).toMatchObject({ status: 'in_doubt' });
  expect(late.calls).toEqual([]);
  await books.unitOfWork.transaction((stores) => stores.refunds.note(id, { next_look_at: AT }));
  expect(await inActivity(createRefundCharge(worker(0).context), { refund_id: id })).toEqual({ status: 'succeeded' });
});
