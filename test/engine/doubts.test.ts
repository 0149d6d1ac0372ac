import { describe, expect, test } from '@jest/globals';
import { createWorkerMetrics } from '../../activities/metrics.ts';
import { newId } from '../../vault/ids.ts';
import { eventually } from '../support/world/eventually.ts';
import type { FaultRule, IspName } from '../support/world/isp-control.ts';
import { SHORT_DELAYS } from '../support/world/short-delays.ts';
import { advance, buy, clockAt, subscribe } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import type { World } from '../support/world/world.ts';

let world: World;

useWorld((opened) => {
  world = opened;
}, SHORT_DELAYS);

const fault = (kind: string, latency_ms = 3_000): FaultRule[] => [{ operation: 'createPayment', kind, latency_ms, times: 1 }];

describe('a purchase in doubt', () => {
  // What the ISP did, and what the buyer is left with. Never a second payment.
  test.each<[IspName, string, 'completed' | 'declined', string[]]>([
    ['orange', 'timeout_after', 'completed', ['succeeded']],
    ['orange', 'error_500_after', 'completed', ['succeeded']],
    ['orange', 'reset_after', 'completed', ['succeeded']],
    ['orange', 'timeout_before', 'completed', ['succeeded']],
    ['free', 'timeout_after', 'completed', ['succeeded']],
    ['free', 'reset_after', 'completed', ['succeeded']],
    ['free', 'error_500_before', 'declined', []],
    ['free', 'timeout_before', 'declined', []],
    ['sfr', 'error_500_after', 'completed', ['succeeded']],
    ['sfr', 'late_capture', 'completed', ['succeeded']],
    ['sfr', 'error_500_before', 'declined', []],
    ['alice', 'timeout_after', 'completed', ['succeeded']],
  ])(
    'at %s after %s is found out to be %s',
    async (isp, kind, status, booked) => {
      await world.isp.faults(isp, fault(kind, kind === 'late_capture' ? 1_500 : 3_000));
      const { purchase, line } = await buy(world, { isp });
      expect(['in_doubt', 'processing', status]).toContain(purchase.status);
      const after = await eventually(async () => {
        const found = await world.useCases.getPurchase(world.merchant.scope, purchase.id);
        expect(found.status).toBe(status);
        return found;
      }, 20_000);
      expect(after.codes).toHaveLength(status === 'completed' ? 1 : 0);
      if (status === 'declined') expect(after.decline).toEqual({ reason: 'not_charged' });
      expect((await world.isp.payments(isp, line)).map((payment) => payment.status)).toEqual(booked);
    },
    30_000,
  );

  test('at alice stays in doubt while the day of its statement lasts, and is visible so', async () => {
    await world.isp.faults('alice', fault('error_500_before'));
    const { purchase, line } = await buy(world, { isp: 'alice' });
    expect(purchase.status).toBe('in_doubt');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await world.useCases.getPurchase(world.merchant.scope, purchase.id)).toMatchObject({ status: 'in_doubt', codes: [] });
    const description = await world.environment.client.workflow.getHandle(purchase.id).describe();
    expect(description.status.name).toBe('RUNNING');
    expect(JSON.stringify(description.searchAttributes)).toContain('in_doubt');
    expect(await world.isp.payments('alice', line)).toEqual([]);
    const metrics = await createWorkerMetrics(world.shared).metrics();
    expect(metrics).toContain('billing_charges_in_doubt{isp="alice",escalated="false"} 1');
    expect(metrics).toMatch(/billing_doubt_oldest_seconds\{isp="alice"\} [2-9]/);
    expect(metrics).toContain('billing_isp_circuit_open{isp="alice"} 0');
  }, 30_000);
});

describe('a renewal in doubt', () => {
  const get = (id: string) => world.useCases.getSubscription(world.merchant.scope, id);

  test.each<[IspName, string, number, string[]]>([
    ['orange', 'timeout_after', 2, ['succeeded', 'succeeded', 'succeeded']],
    ['free', 'error_500_after', 2, ['succeeded', 'succeeded', 'succeeded']],
    ['free', 'error_500_before', 2, ['succeeded', 'succeeded']],
    ['sfr', 'late_capture', 2, ['succeeded', 'succeeded', 'succeeded']],
    ['alice', 'timeout_after', 2, ['succeeded', 'succeeded', 'succeeded']],
    ['alice', 'error_500_before', 2, ['succeeded', 'succeeded']],
  ])(
    'at %s after %s keeps the code, is found out, and goes on with the next period',
    async (isp, kind, index, booked) => {
      const clock = await clockAt(world, '2026-04-07T10:00:00Z');
      const { subscription, line } = await subscribe(world, { isp, offer: 'week', test_clock: clock });
      await world.isp.faults(isp, fault(kind, kind === 'late_capture' ? 1_500 : 3_000));
      const advancing = advance(world, clock, '2026-04-22T10:00:00Z');
      await eventually(async () => expect((await get(subscription.id)).status).toBe('in_doubt'), 15_000);
      const validation = { id: newId('cod'), code: subscription.code ?? '', document: world.merchant.rebilling };
      expect(await world.useCases.validateCode(world.merchant.scope, validation)).toMatchObject({ valid: true });
      await advancing;
      expect(await get(subscription.id)).toMatchObject({ status: 'active', current_period: { index } });
      expect((await world.isp.payments(isp, line)).map((payment) => payment.status)).toEqual(booked);
      await eventually(() => {
        const types = world.receiver.about(subscription.id).map(({ parsed }) => parsed.type);
        const middle = kind === 'error_500_before' ? 'subscription.period_skipped' : 'subscription.renewed';
        expect(types).toEqual(['subscription.activated', middle, 'subscription.renewed']);
      });
    },
    60_000,
  );

  test('of a subscription that ends meanwhile is found out without sending anything', async () => {
    const clock = await clockAt(world, '2026-04-07T10:00:00Z');
    const { subscription, line } = await subscribe(world, { isp: 'orange', offer: 'week', test_clock: clock });
    await world.isp.faults('orange', fault('timeout_before'));
    const advancing = advance(world, clock, '2026-04-15T10:00:00Z');
    await eventually(async () => expect((await get(subscription.id)).status).toBe('in_doubt'), 15_000);
    await world.useCases.cancelSubscription(world.merchant.scope, subscription.id);
    await advancing;
    await eventually(async () => {
      const { data } = await world.useCases.listCharges(world.merchant.scope, {
        limit: 5,
        after: undefined,
        subscription: subscription.id,
      });
      expect(data.map(({ status }) => status)).toEqual(['not_charged', 'succeeded']);
      expect((await world.environment.client.workflow.getHandle(subscription.id).describe()).status.name).toBe('COMPLETED');
    }, 20_000);
    expect(await world.isp.payments('orange', line)).toHaveLength(1);
  }, 60_000);
});
