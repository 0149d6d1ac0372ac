import type { ChargeRow } from '../db/entities/charge.ts';
import { absenceIsProof, GIVE_UP_AFTER_MS, mayStillReplay } from '../domain/doubts.ts';
import { IspUnavailable, type PaymentResult } from '../domain/payments.ts';
import type { PaymentRequest } from '../gateways/isp/port.ts';
import type { ActivityContext } from './context.ts';
import { sendInTime } from './settling.ts';

export type Doubt = {
  charge: ChargeRow;
  /** The call as it went out: an ISP that replays is asked with the very same. */
  payment: PaymentRequest;
  /** Only while a charge may still start: nothing is sent again of a subscription that has ended, or for a period that has passed. */
  may_replay: boolean;
  business_now: Date;
  /** When the step began that permits this look: sending again is over soon after it. */
  begun_at: Date;
};

/**
 * Asks the ISP about a charge in doubt, in the way that this ISP can answer. Undefined: it is not known yet. In the end the doubt is
 * decided in the buyer's favour; it never becomes a second charge on suspicion.
 */
export async function lookIntoDoubt(context: ActivityContext, doubt: Doubt): Promise<PaymentResult | undefined> {
  const { charge, payment, may_replay, business_now, begun_at } = doubt;
  const now = context.now();
  const isp = context.isps[charge.isp];
  const profile = context.doubt_profiles[charge.isp];
  try {
    if (profile.method === 'replay' && may_replay && mayStillReplay({ sent_at: charge.sent_at ?? now, now })) {
      const result = await sendInTime(context, begun_at, () => isp.createPayment(payment));
      if (result.kind === 'succeeded' || result.kind === 'declined') return result;
      return giveUp(charge, now);
    }
    const booked_at = charge.booked_at ?? charge.due_at;
    const finding = await isp.findPayment({
      client_correlator: payment.client_correlator,
      reference_code: payment.reference_code,
      booked_at,
    });
    if (finding.kind === 'succeeded' || finding.kind === 'declined') return finding;
    const absence = { profile, booked_at, business_now, sent_at: charge.sent_at ?? now, now };
    if (finding.kind === 'absent' && absenceIsProof(absence)) return { kind: 'not_charged', detail: 'the ISP has no such payment' };
  } catch (error) {
    if (!(error instanceof IspUnavailable)) throw error;
    context.log.warn({ charge_id: charge.id, isp: charge.isp, detail: error.message }, 'the ISP could not be asked about a doubt');
  }
  return giveUp(charge, now);
}

function giveUp(charge: ChargeRow, now: Date): PaymentResult | undefined {
  const age_ms = now.getTime() - (charge.in_doubt_at ?? now).getTime();
  return age_ms < GIVE_UP_AFTER_MS ? undefined : { kind: 'not_charged', detail: "given up in the buyer's favour" };
}
