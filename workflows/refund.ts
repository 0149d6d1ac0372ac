// One refund, until the ISP has given the money back or has said that it does not.
import type { RefundInput, RefundOutcome } from '../domain/messages.ts';
import { refundCharge } from './charging.ts';
import { seeThrough } from './see-through.ts';

export async function refund({ refund_id }: RefundInput): Promise<RefundOutcome> {
  const step = () => refundCharge({ refund_id });
  return await seeThrough<RefundOutcome>({
    beginning: { status: 'processing' },
    first_step: step,
    step,
    state: (status) => ({ refund_id, status }),
  });
}
