import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { type ReconciliationReport, WORKFLOW_TYPES } from '../../domain/messages.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';
import { onStage, type Stage } from '../support/workflows/stage.ts';

let environment: TestWorkflowEnvironment;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
}, 120_000);

afterAll(async () => {
  await environment?.teardown();
});

let serial = 0;
const play = (day: string, work: (stage: Stage, run: () => Promise<ReconciliationReport>) => Promise<void>) =>
  onStage(environment, { anchor: new Date('2026-01-31T10:00:00Z') }, async (stage) => {
    serial += 1;
    const start = () => stage.start(WORKFLOW_TYPES.reconciliation, `reconcile-${serial}`, { isp: 'alice', day });
    await work(stage, async () => (await (await start()).result()) as ReconciliationReport);
  });

test('a run by hand reconciles its day, and a regular one all that are due', async () => {
  await play('2026-11-20', async (_stage, run) => expect((await run()).days.map(({ day }) => day)).toEqual(['2026-11-20']));
  await play('due', async (_stage, run) => expect((await run()).days.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-22']));
});

test('a day without a statement fails the run, and keeps no other day waiting', async () => {
  await play('due', async (stage, run) => {
    stage.script.days_without_statement = ['2026-11-23'];
    await expect(run()).rejects.toMatchObject({ cause: { message: 'not reconciled: 2026-11-23', type: 'StatementMissing' } });
    expect(stage.script.reconciled).toEqual(['2026-11-22']);
  });
});
