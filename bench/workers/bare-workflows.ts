// The ceiling: what a durable timer and one step cost when nothing is done in them.
import { condition, defineUpdate, proxyActivities, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';
import type { BareActivities } from './bare-worker.ts';

const { nothing: nothingRegular } = proxyActivities<BareActivities>({ startToCloseTimeout: '30s' });
const { nothing: nothingLocal } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '30s' });

const A_WEEK_MS = 7 * 86_400_000;

/** As a subscription: it sleeps until its period is due, takes one step, and sleeps until the next. */
export async function bareActivity(due_at: number): Promise<void> {
  await sleep(Math.max(1, due_at - Date.now()));
  await nothingRegular();
  await sleep(A_WEEK_MS);
}

export async function bareLocalActivity(due_at: number): Promise<void> {
  await sleep(Math.max(1, due_at - Date.now()));
  await nothingLocal();
  await sleep(A_WEEK_MS);
}

export const outcomeUpdate = defineUpdate<string>('outcome');

/** As a purchase: started together with an update that waits for the one step. */
export async function bareSale(): Promise<void> {
  let done = false;
  setHandler(outcomeUpdate, async () => {
    await condition(() => done);
    return 'done';
  });
  await nothingRegular();
  done = true;
}
