import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openWorld } from './support.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const total = (correlator?: string) => ({
  type: 'total',
  reason: 'requested_by_buyer',
  amountTransaction: { referenceCode: 'rf_total', refundAmount: {}, ...(correlator === undefined ? {} : { clientCorrelator: correlator }) },
});
const partial = (amount: number, correlator?: string) => ({
  type: 'partial',
  amountTransaction: {
    referenceCode: 'rf_part',
    refundAmount: { chargingInformation: { amount, currency: 'EUR', description: 'Refund' } },
    ...(correlator === undefined ? {} : { clientCorrelator: correlator }),
  },
});

async function paid(name: 'free' | 'orange', amount: number) {
  const isp = world.isp(name);
  const { paymentId } = (await isp.payWithToken(await isp.control.token('demo'), { amount, correlator: `pay-${Math.random()}` })).body;
  return { isp, paymentId, remaining: async () => (await isp.refunds(paymentId, '/remaining-amount')).body };
}

test('parts of a payment go back until nothing remains', async () => {
  const { isp, paymentId, remaining } = await paid('free', 10);
  const first = await isp.refund(paymentId, partial(3.3));
  expect(first.body).toMatchObject({ type: 'partial', refundStatus: 'succeeded', refundId: expect.stringMatching(/^ref_/) });
  expect(await remaining()).toEqual({ amount: 6.7, currency: 'EUR' });
  const tooMuch = await isp.refund(paymentId, partial(6.71));
  expect([tooMuch.status, tooMuch.body.code]).toEqual([422, 'CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT']);
  expect((await isp.refund(paymentId, total())).status).toBe(201);
  expect(await remaining()).toEqual({ amount: 0, currency: 'EUR' });
  const over = await isp.refund(paymentId, total());
  expect([over.status, over.body.code]).toEqual([403, 'CARRIER_BILLING_REFUND.PAYMENT_NOT_ELIGIBLE_FOR_REFUND']);
});

test('refunds are listed, a page at a time, and found one by one', async () => {
  const { isp, paymentId } = await paid('free', 10);
  for (const amount of [1, 2, 3]) await isp.refund(paymentId, partial(amount));
  const list = await isp.refunds(paymentId, '?perPage=2&order=asc');
  const amounts = list.body.map(
    (refund: { amountTransaction: { refundAmount: { chargingInformation: { amount: number } } } }) =>
      refund.amountTransaction.refundAmount.chargingInformation.amount,
  );
  expect([amounts, list.headers.get('x-total-count'), list.headers.get('content-last-key')]).toEqual([[1, 2], '3', '2']);
  expect((await isp.refunds(paymentId, `/${list.body[0].refundId}`)).body).toEqual(list.body[0]);
  expect((await isp.refunds(paymentId, '?refundStatus=denied')).body).toEqual([]);
  expect((await isp.refunds(paymentId, '/ref_nobody')).status).toBe(404);
});

test('the same correlator gives back once at orange and again at free', async () => {
  for (const [name, left] of [
    ['orange', 9],
    ['free', 8],
  ] as const) {
    const { isp, paymentId, remaining } = await paid(name, 10);
    const replies = [await isp.refund(paymentId, partial(1, 'rf')), await isp.refund(paymentId, partial(1, 'rf'))];
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    expect(await remaining()).toMatchObject({ amount: left });
  }
});

test('only a payment that succeeded can be given back', async () => {
  const isp = world.isp('free');
  await isp.payWithToken(await isp.control.token('suspended'), { correlator: 'declined-refund' });
  const [{ paymentId }] = (await isp.payments('?clientCorrelator=declined-refund')).body;
  expect((await isp.refund(paymentId, total())).body.code).toBe('CARRIER_BILLING_REFUND.INVALID_PAYMENT_STATUS');
  expect((await isp.refund('pay_nobody', total())).status).toBe(404);
  expect((await isp.refund(paymentId, { type: 'half' })).body.code).toBe('INVALID_ARGUMENT');
  expect((await isp.refund(paymentId, partial(0))).body.code).toBe('INVALID_ARGUMENT');
});

test('a refund stands in the statement of its own day, as a positive amount', async () => {
  const { isp, paymentId } = await paid('free', 4);
  await isp.refund(paymentId, partial(1.5), { 'Simulated-Time': '2033-07-01T21:59:59Z' });
  await isp.refund(paymentId, partial(0.5), { 'Simulated-Time': '2033-07-01T22:00:00Z' });
  const rows = (text: string) => text.trim().split('\n').slice(1);
  expect(rows((await isp.statement('2033-07-01')).body)).toEqual([
    `${paymentId},,rf_part,150,EUR,refund,succeeded,2033-07-01T21:59:59.000Z,`,
  ]);
  expect(rows((await isp.statement('2033-07-02')).body)).toEqual([
    `${paymentId},,rf_part,50,EUR,refund,succeeded,2033-07-01T22:00:00.000Z,`,
  ]);
});
