// One refund, until the ISP has given the money back or has said that it does not.
import { proxyActivities } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/types.ts';
import type { RefundInput, RefundOutcome } from '../domain/messages.ts';
import { seeThrough } from './see-through.ts';

const { refundCharge } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '90s',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

export async function refund({ refund_id }: RefundInput): Promise<RefundOutcome> {
  return await seeThrough<RefundOutcome>({
    beginning: { status: 'processing' },
    step: () => refundCharge({ refund_id }),
    state: (status) => ({ refund_id, status }),
  });
}
