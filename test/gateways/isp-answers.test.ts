import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { IspUnavailable } from '../../domain/payments.ts';
import { createIspGateways } from '../../gateways/isp/camara.ts';
import { GUARD_DEFAULTS } from '../../gateways/isp/guard.ts';
import type { PaymentRequest } from '../../gateways/isp/port.ts';

/** Answers that a well-behaved ISP does not give: a server of the test's own gives them. */
let server: Server;
let gateways: ReturnType<typeof createIspGateways>;
let answer: (response: ServerResponse) => void;
let seen: { request: IncomingMessage; body: string }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ request, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateways = createIspGateways({
    base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    client_secret: 'our-client-secret',
    notification_secret: 'our-notification-secret',
    public_url: 'https://pay.example',
    timeout_ms: 1_000,
    guard: { ...GUARD_DEFAULTS, failures_max: 1_000 },
  });
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  await gateways.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const giving = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  answer = (response) => {
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  };
};

const camara = (status: number, code: string, more: object = {}) => ({ status, code, message: 'A message.', ...more });

const REQUEST: PaymentRequest = {
  payer: { subscriber_token: 'the-buyers-token' },
  client_correlator: 'pur_1:a1',
  reference_code: 'REF1',
  amount_cents: 305n,
  description: 'Internet+ REF1',
  merchant_id: 'mer_1',
  simulated_time: undefined,
};
const BY_MANDATE: PaymentRequest = { ...REQUEST, payer: { mandate_reference: 'mdt_1' } };

describe('an answer to a payment', () => {
  test.each<[string, number, unknown, string]>([
    // what                                       status  body                                                            is
    ['a yes', 201, { paymentId: 'p', paymentStatus: 'succeeded' }, 'succeeded'],
    ['a yes to a replay', 200, { paymentId: 'p', paymentStatus: 'succeeded', more: {} }, 'succeeded'],
    ['a no', 201, { paymentId: 'p', paymentStatus: 'denied' }, 'declined'],
    ['neither', 201, { paymentId: 'p', paymentStatus: 'processing' }, 'unclear'],
    ['a reservation', 201, { paymentId: 'p', paymentStatus: 'reserved' }, 'unclear'],
    ['a yes without a payment', 201, { paymentStatus: 'succeeded' }, 'unclear'],
    ['a yes with an empty name', 201, { paymentId: '', paymentStatus: 'succeeded' }, 'unclear'],
    ['a yes in other words', 201, { paymentId: 'p', paymentStatus: 'SUCCEEDED' }, 'unclear'],
    ['a yes with another status', 202, { paymentId: 'p', paymentStatus: 'succeeded' }, 'unclear'],
    ['half a yes', 201, '{"paymentId":"p","paymentStatus":"succ', 'unclear'],
    ['a page', 200, '<html>maintenance</html>', 'unclear'],
    ['nothing', 204, '', 'unclear'],
    ['a redirect', 302, '', 'unclear'],
    ['a page of a firewall', 403, '<html>forbidden</html>', 'unclear'],
    ['a refusal', 403, camara(403, 'CARRIER_BILLING.PAYMENT_DENIED', { denialReason: 'line_closed' }), 'declined'],
    ['a refusal by a threshold', 422, camara(422, 'CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED'), 'declined'],
    ['a refusal of the request', 400, camara(400, 'INVALID_ARGUMENT'), 'declined'],
    ['a refusal of the token', 401, camara(401, 'UNAUTHENTICATED'), 'declined'],
    ['an error that proves nothing', 409, camara(409, 'ABORTED'), 'unclear'],
    ['a refusal with the status of a failure', 503, camara(503, 'CARRIER_BILLING.PAYMENT_DENIED'), 'unclear'],
    ['a gateway that waited in vain', 504, '', 'unclear'],
  ])('that is %s (%i)', async (_what, status, body, kind) => {
    giving(status, body, { location: '/elsewhere' });
    expect(await gateways.free.createPayment(REQUEST)).toMatchObject({ kind });
    expect(seen).toHaveLength(1);
  });

  test('that stops half-way is unclear', async () => {
    answer = (response) => {
      response.writeHead(201, { 'content-length': '1000' }).write('{"paymentId":');
      setTimeout(() => response.destroy(), 20);
    };
    expect(await gateways.free.createPayment(REQUEST)).toMatchObject({ kind: 'unclear' });
  });

  test('that trickles is given up in time and unclear', async () => {
    answer = (response) => {
      response.writeHead(201);
      const timer = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(timer));
    };
    const started_ms = performance.now();
    expect(await gateways.free.createPayment(REQUEST)).toMatchObject({ kind: 'unclear', detail: 'TimeoutError' });
    expect(performance.now() - started_ms).toBeLessThan(1_500);
  });

  test.each([
    // Retry-After                     ms
    ['7', 7_000],
    ['0', 0],
    ['1000000', 3_600_000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 1_000],
    ['-5', 1_000],
  ])('that is throttled with Retry-After %s comes back after %i ms', async (header, retry_after_ms) => {
    giving(429, '', { 'retry-after': header });
    expect(await gateways.free.createPayment(REQUEST)).toEqual({ kind: 'not_sent', detail: 'status 429', retry_after_ms });
  });

  test('that refuses our own credential refuses no subscriber', async () => {
    giving(401, camara(401, 'UNAUTHENTICATED'));
    expect(await gateways.free.createPayment(BY_MANDATE)).toMatchObject({ kind: 'not_sent' });
  });
});

test('a payment shows the buyer’s token, or our secret and the mandate; never both', async () => {
  giving(201, { paymentId: 'p', paymentStatus: 'succeeded' });
  const simulated_time = new Date('2031-01-01T00:00:00.000Z');
  await gateways.free.createPayment(REQUEST);
  await gateways.orange.createPayment({ ...BY_MANDATE, simulated_time });
  const [by_token, by_mandate] = seen.map(({ request, body }) => ({
    ...request,
    headers: request.headers,
    url: request.url,
    body: JSON.parse(body),
  }));
  expect(by_token?.url).toBe('/free/carrier-billing/v0.5/payments');
  expect(by_token?.headers).toMatchObject({ authorization: 'Bearer the-buyers-token', 'x-correlator': 'pur_1:a1' });
  expect(by_token?.headers).not.toHaveProperty('simulated-time');
  expect(by_token?.body).toEqual({
    amountTransaction: {
      clientCorrelator: 'pur_1:a1',
      referenceCode: 'REF1',
      paymentAmount: {
        chargingInformation: { amount: 3.05, currency: 'EUR', description: 'Internet+ REF1' },
        chargingMetaData: { merchantIdentifier: 'mer_1' },
      },
    },
    sink: 'https://pay.example/isp/free/notifications',
    sinkCredential: {
      credentialType: 'ACCESSTOKEN',
      accessToken: 'our-notification-secret',
      accessTokenType: 'bearer',
      accessTokenExpiresUtc: '9999-12-31T23:59:59Z',
    },
  });
  expect(by_mandate?.headers).toMatchObject({ authorization: 'Bearer our-client-secret', 'simulated-time': simulated_time.toISOString() });
  expect(by_mandate?.body).toMatchObject({ mandateId: 'mdt_1', sink: 'https://pay.example/isp/orange/notifications' });
});

describe('questions', () => {
  const HEADER = 'payment_id,client_correlator,reference_code,amount_cents,currency,type,booked_at\n';

  test.each([
    ['a page', '<html>maintenance</html>'],
    ['what is not CSV', `${HEADER}"unclosed,1\n`],
    ['too few columns', 'payment_id\np1\n'],
    ['an amount in euros', `${HEADER}p1,c1,r1,5.00,EUR,charge,2026-05-12T08:15:00Z\n`],
    ['another currency', `${HEADER}p1,c1,r1,500,CHF,charge,2026-05-12T08:15:00Z\n`],
  ])('for a statement that are answered by %s find nothing out', async (_what, body) => {
    giving(200, body, { 'content-type': 'text/csv' });
    await expect(gateways.alice.statement('2026-05-12')).rejects.toThrow(IspUnavailable);
  });

  test('for a statement give its lines, in cents', async () => {
    giving(200, `${HEADER}p1,c1,r1,500,EUR,charge,2026-05-12T08:15:00Z\np1,c1,r1,100,EUR,refund,2026-05-12T09:15:00Z\n`);
    expect(await gateways.alice.statement('2026-05-12')).toMatchObject([
      { payment_id: 'p1', amount_cents: 500n, type: 'charge' },
      { payment_id: 'p1', amount_cents: 100n, type: 'refund' },
    ]);
    const asked = { reference_code: 'r1', booked_at: new Date('2026-05-12T22:30:00.000Z') };
    expect(await gateways.alice.findPayment({ ...asked, client_correlator: 'c1' })).toEqual({ kind: 'succeeded', isp_reference: 'p1' });
    expect(await gateways.alice.findPayment({ ...asked, client_correlator: 'c2' })).toEqual({ kind: 'absent' });
    expect(seen.at(-1)?.request.url).toBe('/alice/statements/2026-05-13');
  });

  test('for a charge sent just before midnight look at the statement of the next day too', async () => {
    const days: string[] = [];
    answer = (response) => {
      const day = seen.at(-1)?.request.url?.split('/').at(-1) ?? '';
      days.push(day);
      response.writeHead(200).end(day === '2026-05-13' ? `${HEADER}p1,c1,r1,500,EUR,charge,2026-05-12T22:00:01Z\n` : HEADER);
    };
    const asked = { reference_code: 'r1', booked_at: new Date('2026-05-12T21:59:59.000Z'), client_correlator: 'c1' };
    expect(await gateways.alice.findPayment(asked)).toEqual({ kind: 'succeeded', isp_reference: 'p1' });
    expect(days).toEqual(['2026-05-12', '2026-05-13']);
  });

  test('for a payment go through all pages of a list', async () => {
    const payment = (name: string) => ({
      paymentId: name,
      paymentStatus: 'succeeded',
      amountTransaction: { clientCorrelator: name, referenceCode: 'r' },
    });
    answer = (response) => {
      const page = Number(new URL(seen.at(-1)?.request.url ?? '', 'http://isp').searchParams.get('page'));
      const count = page < 3 ? 100 : 7;
      response.writeHead(200).end(JSON.stringify(Array.from({ length: count }, (_, index) => payment(`${page}-${index}`))));
    };
    const asked = { reference_code: 'r', booked_at: new Date() };
    expect(await gateways.free.findPayment({ ...asked, client_correlator: '3-6' })).toEqual({ kind: 'succeeded', isp_reference: '3-6' });
    expect(await gateways.free.findPayment({ ...asked, client_correlator: '3-7' })).toEqual({ kind: 'absent' });
    expect(seen).toHaveLength(6);
  });

  test.each([
    ['a mandate', () => gateways.free.createMandate({ subscriber_token: 't', reference_code: 'r', description: 'd' })],
    ['the end of a mandate', () => gateways.free.cancelMandate('mdt_1')],
    ['a token', () => gateways.free.introspect('t')],
    ['a payment', () => gateways.free.findPayment({ client_correlator: 'c', reference_code: 'r', booked_at: new Date() })],
  ])('for %s that are answered by a page find nothing out', async (_what, ask) => {
    for (const status of [403, 404, 502]) {
      giving(status, '<html>maintenance</html>');
      await expect(ask()).rejects.toThrow(IspUnavailable);
    }
  });
});
