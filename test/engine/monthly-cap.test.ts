import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/world/eventually.ts';
import { advance, buy, clockAt, subscribe } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import type { World } from '../support/world/world.ts';

let world: World;

useWorld((opened) => {
  world = opened;
});

describe('the cap of EUR 300 a calendar month', () => {
  test('holds for 100 purchases at once of one subscriber: ten of EUR 30 are charged, never an eleventh', async () => {
    const line = await world.isp.line('free');
    const purchases = await Promise.all(Array.from({ length: 100 }, () => buy(world, { isp: 'free', line, quantity: 10 })));
    const ids = purchases.map(({ purchase }) => purchase.id);
    const after = await eventually(async () => {
      const found = await Promise.all(ids.map((id) => world.useCases.getPurchase(world.merchant.scope, id)));
      expect(found.filter(({ status }) => status === 'processing')).toEqual([]);
      return found;
    }, 40_000);
    expect(after.filter(({ status }) => status === 'completed')).toHaveLength(10);
    expect(after.filter(({ decline }) => decline?.reason === 'monthly_cap_reached')).toHaveLength(90);
    const booked = (await world.isp.payments('free', line)).filter(({ status }) => status === 'succeeded');
    expect(booked.reduce((sum, { amount }) => sum + amount, 0)).toBe(30_000);
  }, 90_000);

  test('refuses a subscription that would pass it, by name, and is filled to the cent by renewals in the month after', async () => {
    const line = await world.isp.line('orange');
    const clock = await clockAt(world, '2026-06-29T10:00:00Z');
    // 30 subscriptions of EUR 10 by the month fill the month of July.
    const filling = [];
    for (let count = 0; count < 30; count += 1)
      filling.push(await subscribe(world, { isp: 'orange', offer: 'month', line, test_clock: clock }));
    const { subscription } = await subscribe(world, { isp: 'orange', offer: 'week', line, test_clock: clock });
    expect(subscription).toMatchObject({ status: 'ended', decline: { reason: 'monthly_cap_reached' } });
    expect(filling.every(({ subscription: { status } }) => status === 'active')).toBe(true);
    await advance(world, clock, '2026-07-29T10:00:00Z');
    const statuses = await Promise.all(
      filling.map(async ({ subscription: { id } }) => (await world.useCases.getSubscription(world.merchant.scope, id)).status),
    );
    expect(statuses.every((status) => status === 'active')).toBe(true);
    const july = (await world.isp.payments('orange', line)).filter(
      ({ status, created_at }) => status === 'succeeded' && created_at >= '2026-07',
    );
    expect(july.reduce((sum, { amount }) => sum + amount, 0)).toBe(30_000);
  }, 90_000);
});
