import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { quietRuntime } from '../support/runtime.ts';
import { workflowBundle } from '../support/workflows/bundle.ts';

const FOLDER = new URL('./histories/', import.meta.url);
const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).sort();

/** What has to be recorded at least: each state that a workflow can be found in when a new version of its code is rolled out. */
const STATES = [
  'purchase.completed',
  'purchase.in-doubt',
  'purchase.tried-in-task',
  'subscription.waiting',
  'subscription.charging',
  'subscription.tried-in-task',
  'subscription.trying-in-task',
  'subscription.task-left-its-try',
  'subscription.ended-with-a-charge-out',
  'subscription.past-due',
  'subscription.in-doubt',
  'subscription.unsubscribed',
  'subscription.continued-as-new',
  'subscription.after-continue-as-new',
  'testClock.advanced',
  'callback.delivered',
  'callback.delivered-with-outcome',
  'callback.given-back',
  'reconciliation.due',
  'reconciliation.waiting',
  'payout.making',
  'payout.made',
];

const read = async (name: string) => JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')) as { events: { eventType: string }[] };

describe('recorded histories', () => {
  test.each(STATES)('hold %s', (state) => expect(names).toContain(`${state}.json`));

  test.each(names)('%s replays on the code of today', async (name) => {
    quietRuntime();
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, await read(name));
  });

  test.each(names.filter((name) => name.includes('continued-as-new')))('%s ends with a new run', async (name) => {
    expect((await read(name)).events.at(-1)).toMatchObject({ eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW' });
  });

  test('that the code of today would not have made are found out', async () => {
    quietRuntime();
    const history = await read('subscription.waiting.json');
    // The charge goes missing, as if the code had no longer asked for it.
    const broken = JSON.parse(JSON.stringify(history).replaceAll('chargePeriod', 'somethingElse')) as object;
    await expect(Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, broken)).rejects.toThrow(/[Nn]ondeterminism/);
  });
});
