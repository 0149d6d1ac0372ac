import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { dueInstant } from '../../domain/calendar.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';
import { eventually } from '../support/world/eventually.ts';
import type { IspName } from '../support/world/isp-control.ts';
import { historyOf, subscribe } from '../support/world/subscribing.ts';
import { World } from '../support/world/world.ts';

/** The engine is away while Temporal's time goes on, and comes back late. Temporal, and with it the engine's clock, skips the time between. */
let environment: TestWorkflowEnvironment;
let world: World;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
  world = await World.open({ environment });
}, 120_000);

afterAll(async () => {
  await world?.close();
  await environment?.teardown();
}, 60_000);

/** Temporal's time stands still while one of them waits for a worker that is not there. */
const begun: string[] = [];

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The engine's clock is Temporal's from here on, or so much later. */
async function setClock({ late_ms }: { late_ms: number } = { late_ms: 0 }): Promise<void> {
  world.time.ahead_ms = (await environment.currentTimeMs()) - Date.now() + late_ms;
}

/** A workflow that has something to do would keep Temporal from skipping. */
async function allAsleep(): Promise<void> {
  await eventually(async () => {
    for (const id of begun)
      expect(
        (await historyOf(world, id)).findLast((event) => !event.workflowExecutionUpdateCompletedEventAttributes)
          ?.timerStartedEventAttributes,
      ).toBeTruthy();
  });
}

/**
 * No worker runs until Temporal has arrived at the instant at which it wakes somebody, and one comes back only so much later. That much the
 * engine's clock is ahead of Temporal's then, which does not skip while a task waits for a worker.
 */
async function downUntil(wake: Date, { late_ms }: { late_ms: number } = { late_ms: 0 }): Promise<void> {
  await allAsleep();
  await world.stopWorker();
  const skipped_ms = wake.getTime() - (await environment.currentTimeMs());
  if (skipped_ms > 0) await environment.sleep(skipped_ms);
  await setClock({ late_ms });
  await world.startWorker({ is_forgetful: true });
}

afterEach(async () => {
  for (const id of begun.splice(0)) {
    await world.useCases.cancelSubscription(world.merchant.scope, id);
    const workflow = environment.client.workflow.getHandle(id);
    await eventually(async () => expect((await workflow.describe()).status.name).toBe('COMPLETED'));
  }
});

/** A weekly subscription that has begun now, with what the tests ask about it. */
async function weekly(options: { isp: IspName; line?: string }) {
  await world.stopWorker();
  await setClock();
  await world.startWorker({ is_forgetful: true });
  const { subscription, line } = await subscribe(world, { ...options, offer: 'week' });
  begun.push(subscription.id);
  expect(subscription).toMatchObject({ status: 'active', current_period: { index: 0 } });
  const { scope } = world.merchant;
  const anchor = subscription.current_period?.start ?? new Date(0);
  return {
    due: (index: number) => dueInstant(anchor, 'week', index),
    get: () => world.useCases.getSubscription(scope, subscription.id),
    async charges() {
      const { data } = await world.useCases.listCharges(scope, { limit: 50, after: undefined, subscription: subscription.id });
      return data.map(({ period, status }) => [period?.index, status]).reverse();
    },
    /** Periods and attempts that the ISP has charged, and those that it has refused. */
    async booked(status = 'succeeded') {
      const payments = await world.isp.payments(options.isp, line);
      return payments
        .filter((payment) => payment.status === status)
        .map((payment) => payment.client_correlator.replace(subscription.id, ''));
    },
    told: () => world.receiver.about(subscription.id).map(({ parsed }) => parsed),
  };
}

describe('an engine that was down', () => {
  test('for three days charges what fell due meanwhile once, late, as its own period', async () => {
    const { due, booked, charges, get } = await weekly({ isp: 'free' });
    await downUntil(due(1), { late_ms: 1.5 * DAY_MS });
    await eventually(async () => expect(await get()).toMatchObject({ status: 'active', next_charge_at: due(2) }));
    expect(await booked()).toEqual([':0:a1', ':1:a1']);
    expect(await charges()).toEqual([
      [0, 'succeeded'],
      [1, 'succeeded'],
    ]);
    expect(await get()).toMatchObject({ current_period: { index: 1, start: due(1), end: due(2) } });
    await downUntil(due(2));
    await eventually(async () => expect(await booked()).toEqual([':0:a1', ':1:a1', ':2:a1']));
  }, 60_000);

  test('for three months waives what has wholly passed, says so, charges one period, and goes on at the old instants', async () => {
    const { due, booked, charges, get, told } = await weekly({ isp: 'orange' });
    await downUntil(due(1), { late_ms: due(13).getTime() - due(1).getTime() + DAY_MS });
    await eventually(async () => expect(await get()).toMatchObject({ status: 'active', next_charge_at: due(14) }));
    const waived = Array.from({ length: 12 }, (_, index) => index + 1);
    expect(await booked()).toEqual([':0:a1', ':13:a1']);
    expect(await charges()).toEqual([[0, 'succeeded'], ...waived.map((index) => [index, 'waived']), [13, 'succeeded']]);
    expect(await get()).toMatchObject({ current_period: { index: 13 } });
    await eventually(() => {
      expect(told().map(({ type, data }) => [type, data.period?.index])).toEqual([
        ['subscription.activated', 0],
        ...waived.map((index) => ['subscription.period_skipped', index]),
        ['subscription.renewed', 13],
      ]);
    });
    expect(told().flatMap(({ data }) => data.skipped?.reason ?? [])).toEqual(waived.map(() => 'waived'));
    // The next one is on time again.
    await downUntil(due(14));
    await eventually(async () => expect(await booked()).toEqual([':0:a1', ':13:a1', ':14:a1']));
  }, 60_000);

  test('across the end of a dunning schedule leaves the refused period refused, and charges the one that runs', async () => {
    const line = await world.isp.line('sfr', { monthly_ceiling: 500 });
    const { due, booked, charges, get, told } = await weekly({ isp: 'sfr', line });
    await world.isp.change('sfr', line, { status: 'suspended' });
    await downUntil(due(1));
    await eventually(async () => expect(await get()).toMatchObject({ status: 'past_due' }));
    await world.isp.change('sfr', line, { status: 'active' });
    await downUntil(new Date(due(1).getTime() + DAY_MS), { late_ms: 6 * DAY_MS + HOUR_MS });
    await eventually(async () => expect(await get()).toMatchObject({ status: 'active', next_charge_at: due(3) }));
    expect(await booked()).toEqual([':0:a1', ':2:a1']);
    expect(await charges()).toEqual([
      [0, 'succeeded'],
      [1, 'declined'],
      [2, 'succeeded'],
    ]);
    expect(await get()).toMatchObject({ current_period: { index: 2 } });
    await eventually(() =>
      expect(told().map(({ type }) => type)).toEqual(['subscription.activated', 'subscription.past_due', 'subscription.renewed']),
    );
  }, 60_000);

  test('across the tries of a dunning schedule makes the announced one, late and once, makes up for no other, and ends', async () => {
    const line = await world.isp.line('free');
    const { due, booked, get, told } = await weekly({ isp: 'free', line });
    await world.isp.change('free', line, { status: 'suspended' });
    await downUntil(due(1));
    await eventually(async () => expect(await get()).toMatchObject({ status: 'past_due' }));
    await downUntil(new Date(due(1).getTime() + DAY_MS), { late_ms: 4 * DAY_MS });
    // Day 3 has passed by then, too, and day 7 is the next period's.
    await eventually(async () => expect(await get()).toMatchObject({ status: 'ended', end_reason: 'dunning_exhausted' }));
    expect(await booked()).toEqual([':0:a1']);
    expect(await booked('denied')).toEqual([':1:a1', ':1:a2']);
    await eventually(() => expect(told().at(-1)).toMatchObject({ type: 'subscription.ended' }));
  }, 60_000);
});
