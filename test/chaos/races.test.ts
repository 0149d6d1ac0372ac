import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { newId } from '../../vault/ids.ts';
import { devServer } from '../support/temporal.ts';
import { eventually } from '../support/world/eventually.ts';
import { subscribe } from '../support/world/subscribing.ts';
import { World } from '../support/world/world.ts';

let environment: TestWorkflowEnvironment;
let world: World;

beforeAll(async () => {
  environment = await devServer();
  world = await World.open({ environment });
  await world.startWorker();
  for (const isp of ['free', 'sfr'] as const) await world.isp.faults(isp, [{ operation: 'createPayment', kind: 'slow', latency_ms: 200 }]);
}, 120_000);

afterAll(async () => {
  await world?.close();
  await environment?.teardown();
});

const purchaseOf = (line: string, subscriber_token: string) => ({
  id: newId('pur'),
  document: world.merchant.one_shot,
  quantity: 2,
  email: 'buyer@example.org',
  isp: 'free' as const,
  subscriber_token,
  client_reference: line,
  locale: undefined,
});

describe('callers who race', () => {
  test('for one purchase make one charge, and all get the same codes', async () => {
    const line = await world.isp.line('free');
    const purchase = purchaseOf(line, await world.isp.token('free', line, 'one_shot'));
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.useCases.buy(world.merchant.scope, purchase)));
    expect(new Set(answers.map(({ codes }) => JSON.stringify(codes))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 'completed', codes: [{}, {}] });
    expect(await world.isp.payments('free', line)).toMatchObject([{ amount: 600, status: 'succeeded' }]);
  }, 60_000);

  test('with one token for two purchases charge one of them', async () => {
    const line = await world.isp.line('free');
    const subscriber_token = await world.isp.token('free', line, 'one_shot');
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => world.useCases.buy(world.merchant.scope, purchaseOf(line, subscriber_token))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await world.isp.payments('free', line)).toMatchObject([{ status: 'succeeded' }]);
  }, 60_000);

  test('an advance of a test clock with the end of the one before it is not lost', async () => {
    const { useCases, merchant } = world;
    const clock = await useCases.createTestClock(merchant.scope, { id: newId('clk'), now: new Date('2026-03-01T09:00:00Z') });
    const advance = (day: number) => useCases.advanceTestClock(merchant.scope, clock.id, new Date(Date.UTC(2026, 2, 1 + day, 9)));
    const hasArrived = async (day: number) => {
      const { status, now } = await useCases.getTestClock(merchant.scope, clock.id);
      return status === 'ready' && now.getUTCDate() === 1 + day;
    };
    for (let day = 1; day <= 20; day += 2) {
      const before = advance(day);
      // The row says so before the run of the advance has ended.
      while (!(await hasArrived(day))) await sleep(1);
      expect((await advance(day + 1)).status).toBe('ready');
      await before;
    }
  }, 60_000);

  test('an end with renewals, at any moment of theirs, have nothing sent after its answer and no period charged twice', async () => {
    const { useCases, merchant, isp } = world;
    const race = async (delay_ms: number) => {
      const clock = await useCases.createTestClock(merchant.scope, { id: newId('clk'), now: new Date('2026-03-01T09:00:00Z') });
      const { subscription, line } = await subscribe(world, { isp: 'sfr', offer: 'week', test_clock: clock.id });
      const advancing = useCases.advanceTestClock(merchant.scope, clock.id, new Date('2026-03-20T09:00:00Z'));
      await sleep(delay_ms);
      await useCases.cancelSubscription(merchant.scope, subscription.id);
      const acknowledged_at = new Date();
      await advancing;
      await eventually(async () => expect((await useCases.getTestClock(merchant.scope, clock.id)).status).toBe('ready'), 30_000);
      const charges = await useCases.listCharges(merchant.scope, { limit: 50, after: undefined, subscription: subscription.id });
      const sent_at = charges.data.flatMap(({ attempts }) => attempts.map((attempt) => attempt.sent_at));
      expect(sent_at.filter((at) => at > acknowledged_at)).toEqual([]);
      const booked = (await isp.payments('sfr', line)).filter(({ status }) => status === 'succeeded');
      expect(new Set(booked.map(({ reference_code }) => reference_code)).size).toBe(booked.length);
      expect(booked).toHaveLength(charges.data.filter(({ status }) => status === 'succeeded').length);
      return booked.length;
    };
    const paid = new Set(await Promise.all(Array.from({ length: 16 }, (_, index) => race(index * 60))));
    // Some ends came before the first renewal and some after it, or the race was none: a slow machine gets more time.
    for (let delay_ms = 1_000; paid.size < 2 && delay_ms < 20_000; delay_ms *= 2) paid.add(await race(delay_ms));
    expect(paid.size).toBeGreaterThanOrEqual(2);
  }, 90_000);
});
