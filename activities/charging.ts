import { setTimeout as sleep } from 'node:timers/promises';
import { openPeriodCharge, type PeriodStep } from '../billing/charge-period.ts';
import { openPurchaseCharge, settlePurchaseCharge } from '../billing/charge-purchase.ts';
import { outlookOf, recordLook } from '../billing/doubts.ts';
import { recordMandate, rejectMandate } from '../billing/mandates.ts';
import { settlePeriod } from '../billing/settle-period.ts';
import type { ChargeRow } from '../db/entities/charge.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import type { ChargePeriodInput, DoubtOutlook, PeriodOutcome, PurchaseInput, PurchaseOutcome } from '../domain/messages.ts';
import type { PaymentResult } from '../domain/payments.ts';
import { Refusal } from '../domain/refusals.ts';
import type { PaymentRequest } from '../gateways/isp/port.ts';
import { type ActivityContext, tryAgain } from './context.ts';
import { lookIntoDoubt } from './doubts.ts';

/** After the ISP's time-out, the time in which its caller writes the answer down. */
const SETTLE_MARGIN_MS = 10_000;

/** How long an answer is held for a database that is away. The activity's own time-out is longer than this and the ISP's together. */
const WRITE_DOWN_MS = 60_000;
const WRITE_DOWN_PAUSE_MS = 250;

/** The only way money moves. Rows decide what happens next; a retry just reads them again. */
export function createChargingActivities(context: ActivityContext) {
  const { unitOfWork, isps, vault, now } = context;
  const send_deadline_ms = context.isp_timeout_ms + SETTLE_MARGIN_MS;
  const billing = { vault, jitter_seconds: context.jitter_seconds };

  return {
    async chargePurchase({ purchase_id }: PurchaseInput): Promise<PurchaseOutcome> {
      const step = await unitOfWork.transaction((stores) =>
        openPurchaseCharge(stores, purchase_id, { vault, now: now(), send_deadline_ms }),
      );
      if (step.step === 'done') return step.outcome;
      if (step.step === 'wait') throw tryAgain('an earlier attempt may still be out', step.wait_ms);
      const { charge, subscriber_token } = step;
      const payment = { ...paymentOf(charge), payer: { subscriber_token }, simulated_time: undefined };
      const result =
        step.step === 'send'
          ? await isps[charge.isp].createPayment(payment)
          : await lookIntoDoubt(context, { charge, payment, may_replay: true, business_now: now() });
      const { outcome, late } = await writtenDown(async (stores) => {
        const before = await stores.charges.get(charge.id);
        if (!result) return { outcome: await stillInDoubt(stores, before), late: false };
        const outcome = await settlePurchaseCharge(stores, vault, { purchase_id, result, now: now() });
        return { outcome, late: step.step === 'send' && before.status === 'in_doubt' };
      });
      await afterSettling(purchase_id, late);
      if (outcome) return outcome;
      throw notSent(result);
    },

    async chargePeriod(input: ChargePeriodInput): Promise<PeriodOutcome> {
      const rejected = await redeemToken(context, input);
      if (rejected) return rejected;
      const at = input.at === undefined ? now() : new Date(input.at);
      const step: PeriodStep = await unitOfWork.transaction((stores) =>
        openPeriodCharge(stores, { ...input, at, now: now(), send_deadline_ms, context: billing }),
      );
      if (step.step === 'done') return step.outcome;
      if (step.step === 'wait') throw tryAgain('an earlier attempt may still be out', step.wait_ms);
      const { subscription, charge, mandate_reference } = step;
      const simulated_time = input.at === undefined ? undefined : (charge.booked_at ?? at);
      const payment = { ...paymentOf(charge), payer: { mandate_reference }, simulated_time };
      const result =
        step.step === 'send'
          ? await isps[charge.isp].createPayment(payment)
          : await lookIntoDoubt(context, { charge, payment, may_replay: step.may_replay, business_now: await clockTarget(subscription) });
      const { outcome, late } = await writtenDown(async (stores) => {
        const locked = await stores.subscriptions.lock(subscription.id);
        const current = await stores.charges.get(charge.id);
        if (!result) {
          const doubt = await stillInDoubt(stores, current);
          return {
            outcome: { kind: 'in_doubt' as const, index: input.index, look_again_at: doubt.look_again_at, escalated: doubt.escalated },
            late: false,
          };
        }
        const outcome = await settlePeriod(stores, { subscription: locked, charge: current, result, at, now: now(), context: billing });
        return { outcome, late: step.step === 'send' && current.status === 'in_doubt' };
      });
      await afterSettling(subscription.id, late);
      if (outcome) return outcome;
      throw notSent(result);
    },
  };

  async function stillInDoubt(stores: Stores, charge: ChargeRow): Promise<{ status: 'in_doubt' } & DoubtOutlook> {
    return { status: 'in_doubt', ...outlookOf(charge.status === 'in_doubt' ? await recordLook(stores, charge, now()) : charge) };
  }

  /** Business time for a doubt. On a test clock it is where the clock is heading: nothing else of this subscription happens before. */
  async function clockTarget({ test_clock_id }: SubscriptionRow): Promise<Date> {
    return test_clock_id ? (await unitOfWork.read((stores) => stores.clocks.get(test_clock_id))).target_at : now();
  }

  /** The ISP has answered: while PostgreSQL restarts, the answer waits here, since only what is written down is known. */
  async function writtenDown<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    const until = Date.now() + WRITE_DOWN_MS;
    for (;;) {
      try {
        return await unitOfWork.transaction(work);
      } catch (error) {
        const away = error instanceof Refusal && error.code === 'billing_unavailable';
        if (!away || Date.now() > until) throw error;
        await sleep(WRITE_DOWN_PAUSE_MS);
      }
    }
  }

  /** An answer that came after its charge was given up as in doubt resolves the doubt: the workflow that waits for that is told. */
  async function afterSettling(workflow_id: string, late: boolean): Promise<void> {
    context.announce();
    if (late) await context.engine.chargeResolved(workflow_id);
  }
}

/** Both keys of a payment are derived from its row, so whoever looks for it finds it. */
function paymentOf(charge: ChargeRow): Omit<PaymentRequest, 'payer' | 'simulated_time'> {
  return {
    client_correlator: `${charge.key}:a${charge.attempt}`,
    reference_code: charge.reference,
    amount_cents: charge.amount_cents,
    description: `Internet+ ${charge.reference}`,
    merchant_id: charge.merchant_id,
  };
}

function notSent(result: PaymentResult | undefined): Error {
  return tryAgain('the ISP could not be reached', result?.kind === 'not_sent' ? result.retry_after_ms : undefined);
}

async function openToken(
  { unitOfWork, vault }: ActivityContext,
  row: { buyer_id: string; token_sealed?: Uint8Array | null | undefined },
): Promise<string> {
  const buyer = await unitOfWork.read((stores) => stores.buyers.get(row.buyer_id));
  if (!buyer.key_wrapped || !row.token_sealed) throw new Error('a charge is opened without its subscriber token');
  return vault.open(buyer.key_wrapped, row.token_sealed);
}

/** Before the first charge: exchanges the buyer's token for the mandate that all periods are paid by. The same token gives the same mandate. */
async function redeemToken(context: ActivityContext, input: ChargePeriodInput): Promise<PeriodOutcome | undefined> {
  if (input.index > 0) return undefined;
  const { unitOfWork, isps, now } = context;
  const subscription = await unitOfWork.read((stores) => stores.subscriptions.get(input.subscription_id));
  if (subscription.mandate_reference || subscription.ended_at) return undefined;
  const made = await isps[subscription.isp].createMandate({
    subscriber_token: await openToken(context, subscription),
    reference_code: subscription.reference,
    description: `Internet+ ${subscription.reference}`,
  });
  if (made.kind === 'active') {
    await unitOfWork.transaction((stores) => recordMandate(stores, subscription.id, made.mandate_reference));
    return undefined;
  }
  const at = input.at === undefined ? now() : new Date(input.at);
  const reason = await unitOfWork.transaction((stores) => rejectMandate(stores, subscription.id, { at, now: now() }));
  context.announce();
  return { kind: 'ended', index: input.index, reason };
}
