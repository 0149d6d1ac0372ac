import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, openSink, openWorld, pause } from './support.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.isp('free').control.faults([]));
afterAll(() => world.close());

const mandateToken = (terms: object = {}) => world.isp('free').control.token('demo', 'mandate', terms);

describe('making a mandate', () => {
  test('gives an active mandate for the subscriber of the token', async () => {
    const isp = world.isp('free');
    const token = await mandateToken();
    const { sub } = (await isp.introspect(token)).body;
    const made = await isp.createMandate(token, { referenceCode: 'sub_9' });
    expect([made.status, made.body]).toEqual([
      201,
      {
        mandateId: expect.stringMatching(/^mdt_/),
        mandateStatus: 'active',
        subscriberReference: sub,
        referenceCode: 'sub_9',
        description: 'Ticket',
        creationDate: expect.any(String),
      },
    ]);
    expect((await isp.mandate(made.body.mandateId)).body).toEqual(made.body);
    expect((await isp.introspect(token)).body).toEqual({ active: false, reason: 'used' });
  });

  test('the same token gives the same mandate, also after it expired', async () => {
    const isp = world.isp('free');
    const token = await mandateToken({ ttl_seconds: 1 });
    const first = await isp.createMandate(token);
    await pause(1100);
    const second = await isp.createMandate(token, { referenceCode: 'another' });
    expect([second.status, second.body]).toEqual([200, first.body]);
  });

  test('requests racing with one token make one mandate', async () => {
    const isp = world.isp('free');
    const token = await mandateToken();
    const made = await Promise.all(Array.from({ length: 6 }, () => isp.createMandate(token)));
    expect(made.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(made.map(({ body }) => body.mandateId)).size).toBe(1);
  });

  test('unknown, expired and one-shot tokens make none', async () => {
    const isp = world.isp('free');
    const tokens = ['st_nobody', await mandateToken({ ttl_seconds: 0 }), await isp.control.token('demo')];
    for (const token of tokens) {
      const reply = await isp.createMandate(token);
      expect([reply.status, reply.body.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });
});

describe('charging a mandate', () => {
  test('takes one payment after the other, each at most what was accepted', async () => {
    const isp = world.isp('free');
    const { mandateId } = (await isp.createMandate(await mandateToken({ amount_max: 500 }))).body;
    const first = await isp.payWithMandate(mandateId, { amount: 5, correlator: 'sub:0' });
    const second = await isp.payWithMandate(mandateId, { amount: 5, correlator: 'sub:1' });
    expect([first.status, second.status, first.body.mandateId]).toEqual([201, 201, mandateId]);
    expect((await isp.payWithMandate(mandateId, { amount: 5.01 })).body.code).toBe('CARRIER_BILLING.UNAUTHORIZED_AMOUNT');
  });
});

describe('the end of a mandate', () => {
  test('cancelling can be repeated, and nothing is charged after it', async () => {
    const isp = world.isp('free');
    const { mandateId } = (await isp.createMandate(await mandateToken())).body;
    const cancelled = await isp.mandate(`${mandateId}/cancel`, 'POST');
    expect(cancelled.body).toMatchObject({ mandateStatus: 'cancelled', cancellationDate: expect.any(String) });
    expect((await isp.mandate(`${mandateId}/cancel`, 'POST')).body).toEqual(cancelled.body);
    const charge = await isp.payWithMandate(mandateId, { correlator: 'after-the-end' });
    expect([charge.status, charge.body.denialReason]).toEqual([403, 'mandate_revoked']);
  });

  test('what is not there cannot be cancelled or revoked', async () => {
    const isp = world.isp('free');
    expect((await isp.mandate('mdt_nobody/cancel', 'POST')).body.code).toBe('NOT_FOUND');
    expect((await isp.mandate('mdt_nobody')).status).toBe(404);
    expect((await isp.control.revoke('mdt_nobody')).status).toBe(404);
  });

  test('a revocation is notified to the sink of the mandate and refuses charges', async () => {
    const isp = world.isp('free');
    const sink = await openSink();
    const { mandateId } = (await isp.createMandate(await mandateToken(), sink.fields)).body;
    expect((await isp.control.revoke(mandateId)).body).toMatchObject({ mandateStatus: 'revoked', revocationDate: expect.any(String) });
    await eventually(() => sink.received.length === 1);
    expect(sink.received[0]?.headers.authorization).toBe('Bearer sink-secret');
    expect(sink.received[0]?.event).toMatchObject({ type: 'fr.internetplus.mandate.v0.revoked', data: { mandateId, status: 'revoked' } });
    expect((await isp.payWithMandate(mandateId)).body.denialReason).toBe('mandate_revoked');
    // Revoked again, or cancelled after it: it stays as it is and nobody is told twice.
    await isp.control.revoke(mandateId);
    expect((await isp.mandate(`${mandateId}/cancel`, 'POST')).body.mandateStatus).toBe('revoked');
    await pause(100);
    expect(sink.received).toHaveLength(1);
    await sink.close();
  });

  test('a notification that the client refuses is sent again', async () => {
    const isp = world.isp('free');
    const sink = await openSink([500, 302]);
    const { mandateId } = (await isp.createMandate(await mandateToken(), sink.fields)).body;
    await isp.control.revoke(mandateId);
    await eventually(() => sink.received.length >= 2);
    expect(sink.received[1]?.event.id).toBe(sink.received[0]?.event.id);
    const [, ...others] = (await isp.call('/_control/notifications')).body.reverse();
    expect(others.every(({ next_attempt_at_ms }: { next_attempt_at_ms: unknown }) => next_attempt_at_ms === null)).toBe(true);
    await sink.close();
  });

  test('a revocation can be lost or told twice by a fault', async () => {
    const isp = world.isp('free');
    const sink = await openSink();
    const revoke = async (kind: string) => {
      const { mandateId } = (await isp.createMandate(await mandateToken(), sink.fields)).body;
      await isp.control.faults([{ operation: 'revokeMandate', kind, times: 1 }]);
      await isp.control.revoke(mandateId);
      return mandateId;
    };
    await revoke('lost_notification');
    const told = await revoke('duplicate_notification');
    await eventually(() => sink.received.length === 2);
    await pause(100);
    expect(sink.received.map(({ event }) => event.data.mandateId)).toEqual([told, told]);
    await sink.close();
  });
});
