import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, openSink, openWorld, pause } from './support.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let sink: Awaited<ReturnType<typeof openSink>>;
beforeAll(async () => {
  world = await openWorld();
  sink = await openSink();
});
afterEach(async () => {
  for (const name of ['free', 'orange', 'sfr', 'alice'] as const) await world.isp(name).control.faults([]);
  sink.received.length = 0;
});
afterAll(async () => {
  await sink.close();
  await world.close();
});

let lines = 0;
async function freshLine(name: Parameters<typeof world.isp>[0]) {
  const isp = world.isp(name);
  lines += 1;
  const line = `fault-line-${lines}`;
  await isp.control.line({ username: line, line });
  return { isp, line, token: await isp.control.token(line) };
}

const statuses = (books: Record<string, unknown>[]) => books.map(({ status }) => status);
const createPayment = (kind: string, more: object = {}) => ({ operation: 'createPayment', kind, ...more });

describe('what happens to the request', () => {
  test.each([
    // kind                 booked             why
    ['timeout_before', [], 'nothing was charged'],
    ['timeout_after', ['succeeded'], 'it was charged, then silence'],
  ])('%s leaves the client without an answer: %j', async (kind, booked) => {
    const { isp, line, token } = await freshLine('free');
    await isp.control.faults([createPayment(kind, { latency_ms: 150 })]);
    const started_ms = Date.now();
    await expect(isp.payWithToken(token)).rejects.toThrow();
    expect(Date.now() - started_ms).toBeGreaterThanOrEqual(140);
    expect(statuses(await isp.control.books(line))).toEqual(booked);
  });

  test.each([
    ['error_500_before', []],
    ['error_500_after', ['succeeded']],
  ])('%s is answered 500 with %j in the books', async (kind, booked) => {
    const { isp, line, token } = await freshLine('sfr');
    await isp.control.faults([createPayment(kind)]);
    const reply = await isp.payWithToken(token);
    expect([reply.status, reply.body.code]).toEqual([500, 'INTERNAL']);
    expect(statuses(await isp.control.books(line))).toEqual(booked);
  });

  test('reset_after charges and drops the connection', async () => {
    const { isp, line, token } = await freshLine('alice');
    await isp.control.faults([createPayment('reset_after')]);
    await expect(isp.payWithToken(token)).rejects.toThrow();
    expect(statuses(await isp.control.books(line))).toEqual(['succeeded']);
  });

  test('slow answers as always, later', async () => {
    const { isp, token } = await freshLine('free');
    await isp.control.faults([createPayment('slow', { latency_ms: 200 })]);
    const started_ms = Date.now();
    expect((await isp.payWithToken(token)).status).toBe(201);
    expect(Date.now() - started_ms).toBeGreaterThanOrEqual(190);
  });

  test('slow charges although the client hung up', async () => {
    const { isp, line, token } = await freshLine('free');
    await isp.control.faults([createPayment('slow', { latency_ms: 200 })]);
    await expect(isp.payWithToken(token, {}, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    await eventually(async () => (await isp.control.books(line)).length === 1);
  });

  test('throttle_429 says when to come back', async () => {
    const { isp, line, token } = await freshLine('orange');
    await isp.control.faults([createPayment('throttle_429', { latency_ms: 1500 })]);
    const reply = await isp.payWithToken(token);
    expect([reply.status, reply.body.code, reply.headers.get('retry-after')]).toEqual([429, 'TOO_MANY_REQUESTS', '2']);
    expect(await isp.control.books(line)).toEqual([]);
  });

  test.each([
    ['insufficient_ceiling', 422, 'insufficient_ceiling'],
    ['line_suspended', 403, 'line_suspended'],
    ['line_closed', 403, 'line_closed'],
    ['purchases_blocked', 403, 'purchases_blocked'],
    ['mandate_revoked', 403, 'mandate_revoked'],
    ['unknown', 403, 'unknown'],
    ['moon_in_capricorn', 403, 'unknown'],
  ])('decline:%s is answered %i with the reason %s', async (word, status, reason) => {
    const { isp, line, token } = await freshLine('free');
    await isp.control.faults([createPayment(`decline:${word}`)]);
    const reply = await isp.payWithToken(token);
    expect([reply.status, reply.body.denialReason]).toEqual([status, reason]);
    expect(await isp.control.books(line)).toMatchObject([{ status: 'denied', denial: word }]);
  });

  test('a decline of another operation is a refusal', async () => {
    const { isp } = await freshLine('free');
    await isp.control.faults([{ operation: 'retrievePayments', kind: 'decline:unknown' }]);
    const reply = await isp.payments();
    expect([reply.status, reply.body.code]).toEqual([403, 'PERMISSION_DENIED']);
  });
});

describe('late capture', () => {
  test('the payment is in no list until its delay has passed, and the token is spent at once', async () => {
    const { isp, line, token } = await freshLine('sfr');
    await isp.control.faults([createPayment('late_capture', { latency_ms: 300, times: 1 })]);
    expect((await isp.payWithToken(token, { correlator: 'late' })).status).toBe(502);
    expect((await isp.payments('?clientCorrelator=late')).body).toEqual([]);
    expect(await isp.control.books(line)).toEqual([]);
    expect((await isp.payWithToken(token, { correlator: 'late' })).status).toBe(401);
    const [payment] = await eventually(async () => {
      const { body } = await isp.payments('?clientCorrelator=late');
      return body.length > 0 && body;
    });
    expect(payment.paymentStatus).toBe('succeeded');
    expect(statuses(await isp.control.books(line))).toEqual(['succeeded']);
  });

  test('is booked at the simulated date and notified', async () => {
    const { isp, line, token } = await freshLine('alice');
    await isp.control.faults([createPayment('late_capture', { latency_ms: 50 })]);
    await isp.payWithToken(token, { correlator: 'late-2', ...sink.fields }, { headers: { 'Simulated-Time': '2030-03-03T10:00:00Z' } });
    await eventually(() => sink.received.length === 1);
    expect(sink.received[0]?.event).toMatchObject({
      type: 'org.camaraproject.carrier-billing.v0.payment-completed',
      data: { clientCorrelator: 'late-2', status: 'succeeded', paymentDate: '2030-03-03T10:00:00.000Z' },
    });
    expect(await isp.control.books(line)).toMatchObject([{ created_at: '2030-03-03T10:00:00.000Z' }]);
    expect((await isp.statement('2030-03-03')).body).toContain('late-2');
  });

  test('orange charges nothing more for its correlator, before and after', async () => {
    const { isp, line, token } = await freshLine('orange');
    await isp.control.faults([createPayment('late_capture', { latency_ms: 200, times: 1 })]);
    const ask = async () => (await isp.payWithToken(token, { correlator: 'late-orange' })).status;
    expect([await ask(), await ask()]).toEqual([502, 502]);
    await eventually(async () => (await ask()) === 201);
    expect(await isp.control.books(line)).toHaveLength(1);
  });

  test('a line that cannot pay is declined at once', async () => {
    const isp = world.isp('sfr');
    await isp.control.faults([createPayment('late_capture')]);
    const reply = await isp.payWithToken(await isp.control.token('suspended'));
    expect(reply.body.denialReason).toBe('line_suspended');
  });
});

describe('replay through faults', () => {
  test('orange charges once through timeouts and errors after the charge, and answers in the end', async () => {
    const { isp, line, token } = await freshLine('orange');
    await isp.control.faults([
      createPayment('timeout_after', { times: 2, latency_ms: 30 }),
      createPayment('timeout_before', { times: 1, latency_ms: 30 }),
      createPayment('error_500_after', { times: 1 }),
    ]);
    const pay = () => isp.payWithToken(token, { correlator: 'stormy' });
    for (let silence = 0; silence < 3; silence += 1) await expect(pay()).rejects.toThrow();
    expect((await pay()).status).toBe(500);
    const answered = await pay();
    expect(answered.status).toBe(201);
    expect(await isp.control.books(line)).toMatchObject([{ payment_id: answered.body.paymentId }]);
  });

  test('free charges a mandate again after a lost answer', async () => {
    const { isp, line } = await freshLine('free');
    const { mandateId } = (await isp.createMandate(await isp.control.token(line, 'mandate'))).body;
    await isp.control.faults([createPayment('error_500_after', { times: 1 })]);
    await isp.payWithMandate(mandateId, { correlator: 'lost' });
    await isp.payWithMandate(mandateId, { correlator: 'lost' });
    expect(await isp.control.books(line)).toHaveLength(2);
  });
});

describe('notifications of payments', () => {
  const pay = async (name: 'free', rules: object[], terms: object = {}) => {
    const { isp, line, token } = await freshLine(name);
    await isp.control.faults(rules);
    await isp.payWithToken(token, { ...sink.fields, ...terms });
    return { isp, line };
  };

  test('a payment that was answered is not notified', async () => {
    await pay('free', []);
    await pause(150);
    expect(sink.received).toEqual([]);
  });

  test('a charge whose answer was lost is, with the bearer token of the sink', async () => {
    await pay('free', [createPayment('error_500_after')], { correlator: 'lost-answer', reference: 'pur_9' });
    await eventually(() => sink.received.length === 1);
    const [got] = sink.received;
    expect(got?.headers).toMatchObject({ 'content-type': 'application/cloudevents+json', authorization: 'Bearer sink-secret' });
    expect(got?.event).toMatchObject({
      specversion: '1.0',
      source: expect.stringContaining('/free'),
      data: { paymentId: expect.stringMatching(/^pay_/), clientCorrelator: 'lost-answer', referenceCode: 'pur_9', status: 'succeeded' },
    });
  });

  test('a decline whose answer was lost is told as denied', async () => {
    const isp = world.isp('free');
    await isp.control.faults([createPayment('error_500_after')]);
    await isp.payWithToken(await isp.control.token('blocked'), sink.fields);
    await eventually(() => sink.received.length === 1);
    expect(sink.received[0]?.event).toMatchObject({
      type: 'org.camaraproject.carrier-billing.v0.payment-denied',
      data: { status: 'failed', denialReason: 'purchases_blocked' },
    });
  });

  test('duplicate_notification tells the same event twice, also of an answered payment', async () => {
    await pay('free', [createPayment('duplicate_notification')]);
    await eventually(() => sink.received.length === 2);
    expect(new Set(sink.received.map(({ event }) => event.id)).size).toBe(1);
  });

  test('lost_notification drops one, and can be combined with a lost answer', async () => {
    const { isp } = await pay('free', [createPayment('error_500_after'), createPayment('lost_notification', { times: 1 })]);
    await pause(150);
    expect(sink.received).toEqual([]);
    expect((await isp.control.readFaults()).map(({ times, hits }: { times: number; hits: number }) => [times, hits])).toEqual([
      [null, 1],
      [0, 1],
    ]);
  });
});

describe('the rules', () => {
  test('the first matching rule wins, and one that is spent lets the next through', async () => {
    const { isp, token } = await freshLine('free');
    await isp.control.faults([
      { operation: 'retrievePayments', kind: 'error_500_before' },
      createPayment('throttle_429', { times: 1 }),
      { operation: '*', kind: 'decline:line_closed' },
    ]);
    expect((await isp.payWithToken(token)).status).toBe(429);
    expect((await isp.payWithToken(token)).body.denialReason).toBe('line_closed');
    expect((await isp.payments()).status).toBe(500);
  });

  test('a rule with a seed strikes in the same order each time it is put', async () => {
    const isp = world.isp('sfr');
    const strikes = async () => {
      await isp.control.faults([{ operation: 'retrievePayment', kind: 'error_500_before', probability: 0.5, seed: 42 }]);
      const replies = [];
      for (let index = 0; index < 24; index += 1) replies.push((await isp.payment('pay_nobody')).status);
      return replies;
    };
    const first = await strikes();
    expect(new Set(first)).toEqual(new Set([404, 500]));
    expect(await strikes()).toEqual(first);
  });

  test('a rule that was read can be put back', async () => {
    const isp = world.isp('sfr');
    await isp.control.faults([createPayment('slow', { times: 3, probability: 0.25, latency_ms: 10, seed: 7 })]);
    const read = await isp.control.readFaults();
    expect((await isp.control.faults(read)).body).toEqual(read);
  });

  test.each([
    [[{ operation: 'createPayment', kind: 'explode' }]],
    [[{ operation: 'pay', kind: 'slow' }]],
    [[{ operation: '*', kind: 'decline:' }]],
    [[{ operation: '*', kind: 'slow', probability: 2 }]],
    [{ operation: '*', kind: 'slow' }],
  ])('the list %j is refused', async (list) => {
    const reply = await world.isp('free').control.faults(list);
    expect([reply.status, reply.body.code]).toEqual([400, 'INVALID_ARGUMENT']);
  });

  test('faults reach the other operations: introspection, mandates, refunds and statements', async () => {
    const { isp, line, token } = await freshLine('free');
    const mandate = await isp.control.token(line, 'mandate');
    await isp.control.faults([
      { operation: 'introspect', kind: 'error_500_before', times: 1 },
      { operation: 'statements', kind: 'throttle_429', times: 1 },
      { operation: 'createMandate', kind: 'error_500_after', times: 1 },
      { operation: 'createRefund', kind: 'error_500_after', times: 1 },
    ]);
    expect((await isp.introspect(token)).status).toBe(500);
    expect((await isp.statement('2030-01-01')).status).toBe(429);
    expect([(await isp.createMandate(mandate)).status, (await isp.createMandate(mandate)).status]).toEqual([500, 200]);
    const { paymentId } = (await isp.payWithToken(token)).body;
    const total = { type: 'total', amountTransaction: { referenceCode: 'rf', refundAmount: {} } };
    expect((await isp.refund(paymentId, total)).status).toBe(500);
    expect((await isp.refunds(paymentId, '/remaining-amount')).body.amount).toBe(0);
  });
});
