import { describe, expect, test } from '@jest/globals';
import type { ActivityContext } from '../../activities/context.ts';
import { sendInTime } from '../../activities/settling.ts';
import type { PaymentRequest } from '../../gateways/isp/port.ts';

const BEGUN = new Date('2026-05-12T08:15:00.000Z');
const PAYMENT: PaymentRequest = {
  payer: { mandate_reference: 'mdt_1' },
  client_correlator: 'sub_1:0:a1',
  reference_code: 'R-0',
  amount_cents: 500n,
  description: 'Internet+',
  merchant_id: 'mer_1',
  simulated_time: undefined,
};

/** A worker that comes to its call after a while, and what it sent. */
function workerAfter(delay_ms: number) {
  const sent: PaymentRequest[] = [];
  const createPayment = async (request: PaymentRequest) => {
    sent.push(request);
    return { kind: 'succeeded', isp_reference: 'p1' } as const;
  };
  const context = { now: () => new Date(BEGUN.getTime() + delay_ms), isps: { free: { createPayment } } } as unknown as ActivityContext;
  return { sent, send: () => sendInTime(context, { isp: 'free', payment: PAYMENT, begun_at: BEGUN }) };
}

describe('a call', () => {
  test('leaves soon after the step that permits it began', async () => {
    const { sent, send } = workerAfter(5_000);
    expect(await send()).toEqual({ kind: 'succeeded', isp_reference: 'p1' });
    expect(sent).toEqual([PAYMENT]);
  });

  test('of a worker that stood still, or heard of its commit late, is not made, and is known not to have been', async () => {
    const { sent, send } = workerAfter(5_001);
    expect(await send()).toMatchObject({ kind: 'not_sent' });
    expect(sent).toEqual([]);
  });
});
