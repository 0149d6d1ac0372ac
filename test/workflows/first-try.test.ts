import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { MESSAGES } from '../../domain/messages.ts';
import { devServer } from '../support/temporal.ts';
import { onStage, type Stage } from '../support/workflows/stage.ts';
import { eventually } from '../support/world/eventually.ts';

let environment: TestWorkflowEnvironment;

beforeAll(async () => {
  environment = await devServer();
}, 120_000);

afterAll(async () => {
  await environment?.teardown();
});

const anchor = new Date('2031-01-31T10:00:00Z');
const on_clock = { first_try: 'local', test_clock_id: 'clk_of_a_test', clock_now: anchor.toISOString() } as const;

const eventsOf = async (handle: WorkflowHandle) => (await handle.fetchHistory()).events ?? [];
const tick = (handle: WorkflowHandle, { script }: Stage, index: number) =>
  handle.executeUpdate(MESSAGES.tick, { args: [script.next(index).due_at] });

/** A charge that is out until it is told to be answered. */
function held() {
  let answer: () => void = () => undefined;
  const hold = new Promise<void>((resolve) => {
    answer = resolve;
  });
  return { step: { hold, outcome: 'paid' as const }, answer: () => answer() };
}

describe('the first try of a charge', () => {
  test('runs inside the workflow task, so that a happy renewal adds 6 events', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      const handle = await stage.subscription(on_clock);
      await eventually(() => expect(stage.script.charges).toHaveLength(1));
      await tick(handle, stage, 1);
      const before = (await eventsOf(handle)).length;
      await tick(handle, stage, 2);
      expect(stage.script.local).toEqual([true, true, true]);
      // The update takes the place of the timer: two events each.
      expect((await eventsOf(handle)).length - before).toBe(6);
      await handle.terminate();
    });
  });

  test('leaves what it does not settle to the regular activity, and so are refusals and doubts', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      stage.script.steps = ['paid', 'try_again', 'try_again', 'refused', 'in_doubt', 'paid'];
      const handle = await stage.subscription(on_clock);
      await tick(handle, stage, 1);
      await handle.executeUpdate(MESSAGES.tick, { args: [new Date(Date.parse(stage.script.next(1).due_at) + 86_400_000).toISOString()] });
      await handle.signal(MESSAGES.charge_resolved);
      await eventually(() => expect(stage.script.charges).toHaveLength(6));
      expect(stage.script.charges.map(({ index, attempt }) => [index, attempt])).toEqual([
        [0, 1],
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 2],
        [1, 2],
      ]);
      expect(stage.script.local).toEqual([true, true, false, false, false, false]);
      await handle.terminate();
    });
  });

  test('does not keep an end waiting for its answer', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      const { step, answer } = held();
      stage.script.steps = [step];
      // The SDK says that its worker lives when four fifths of this are over, and hears of the end then.
      const handle = await stage.subscription(on_clock, { workflowTaskTimeout: '2s' });
      await eventually(() => expect(stage.script.charges).toHaveLength(1));
      await handle.signal(MESSAGES.unsubscribe, { source: 'one_click' });
      await eventually(() => expect(stage.script.ends).toMatchObject([{ source: 'one_click' }]));
      expect((await handle.describe()).status.name).toBe('RUNNING');
      answer();
      expect(await handle.result()).toEqual({ status: 'ended' });
      expect([stage.script.charges.length, stage.script.ends.length]).toEqual([1, 1]);
    });
  });

  test('that was lost with its worker is seen through after an end which came before it was made again', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      const handle = await stage.subscription(on_clock);
      await eventually(() => expect(stage.script.charges).toHaveLength(1));
      // As it looks to a workflow whose task was lost: it has asked for no charge, and there is one.
      stage.script.charge_is_out = true;
      stage.script.steps = ['in_doubt', 'ended'];
      stage.script.look_again_at = new Date().toISOString();
      await handle.signal(MESSAGES.unsubscribe, { source: 'ops' });
      expect(await handle.result()).toEqual({ status: 'ended' });
      expect(stage.script.local).toEqual([true, false, false]);
    });
  });

  test('is inside the task also of a run that goes on from one which was begun before there were such tries', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      const { first_try: _none, ...as_before } = on_clock;
      const { workflowId, firstExecutionRunId } = await stage.subscription({ ...as_before, history_events_max: 8 });
      const current = environment.client.workflow.getHandle(workflowId);
      await eventually(async () => expect((await current.describe()).runId).not.toBe(firstExecutionRunId));
      await tick(current, stage, 1);
      expect(stage.script.local).toEqual([false, true]);
      await current.terminate();
    });
  });

  test('of a purchase answers the update that started it', async () => {
    await onStage(environment, { anchor }, async (stage) => {
      stage.script.purchases = ['in_doubt', 'completed'];
      const { outcome, handle } = await stage.purchase({ first_try: 'local' });
      expect(outcome).toMatchObject({ status: 'in_doubt' });
      await handle.signal(MESSAGES.charge_resolved);
      expect(await handle.result()).toEqual({ status: 'completed' });
      expect(stage.script.local).toEqual([true, false]);
    });
  });
});
