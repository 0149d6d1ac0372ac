import { openRefund, settleRefund } from '../billing/refunds.ts';
import type { ChargeRow } from '../db/entities/charge.ts';
import type { RefundRow } from '../db/entities/refund.ts';
import type { TestClockRow } from '../db/entities/test-clock.ts';
import type { Stores } from '../db/stores/index.ts';
import { absenceIsProof } from '../domain/doubts.ts';
import type { RefundInput, RefundOutcome } from '../domain/messages.ts';
import { IspUnavailable } from '../domain/payments.ts';
import type { RefundResult } from '../domain/refunds.ts';
import type { RefundRequest } from '../gateways/isp/port.ts';
import { type ActivityContext, tryAgain } from './context.ts';
import { afterSettling, notSent, sendDeadline, sendInTime, writtenDown } from './settling.ts';

/** The call as it went out, and how to make it again where that is asking: an ISP that replays gives its first answer. */
type Doubt = { request: RefundRequest; call: () => Promise<RefundResult>; business_now: Date };

/** Money goes back here only. Rows decide what happens next; a retry just reads them again. */
export function createRefundCharge(context: ActivityContext) {
  const { unitOfWork, isps, now } = context;
  const send_deadline_ms = sendDeadline(context);

  return async ({ refund_id }: RefundInput): Promise<RefundOutcome> => {
    const begun_at = now();
    const step = await unitOfWork.transaction((stores) => openRefund(stores, refund_id, { now: begun_at, send_deadline_ms }));
    if (step.step === 'done') return step.outcome;
    if (step.step === 'wait') throw tryAgain('an earlier attempt may still be out', step.wait_ms);

    const { refund, charge } = step;
    const clock = await clockOf(charge);
    const request = requestOf(refund, charge, clock !== undefined);
    const call = () => sendInTime(context, begun_at, () => isps[refund.isp].createRefund(request));
    const result = step.step === 'send' ? await call() : await look(refund, { request, call, business_now: clock?.target_at ?? now() });
    const write = (stores: Stores) => settleRefund(stores, { refund_id, attempt: refund.attempt, result, now: now() });
    const settled = await writtenDown((work) => unitOfWork.transaction(work), write);
    // Whoever stood still for so long that its attempt was proved absent has nothing to say about the next one.
    if (!settled) throw tryAgain('a later attempt is under way');
    await afterSettling(context, refund_id, step.step === 'send' && settled.before === 'in_doubt');
    if (settled.outcome.status !== 'processing') return settled.outcome;
    throw notSent(result);
  };

  async function clockOf({ subscription_id }: ChargeRow): Promise<TestClockRow | undefined> {
    if (!subscription_id) return undefined;
    return await unitOfWork.read(async (stores) => {
      const { test_clock_id } = await stores.subscriptions.get(subscription_id);
      return test_clock_id ? await stores.clocks.get(test_clock_id) : undefined;
    });
  }

  /** Asks the ISP about a refund in doubt, in the way that it can answer. Undefined: it is not known yet. */
  async function look(refund: RefundRow, { request, call, business_now }: Doubt): Promise<RefundResult | undefined> {
    const profile = context.doubt_profiles[refund.isp];
    try {
      if (profile.method === 'replay') {
        const result = await call();
        return result.kind === 'succeeded' || result.kind === 'declined' ? result : undefined;
      }
      const booked_at = refund.booked_at ?? refund.created_at;
      const finding = await isps[refund.isp].findRefund({ ...request, booked_at });
      if (finding.kind === 'succeeded' || finding.kind === 'declined') return finding;
      const absence = { profile, booked_at, business_now, sent_at: refund.sent_at ?? now(), now: now() };
      return finding.kind === 'absent' && absenceIsProof(absence)
        ? { kind: 'not_refunded', detail: 'the ISP has no such refund' }
        : undefined;
    } catch (error) {
      if (!(error instanceof IspUnavailable)) throw error;
      context.log.warn({ refund_id: refund.id, isp: refund.isp, detail: error.message }, 'the ISP could not be asked about a refund');
      return undefined;
    }
  }
}

function requestOf(refund: RefundRow, charge: ChargeRow, on_test_clock: boolean): RefundRequest {
  return {
    payment_reference: refund.payment_reference,
    client_correlator: refund.client_correlator,
    reference_code: charge.reference,
    amount_cents: refund.amount_cents,
    is_total: refund.amount_cents === charge.amount_cents,
    reason: refund.reason,
    merchant_id: refund.merchant_id,
    simulated_time: on_test_clock ? (refund.booked_at ?? undefined) : undefined,
  };
}
