import { describe, expect, test } from '@jest/globals';
import { createWorkerMetrics } from '../../activities/metrics.ts';
import { newId } from '../../vault/ids.ts';
import { eventually } from '../support/world/eventually.ts';
import type { IspName } from '../support/world/isp-control.ts';
import { SHORT_DELAYS } from '../support/world/short-delays.ts';
import { advance, buy, clockAt, givenBack, refund, subscribe } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import type { World } from '../support/world/world.ts';

let world: World;

useWorld((opened) => {
  world = opened;
}, SHORT_DELAYS);

const fault = (isp: IspName, kind: string) =>
  world.isp.faults(isp, [{ operation: 'createRefund', kind, times: 1, ...(kind === 'throttle_429' ? {} : { latency_ms: 3_000 }) }]);
const read = (id: string) => world.useCases.getRefund(world.merchant.scope, id);
const becomes = (id: string, status: string) => eventually(async () => expect(await read(id)).toMatchObject({ status }), 20_000);

async function bought(isp: IspName, quantity = 2): Promise<{ charge: string; purchase: string; code: string }> {
  const { purchase } = await buy(world, { isp, quantity });
  return { charge: purchase.charge ?? '', purchase: purchase.id, code: purchase.codes[0]?.code ?? '' };
}

describe('a refund in the books of the ISP', () => {
  // Whatever happens on the way, the money goes back once.
  test.each<[IspName, string]>([
    ['orange', 'timeout_after'],
    ['orange', 'error_500_before'],
    ['free', 'timeout_after'],
    ['free', 'reset_after'],
    ['free', 'timeout_before'],
    ['free', 'throttle_429'],
    ['sfr', 'error_500_after'],
    ['sfr', 'error_500_before'],
    ['alice', 'timeout_after'],
  ])(
    'at %s is there once after %s',
    async (isp, kind) => {
      const { charge } = await bought(isp);
      await fault(isp, kind);
      const { id } = await refund(world, charge, 150n);
      await becomes(id, 'succeeded');
      expect(await givenBack(world, isp, id)).toEqual([150]);
    },
    30_000,
  );

  test('at alice stays in doubt where her statement does not show it, and keeps its amount', async () => {
    const { charge } = await bought('alice');
    await fault('alice', 'error_500_before');
    const { id, status } = await refund(world, charge, 400n);
    expect(status).toBe('in_doubt');
    await expect(refund(world, charge, 201n)).rejects.toMatchObject({ code: 'refund_above_remaining' });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await read(id)).toMatchObject({ status: 'in_doubt' });
    expect(await givenBack(world, 'alice', id)).toEqual([]);
    const metrics = await createWorkerMetrics(world.shared).metrics();
    expect(metrics).toContain('billing_refunds_in_doubt{isp="alice",escalated="false"} 1');
  });

  test('is refused with the reason of the ISP, and can be asked for again', async () => {
    const { charge } = await bought('sfr');
    await fault('sfr', 'decline:insufficient_ceiling');
    expect(await refund(world, charge)).toMatchObject({ status: 'declined', decline: { reason: 'denied' }, isp_reference: null });
    expect(await refund(world, charge)).toMatchObject({ status: 'succeeded', amount_cents: 600n });
  });

  test('never passes the charge, of twenty asked for at once', async () => {
    const { charge } = await bought('free');
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => refund(world, charge, 100n)));
    const ids = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value.id] : []));
    expect(ids).toHaveLength(6);
    for (const id of ids) await becomes(id, 'succeeded');
    expect((await Promise.all(ids.map((id) => givenBack(world, 'free', id)))).flat()).toEqual(Array(6).fill(100));
    await expect(refund(world, charge)).rejects.toMatchObject({ code: 'charge_not_refundable' });
  }, 30_000);

  test('is made once for one id, asked for twice at the same moment', async () => {
    const { charge } = await bought('orange');
    const input = { id: newId('ref'), charge, amount_cents: 100n, reason: 'twice' };
    const answers = await Promise.all([1, 2].map(() => world.useCases.refundCharge(world.merchant.scope, input)));
    expect(answers.map(({ id, status }) => [id, status])).toEqual(Array(2).fill([input.id, 'succeeded']));
    expect(await givenBack(world, 'orange', input.id)).toEqual([100]);
  });
});

describe('a refund', () => {
  test('is told to the merchant and to the buyer, and a wholly refunded code no longer opens', async () => {
    const { charge, purchase, code } = await bought('free');
    const half = await refund(world, charge, 300n);
    const validate = () => world.useCases.validateCode(world.merchant.scope, { id: newId('cod'), code, document: world.merchant.one_shot });
    const rest = await refund(world, charge);
    expect(await validate()).toEqual({ valid: false, reason: 'ended' });
    const told = await eventually(() => {
      const callbacks = world.receiver.about(purchase).filter(({ parsed }) => parsed.type === 'charge.refunded');
      expect(callbacks).toHaveLength(2);
      return callbacks.map(({ parsed: { data } }) => data).sort((a, b) => (a.refunded_total ?? 0) - (b.refunded_total ?? 0));
    });
    expect(told).toMatchObject([
      { charge, refund: half.id, amount: 300, refunded_total: 300 },
      { charge, refund: rest.id, amount: 300, refunded_total: 600 },
    ]);
    expect(await world.useCases.getCharge(world.merchant.scope, charge)).toMatchObject({
      status: 'succeeded',
      refunded_cents: 600n,
      refunds: [{ id: half.id }, { id: rest.id }],
    });
    await eventually(async () => {
      const { data } = (await (await fetch(`${world.inbox_url}/api/messages`)).json()) as { data: { subject: string }[] };
      expect(data.filter(({ subject }) => subject.includes('remboursé'))).not.toHaveLength(0);
    });
  });

  test('of a renewal on a test clock is booked at the time of its clock, and renews on', async () => {
    const clock = await clockAt(world, '2027-01-31T10:00:00Z');
    const { subscription, line } = await subscribe(world, { isp: 'sfr', offer: 'month', test_clock: clock });
    await advance(world, clock, '2027-03-01T10:00:00Z');
    const { data } = await world.useCases.listCharges(world.merchant.scope, { limit: 5, after: undefined, subscription: subscription.id });
    const { id } = await refund(world, data[0]?.id ?? '');
    await becomes(id, 'succeeded');
    expect(await givenBack(world, 'sfr', id, '2027-03-01')).toEqual([1_000]);
    await advance(world, clock, '2027-04-01T10:00:00Z');
    expect(await world.isp.payments('sfr', line)).toHaveLength(3);
  }, 30_000);

  test.each(['declined', 'in_doubt'] as const)('of a charge that is %s is not made', async (status) => {
    if (status === 'in_doubt')
      await world.isp.faults('sfr', [{ operation: 'createPayment', kind: 'timeout_before', latency_ms: 3_000, times: 1 }]);
    const line = await world.isp.line('sfr', status === 'declined' ? { monthly_ceiling: 1 } : {});
    const { purchase } = await buy(world, { isp: 'sfr', line });
    await expect(refund(world, purchase.charge ?? '')).rejects.toMatchObject({ code: 'charge_not_refundable' });
  });

  test("of another merchant's charge is not found", async () => {
    const { charge } = await bought('free');
    const stranger = { ...world.merchant.scope, merchant_id: newId('mer') };
    const asked = world.useCases.refundCharge(stranger, { id: newId('ref'), charge, amount_cents: undefined, reason: 'mine' });
    await expect(asked).rejects.toMatchObject({ code: 'not_found' });
  });
});
