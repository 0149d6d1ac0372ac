import { openPurchaseCharge, settlePurchase } from '../billing/charge-purchase.ts';
import type { Stores } from '../db/stores/index.ts';
import { monthBounds } from '../domain/calendar.ts';
import type { PurchaseInput, PurchaseOutcome } from '../domain/messages.ts';
import { createChargeTransactions } from './charge-transactions.ts';
import { type ActivityContext, tryAgain } from './context.ts';
import { lookIntoDoubt } from './doubts.ts';
import { afterSettling, notSent, paymentOf, sendDeadline, sendInTime, stillInDoubt } from './settling.ts';
import { PLACES, type TaskPlace, TaskPlaces } from './task-places.ts';

/** Money moves here and in charge-period.ts only. Rows decide what happens next; a retry just reads them again. */
export function createChargePurchase(context: ActivityContext) {
  const { isps, vault, now } = context;
  const transactions = createChargeTransactions(context);
  const places = new TaskPlaces(context, PLACES.purchases);
  const send_deadline_ms = sendDeadline(context);

  return (input: PurchaseInput): Promise<PurchaseOutcome> => places.during((place) => chargeIt(input, place));

  async function chargeIt({ purchase_id }: PurchaseInput, place: TaskPlace): Promise<PurchaseOutcome> {
    const begun_at = now();
    const request = { vault, now: begun_at, send_deadline_ms };
    const opening = { kind: 'purchase', id: purchase_id, period_index: null, month: monthBounds(begun_at), can_wait: false } as const;
    const step = await transactions.open(opening, place, (stores) => openPurchaseCharge(stores, purchase_id, request));
    if (step.step === 'done') return step.outcome;
    if (step.step === 'wait') throw tryAgain('an earlier attempt may still be out', step.wait_ms);

    const { charge, subscriber_token } = step;
    const payment = { ...paymentOf(charge), payer: { subscriber_token }, simulated_time: undefined };
    const result =
      step.step === 'send'
        ? await sendInTime(context, begun_at, () => isps[charge.isp].createPayment(payment))
        : await lookIntoDoubt(context, { charge, payment, begun_at, may_replay: true, business_now: now() });

    place.giveBack();
    const write = async (stores: Stores): Promise<Written> => {
      const purchase = await stores.purchases.lock(purchase_id);
      const current = await stores.charges.get(charge.id);
      if (!result) return { outcome: { status: 'in_doubt' as const, ...(await stillInDoubt(stores, current, now())) }, late: false };
      const outcome = await settlePurchase(stores, { purchase, charge: current, vault, result, now: now() });
      return { outcome, late: step.step === 'send' && current.status === 'in_doubt' };
    };
    const settling = { kind: 'purchase', id: purchase_id, charge_id: charge.id, can_wait: false } as const;
    const { outcome, late } = await transactions.settle(settling, result, write);
    await afterSettling(context, purchase_id, late);
    if (outcome) return outcome;
    throw notSent(result);
  }
}

type Written = { outcome: PurchaseOutcome | undefined; late: boolean };
