import { openPurchaseCharge, settlePurchase } from '../billing/charge-purchase.ts';
import type { PurchaseInput, PurchaseOutcome } from '../domain/messages.ts';
import { type ActivityContext, tryAgain, unlessTaskWouldWait } from './context.ts';
import { lookIntoDoubt } from './doubts.ts';
import { afterSettling, notSent, paymentOf, sendDeadline, sendInTime, stillInDoubt, writtenDown } from './settling.ts';

/** Money moves here and in charge-period.ts only. Rows decide what happens next; a retry just reads them again. */
export function createChargePurchase(context: ActivityContext) {
  const { unitOfWork, isps, vault, now } = context;
  const send_deadline_ms = sendDeadline(context);

  return async ({ purchase_id }: PurchaseInput): Promise<PurchaseOutcome> => {
    const begun_at = now();
    const step = await unitOfWork.transaction(async (stores) => {
      const opened = await openPurchaseCharge(stores, purchase_id, { vault, now: begun_at, send_deadline_ms });
      if (opened.step === 'send') unlessTaskWouldWait(context, opened.charge.isp);
      return opened;
    });
    if (step.step === 'done') return step.outcome;
    if (step.step === 'wait') throw tryAgain('an earlier attempt may still be out', step.wait_ms);

    const { charge, subscriber_token } = step;
    const payment = { ...paymentOf(charge), payer: { subscriber_token }, simulated_time: undefined };
    const result =
      step.step === 'send'
        ? await sendInTime(context, begun_at, () => isps[charge.isp].createPayment(payment))
        : await lookIntoDoubt(context, { charge, payment, begun_at, may_replay: true, business_now: now() });

    const { outcome, late } = await writtenDown(context, async (stores) => {
      const purchase = await stores.purchases.lock(purchase_id);
      const current = await stores.charges.get(charge.id);
      if (!result) return { outcome: { status: 'in_doubt' as const, ...(await stillInDoubt(stores, current, now())) }, late: false };
      const outcome = await settlePurchase(stores, { purchase, charge: current, vault, result, now: now() });
      return { outcome, late: step.step === 'send' && current.status === 'in_doubt' };
    });
    await afterSettling(context, purchase_id, late);
    if (outcome) return outcome;
    throw notSent(result);
  };
}
