import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { WORKFLOW_TYPES } from '../../domain/messages.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';
import { onStage } from '../support/workflows/stage.ts';

let environment: TestWorkflowEnvironment;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
}, 120_000);

afterAll(async () => {
  await environment?.teardown();
});

test('a regular run states the month that is over, one by hand the month that it names', async () => {
  await onStage(environment, { anchor: new Date('2026-01-31T10:00:00Z') }, async (stage) => {
    const run = async (month: string) => await (await stage.start(WORKFLOW_TYPES.payout, `payout-${month}`, { month })).result();
    expect(await run('last')).toEqual({ month: '2026-10', modes: [{ mode: 'live', made: 2, there: 1, paid_out_cents: '65000' }] });
    expect(await run('2026-08')).toMatchObject({ month: '2026-08' });
  });
});
