import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openWorld, paymentRequest } from './support.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let lines = 0;
/** A fresh line at an ISP, so that tests do not see each other's purchases. */
async function freshLine(name: Parameters<typeof world.isp>[0], terms: object = {}) {
  const isp = world.isp(name);
  lines += 1;
  const line = `line-${lines}`;
  await isp.control.line({ username: `user-${lines}`, line, ...terms });
  return { isp, line };
}

describe('createPayment with a subscriber token', () => {
  test('charges the line and never names it', async () => {
    const { isp, line } = await freshLine('free');
    const token = await isp.control.token(line);
    const { sub } = (await isp.introspect(token)).body;
    const paid = await isp.payWithToken(token, { amount: 3, correlator: 'chg_1:1', reference: 'pur_1' });
    expect(paid.status).toBe(201);
    expect(paid.body).toMatchObject({
      paymentStatus: 'succeeded',
      amountTransaction: { clientCorrelator: 'chg_1:1', referenceCode: 'pur_1', subscriberReference: sub },
    });
    expect(paid.headers.get('location')).toBe(paid.body.amountTransaction.resourceURL);
    expect(JSON.stringify(paid.body)).not.toContain(line);
    expect(await isp.control.books(line)).toMatchObject([
      { payment_id: paid.body.paymentId, client_correlator: 'chg_1:1', reference_code: 'pur_1', amount: 300, status: 'succeeded', line },
    ]);
  });

  test('a token pays once, and says afterwards that it is used', async () => {
    const { isp, line } = await freshLine('sfr');
    const token = await isp.control.token(line);
    expect((await isp.payWithToken(token)).status).toBe(201);
    const again = await isp.payWithToken(token, { correlator: 'other' });
    expect([again.status, again.body.code, again.body.message]).toEqual([401, 'UNAUTHENTICATED', 'The subscriber token is used.']);
    expect((await isp.introspect(token)).body).toEqual({ active: false, reason: 'used' });
  });

  test('ten requests racing with one token charge once', async () => {
    const { isp, line } = await freshLine('free');
    const token = await isp.control.token(line);
    const replies = await Promise.all(Array.from({ length: 10 }, (_, index) => isp.payWithToken(token, { correlator: `race-${index}` })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 401)]);
    expect(await isp.control.books(line)).toHaveLength(1);
  });

  test('a declined payment leaves the token good for another try', async () => {
    const { isp, line } = await freshLine('alice', { monthly_ceiling: 500 });
    const token = await isp.control.token(line);
    expect((await isp.payWithToken(token, { amount: 5.01 })).body.denialReason).toBe('insufficient_ceiling');
    expect((await isp.payWithToken(token, { amount: 5 })).status).toBe(201);
    expect((await isp.control.books(line)).map(({ status }) => status)).toEqual(['denied', 'succeeded']);
  });

  test('an expired and an unknown token are told apart', async () => {
    const { isp, line } = await freshLine('free');
    const expired = await isp.control.token(line, 'one_shot', { ttl_seconds: 0 });
    expect((await isp.payWithToken(expired)).body.message).toBe('The subscriber token is expired.');
    expect((await isp.payWithToken('st_nobody')).body.message).toBe('The subscriber token is unknown.');
    expect((await isp.introspect(expired)).body.reason).toBe('expired');
    expect((await isp.introspect('st_nobody')).body).toEqual({ active: false, reason: 'unknown' });
  });

  test('a token for a mandate pays nothing', async () => {
    const { isp, line } = await freshLine('free');
    expect((await isp.payWithToken(await isp.control.token(line, 'mandate'))).status).toBe(403);
  });

  test('introspection tells kind, subscriber and end of a live token', async () => {
    const { isp, line } = await freshLine('orange');
    const [one, two] = [await isp.control.token(line), await isp.control.token(line, 'mandate')];
    const first = (await isp.introspect(one)).body;
    expect(first).toEqual({
      active: true,
      kind: 'one_shot',
      sub: expect.stringMatching(/^sr_[0-9A-Za-z]{22}$/),
      exp: expect.any(Number),
      simulated: true,
    });
    expect(first.exp * 1000 - Date.now()).toBeGreaterThan(890_000);
    expect((await isp.introspect(two)).body).toMatchObject({ kind: 'mandate', sub: first.sub });
  });
});

describe('what createPayment refuses', () => {
  test.each([
    // body                                                                  status  code
    [{ amountTransaction: { ...paymentRequest().amountTransaction, phoneNumber: '+33612345678' } }, 422, 'UNNECESSARY_IDENTIFIER'],
    [{}, 400, 'INVALID_ARGUMENT'],
    [paymentRequest({ amount: 0 }), 400, 'INVALID_ARGUMENT'],
    [paymentRequest({ amount: -3 }), 400, 'INVALID_ARGUMENT'],
    [paymentRequest({ amount: 3.001 }), 400, 'INVALID_ARGUMENT'],
    [paymentRequest({ sink: 'ftp://example.org' }), 400, 'INVALID_SINK'],
    [paymentRequest({ sink: 'https://example.org', sinkCredential: { credentialType: 'PLAIN' } }), 400, 'INVALID_CREDENTIAL'],
    [
      paymentRequest({
        sink: 'https://example.org',
        sinkCredential: { credentialType: 'ACCESSTOKEN', accessToken: 'a', accessTokenType: 'mac' },
      }),
      400,
      'INVALID_TOKEN',
    ],
    [paymentRequest({ mandateId: 'mdt_1' }), 422, 'UNNECESSARY_IDENTIFIER'],
  ])('body %# is answered %i %s', async (json, status, code) => {
    const { isp, line } = await freshLine('free');
    const reply = await isp.call('/carrier-billing/v0.5/payments', { bearer: await isp.control.token(line), json });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(await isp.control.books(line)).toEqual([]);
  });

  test('a foreign currency, a broken body, a wrong simulated time and no authentication', async () => {
    const { isp, line } = await freshLine('free');
    const bearer = await isp.control.token(line);
    const path = '/carrier-billing/v0.5/payments';
    const dollars = paymentRequest();
    dollars.amountTransaction.paymentAmount.chargingInformation.currency = 'USD';
    expect((await isp.call(path, { bearer, json: dollars })).body.message).toContain('Currency is unknown or not authorized');
    const broken = { bearer, method: 'POST', headers: { 'content-type': 'application/json' } };
    expect((await isp.call(path, { ...broken, json: undefined, form: { a: 'b' } })).status).toBe(400);
    expect((await isp.payWithToken(bearer, {}, { headers: { 'Simulated-Time': 'tomorrow' } })).status).toBe(400);
    expect((await isp.call(path, { json: paymentRequest() })).status).toBe(401);
  });

  test('the client itself must name a mandate, and one that exists', async () => {
    const isp = world.isp('free');
    const reply = await isp.call('/carrier-billing/v0.5/payments', { bearer: 'a-client-secret-of-tests', json: paymentRequest() });
    expect([reply.status, reply.body.code]).toEqual([422, 'MISSING_IDENTIFIER']);
    expect((await isp.payWithMandate('mdt_nobody')).body.code).toBe('IDENTIFIER_NOT_FOUND');
  });
});

describe('declines', () => {
  test.each([
    ['suspended', 403, 'CARRIER_BILLING.PAYMENT_DENIED', 'line_suspended'],
    ['closed', 403, 'CARRIER_BILLING.PAYMENT_DENIED', 'line_closed'],
    ['blocked', 403, 'CARRIER_BILLING.PAYMENT_DENIED', 'purchases_blocked'],
  ])('a line that is %s is answered %i %s %s', async (status, httpStatus, code, reason) => {
    const { isp, line } = await freshLine('sfr', { status });
    const reply = await isp.payWithToken(await isp.control.token(line));
    expect([reply.status, reply.body.status, reply.body.code, reply.body.denialReason]).toEqual([httpStatus, httpStatus, code, reason]);
    expect(await isp.control.books(line)).toMatchObject([{ status: 'denied', denial: reason }]);
  });

  test('more than the subscriber accepted is not authorised', async () => {
    const { isp, line } = await freshLine('free');
    const token = await isp.control.token(line, 'one_shot', { amount_max: 300 });
    const reply = await isp.payWithToken(token, { amount: 3.01 });
    expect([reply.status, reply.body.code, reply.body.denialReason]).toEqual([422, 'CARRIER_BILLING.UNAUTHORIZED_AMOUNT', 'unknown']);
    expect((await isp.payWithToken(token, { amount: 3 })).status).toBe(201);
  });

  test('the ceiling is that of the month in Paris, on the clock of the booking', async () => {
    const { isp, line } = await freshLine('free', { monthly_ceiling: 1000 });
    const pay = async (amount: number, time: string) =>
      (await isp.payWithToken(await isp.control.token(line), { amount }, { headers: { 'Simulated-Time': time } })).status;
    expect(await pay(10, '2031-01-15T12:00:00Z')).toBe(201);
    expect(await pay(0.01, '2031-01-31T22:59:59Z')).toBe(422);
    // Eleven at night in UTC is midnight in Paris: February has begun.
    expect(await pay(10, '2031-01-31T23:00:00Z')).toBe(201);
    expect((await isp.control.books(line)).map(({ created_at }) => created_at)).toEqual([
      '2031-01-15T12:00:00.000Z',
      '2031-01-31T22:59:59.000Z',
      '2031-01-31T23:00:00.000Z',
    ]);
  });

  test('what was refunded does not count against the ceiling', async () => {
    const { isp, line } = await freshLine('free', { monthly_ceiling: 1000 });
    const paid = await isp.payWithToken(await isp.control.token(line), { amount: 10 });
    const total = { type: 'total', amountTransaction: { referenceCode: 'rf', refundAmount: {} } };
    expect((await isp.refund(paid.body.paymentId, total)).status).toBe(201);
    expect((await isp.payWithToken(await isp.control.token(line), { amount: 10 })).status).toBe(201);
  });
});

describe('the same clientCorrelator again', () => {
  test('orange answers as the first time and charges nothing, also with the spent token', async () => {
    const { isp, line } = await freshLine('orange');
    const token = await isp.control.token(line);
    const first = await isp.payWithToken(token, { correlator: 'replay' });
    const second = await isp.payWithToken(token, { correlator: 'replay' });
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(await isp.control.books(line)).toHaveLength(1);
  });

  test('orange repeats a decline', async () => {
    const { isp, line } = await freshLine('orange', { status: 'suspended' });
    const token = await isp.control.token(line);
    await isp.payWithToken(token, { correlator: 'declined' });
    await isp.control.line({ username: `user-${lines}`, line });
    expect((await isp.payWithToken(token, { correlator: 'declined' })).body.denialReason).toBe('line_suspended');
    expect((await isp.payWithToken(token, { correlator: 'declined:2' })).status).toBe(201);
  });

  test('orange refuses it for another amount or another line', async () => {
    const { isp, line } = await freshLine('orange');
    const other = await freshLine('orange');
    await isp.payWithToken(await isp.control.token(line), { correlator: 'taken' });
    const amount = await isp.payWithToken(await isp.control.token(line), { correlator: 'taken', amount: 4 });
    const payer = await isp.payWithToken(await isp.control.token(other.line), { correlator: 'taken' });
    expect([amount.body.code, payer.body.code]).toEqual(['INVALID_ARGUMENT', 'INVALID_ARGUMENT']);
  });

  test.each(['free', 'sfr', 'alice'] as const)('%s charges a mandate a second time', async (name) => {
    const { isp, line } = await freshLine(name);
    const { mandateId } = (await isp.createMandate(await isp.control.token(line, 'mandate'))).body;
    const replies = [
      await isp.payWithMandate(mandateId, { correlator: 'twice' }),
      await isp.payWithMandate(mandateId, { correlator: 'twice' }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    expect(await isp.control.books(line)).toHaveLength(2);
  });
});

describe('retrieval', () => {
  test('finds payments by correlator, reference, status and date, a page at a time', async () => {
    const { isp, line } = await freshLine('sfr');
    for (const day of ['01', '02', '03']) {
      const token = await isp.control.token(line);
      await isp.payWithToken(
        token,
        { correlator: `list-${day}`, reference: 'list' },
        { headers: { 'Simulated-Time': `2032-05-${day}T08:00:00Z` } },
      );
    }
    const correlators = (reply: { body: { amountTransaction: { clientCorrelator: string } }[] }) =>
      reply.body.map(({ amountTransaction }) => amountTransaction.clientCorrelator);
    expect(correlators(await isp.payments('?clientCorrelator=list-02'))).toEqual(['list-02']);
    expect(correlators(await isp.payments('?referenceCode=list'))).toEqual(['list-03', 'list-02', 'list-01']);
    expect(correlators(await isp.payments('?referenceCode=list&order=asc&paymentCreationDate.gte=2032-05-02T00:00:00Z'))).toEqual([
      'list-02',
      'list-03',
    ]);
    expect(correlators(await isp.payments('?referenceCode=list&paymentStatus=denied&paymentStatus=cancelled'))).toEqual([]);
    const second = await isp.payments('?referenceCode=list&perPage=2&page=2');
    expect(correlators(second)).toEqual(['list-01']);
    expect([second.headers.get('x-total-count'), second.headers.get('content-last-key')]).toEqual(['3', '3']);
  });

  test.each([
    ['?page=0', 'OUT_OF_RANGE'],
    ['?perPage=1000', 'OUT_OF_RANGE'],
    ['?page=two', 'INVALID_ARGUMENT'],
    ['?paymentStatus=paid', 'INVALID_ARGUMENT'],
    ['?paymentCreationDate.gte=2032-05-02T00:00:00Z&paymentCreationDate.lte=2032-05-01T00:00:00Z', 'CARRIER_BILLING.INVALID_DATE_RANGE'],
  ])('%s is answered %s', async (query, code) => {
    const reply = await world.isp('free').payments(query);
    expect([reply.status, reply.body.code]).toEqual([400, code]);
  });

  test('one payment is given as it stands, and a decline with its reason', async () => {
    const { isp, line } = await freshLine('free', { status: 'closed' });
    await isp.payWithToken(await isp.control.token(line), { correlator: 'declined-one' });
    const [listed] = (await isp.payments('?clientCorrelator=declined-one')).body;
    expect(listed).toMatchObject({ paymentStatus: 'denied', denialReason: 'line_closed' });
    expect((await isp.payment(listed.paymentId)).body).toEqual(listed);
    expect((await isp.payment('pay_nobody')).status).toBe(404);
  });

  test('alice tells nothing of payments before her statement', async () => {
    const alice = world.isp('alice');
    expect([(await alice.payments()).status, (await alice.payment('pay_any')).body.code]).toEqual([501, 'NOT_IMPLEMENTED']);
  });

  test('only the client may ask', async () => {
    const reply = await world.isp('free').call('/carrier-billing/v0.5/payments', { bearer: 'somebody-else' });
    expect([reply.status, reply.body.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('the correlation header comes back', async () => {
    const reply = await world.isp('free').call('/carrier-billing/v0.5/payments', { headers: { 'x-correlator': 'trace-1' } });
    expect(reply.headers.get('x-correlator')).toBe('trace-1');
  });
});
