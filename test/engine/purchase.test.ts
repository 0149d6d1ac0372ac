import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/world/eventually.ts';
import { buy } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import type { World } from '../support/world/world.ts';

let world: World;

useWorld((opened) => {
  world = opened;
});

describe('a one-shot purchase', () => {
  test.each(['alice', 'free', 'orange', 'sfr'] as const)('at %s is charged once and gives its codes in the answer', async (isp) => {
    const { line, purchase } = await buy(world, { isp, quantity: 3 });
    expect(purchase).toMatchObject({ status: 'completed', amount_cents: 900n, quantity: 3 });
    expect(new Set(purchase.codes.map(({ code }) => code)).size).toBe(3);
    const payments = await world.isp.payments(isp, line);
    expect(payments).toMatchObject([
      { amount: 900, status: 'succeeded', reference_code: purchase.reference, client_correlator: `${purchase.id}:a1` },
    ]);
    await eventually(() => expect(world.receiver.about(purchase.id).map(({ parsed }) => parsed.type)).toEqual(['purchase.completed']));
  });
});
