import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { dueInstant } from '../../domain/calendar.ts';
import { revive } from '../../outbox/revive.ts';
import { eventually } from '../support/world/eventually.ts';
import { subscribe } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import type { World } from '../support/world/world.ts';

let world: World;
useWorld((opened) => {
  world = opened;
});

const THREE_HOURS_MS = 3 * 3_600_000;

test('a subscription whose workflow was terminated is renewed again, once, from its rows', async () => {
  const { subscription, line } = await subscribe(world, { isp: 'free', offer: 'month' });
  await world.environment.client.workflow.getHandle(subscription.id).terminate('by mistake');
  const due = subscription.next_charge_at ?? new Date();
  const log = pino({ level: 'silent' });
  const at = (now: Date) => revive({ ...world.shared, log, now: () => now });
  await at(new Date(due.getTime() - 1));
  expect((await world.environment.client.workflow.getHandle(subscription.id).describe()).status.name).toBe('TERMINATED');
  // As if the period had begun three hours ago, and nobody had come.
  await world.shared.unitOfWork.transaction(async (stores) => {
    const anchor_at = dueInstant(new Date(Date.now() - THREE_HOURS_MS), 'month', -1);
    await stores.subscriptions.update(subscription.id, { anchor_at, next_charge_at: dueInstant(anchor_at, 'month', 1) });
  });
  for (let round = 0; round < 3; round += 1) await at(new Date());
  await eventually(async () => expect(await world.isp.payments('free', line)).toHaveLength(2), 15_000);
  // The ISP's books are a moment ahead of ours.
  await eventually(async () => {
    const after = await world.useCases.getSubscription(world.merchant.scope, subscription.id);
    expect(after).toMatchObject({ status: 'active', current_period: { index: 1 } });
  });
  expect((await world.environment.client.workflow.getHandle(subscription.id).describe()).status.name).toBe('RUNNING');
  expect(await world.isp.payments('free', line)).toHaveLength(2);
});
