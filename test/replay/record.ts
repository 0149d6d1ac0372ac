import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defineSearchAttributeKey } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { readConfig } from '../../config.ts';
import { MESSAGES, WORKFLOW_TYPES } from '../../domain/messages.ts';
import { findTemporal } from '../../local/temporal/find.ts';
import { SEARCH_ATTRIBUTES } from '../../local/temporal/search-attributes.ts';
import { newId } from '../../vault/ids.ts';
import { onStage, type Stage } from '../support/workflows/stage.ts';
import { eventually } from '../support/world/eventually.ts';

/**
 * Records a history of each workflow type in each of its states: `node test/replay/record.ts [name …]`. What is recorded is never
 * overwritten unless it is named: old histories are what a change of the workflows must still be able to replay.
 */
const FOLDER = new URL('./histories/', import.meta.url);
const HOME = path.resolve(import.meta.dirname, '../..');
const anchor = new Date();
const DAY_MS = 86_400_000;
const clock = { test_clock_id: 'clk_of_a_recording', clock_now: anchor.toISOString() };

/** As everything starts now; the older recordings are without. */
const LOCAL = { first_try: 'local' } as const;

type Recording = (stage: Stage) => Promise<{ workflow_id: string; run_id?: string }>;

async function ticked(stage: Stage, months: number, more: object = {}) {
  const handle = await stage.subscription({ ...clock, ...more });
  for (let index = 1; index <= months; index += 1) {
    await stage.environment.client.workflow
      .getHandle(handle.workflowId)
      .executeUpdate(MESSAGES.tick, { args: [stage.script.next(index).due_at] });
  }
  await eventually(() => {
    if (stage.script.charges.length <= months) throw new Error('not there yet');
  });
  return handle;
}

const RECORDINGS: Record<string, Recording> = {
  'purchase.completed': async (stage) => ({ workflow_id: (await stage.purchase()).handle.workflowId }),
  'purchase.declined': async (stage) => {
    stage.script.purchases = ['declined'];
    return { workflow_id: (await stage.purchase()).handle.workflowId };
  },
  'purchase.in-doubt': async (stage) => {
    stage.script.purchases = ['in_doubt'];
    return { workflow_id: (await stage.purchase()).handle.workflowId };
  },
  'purchase.doubt-resolved': async (stage) => {
    stage.script.purchases = ['in_doubt', 'completed'];
    const { handle } = await stage.purchase();
    await handle.signal(MESSAGES.charge_resolved);
    await handle.result();
    return { workflow_id: handle.workflowId };
  },
  'purchase.tried-in-task': async (stage) => ({ workflow_id: (await stage.purchase(LOCAL)).handle.workflowId }),
  'purchase.tried-in-task-in-doubt': async (stage) => {
    stage.script.purchases = ['in_doubt', 'completed'];
    const { handle } = await stage.purchase(LOCAL);
    await handle.signal(MESSAGES.charge_resolved);
    await handle.result();
    return { workflow_id: handle.workflowId };
  },
  'refund.succeeded': async (stage) => await finished(stage, WORKFLOW_TYPES.refund, { refund_id: 'ref_of_a_recording' }),
  'refund.doubt-resolved': async (stage) => {
    stage.script.refunds = ['in_doubt', 'succeeded'];
    const handle = await stage.start(WORKFLOW_TYPES.refund, newId('ref'), { refund_id: 'ref_of_a_recording' });
    await handle.signal(MESSAGES.charge_resolved);
    await handle.result();
    return { workflow_id: handle.workflowId };
  },
  'subscription.waiting': async (stage) => {
    const handle = await stage.subscription();
    await charged(stage, 1);
    return { workflow_id: handle.workflowId };
  },
  'subscription.renewed-on-clock': async (stage) => ({ workflow_id: (await ticked(stage, 3)).workflowId }),
  'subscription.charging': async (stage) => {
    stage.script.steps = [{ hold: new Promise((resolve) => setTimeout(resolve, 3_000)), outcome: 'paid' }];
    const handle = await stage.subscription();
    await charged(stage, 1);
    return { workflow_id: handle.workflowId };
  },
  'subscription.past-due': async (stage) => {
    stage.script.steps = ['paid', 'refused'];
    return { workflow_id: (await ticked(stage, 1)).workflowId };
  },
  'subscription.recovered': async (stage) => {
    stage.script.steps = ['paid', 'refused', 'paid'];
    const handle = await ticked(stage, 1);
    const retry = new Date(Date.parse(stage.script.next(1).due_at) + DAY_MS).toISOString();
    await handle.executeUpdate(MESSAGES.tick, { args: [retry] });
    return { workflow_id: handle.workflowId };
  },
  'subscription.in-doubt': async (stage) => {
    stage.script.steps = ['paid', 'in_doubt'];
    return { workflow_id: (await ticked(stage, 1)).workflowId };
  },
  'subscription.doubt-resolved': async (stage) => {
    stage.script.steps = ['paid', 'in_doubt', 'paid'];
    const handle = await ticked(stage, 1);
    await handle.signal(MESSAGES.charge_resolved);
    await charged(stage, 3);
    return { workflow_id: handle.workflowId };
  },
  'subscription.unsubscribed': async (stage) => {
    const handle = await stage.subscription();
    await charged(stage, 1);
    await handle.signal(MESSAGES.unsubscribe, { source: 'email_link' });
    await handle.result();
    return { workflow_id: handle.workflowId };
  },
  'subscription.unsubscribed-in-flight': async (stage) => {
    stage.script.steps = [{ hold: new Promise((resolve) => setTimeout(resolve, 1_500)), outcome: 'paid' }];
    const handle = await stage.subscription();
    await charged(stage, 1);
    await handle.signal(MESSAGES.unsubscribe, { source: 'one_click' });
    await handle.result();
    return { workflow_id: handle.workflowId };
  },
  'subscription.refused-for-good': async (stage) => {
    stage.script.steps = ['paid', 'ended'];
    const handle = await ticked(stage, 1);
    await handle.result();
    return { workflow_id: handle.workflowId };
  },
  'subscription.continued-as-new': async (stage) => {
    const handle = await ticked(stage, 6, { history_events_max: 40 });
    return { workflow_id: handle.workflowId, run_id: handle.firstExecutionRunId };
  },
  'subscription.after-continue-as-new': async (stage) => ({ workflow_id: (await ticked(stage, 6, { history_events_max: 40 })).workflowId }),
  'subscription.tried-in-task': async (stage) => ({ workflow_id: (await ticked(stage, 3, LOCAL)).workflowId }),
  'subscription.trying-in-task': async (stage) => {
    // Longer than the task may be silent: its history has the heartbeats of the SDK.
    stage.script.steps = [{ hold: new Promise((resolve) => setTimeout(resolve, 12_000)), outcome: 'paid' }];
    const handle = await stage.subscription(LOCAL);
    await charged(stage, 1);
    await new Promise((resolve) => setTimeout(resolve, 9_000));
    return { workflow_id: handle.workflowId };
  },
  'subscription.task-left-its-try': async (stage) => {
    stage.script.steps = ['paid', 'try_again', 'refused'];
    return { workflow_id: (await ticked(stage, 1, LOCAL)).workflowId };
  },
  'subscription.tried-in-task-in-doubt': async (stage) => {
    stage.script.steps = ['paid', 'in_doubt'];
    return { workflow_id: (await ticked(stage, 1, LOCAL)).workflowId };
  },
  'subscription.unsubscribed-in-task': async (stage) => {
    stage.script.steps = [{ hold: new Promise((resolve) => setTimeout(resolve, 10_000)), outcome: 'paid' }];
    const handle = await stage.subscription(LOCAL);
    await charged(stage, 1);
    await handle.signal(MESSAGES.unsubscribe, { source: 'one_click' });
    await handle.result();
    return { workflow_id: handle.workflowId };
  },
  'subscription.ended-with-a-charge-out': async (stage) => {
    const handle = await stage.subscription(LOCAL);
    await charged(stage, 1);
    stage.script.charge_is_out = true;
    stage.script.steps = ['in_doubt'];
    await handle.signal(MESSAGES.unsubscribe, { source: 'ops' });
    await charged(stage, 2);
    return { workflow_id: handle.workflowId };
  },
  'subscription.tried-in-task-continued-as-new': async (stage) => {
    const handle = await ticked(stage, 8, { ...LOCAL, history_events_max: 30 });
    return { workflow_id: handle.workflowId, run_id: handle.firstExecutionRunId };
  },
  'testClock.advanced': async (stage) => await finished(stage, WORKFLOW_TYPES.test_clock, { test_clock_id: 'clk_of_a_recording' }),
  'reconciliation.due': async (stage) => await finished(stage, WORKFLOW_TYPES.reconciliation, { isp: 'alice', day: 'due' }),
  'reconciliation.day-without-statement': async (stage) => {
    stage.script.days_without_statement = ['2026-11-23'];
    const handle = await stage.start(WORKFLOW_TYPES.reconciliation, newId('evt'), { isp: 'alice', day: 'due' });
    await handle.result().catch(() => undefined);
    return { workflow_id: handle.workflowId };
  },
  'reconciliation.waiting': async (stage) => {
    stage.script.reconciling = new Promise((resolve) => setTimeout(resolve, 3_000));
    const handle = await stage.start(WORKFLOW_TYPES.reconciliation, newId('evt'), { isp: 'alice', day: '2026-11-23' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return { workflow_id: handle.workflowId };
  },
  'payout.made': async (stage) => await finished(stage, WORKFLOW_TYPES.payout, { month: 'last' }),
  'payout.making': async (stage) => {
    stage.script.paying = new Promise((resolve) => setTimeout(resolve, 3_000));
    const handle = await stage.start(WORKFLOW_TYPES.payout, newId('evt'), { month: '2026-10' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return { workflow_id: handle.workflowId };
  },
  'callback.delivered': async (stage) => await finished(stage, WORKFLOW_TYPES.callback, { event_id: 'evt_of_a_recording' }),
  'callback.given-back': async (stage) => {
    stage.script.callbacks = ['waiting'];
    return await finished(stage, WORKFLOW_TYPES.callback, { event_id: 'evt_of_a_recording' });
  },
  'callback.delivered-with-outcome': async (stage) => await finished(stage, WORKFLOW_TYPES.callback, { event_id: 'evt_of_a_recording' }),
};

async function finished(stage: Stage, type: string, input: object) {
  const handle = await stage.start(type, newId('evt'), input);
  await handle.result();
  return { workflow_id: handle.workflowId };
}

async function charged(stage: Stage, times: number): Promise<void> {
  await eventually(() => {
    if (stage.script.charges.length < times) throw new Error('not there yet');
  });
  // The workflow task that follows an answer ends in a wait.
  await new Promise((resolve) => setTimeout(resolve, 500));
}

async function record(environment: TestWorkflowEnvironment, name: string): Promise<void> {
  const recording = RECORDINGS[name];
  if (!recording) throw new Error(`there is no recording ${name}; there are ${Object.keys(RECORDINGS).join(', ')}`);
  await onStage(environment, { anchor }, async (stage) => {
    const { workflow_id, run_id } = await recording(stage);
    const handle = environment.client.workflow.getHandle(workflow_id, run_id);
    // Failures say where they arose: not on which machine.
    const history = historyToJSON(await handle.fetchHistory()).replaceAll(HOME, '/app');
    await writeFile(new URL(`${name}.json`, FOLDER), `${history}\n`);
    if ((await handle.describe()).status.name === 'RUNNING') await handle.terminate();
  });
  process.stdout.write(`recorded ${name}\n`);
}

const found = await findTemporal(readConfig('local'), (line) => process.stderr.write(`${line}\n`));
if (found.kind !== 'cli') throw new Error('recordings are made on a fresh development server; unset TEMPORAL_ADDRESS');
const environment = await TestWorkflowEnvironment.createLocal({
  server: {
    executable: { type: 'existing-path', path: found.path },
    searchAttributes: SEARCH_ATTRIBUTES.map((name) => defineSearchAttributeKey(name, 'KEYWORD')),
  },
});
await mkdir(FOLDER, { recursive: true });
const recorded = new Set((await readdir(FOLDER)).map((name) => name.replace(/\.json$/, '')));
const missing = Object.keys(RECORDINGS).filter((name) => !recorded.has(name));
const names = process.argv.length > 2 ? process.argv.slice(2) : missing;
try {
  for (const name of names) await record(environment, name);
} finally {
  await environment.teardown();
}
