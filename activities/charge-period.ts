import { openPeriodCharge } from '../billing/charge-period.ts';
import { settlePeriod } from '../billing/settle-period.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import { monthBounds } from '../domain/calendar.ts';
import type { ChargePeriodInput, PeriodOutcome } from '../domain/messages.ts';
import { createChargeTransactions } from './charge-transactions.ts';
import { type ActivityContext, tryAgain } from './context.ts';
import { lookIntoDoubt } from './doubts.ts';
import { redeemToken } from './redeem-token.ts';
import { afterSettling, notSent, paymentOf, sendDeadline, sendInTime, stillInDoubt } from './settling.ts';
import { PLACES, type TaskPlace, TaskPlaces } from './task-places.ts';

/** Money moves here and in charge-purchase.ts only. Rows decide what happens next; a retry just reads them again. */
export function createChargePeriod(context: ActivityContext) {
  const { unitOfWork, isps, vault, now, jitter_seconds, dunning_days } = context;
  const transactions = createChargeTransactions(context);
  const places = new TaskPlaces(context, PLACES.periods);
  const send_deadline_ms = sendDeadline(context);
  const billing = { vault, jitter_seconds, dunning_days };

  return (input: ChargePeriodInput): Promise<PeriodOutcome> => places.during((place) => chargeIt(input, place));

  async function chargeIt(input: ChargePeriodInput, place: TaskPlace): Promise<PeriodOutcome> {
    const rejected = await redeemToken(context, input);
    if (rejected) return rejected;
    const at = input.at === undefined ? now() : new Date(input.at);
    const begun_at = now();
    const request = { ...input, at, now: begun_at, send_deadline_ms, context: billing };
    const { subscription_id: id, index: period_index } = input;
    // A buyer waits for the first, and whoever moves a test clock for all of its renewals.
    const can_wait = period_index > 0 && input.at === undefined;
    const opening = { kind: 'subscription', id, period_index, month: monthBounds(at), can_wait } as const;
    const step = await transactions.open(opening, place, (stores) => openPeriodCharge(stores, request));
    if (step.step === 'done') return step.outcome;
    if (step.step === 'wait') throw tryAgain('an earlier attempt may still be out', step.wait_ms);

    const { subscription, charge, mandate_reference } = step;
    const simulated_time = input.at === undefined ? undefined : (charge.booked_at ?? at);
    const payment = { ...paymentOf(charge), payer: { mandate_reference }, simulated_time };
    const result =
      step.step === 'send'
        ? await sendInTime(context, begun_at, () => isps[charge.isp].createPayment(payment))
        : await lookIntoDoubt(context, {
            charge,
            payment,
            begun_at,
            may_replay: step.may_replay,
            business_now: await businessNow(subscription),
          });

    place.giveBack();
    const write = async (stores: Stores): Promise<Written> => {
      const locked = await stores.subscriptions.lock(subscription.id);
      const current = await stores.charges.get(charge.id);
      // Of an attempt that is over: whoever stood still for that long has nothing to say about the next one.
      if (current.attempt !== charge.attempt) throw tryAgain('a later attempt is under way');
      if (!result)
        return { outcome: stillOut(current.period_index ?? input.index, await stillInDoubt(stores, current, now())), late: false };
      const outcome = await settlePeriod(stores, { subscription: locked, charge: current, result, at, now: now(), context: billing });
      return { outcome, late: step.step === 'send' && current.status === 'in_doubt' };
    };
    const settling = { kind: 'subscription', id: subscription.id, charge_id: charge.id, can_wait } as const;
    const { outcome, late } = await transactions.settle(settling, result, write);
    await afterSettling(context, subscription.id, late);
    if (outcome) return outcome;
    throw notSent(result);
  }

  /** Business time for a doubt. On a test clock it is where the clock is heading: nothing else of this subscription happens before. */
  async function businessNow({ test_clock_id }: SubscriptionRow): Promise<Date> {
    return test_clock_id ? (await unitOfWork.read((stores) => stores.clocks.get(test_clock_id))).target_at : now();
  }
}

type Written = { outcome: PeriodOutcome | undefined; late: boolean };

function stillOut(index: number, outlook: { look_again_at: string; escalated: boolean }): PeriodOutcome {
  return { kind: 'in_doubt', index, ...outlook };
}
