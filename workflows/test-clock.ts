// One advance of a test clock. The clock itself and how far it has come are rows, so a repeated run goes on where the last one stopped.
import { proxyActivities } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/types.ts';

const { advanceTestClock } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' },
});

export async function testClock(input: { test_clock_id: string }): Promise<void> {
  await advanceTestClock(input);
}
