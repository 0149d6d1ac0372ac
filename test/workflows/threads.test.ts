import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { CHECKOUT } from '../../local/folder.ts';
import { WORKER_NODE_OPTIONS } from '../../local/own-programs.ts';
import { newId } from '../../vault/ids.ts';
import { devServer } from '../support/temporal.ts';
import { eventually } from '../support/world/eventually.ts';

const task_queue = `odd-${newId('evt')}`;
let environment: TestWorkflowEnvironment;
let worker: ChildProcess;

beforeAll(async () => {
  environment = await devServer();
  // As the product's own worker is started, with another program at the end.
  const args = [...WORKER_NODE_OPTIONS, 'test/support/workflows/odd-worker.ts', environment.address, task_queue];
  worker = spawn(process.execPath, args, { cwd: CHECKOUT, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(worker, 'message');
}, 120_000);

afterAll(async () => {
  const gone = once(worker, 'exit');
  worker.disconnect();
  await gone;
  await environment.teardown();
});

const start = (type: string) =>
  environment.client.workflow.start(type, { workflowId: newId('evt'), taskQueue: task_queue, args: [], workflowTaskTimeout: '20s' });

describe('a thread in which workflows run', () => {
  test('fails the task of one that never pauses, and goes on with the others', async () => {
    const [hanging, other] = await Promise.all([start('hangs'), start('answers')]);
    const failed = async () => {
      const { events } = await hanging.fetchHistory();
      return events?.find(({ workflowTaskFailedEventAttributes }) => workflowTaskFailedEventAttributes)?.workflowTaskFailedEventAttributes;
    };
    await eventually(async () => expect((await failed())?.failure?.message).toMatch(/timed out after 5000ms/), 30_000);
    await other.signal('tell');
    expect(await other.result()).toBe('told');
    await hanging.terminate();
  });

  test('keeps no stacks of promises', async () => {
    const waiting = await start('answers');
    await expect(waiting.query('__stack_trace')).rejects.toThrow(/stack traces are not enabled/);
    await waiting.terminate();
  });

  test('tells where an error was thrown, by the source', async () => {
    const failed = await (await start('fails')).result().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(WorkflowFailedError);
    expect((failed as WorkflowFailedError).cause?.stack).toMatch(/throwFromHere \(.*odd-workflows\.ts:\d+:\d+\)/);
  });
});
