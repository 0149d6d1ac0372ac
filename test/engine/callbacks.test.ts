import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/world/eventually.ts';
import { CALLBACK_SECRET } from '../support/world/seed.ts';
import { advance, buy, clockAt, subscribe } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import type { World } from '../support/world/world.ts';

let world: World;

useWorld((opened) => {
  world = opened;
});

const eventsOf = async (purchase: string) =>
  (await world.useCases.listEvents(world.merchant.scope, { limit: 10, after: undefined, purchase })).data;

describe('a callback', () => {
  test('is verified by the standardwebhooks package as a receiver would, and by nothing that was changed on the way', async () => {
    const { purchase } = await buy(world, { isp: 'free' });
    const received = await eventually(() => {
      const [callback] = world.receiver.about(purchase.id);
      if (!callback) throw new Error('nothing has come yet');
      return callback;
    });
    const headers = received.headers as Record<string, string>;
    expect(new Webhook(CALLBACK_SECRET).verify(received.body, headers)).toMatchObject({
      type: 'purchase.completed',
      data: {
        purchase: purchase.id,
        reference: purchase.reference,
        amount: 300,
        currency: 'EUR',
        isp: 'free',
        document: world.merchant.one_shot,
      },
    });
    expect(() => new Webhook(CALLBACK_SECRET).verify(received.body.replace('300', '3'), headers)).toThrow();
    expect(() => new Webhook('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA').verify(received.body, headers)).toThrow();
    expect(received.body).not.toContain('buyer@example.org');
    for (const { code } of purchase.codes) expect(received.body).not.toContain(code);
  });

  test('that fails is retried by a workflow named as the event, under the same webhook-id, until it is taken', async () => {
    world.receiver.answers = [500];
    const { purchase } = await buy(world, { isp: 'orange' });
    await eventually(async () => expect((await eventsOf(purchase.id))[0]).toMatchObject({ delivery_status: 'delivered' }), 20_000);
    const ids = world.receiver.about(purchase.id).map(({ headers }) => headers['webhook-id']);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    const [event] = await eventsOf(purchase.id);
    expect(new Set(ids)).toEqual(new Set([event?.id]));
    expect(event?.deliveries.map(({ response_status }) => response_status)).toEqual([500, 204]);
    expect((await world.environment.client.workflow.getHandle(event?.id ?? '').describe()).type).toBe('callback');
  }, 30_000);

  test('that nobody takes holds up no renewal', async () => {
    const clock = await clockAt(world, '2026-02-02T10:00:00Z');
    const { subscription, line } = await subscribe(world, { isp: 'sfr', offer: 'week', test_clock: clock });
    world.receiver.answers = Array<number>(50).fill(503);
    await advance(world, clock, '2026-02-24T10:00:00Z');
    expect(await world.isp.payments('sfr', line)).toHaveLength(4);
    expect(await world.useCases.getSubscription(world.merchant.scope, subscription.id)).toMatchObject({ status: 'active' });
    world.receiver.answers = [];
  }, 30_000);
});

describe('a notification of an ISP', () => {
  const revoked = async (isp: 'orange') => {
    const { subscription, line } = await subscribe(world, { isp, offer: 'month' });
    const mandate = (await world.isp.mandates(isp)).find((candidate) => candidate.line === line);
    const notification = {
      id: `n-${subscription.id}`,
      kind: 'mandate_revoked',
      mandate_reference: mandate?.mandate_id ?? '',
      time: new Date(),
    } as const;
    return { subscription, notification };
  };

  test('of a revoked mandate ends the subscription, once however often it comes', async () => {
    const { subscription, notification } = await revoked('orange');
    const taken = await Promise.all([1, 2, 3].map(() => world.useCases.takeNotification('orange', notification)));
    expect(taken.filter((was_new) => was_new)).toHaveLength(1);
    expect(await world.useCases.getSubscription(world.merchant.scope, subscription.id)).toMatchObject({
      status: 'ended',
      end_source: 'isp',
      end_reason: 'mandate_revoked',
    });
    await eventually(() => {
      const types = world.receiver.about(subscription.id).map(({ parsed }) => parsed.type);
      expect(types).toEqual(['subscription.activated', 'subscription.ended']);
    });
  });

  test('of another ISP about the same mandate changes nothing', async () => {
    const { subscription, notification } = await revoked('orange');
    await world.useCases.takeNotification('free', notification);
    expect(await world.useCases.getSubscription(world.merchant.scope, subscription.id)).toMatchObject({ status: 'active' });
  });

  test('of a payment that is settled already changes nothing', async () => {
    const { purchase } = await buy(world, { isp: 'free' });
    await world.useCases.takeNotification('free', {
      id: `n-${purchase.id}`,
      kind: 'payment_denied',
      client_correlator: `${purchase.id}:a1`,
      reason: 'unknown',
      raw: 'late and wrong',
      time: new Date(),
    });
    expect(await world.useCases.getPurchase(world.merchant.scope, purchase.id)).toMatchObject({ status: 'completed' });
  });
});
