import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Isp } from '../../domain/isps.ts';
import { IspUnavailable } from '../../domain/payments.ts';
import { createIspGateways } from '../../gateways/isp/camara.ts';
import { GUARD_DEFAULTS } from '../../gateways/isp/guard.ts';
import type { PaymentRequest } from '../../gateways/isp/port.ts';
import { chargingInformation } from '../../gateways/isp/wire.ts';
import { CLIENT_SECRET, openWorld } from '../simulator/support.ts';
import { IspControl } from '../support/world/isp-control.ts';

const TIMEOUT_MS = 400;

let world: Awaited<ReturnType<typeof openWorld>>;
let control: IspControl;
let gateways: ReturnType<typeof createIspGateways>;

const gatewaysAt = (base_url: string, client_secret = CLIENT_SECRET) =>
  createIspGateways({
    base_url,
    client_secret,
    notification_secret: 'a-notification-secret',
    // Nobody listens there: what becomes of notifications is not looked at here.
    public_url: 'http://127.0.0.1:9',
    timeout_ms: TIMEOUT_MS,
    guard: { ...GUARD_DEFAULTS, failures_max: 1_000 },
  });

beforeAll(async () => {
  world = await openWorld();
  control = new IspControl(world.url());
  gateways = gatewaysAt(world.url());
});
afterEach(async () => {
  for (const isp of ['alice', 'free', 'orange', 'sfr'] as const) await control.faults(isp, []);
});
afterAll(async () => {
  await gateways.close();
  await world.close();
});

let correlators = 0;
const request = (payer: PaymentRequest['payer'], more: Partial<PaymentRequest> = {}): PaymentRequest => {
  correlators += 1;
  return {
    payer,
    client_correlator: `pur_${correlators}:a1`,
    reference_code: `REF${correlators}`,
    amount_cents: 300n,
    description: 'Internet+',
    merchant_id: 'mer_1',
    simulated_time: undefined,
    ...more,
  };
};

async function buyer(isp: Isp, options: Parameters<IspControl['line']>[1] = {}) {
  const line = await control.line(isp, options);
  return { line, subscriber_token: await control.token(isp, line, 'one_shot') };
}

async function mandateOf(isp: Isp) {
  const line = await control.line(isp);
  const subscriber_token = await control.token(isp, line, 'mandate');
  const made = await gateways[isp].createMandate({ subscriber_token, reference_code: 'SUB1', description: 'Internet+' });
  if (made.kind !== 'active') throw new Error(made.raw);
  return { line, subscriber_token, mandate_reference: made.mandate_reference };
}

const booked = async (isp: Isp, line: string) => (await control.payments(isp, line)).map(({ status, amount }) => `${status} ${amount}`);

describe('a payment', () => {
  test.each(['alice', 'free', 'orange', 'sfr'] as const)(
    'at %s by a token of the hosted page is in its books as it was asked for',
    async (isp) => {
      const { line, subscriber_token } = await buyer(isp);
      const asked = request({ subscriber_token });
      const result = await gateways[isp].createPayment(asked);
      const [payment] = await control.payments(isp, line);
      expect(payment).toMatchObject({
        amount: 300,
        status: 'succeeded',
        client_correlator: asked.client_correlator,
        reference_code: asked.reference_code,
      });
      expect(result).toEqual({ kind: 'succeeded', isp_reference: payment?.payment_id });
    },
  );

  test('by a mandate is charged to its line, and booked at the instant of its test clock', async () => {
    const { line, mandate_reference } = await mandateOf('sfr');
    const simulated_time = new Date('2031-03-30T01:30:00.000Z');
    expect(await gateways.sfr.createPayment(request({ mandate_reference }, { simulated_time }))).toMatchObject({ kind: 'succeeded' });
    expect(await control.payments('sfr', line)).toMatchObject([{ status: 'succeeded', created_at: expect.stringContaining('2031-03-30') }]);
  });

  test.each([
    // the ISP's word          reason
    ['insufficient_ceiling', 'insufficient_ceiling'],
    ['line_suspended', 'line_suspended'],
    ['line_closed', 'line_closed'],
    ['purchases_blocked', 'purchases_blocked'],
    ['mandate_revoked', 'mandate_revoked'],
    ['unauthorized_amount', 'unknown'],
    ['solar_storm', 'unknown'],
  ])('that is refused for %s is declined as %s, with the raw text', async (word, reason) => {
    const { line, subscriber_token } = await buyer('free');
    await control.faults('free', [{ operation: 'createPayment', kind: `decline:${word}` }]);
    const result = await gateways.free.createPayment(request({ subscriber_token }));
    expect(result).toMatchObject({ kind: 'declined', reason, raw: expect.stringMatching(/^CARRIER_BILLING\.\w+: ./) });
    expect((await booked('free', line)).filter((entry) => entry.startsWith('succeeded'))).toEqual([]);
  });

  test.each([
    // fault               in the books      why
    ['timeout_before', [], 'silence, nothing charged'],
    ['timeout_after', ['succeeded 300'], 'charged, then silence'],
    ['error_500_before', [], 'an error, nothing charged'],
    ['error_500_after', ['succeeded 300'], 'charged, then an error'],
    ['reset_after', ['succeeded 300'], 'charged, then the connection drops'],
    ['slow', ['succeeded 300'], 'charged after we hung up'],
  ])('that meets %s is unclear, whatever the books say: %j', async (kind, books) => {
    const { line, subscriber_token } = await buyer('free');
    await control.faults('free', [{ operation: 'createPayment', kind, latency_ms: TIMEOUT_MS + 200 }]);
    const started_ms = performance.now();
    expect(await gateways.free.createPayment(request({ subscriber_token }))).toMatchObject({ kind: 'unclear' });
    expect(performance.now() - started_ms).toBeLessThan(TIMEOUT_MS + 400);
    if (kind === 'slow') await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await booked('free', line)).toEqual(books);
  });

  test('that is captured late is unclear until it is', async () => {
    const { subscriber_token } = await buyer('sfr');
    await control.faults('sfr', [{ operation: 'createPayment', kind: 'late_capture', latency_ms: 300 }]);
    expect(await gateways.sfr.createPayment(request({ subscriber_token }))).toMatchObject({ kind: 'unclear' });
  });

  test('that is answered slowly but in time is answered', async () => {
    const { subscriber_token } = await buyer('free');
    await control.faults('free', [{ operation: 'createPayment', kind: 'slow', latency_ms: 100 }]);
    expect(await gateways.free.createPayment(request({ subscriber_token }))).toMatchObject({ kind: 'succeeded' });
  });

  test('that is throttled was not sent, and may come back when the ISP says so', async () => {
    const { line, subscriber_token } = await buyer('free');
    await control.faults('free', [{ operation: 'createPayment', kind: 'throttle_429', latency_ms: 3_000, times: 1 }]);
    const asked = request({ subscriber_token });
    expect(await gateways.free.createPayment(asked)).toEqual({ kind: 'not_sent', detail: 'status 429', retry_after_ms: 3_000 });
    expect(await booked('free', line)).toEqual([]);
    expect(await gateways.free.createPayment(asked)).toMatchObject({ kind: 'succeeded' });
  });

  test('to an ISP that refuses the connection was not sent', async () => {
    const nobody = gatewaysAt('http://127.0.0.1:9');
    const result = await nobody.free.createPayment(request({ subscriber_token: 'token' }));
    await nobody.close();
    expect(result).toEqual({ kind: 'not_sent', detail: 'ECONNREFUSED', retry_after_ms: undefined });
  });

  test('with a token that was used or never was is refused for its token', async () => {
    const { subscriber_token } = await buyer('free');
    await gateways.free.createPayment(request({ subscriber_token }));
    for (const token of [subscriber_token, 'no-such-token']) {
      const result = await gateways.free.createPayment(request({ subscriber_token: token }));
      expect(result).toMatchObject({ kind: 'declined', reason: 'token_rejected' });
    }
  });

  test('by a mandate under a credential that the ISP does not take was not sent, and refuses no subscriber', async () => {
    const { line, mandate_reference } = await mandateOf('free');
    const stranger = gatewaysAt(world.url(), 'another-client-secret');
    const result = await stranger.free.createPayment(request({ mandate_reference }));
    await stranger.close();
    expect(result).toMatchObject({ kind: 'not_sent', retry_after_ms: 30_000 });
    expect(await booked('free', line)).toEqual([]);
  });

  test.each([1n, 5n, 9n, 10n, 29n, 57n, 58n, 113n, 115n, 1_001n, 2_999n, 3_000n, 4_999n, 5_000n])(
    'of %s cents is booked as exactly these',
    async (amount_cents) => {
      const { line, subscriber_token } = await buyer('orange');
      await gateways.orange.createPayment(request({ subscriber_token }, { amount_cents }));
      expect(await booked('orange', line)).toEqual([`succeeded ${amount_cents}`]);
    },
  );
});

test('every amount from 1 cent to EUR 50.00 is exact on the wire', () => {
  for (let cents = 1n; cents <= 5_000n; cents += 1n) {
    const text = /"amount":([\d.]+),/.exec(JSON.stringify(chargingInformation(cents, 'Internet+')))?.[1] ?? '';
    const [euros = '', decimals = ''] = text.split('.');
    expect(BigInt(euros) * 100n + BigInt(decimals.padEnd(2, '0'))).toBe(cents);
    expect(decimals.length).toBeLessThanOrEqual(2);
  }
});

describe('a mandate', () => {
  test('is the same for the same token, however often it is asked for', async () => {
    const { subscriber_token, mandate_reference } = await mandateOf('orange');
    const again = await gateways.orange.createMandate({ subscriber_token, reference_code: 'SUB1', description: 'Internet+' });
    expect(again).toEqual({ kind: 'active', mandate_reference });
  });

  test('is not made of a token for one payment, nor of one that never was', async () => {
    const { subscriber_token } = await buyer('orange');
    for (const token of [subscriber_token, 'no-such-token']) {
      const made = await gateways.orange.createMandate({ subscriber_token: token, reference_code: 'SUB1', description: 'Internet+' });
      expect(made).toMatchObject({ kind: 'rejected', raw: expect.stringContaining('UNAUTHENTICATED') });
    }
  });

  test('is cancelled once, harmlessly repeated, and pays nothing afterwards', async () => {
    const { line, mandate_reference } = await mandateOf('orange');
    await gateways.orange.cancelMandate(mandate_reference);
    await gateways.orange.cancelMandate(mandate_reference);
    expect((await control.mandates('orange')).find(({ mandate_id }) => mandate_id === mandate_reference)).toMatchObject({
      status: 'cancelled',
    });
    const result = await gateways.orange.createPayment(request({ mandate_reference }));
    expect(result).toMatchObject({ kind: 'declined', reason: 'mandate_revoked' });
    expect((await booked('orange', line)).filter((entry) => entry.startsWith('succeeded'))).toEqual([]);
  });

  test('that the subscriber has revoked pays nothing, and is cancelled without complaint', async () => {
    const { mandate_reference } = await mandateOf('orange');
    await control.revoke('orange', mandate_reference);
    const result = await gateways.orange.createPayment(request({ mandate_reference }));
    expect(result).toMatchObject({ kind: 'declined', reason: 'mandate_revoked' });
    await gateways.orange.cancelMandate(mandate_reference);
  });

  test.each(['timeout_before', 'timeout_after', 'error_500_before', 'error_500_after', 'reset_after', 'throttle_429'])(
    'that meets %s may be asked for again: the ISP is unavailable, no answer is made up',
    async (kind) => {
      const { mandate_reference, subscriber_token } = await mandateOf('orange');
      const fault = { kind, latency_ms: TIMEOUT_MS + 200 };
      await control.faults('orange', [
        { operation: 'createMandate', ...fault },
        { operation: 'cancelMandate', ...fault },
      ]);
      const asked = { subscriber_token, reference_code: 'SUB1', description: 'Internet+' };
      await expect(gateways.orange.createMandate(asked)).rejects.toThrow(IspUnavailable);
      await expect(gateways.orange.cancelMandate(mandate_reference)).rejects.toThrow(IspUnavailable);
    },
  );
});

describe('introspection', () => {
  test('tells the kind of a token and the same opaque subscriber for one line', async () => {
    const line = await control.line('free');
    const [one, two, standing] = [
      await control.token('free', line, 'one_shot'),
      await control.token('free', line, 'one_shot'),
      await control.token('free', line, 'mandate'),
    ];
    const state = await gateways.free.introspect(one);
    expect(state).toMatchObject({ active: true, kind: 'one_shot', simulated: true });
    expect(JSON.stringify(state)).not.toContain(line);
    expect(await gateways.free.introspect(two)).toEqual(state);
    expect(await gateways.free.introspect(standing)).toEqual({ ...state, kind: 'mandate' });
    const { subscriber_token } = await buyer('free');
    expect(await gateways.free.introspect(subscriber_token)).not.toEqual(state);
  });

  test('tells why a token is no longer good', async () => {
    const { line, subscriber_token } = await buyer('free');
    await gateways.free.createPayment(request({ subscriber_token }));
    const expired = await control.token('free', line, 'one_shot', { ttl_seconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect([
      await gateways.free.introspect(subscriber_token),
      await gateways.free.introspect(expired),
      await gateways.free.introspect('no-such-token'),
    ]).toEqual(['used', 'expired', 'unknown'].map((reason) => ({ active: false, reason })));
  });

  test.each(['timeout_before', 'error_500_before', 'throttle_429'])('that meets %s has the ISP unavailable', async (kind) => {
    await control.faults('free', [{ operation: 'introspect', kind, latency_ms: TIMEOUT_MS + 200 }]);
    await expect(gateways.free.introspect('token')).rejects.toThrow(IspUnavailable);
  });

  test('under a credential that the ISP does not take says nothing about the token', async () => {
    const stranger = gatewaysAt(world.url(), 'another-client-secret');
    await expect(stranger.free.introspect('token')).rejects.toThrow(IspUnavailable);
    await stranger.close();
  });
});

describe('looking for a payment', () => {
  test.each(['orange', 'free', 'sfr'] as const)('at %s finds what the books hold of this very attempt', async (isp) => {
    const { subscriber_token } = await buyer(isp);
    const asked = { ...request({ subscriber_token }), booked_at: new Date() };
    expect(await gateways[isp].findPayment(asked)).toEqual({ kind: 'absent' });
    const result = await gateways[isp].createPayment(asked);
    expect(await gateways[isp].findPayment(asked)).toEqual(result);
    expect(await gateways[isp].findPayment({ ...asked, client_correlator: 'pur_x:a2' })).toEqual({ kind: 'absent' });
  });

  test('finds a refusal as a refusal', async () => {
    const { subscriber_token } = await buyer('free', { status: 'suspended' });
    const asked = { ...request({ subscriber_token }), booked_at: new Date() };
    const result = await gateways.free.createPayment(asked);
    expect(result).toMatchObject({ kind: 'declined', reason: 'line_suspended' });
    expect(await gateways.free.findPayment(asked)).toMatchObject({ kind: 'declined', reason: 'line_suspended' });
  });

  test.each(['timeout_before', 'error_500_before', 'throttle_429'])('that meets %s finds nothing out', async (kind) => {
    await control.faults('free', [{ operation: 'retrievePayments', kind, latency_ms: TIMEOUT_MS + 200 }]);
    const asked = { client_correlator: 'a', reference_code: 'b', booked_at: new Date() };
    await expect(gateways.free.findPayment(asked)).rejects.toThrow(IspUnavailable);
  });
});

test('the address of the hosted page says what the buyer is asked to accept', () => {
  const url = new URL(
    gateways.sfr.authorizeUrl({
      kind: 'mandate',
      redirect_uri: 'http://localhost:3000/checkout/chk_1/return',
      state: 'state-1',
      merchant_name: 'Le Journal & Co',
      description: 'Abonnés',
      amount_cents: 2_500n,
      period: 'quarter',
      locale: 'fr',
    }),
  );
  expect(url.href.startsWith(`${world.url()}/sfr/authorize?`)).toBe(true);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    kind: 'mandate',
    redirect_uri: 'http://localhost:3000/checkout/chk_1/return',
    state: 'state-1',
    merchant_name: 'Le Journal & Co',
    description: 'Abonnés',
    amount: '2500',
    currency: 'EUR',
    period: 'quarter',
    locale: 'fr',
  });
});
