import { describe, expect, test } from '@jest/globals';
import type { PayoutReport } from '../../domain/messages.ts';
import { lastMonth } from '../../domain/payouts.ts';
import { ensurePayoutSchedule } from '../../gateways/temporal/payouts.ts';
import { eventually } from '../support/world/eventually.ts';
import { clockAt, subscribe } from '../support/world/subscribing.ts';
import { useWorld } from '../support/world/use-world.ts';
import type { World } from '../support/world/world.ts';

let world: World;

useWorld((opened) => {
  world = opened;
});

const schedule = () => world.environment.client.schedule.getHandle('payouts');

describe('the schedule of payouts', () => {
  test('is made once by any number of workers, for the first of each month at six in Paris, and a pause stays', async () => {
    await Promise.all([ensurePayoutSchedule(world.environment.client), ensurePayoutSchedule(world.environment.client)]);
    await schedule().pause('the accountant is away');
    const isPaused = async () =>
      expect((await schedule().describe()).state).toMatchObject({ paused: true, note: 'the accountant is away' });
    await eventually(isPaused);
    await ensurePayoutSchedule(world.environment.client);
    await isPaused();
    const { info, policies } = await schedule().describe();
    expect(policies).toMatchObject({ overlap: 'BUFFER_ONE', catchupWindow: 20 * 86_400_000 });
    expect(info.nextActionTimes.length).toBeGreaterThan(1);
    for (const at of info.nextActionTimes) expect(at.toLocaleString('sv', { timeZone: 'Europe/Paris' })).toMatch(/-01 06:00:00$/);
    await schedule().unpause();
  }, 30_000);

  test('states the month that is over, once, with what is due by then and nothing else', async () => {
    // One sale long ago, one that is not due yet.
    await subscribe(world, { isp: 'free', offer: 'quarter', test_clock: await clockAt(world, '2026-01-10T10:00:00Z') });
    await subscribe(world, { isp: 'orange', offer: 'quarter', test_clock: await clockAt(world, '2199-01-10T10:00:00Z') });
    const run = async () => {
      const before = (await schedule().describe()).info.recentActions.length;
      await schedule().trigger();
      const workflow_id = await eventually(async () => {
        const { recentActions } = (await schedule().describe()).info;
        expect(recentActions.length).toBeGreaterThan(before);
        return recentActions.at(-1)?.action.workflow.workflowId ?? '';
      });
      expect(workflow_id).toMatch(/^payouts-2\d{3}-/);
      return (await world.environment.client.workflow.getHandle(workflow_id).result()) as PayoutReport;
    };
    const month = lastMonth(new Date());
    const test_money = (report: PayoutReport) => report.modes.find(({ mode }) => mode === 'test');
    expect(test_money(await run())).toMatchObject({ made: 1, there: 0 });
    const { data } = await world.useCases.listPayouts(world.merchant.scope, { limit: 10, after: undefined });
    const [made] = data;
    const merchant_cents = 1_395n;
    expect(made).toMatchObject({ month, mode: 'test', number: 1, earned_cents: merchant_cents, payout_cents: merchant_cents });
    const balance = await world.useCases.getBalance(world.merchant.scope);
    expect(balance).toMatchObject({ available_cents: 0n, carried_forward_cents: 0n });
    expect(balance.pending_cents).toBeGreaterThan(0n);
    expect(test_money(await run())).toMatchObject({ made: 0, there: 1 });
    expect((await world.useCases.listPayouts(world.merchant.scope, { limit: 10, after: undefined })).data).toHaveLength(1);
  }, 60_000);
});
