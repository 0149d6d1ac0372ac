import type { Write } from '../db/at-once.ts';
import type { ChargeRow } from '../db/entities/charge.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import { dueInstant, jitterMilliseconds } from '../domain/calendar.ts';
import { isSoftDecline } from '../domain/charges.ts';
import { triesLeft } from '../domain/dunning.ts';
import type { NextCharge, PeriodOutcome } from '../domain/messages.ts';
import type { PaymentResult } from '../domain/payments.ts';
import { type EndReason, endReasonOfDecline } from '../domain/subscriptions.ts';
import type { Vault } from '../vault/vault.ts';
import { closeAttempt } from './attempts.ts';
import { newCodes } from './codes.ts';
import { outlookOf } from './doubts.ts';
import { endSubscription } from './end-subscription.ts';
import { recordSubscriptionEvent, subscriptionEvent } from './events.ts';
import { letter, queueMail } from './mails.ts';

/** What billing needs beside rows: the vault for codes, the window over which renewals are spread, and the days of the dunning schedule. */
export type BillingContext = { vault: Vault; jitter_seconds: number; dunning_days: readonly number[] };

export type PeriodAnswer = {
  subscription: SubscriptionRow;
  charge: ChargeRow;
  result: PaymentResult;
  at: Date;
  now: Date;
  context: BillingContext;
};

/**
 * Records the ISP's answer for a period with everything that follows from it: the paid period, the dunning step or the end, the event
 * and the letter. The caller holds the subscription's lock. Undefined: it was not sent, try again.
 */
export async function settlePeriod(stores: Stores, answer: PeriodAnswer): Promise<PeriodOutcome | undefined> {
  const writes: Write[] = [];
  const settled = await closeAttempt(stores, answer.charge, { ...answer, writes });
  if (settled.status === answer.charge.status) return outcomeOf(answer.subscription, settled, answer.context);
  switch (settled.status) {
    case 'succeeded':
      return await recordPaid(stores, { ...answer, charge: settled, writes });
    case 'declined':
      return await recordDeclined(stores, answer, settled);
    case 'in_doubt':
      if (!answer.subscription.ended_at) {
        await stores.subscriptions.update(answer.subscription.id, { status: 'in_doubt', next_charge_at: null });
      }
      return { kind: 'in_doubt', index: periodIndex(settled), ...outlookOf(settled) };
    case 'not_charged':
      return await recordNotCharged(stores, answer, settled);
    default:
      return await recordNotSent(stores, answer.subscription, settled);
  }
}

/** An end that came while the call was out overtakes it now: nothing had left, and nothing will. */
async function recordNotSent(stores: Stores, subscription: SubscriptionRow, charge: ChargeRow): Promise<PeriodOutcome | undefined> {
  if (!subscription.end_reason) return undefined;
  await stores.charges.voidIntents(subscription.id);
  return { kind: 'ended', index: periodIndex(charge), reason: subscription.end_reason };
}

/** What the row of a period says, for a step that finds its work done already. */
export function outcomeOf(subscription: SubscriptionRow, charge: ChargeRow, context: BillingContext): PeriodOutcome {
  const index = periodIndex(charge);
  // Also after the end a doubt is seen through.
  if (charge.status === 'in_doubt') return { kind: 'in_doubt', index, ...outlookOf(charge) };
  if (subscription.end_reason) return { kind: 'ended', index, reason: subscription.end_reason };
  switch (charge.status) {
    case 'succeeded':
      return { kind: 'paid', index, next: nextPeriod(subscription, index, context) };
    case 'waived':
    case 'not_charged':
      return { kind: 'skipped', index, next: nextPeriod(subscription, index, context) };
    case 'declined': {
      // The try that was announced, whatever the schedule has become since.
      const due = subscription.next_charge_at;
      if (!due) throw new Error(`subscription ${subscription.id} is past due without a next try`);
      const next = wakeAt(subscription, { index, attempt: charge.attempt + 1, due }, context);
      return { kind: 'refused', index, reason: charge.decline_reason ?? 'unknown', next };
    }
    default:
      return { kind: 'in_doubt', index, ...outlookOf(charge) };
  }
}

type Paid = PeriodAnswer & { writes: readonly Write[] };

/** Everything that a paid period changes goes out as one statement. */
async function recordPaid(stores: Stores, { subscription, charge, at, now, context, writes }: Paid): Promise<PeriodOutcome> {
  const index = periodIndex(charge);
  const next = nextPeriod(subscription, index, context);
  const first = subscription.paid_index === null;
  const ended = subscription.ended_at !== null;
  const { sequence, event } = await subscriptionEvent(stores, subscription, {
    type: first ? 'subscription.activated' : 'subscription.renewed',
    at,
    now,
    data: {
      charge: charge.id,
      period: periodOf(charge),
      next_charge_at: ended ? null : next.due_at,
    },
  });
  const updating = stores.subscriptions.updating(subscription.id, {
    paid_index: index,
    paid_until: charge.period_end,
    event_sequence: sequence,
    // A charge that was in flight when the end was acknowledged pays its period and restarts nothing.
    ...(ended ? {} : { status: 'active', next_index: next.index, next_charge_at: new Date(next.due_at) }),
  });
  // One code for the whole life of the subscription.
  const of = { subscription_id: subscription.id };
  const codes = first ? [stores.codes.inserting(await newCodes(stores, context.vault, { subject: subscription, of, count: 1, now }))] : [];
  const kind = first ? 'subscription_started' : 'subscription_renewed';
  const mail = stores.mails.inserting(letter({ kind, subject: subscription, occasion: `period-${index}`, at, now }));
  await stores.atOnce([...writes, stores.events.inserting(event), updating, ...codes, mail]);
  return subscription.end_reason ? { kind: 'ended', index, reason: subscription.end_reason } : { kind: 'paid', index, next };
}

/** What follows from a refusal: the next dunning step, or the end. */
export async function recordDeclined(
  stores: Stores,
  answer: Omit<PeriodAnswer, 'charge' | 'result'>,
  charge: ChargeRow,
): Promise<PeriodOutcome> {
  const { subscription, at, now, context } = answer;
  const index = periodIndex(charge);
  const reason = charge.decline_reason ?? 'unknown';
  if (subscription.end_reason) return { kind: 'ended', index, reason: subscription.end_reason };
  const [due, ...later] = triesAfter(answer, charge);
  if (!due) {
    const end_reason: EndReason =
      subscription.paid_index !== null && isSoftDecline(reason) ? 'dunning_exhausted' : endReasonOfDecline(reason);
    await endSubscription(stores, subscription, { reason: end_reason, source: null, at, now, decline: reason });
    return { kind: 'ended', index, reason: end_reason };
  }
  const next = wakeAt(subscription, { index, attempt: charge.attempt + 1, due }, context);
  const sequence = await recordSubscriptionEvent(stores, subscription, {
    type: 'subscription.past_due',
    at,
    now,
    data: {
      charge: charge.id,
      attempt: charge.attempt,
      attempts_left: 1 + later.length,
      decline: { reason },
      next_charge_at: next.due_at,
    },
  });
  await stores.subscriptions.update(subscription.id, {
    status: 'past_due',
    event_sequence: sequence,
    next_charge_at: new Date(next.due_at),
  });
  const occasion = `period-${index}-attempt-${charge.attempt}`;
  await queueMail(stores, { kind: 'subscription_past_due', subject: subscription, occasion, at, now });
  return { kind: 'refused', index, reason, next };
}

/** The doubt ended without a charge: the period is not billed and never will be, and the next one is due as ever. */
async function recordNotCharged(
  stores: Stores,
  { subscription, at, now, context }: PeriodAnswer,
  charge: ChargeRow,
): Promise<PeriodOutcome> {
  const index = periodIndex(charge);
  if (subscription.end_reason) return { kind: 'ended', index, reason: subscription.end_reason };
  if (subscription.paid_index === null) {
    await endSubscription(stores, subscription, { reason: 'not_charged', source: null, at, now, decline: 'not_charged' });
    return { kind: 'ended', index, reason: 'not_charged' };
  }
  const next = nextPeriod(subscription, index, context);
  const sequence = await recordSkipped(stores, subscription, { charge, reason: 'not_charged', at, now });
  await stores.subscriptions.update(subscription.id, {
    status: 'active',
    event_sequence: sequence,
    next_index: next.index,
    next_charge_at: new Date(next.due_at),
  });
  return { kind: 'skipped', index, next };
}

type Skip = { charge: ChargeRow; reason: 'waived' | 'not_charged'; at: Date; now: Date };

/** Tells the merchant of a period that is not billed. Answers the event's sequence; the caller keeps it. */
export async function recordSkipped(stores: Stores, subscription: SubscriptionRow, { charge, reason, at, now }: Skip): Promise<number> {
  return await recordSubscriptionEvent(stores, subscription, {
    type: 'subscription.period_skipped',
    at,
    now,
    data: { charge: charge.id, period: periodOf(charge), skipped: { reason } },
  });
}

function nextPeriod(subscription: SubscriptionRow, index: number, context: BillingContext): NextCharge {
  return wakeAt(
    subscription,
    { index: index + 1, attempt: 1, due: dueInstant(subscription.anchor_at, subscription.period, index + 1) },
    context,
  );
}

/** The tries that are left after a refusal: none where it was a hard one, or where the subscription never began. */
function triesAfter({ subscription, at, context }: Omit<PeriodAnswer, 'charge' | 'result'>, charge: ChargeRow): Date[] {
  if (subscription.paid_index === null || !isSoftDecline(charge.decline_reason ?? 'unknown') || !charge.period_end) return [];
  const { attempt: attempts_made, due_at: due, period_end } = charge;
  return triesLeft({ due, attempts_made, refused_at: at, period_end, schedule_days: context.dunning_days });
}

function wakeAt(subscription: SubscriptionRow, next: { index: number; attempt: number; due: Date }, context: BillingContext): NextCharge {
  const jitter_ms = subscription.test_clock_id ? 0 : jitterMilliseconds(subscription.id, context.jitter_seconds);
  return {
    index: next.index,
    attempt: next.attempt,
    due_at: next.due.toISOString(),
    wake_at: new Date(next.due.getTime() + jitter_ms).toISOString(),
  };
}

function periodOf(charge: ChargeRow): { index: number; start: string; end: string } {
  return { index: periodIndex(charge), start: charge.period_start?.toISOString() ?? '', end: charge.period_end?.toISOString() ?? '' };
}

function periodIndex(charge: ChargeRow): number {
  if (typeof charge.period_index !== 'number') throw new Error(`charge ${charge.id} pays no period`);
  return charge.period_index;
}
