import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openWorld, paymentRequest } from './support.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let lines = 0;
async function prepared(terms: object = {}, amount = 6) {
  const isp = world.isp('free');
  lines += 1;
  const line = `reserving-${lines}`;
  await isp.control.line({ username: line, line, ...terms });
  const bearer = await isp.control.token(line);
  const reply = await isp.call('/carrier-billing/v0.5/payments/prepare', { bearer, json: paymentRequest({ amount, correlator: line }) });
  return { isp, line, bearer, reply, paymentId: reply.body.paymentId as string };
}

describe('a payment in two steps', () => {
  test('is reserved, then taken', async () => {
    const { isp, line, reply, paymentId } = await prepared();
    expect([reply.status, reply.body.paymentStatus, reply.body.paymentDate]).toEqual([201, 'reserved', undefined]);
    expect((await isp.payment(`${paymentId}/confirm`, {})).status).toBe(202);
    expect((await isp.payment(paymentId)).body).toMatchObject({ paymentStatus: 'succeeded', paymentDate: expect.any(String) });
    expect(await isp.control.books(line)).toHaveLength(1);
    expect((await isp.payment(`${paymentId}/confirm`, {})).body.code).toBe('CARRIER_BILLING.PAYMENT_CONFIRMED');
    expect((await isp.payment(`${paymentId}/cancel`, {})).body.code).toBe('CARRIER_BILLING.PAYMENT_CONFIRMED');
  });

  test('can be given up instead, and then not taken', async () => {
    const { isp, paymentId } = await prepared();
    expect((await isp.payment(`${paymentId}/cancel`, {})).status).toBe(202);
    expect((await isp.payment(`${paymentId}/confirm`, {})).body.code).toBe('CARRIER_BILLING.PAYMENT_CANCELLED');
    expect((await isp.payment(paymentId)).body.paymentStatus).toBe('cancelled');
  });

  test('counts against the ceiling while it is reserved', async () => {
    const { isp, line, paymentId } = await prepared({ monthly_ceiling: 1000 });
    expect((await isp.payWithToken(await isp.control.token(line), { amount: 5 })).status).toBe(422);
    await isp.payment(`${paymentId}/cancel`, {});
    expect((await isp.payWithToken(await isp.control.token(line), { amount: 5 })).status).toBe(201);
  });

  test('is denied when the line was suspended in between', async () => {
    const { isp, line, paymentId } = await prepared();
    await isp.control.line({ username: line, line, status: 'suspended' });
    expect((await isp.payment(`${paymentId}/confirm`, {})).body.denialReason).toBe('line_suspended');
    expect((await isp.payment(paymentId)).body.paymentStatus).toBe('denied');
  });

  test('is declined at once where a payment in one step would be', async () => {
    const { reply } = await prepared({ status: 'blocked' });
    expect([reply.status, reply.body.denialReason]).toEqual([403, 'purchases_blocked']);
  });

  test('is unknown under another name, and never asked by phone number', async () => {
    const { isp, paymentId } = await prepared();
    expect((await isp.payment('pay_nobody/confirm', {})).status).toBe(404);
    expect((await isp.payment(`${paymentId}/confirm`, { phoneNumber: '+33612345678' })).body.code).toBe('UNNECESSARY_IDENTIFIER');
  });
});

describe('a line with a reservation code', () => {
  test('waits for the code before the payment can be taken', async () => {
    const { isp, reply, paymentId } = await prepared({ reservation_code: '4711' });
    expect(reply.body).toMatchObject({ paymentStatus: 'pending_validation', validationInfo: { action: 'validate' } });
    const { authorizationId } = reply.body.validationInfo;
    expect((await isp.payment(`${paymentId}/confirm`, {})).status).toBe(409);
    const wrongId = await isp.payment(`${paymentId}/validate`, { authorizationId: 'val_other', code: '4711' });
    expect(wrongId.body.code).toBe('CARRIER_BILLING.INVALID_AUTHORIZATION_ID');
    expect((await isp.payment(`${paymentId}/validate`, { authorizationId, code: '0000' })).body.code).toBe('CARRIER_BILLING.INVALID_CODE');
    expect((await isp.payment(`${paymentId}/validate`, { authorizationId, code: '4711' })).status).toBe(204);
    expect((await isp.payment(`${paymentId}/confirm`, {})).status).toBe(202);
  });

  test('denies the payment at the third wrong code', async () => {
    const { isp, reply, paymentId } = await prepared({ reservation_code: '4711' });
    const { authorizationId } = reply.body.validationInfo;
    const codes = [];
    for (const code of ['1', '2', '3', '4711'])
      codes.push((await isp.payment(`${paymentId}/validate`, { authorizationId, code })).body.code);
    expect(codes).toEqual([
      'CARRIER_BILLING.INVALID_CODE',
      'CARRIER_BILLING.INVALID_CODE',
      'CARRIER_BILLING.VALIDATION_FAILED',
      'ALREADY_EXISTS',
    ]);
    expect((await isp.payment(paymentId)).body.paymentStatus).toBe('denied');
  });
});
