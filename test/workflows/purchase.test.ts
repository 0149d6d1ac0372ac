import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { MESSAGES, WORKFLOW_TYPES } from '../../domain/messages.ts';
import { newId } from '../../vault/ids.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';
import { onStage } from '../support/workflows/stage.ts';
import { eventually } from '../support/world/eventually.ts';

let environment: TestWorkflowEnvironment;
const anchor = new Date('2026-01-31T10:00:00Z');

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
}, 120_000);

afterAll(async () => {
  await environment?.teardown();
});

describe('a purchase', () => {
  test('answers the update that started it, and completes', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      const { outcome, handle } = await stage.purchase();
      expect(outcome).toEqual({ status: 'completed' });
      expect(await handle.result()).toEqual({ status: 'completed' });
    });
  });

  test('in doubt stays open, visible by its status, until somebody has found out', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      stage.script.purchases = ['in_doubt', 'declined'];
      const { outcome, handle } = await stage.purchase();
      expect(outcome).toMatchObject({ status: 'in_doubt', escalated: false });
      expect(await handle.query(MESSAGES.state)).toMatchObject({ status: 'in_doubt' });
      expect((await handle.describe()).status.name).toBe('RUNNING');
      await handle.signal(MESSAGES.charge_resolved);
      expect(await handle.result()).toEqual({ status: 'declined' });
    });
  });
});

describe('a doubt about a purchase', () => {
  test('is looked into again at the instant that the charge names, and stands out once it has grown old', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      stage.script.purchases = ['in_doubt', 'in_doubt', 'completed'];
      stage.script.escalated = true;
      const look_again_at = Math.floor((await environment.currentTimeMs()) / 1_000) * 1_000 + 60_000;
      stage.script.look_again_at = new Date(look_again_at).toISOString();
      const { handle } = await stage.purchase();
      await eventually(async () => {
        const attributes = JSON.stringify((await handle.describe()).searchAttributes);
        expect(attributes).toContain('in_doubt_escalated');
      });
      expect(await handle.result()).toEqual({ status: 'completed' });
      const fired = ((await handle.fetchHistory()).events ?? []).find((event) => event.timerFiredEventAttributes);
      expect(Number(fired?.eventTime?.seconds) * 1_000).toBe(look_again_at);
    });
  });
});

describe('the retries of a callback', () => {
  test('go on for three days with growing pauses, then give up and say so', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      stage.script.deliveries_fail = true;
      const event_id = newId('evt');
      const handle = await stage.start(WORKFLOW_TYPES.callback, event_id, { event_id });
      expect(await handle.result()).toEqual({ delivered: false });
      const { startTime, closeTime } = await handle.describe();
      const days = ((closeTime?.getTime() ?? 0) - startTime.getTime()) / 86_400_000;
      expect(days).toBeGreaterThan(2);
      expect(days).toBeLessThan(3.1);
      expect(stage.script.deliveries.length).toBeGreaterThanOrEqual(15);
      expect(stage.script.given_up).toEqual([event_id]);
    });
  });

  test('end with the first delivery that is taken', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      stage.script.deliveries_fail = true;
      const event_id = newId('evt');
      const handle = await stage.start(WORKFLOW_TYPES.callback, event_id, { event_id });
      await eventually(() => expect(stage.script.deliveries.length).toBeGreaterThan(0));
      stage.script.deliveries_fail = false;
      expect(await handle.result()).toEqual({ delivered: true });
      expect(stage.script.given_up).toEqual([]);
    });
  });
});
