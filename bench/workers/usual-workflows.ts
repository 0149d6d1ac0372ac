// Temporal's usual way, the shape of its public subscription sample: a timer, then one activity for each thing that is to be done.
import { proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { UsualActivities } from './usual-worker.ts';

const { charge, writeLedger, sendMail, callBack } = proxyActivities<UsualActivities>({ startToCloseTimeout: '30s' });

const A_WEEK_MS = 7 * 86_400_000;

export async function usualWay(due_at: number): Promise<void> {
  const key = workflowInfo().workflowId;
  await sleep(Math.max(1, due_at - Date.now()));
  const payment = await charge(key);
  await writeLedger(key, payment);
  await sendMail(key);
  await callBack(key, payment);
  await sleep(A_WEEK_MS);
}
