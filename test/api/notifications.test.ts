import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ISP_SECRET, startApi, type TestApi } from '../support/api/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(() => {
  api.fake.seen.notifications.length = 0;
});
afterAll(() => api.close());

const PAYMENTS = 'org.camaraproject.carrier-billing.v0';
const MANDATE = 'fr.internetplus.mandate.v0.revoked';

function cloudEvent(type: string, data: object, changes: object = {}) {
  return {
    id: 'event-1',
    source: 'http://localhost:4000/sfr',
    specversion: '1.0',
    type,
    datacontenttype: 'application/json',
    time: '2027-01-31T11:00:00+01:00',
    data,
    ...changes,
  };
}

function notify(body: unknown, { isp = 'sfr', key = ISP_SECRET as string | null, media_type = 'application/cloudevents+json' } = {}) {
  return api.call('POST', `/isp/${isp}/notifications`, { body, key, headers: { 'content-type': media_type } });
}

const PAID = { paymentId: 'pay_1', clientCorrelator: 'pur_1:a1', status: 'succeeded', description: 'ok' };

describe('a notification is taken', () => {
  test('of a payment that succeeded, at the time of the payment', async () => {
    const answer = await notify(cloudEvent(`${PAYMENTS}.payment-completed`, { ...PAID, paymentDate: '2027-01-31T09:59:58.5Z' }));
    expect(answer).toMatchObject({ status: 204, text: '' });
    const time = new Date('2027-01-31T09:59:58.500Z');
    const notification = { id: 'event-1', kind: 'payment_completed', client_correlator: 'pur_1:a1', isp_reference: 'pay_1', time };
    expect(api.fake.seen.notifications).toEqual([{ isp: 'sfr', notification }]);
  });

  test.each([
    ['line_closed', 'line_closed'],
    ['User is blocked\u0000 due to pending debt', 'unknown'],
  ])('of a payment that was denied for "%s"', async (denialReason, reason) => {
    const data = { paymentId: 'pay_1', clientCorrelator: 'sub_1:3:a2', status: 'failed', description: 'no', denialReason };
    expect((await notify(cloudEvent(`${PAYMENTS}.payment-denied`, data), { isp: 'free', media_type: 'application/json' })).status).toBe(
      204,
    );
    const raw = denialReason.replace('\u0000', ' ');
    const time = new Date('2027-01-31T10:00:00Z');
    const notification = { id: 'event-1', kind: 'payment_denied', client_correlator: 'sub_1:3:a2', reason, raw, time };
    expect(api.fake.seen.notifications).toEqual([{ isp: 'free', notification }]);
  });

  test('of a revoked mandate', async () => {
    const data = { mandateId: 'man_1', status: 'revoked', revocationDate: '2027-01-31T09:00:00Z', referenceCode: 'sub_1' };
    expect((await notify(cloudEvent(MANDATE, data), { isp: 'alice' })).status).toBe(204);
    const notification = { id: 'event-1', kind: 'mandate_revoked', mandate_reference: 'man_1', time: new Date('2027-01-31T09:00:00Z') };
    expect(api.fake.seen.notifications).toEqual([{ isp: 'alice', notification }]);
  });

  test('a second time with the same answer', async () => {
    const event = cloudEvent(MANDATE, { mandateId: 'man_1' });
    expect([(await notify(event)).status, (await notify(event)).status]).toEqual([204, 204]);
  });
});

test.each<[string, string, object]>([
  ['of a type that is not known', `${PAYMENTS}.payment-reserved`, PAID],
  ['of a type that objects have', 'constructor', PAID],
  ['of a payment that is not ours', `${PAYMENTS}.payment-completed`, { ...PAID, clientCorrelator: undefined }],
  ['of a procedure that failed', `${PAYMENTS}.payment-completed`, { ...PAID, status: 'failed' }],
])('a notification %s is accepted and ignored, with a line in the log', async (_what, type, data) => {
  expect(await notify(cloudEvent(type, data))).toMatchObject({ status: 202, text: '' });
  expect(api.fake.seen.notifications).toEqual([]);
  expect(api.log_lines.some((line) => line.includes('notification ignored') && line.includes(type))).toBe(true);
});

test.each<[string, object, object, number, string]>([
  ['without the secret', {}, { key: null }, 401, 'isp_not_authenticated'],
  ['with another secret', {}, { key: `${ISP_SECRET}x` }, 401, 'isp_not_authenticated'],
  ['of an ISP that is none', {}, { isp: 'bouygues' }, 404, 'not_found'],
  ['without a type', { type: undefined }, {}, 422, 'validation_failed'],
  ['of another version', { specversion: '0.3' }, {}, 422, 'validation_failed'],
  ['without a time', { time: 'yesterday' }, {}, 422, 'validation_failed'],
  ['with data of another form', { data: { paymentId: 7 } }, {}, 422, 'validation_failed'],
  ['without data', { data: undefined }, {}, 422, 'validation_failed'],
  ['as a form', {}, { media_type: 'text/plain' }, 415, 'unsupported_media_type'],
])('a notification %s is refused', async (_what, changes, options, status, code) => {
  const answer = await notify(cloudEvent(`${PAYMENTS}.payment-completed`, PAID, changes), options);
  expect(answer).toMatchObject({ status, body: { code } });
  expect(api.fake.seen.notifications).toEqual([]);
});
