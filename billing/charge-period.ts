import type { ChargeRow } from '../db/entities/charge.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import { periodBounds, periodIndexAt } from '../domain/calendar.ts';
import { chargeKey } from '../domain/charges.ts';
import type { PeriodOutcome } from '../domain/messages.ts';
import { newId } from '../vault/ids.ts';
import { millisecondsUntilDoubt, type Openable, openAttempt } from './attempts.ts';
import { isLookDue, outlookOf } from './doubts.ts';
import { holdMonthlyCap, refuseByMonthlyCap } from './monthly-cap.ts';
import { type BillingContext, outcomeOf, recordDeclined, recordSkipped, settlePeriod } from './settle-period.ts';

export type PeriodStep =
  | { step: 'send'; subscription: SubscriptionRow; charge: ChargeRow; mandate_reference: string }
  /** Asks the ISP; where it may be sent again under the same correlator, that is asking too. */
  | { step: 'look'; subscription: SubscriptionRow; charge: ChargeRow; mandate_reference: string; may_replay: boolean }
  | { step: 'wait'; wait_ms: number }
  | { step: 'done'; outcome: PeriodOutcome };

export type PeriodRequest = {
  subscription_id: string;
  index: number;
  attempt: number;
  /** The business instant: the clock's on a test clock, the real one otherwise. */
  at: Date;
  now: Date;
  send_deadline_ms: number;
  context: BillingContext;
};

/**
 * One transaction: decides what may happen next with the charge of a period, and commits `sent` where that is a call to the ISP.
 * The lock on the subscription puts this and an end in order: whoever commits first is right (product.md, "Subscription", 4).
 */
export async function openPeriodCharge(stores: Stores, request: PeriodRequest): Promise<PeriodStep> {
  const subscription = await stores.subscriptions.lock(request.subscription_id);
  // After the end only what is out is seen through. After an outage that may be a later period than was asked for.
  const flying = subscription.ended_at ? await stores.charges.unresolved(subscription.id) : null;
  if (subscription.ended_at && !flying) return { step: 'done', outcome: endedOutcome(subscription, request.index) };
  const index = flying?.period_index ?? (await skipPassedPeriods(stores, subscription, request));
  const charge = flying ?? (await stores.charges.ofPeriod(subscription.id, index));
  if (!charge) return await send(stores, { subscription, charge: newCharge(subscription, { index, request }), is_new: true, request });
  switch (charge.status) {
    case 'intent':
      return await send(stores, { subscription, charge, is_new: false, request });
    case 'declined':
      // A later period than was asked for was refused by this very step, whose answer was lost: its next try has an instant of its own.
      if (index !== request.index || charge.attempt >= request.attempt) return done(subscription, charge, request);
      return await send(stores, { subscription, charge: await reopen(stores, charge, request), is_new: false, request });
    case 'sent': {
      const wait_ms = millisecondsUntilDoubt(charge, request);
      if (wait_ms > 0) return { step: 'wait', wait_ms };
      const result = { kind: 'unclear', detail: 'the worker died while the call was out' } as const;
      const outcome = await settlePeriod(stores, {
        subscription,
        charge,
        result,
        at: request.at,
        now: request.now,
        context: request.context,
      });
      return { step: 'done', outcome: outcome ?? { kind: 'in_doubt', index, ...outlookOf(charge) } };
    }
    case 'in_doubt': {
      if (!isLookDue(charge, request.now)) return done(subscription, charge, request);
      // After an end, or once the period has passed, nothing may be sent: what had never arrived would be charged then. The ISP is only asked.
      const is_over = charge.period_end ? charge.period_end <= request.at : false;
      const may_replay = subscription.ended_at == null && !is_over;
      return { step: 'look', subscription, charge, mandate_reference: mandateOf(subscription), may_replay };
    }
    default:
      return done(subscription, charge, request);
  }
}

type Sending = Openable & { subscription: SubscriptionRow; request: PeriodRequest };

/** The mandate is looked at before `sent` is committed: after that nothing but the call itself may fail. */
async function send(stores: Stores, { subscription, request, ...opening }: Sending): Promise<PeriodStep> {
  const mandate_reference = mandateOf(subscription);
  const { fits } = await holdMonthlyCap(stores, opening.charge, request.at);
  if (!fits) {
    const refused = await refuseByMonthlyCap(stores, opening);
    return { step: 'done', outcome: await recordDeclined(stores, { subscription, ...request }, refused) };
  }
  return { step: 'send', subscription, charge: await openAttempt(stores, opening, request), mandate_reference };
}

function mandateOf(subscription: SubscriptionRow): string {
  if (!subscription.mandate_reference) throw new Error(`subscription ${subscription.id} is charged without a mandate`);
  return subscription.mandate_reference;
}

function endedOutcome(subscription: SubscriptionRow, index: number): PeriodOutcome {
  if (!subscription.end_reason) throw new Error(`subscription ${subscription.id} has ended without a reason`);
  return { kind: 'ended', index, reason: subscription.end_reason };
}

function done(subscription: SubscriptionRow, charge: ChargeRow, request: PeriodRequest): PeriodStep {
  return { step: 'done', outcome: outcomeOf(subscription, charge, request.context) };
}

/** The next attempt after a definite refusal: the only way in which an attempt number moves. */
async function reopen(stores: Stores, charge: ChargeRow, request: PeriodRequest): Promise<ChargeRow> {
  return await stores.charges.move(charge, 'intent', { attempt: request.attempt, decline_reason: null, decline_raw: null });
}

/**
 * After an outage: periods that have wholly passed unbilled are recorded as waived, and only the one that runs now is charged
 * (product.md, "Rules of time"). On a test clock nothing is late, since an advance steps through every due instant.
 */
async function skipPassedPeriods(stores: Stores, subscription: SubscriptionRow, request: PeriodRequest): Promise<number> {
  if (subscription.test_clock_id) return request.index;
  const { anchor_at, period } = subscription;
  const current = periodIndexAt({ anchor: anchor_at, period, now: request.at, from: request.index });
  for (let index = request.index; index < current; index += 1) {
    const existing = await stores.charges.ofPeriod(subscription.id, index);
    // Refused and not tried again in time: it stays the refusal that it is.
    if (existing?.status === 'declined' || existing?.status === 'waived') continue;
    // Something went out for this period: it is settled as what it is, before any later one.
    if (existing && existing.status !== 'intent') return index;
    // Either nobody woke, or the ISP could not be reached for the whole period: nothing is out, and nothing is charged in arrears.
    const charge = existing ?? newCharge(subscription, { index, request, status: 'waived' });
    if (existing) await stores.charges.move(existing, 'waived');
    else await stores.charges.insert(charge);
    const sequence = await recordSkipped(stores, subscription, { charge, reason: 'waived', at: request.at, now: request.now });
    subscription.event_sequence = sequence;
    await stores.subscriptions.update(subscription.id, { event_sequence: sequence });
  }
  return current;
}

type NewCharge = { index: number; request: PeriodRequest; status?: 'intent' | 'waived' };

function newCharge(subscription: SubscriptionRow, { index, request, status }: NewCharge): ChargeRow {
  const bounds = periodBounds(subscription.anchor_at, subscription.period, index);
  return {
    id: newId('chg'),
    key: chargeKey({ subscription_id: subscription.id, period_index: index }),
    reference: `${subscription.reference}-${index}`,
    merchant_id: subscription.merchant_id,
    mode: subscription.mode,
    document_id: subscription.document_id,
    buyer_id: subscription.buyer_id,
    purchase_id: null,
    subscription_id: subscription.id,
    period_index: index,
    period_start: bounds.start,
    period_end: bounds.end,
    isp: subscription.isp,
    amount_cents: subscription.price_cents,
    refund_reserved_cents: 0n,
    refunded_cents: 0n,
    grid_row_id: null,
    status: status ?? 'intent',
    attempt: 1,
    isp_reference: null,
    decline_reason: null,
    decline_raw: null,
    due_at: bounds.start,
    sent_at: null,
    settled_at: null,
    booked_at: null,
    in_doubt_at: null,
    doubt_looks: 0,
    next_look_at: null,
    escalated_at: null,
    created_at: request.now,
  };
}
