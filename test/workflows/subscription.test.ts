import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { MESSAGES } from '../../domain/messages.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';
import { onStage } from '../support/workflows/stage.ts';
import { eventually } from '../support/world/eventually.ts';

let environment: TestWorkflowEnvironment;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
}, 120_000);

afterAll(async () => {
  await environment?.teardown();
});

const DAY_MS = 86_400_000;

/** The test server's clock, to the second: only the server moves it. */
async function serverNow(): Promise<Date> {
  return new Date(Math.floor((await environment.currentTimeMs()) / 1_000) * 1_000);
}

async function events(handle: WorkflowHandle) {
  return (await handle.fetchHistory()).events ?? [];
}

/**
 * Until the workflow sleeps on a timer. One that is terminated while an activity of its runs leaves the test server's time standing still for
 * whoever comes next.
 */
async function asleep(handle: WorkflowHandle): Promise<void> {
  await eventually(async () => expect((await events(handle)).at(-1)?.timerStartedEventAttributes).toBeTruthy());
}

const eventTime = (event: { eventTime?: { seconds?: unknown } | null }) => Number(event.eventTime?.seconds) * 1_000;

describe('a subscription by real time', () => {
  test('wakes at each anchored instant, and a happy renewal adds 11 events', async () => {
    const anchor = await serverNow();
    await onStage(environment, { anchor }, async (stage) => {
      const handle = await stage.subscription();
      await eventually(() => expect(stage.script.charges).toHaveLength(1));
      await asleep(handle);
      const before = (await events(handle)).length;
      // Skips time up to a little after the 14th renewal.
      await environment.sleep(new Date(stage.script.next(14).due_at).getTime() - anchor.getTime() + 60_000);
      await eventually(() => expect(stage.script.charges).toHaveLength(15));
      expect(stage.script.charges.map(({ index }) => index)).toEqual(Array.from({ length: 15 }, (_, index) => index));
      const history = await events(handle);
      const fired = history.filter((event) => event.timerFiredEventAttributes).map(eventTime);
      const due = Array.from({ length: 14 }, (_, index) => Date.parse(stage.script.next(index + 1).due_at));
      expect(fired.slice(0, 14)).toEqual(due);
      const per_renewal = (history.length - before) / 14;
      process.stdout.write(`history events per happy renewal: ${per_renewal}\n`);
      expect(per_renewal).toBeLessThanOrEqual(11);
      await asleep(handle);
      await handle.terminate();
    });
  });

  test('tries a refused period again at the instant that the charge names, under the next attempt number', async () => {
    await onStage(environment, { anchor: await serverNow() }, async (stage) => {
      stage.script.steps = ['paid', 'refused', 'refused', 'paid'];
      const handle = await stage.subscription();
      await environment.sleep('40 days');
      await eventually(() =>
        expect(stage.script.charges.map(({ index, attempt }) => [index, attempt])).toEqual([
          [0, 1],
          [1, 1],
          [1, 2],
          [1, 3],
        ]),
      );
      expect(await handle.query(MESSAGES.state)).toMatchObject({ status: 'active', next: { index: 2 } });
      await asleep(handle);
      await handle.terminate();
    });
  });

  test('that is unsubscribed while it sleeps ends at once and charges no more', async () => {
    await onStage(environment, { anchor: await serverNow() }, async (stage) => {
      const handle = await stage.subscription();
      await eventually(() => expect(stage.script.charges).toHaveLength(1));
      await handle.signal(MESSAGES.unsubscribe, { source: 'email_link' });
      await handle.signal(MESSAGES.unsubscribe, { source: 'merchant' });
      expect(await handle.result()).toEqual({ status: 'ended' });
      expect(stage.script.ends).toMatchObject([{ reason: 'unsubscribed', source: 'email_link' }]);
      expect(stage.script.charges).toHaveLength(1);
    });
  });

  test.each<[string, unknown[]]>([
    ['without a payload', []],
    ['with an empty payload', [{}]],
    ['with an unknown source and an instant that is none', [{ source: 'me', at: 'now' }]],
    ['with a text', ['please']],
  ])('ends by a signal sent by hand %s', async (_what, args) => {
    await onStage(environment, { anchor: await serverNow() }, async (stage) => {
      const handle = await stage.subscription();
      await eventually(() => expect(stage.script.charges).toHaveLength(1));
      await handle.signal(MESSAGES.unsubscribe, ...args);
      expect(await handle.result()).toEqual({ status: 'ended' });
      expect(stage.script.ends).toEqual([{ subscription_id: handle.workflowId, reason: 'unsubscribed', source: 'ops' }]);
    });
  });

  test('that is unsubscribed while a charge is out ends before the charge has its answer, and waits for the answer', async () => {
    await onStage(environment, { anchor: await serverNow() }, async (stage) => {
      let answer: () => void = () => undefined;
      const hold = new Promise<void>((resolve) => {
        answer = resolve;
      });
      stage.script.steps = ['paid', { hold, outcome: 'paid' }];
      const handle = await stage.subscription();
      // The test server's time stands still while an activity runs, so this sleep ends after the answer.
      const sleeping = environment.sleep('32 days');
      await eventually(() => expect(stage.script.charges).toHaveLength(2));
      await handle.signal(MESSAGES.unsubscribe, { source: 'one_click' });
      await eventually(() => expect(stage.script.ends).toMatchObject([{ source: 'one_click' }]));
      expect((await handle.describe()).status.name).toBe('RUNNING');
      answer();
      await sleeping;
      expect(await handle.result()).toEqual({ status: 'ended' });
      expect(stage.script.charges).toHaveLength(2);
      expect(stage.script.ends).toHaveLength(1);
    });
  });

  test('in doubt charges neither this period nor the next until the doubt is resolved', async () => {
    await onStage(environment, { anchor: await serverNow() }, async (stage) => {
      stage.script.steps = ['paid', 'in_doubt'];
      const handle = await stage.subscription();
      await environment.sleep('100 days');
      await eventually(() => expect(stage.script.charges).toHaveLength(2));
      expect(await handle.query(MESSAGES.state)).toMatchObject({ status: 'in_doubt' });
      await handle.signal(MESSAGES.charge_resolved);
      await eventually(() => expect(stage.script.charges.slice(2, 4).map(({ index }) => index)).toEqual([1, 2]));
      await asleep(handle);
      await handle.terminate();
    });
  });

  test('that the ISP refuses for good has its mandate cancelled, and ends', async () => {
    await onStage(environment, { anchor: await serverNow() }, async (stage) => {
      stage.script.steps = ['paid', 'ended'];
      const handle = await stage.subscription();
      await environment.sleep('32 days');
      expect(await handle.result()).toEqual({ status: 'ended' });
      expect(stage.script.ends).toMatchObject([{ reason: 'declined' }]);
    });
  });

  test('continues as new with its absolute instants, before its history is long', async () => {
    const anchor = await serverNow();
    await onStage(environment, { anchor }, async (stage) => {
      const handle = await stage.subscription({ history_events_max: 40 });
      const first_run = handle.firstExecutionRunId;
      await environment.sleep(new Date(stage.script.next(12).due_at).getTime() - anchor.getTime() + DAY_MS / 24);
      await eventually(() => expect(stage.script.charges).toHaveLength(13));
      expect(stage.script.charges.map(({ index }) => index)).toEqual(Array.from({ length: 13 }, (_, index) => index));
      const current = environment.client.workflow.getHandle(handle.workflowId);
      const description = await current.describe();
      expect(description.runId).not.toBe(first_run);
      expect((await events(current)).length).toBeLessThan(60);
      expect(await current.query(MESSAGES.state)).toMatchObject({ status: 'active', next: stage.script.next(13) });
      // The message reaches whichever run there is.
      await current.signal(MESSAGES.unsubscribe, { source: 'ops' });
      await eventually(() => expect(stage.script.ends).toMatchObject([{ source: 'ops' }]));
      // Time stands still on this server while a workflow whose worker has gone is in the middle of a task.
      expect(await stage.environment.client.workflow.getHandle(handle.workflowId).result()).toEqual({ status: 'ended' });
    });
  });
});

describe('a subscription on a test clock', () => {
  test('starts no timer: only its clock tells it the time', async () => {
    const anchor = new Date('2031-01-31T10:00:00Z');
    await onStage(environment, { anchor }, async (stage) => {
      const handle = await stage.subscription({ test_clock_id: 'clk_of_a_test', clock_now: anchor.toISOString() });
      await eventually(() => expect(stage.script.charges).toHaveLength(1));
      await environment.sleep('400 days');
      expect(stage.script.charges).toHaveLength(1);
      const february = stage.script.next(1).due_at;
      await handle.executeUpdate(MESSAGES.tick, { args: [february] });
      expect(stage.script.charges).toMatchObject([{ index: 0 }, { index: 1, at: february }]);
      expect((await events(handle)).some((event) => event.timerStartedEventAttributes)).toBe(false);
      await handle.terminate();
    });
  });

  test('continues as new too, once whoever told it the time is answered', async () => {
    const anchor = new Date('2031-01-31T10:00:00Z');
    await onStage(environment, { anchor }, async (stage) => {
      const clock = { test_clock_id: 'clk_of_a_test', clock_now: anchor.toISOString() };
      const { workflowId, firstExecutionRunId } = await stage.subscription({ ...clock, history_events_max: 40 });
      const current = environment.client.workflow.getHandle(workflowId);
      for (let index = 1; index <= 12; index += 1) {
        await current.executeUpdate(MESSAGES.tick, { args: [stage.script.next(index).due_at] });
        expect(stage.script.charges).toHaveLength(index + 1);
      }
      expect((await current.describe()).runId).not.toBe(firstExecutionRunId);
      expect((await events(current)).length).toBeLessThan(60);
      // Several periods at one tick, on both sides of a new run.
      await current.executeUpdate(MESSAGES.tick, { args: [stage.script.next(24).due_at] });
      expect(stage.script.charges.map(({ index }) => index)).toEqual(Array.from({ length: 25 }, (_, index) => index));
      await current.terminate();
    });
  });
});
