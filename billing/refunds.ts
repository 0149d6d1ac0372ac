import type { ChargeRow } from '../db/entities/charge.ts';
import type { PurchaseRow } from '../db/entities/purchase.ts';
import type { RefundRow } from '../db/entities/refund.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import { clientCorrelator } from '../domain/charges.ts';
import { nextLook } from '../domain/doubts.ts';
import type { EventType } from '../domain/events.ts';
import type { RefundOutcome } from '../domain/messages.ts';
import { priceText, wireCents } from '../domain/money.ts';
import { type RefundResult, type RefundSource, refundableCents } from '../domain/refunds.ts';
import { refuseField } from '../domain/refusals.ts';
import { millisecondsUntilDoubt } from './attempts.ts';
import { settleOwed } from './discrepancies.ts';
import { afterLook, isLookDue, outlookOf } from './doubts.ts';
import { recordPurchaseEvent, recordSubscriptionEvent } from './events.ts';
import { postRefund } from './ledger.ts';
import { queueMail } from './mails.ts';

export type NewRefund = {
  id: string;
  charge: ChargeRow;
  /** The ISP's name for the payment: the charge's own, or one that it should not have taken. */
  payment_reference: string;
  amount_cents: bigint;
  reason: string;
  source: RefundSource;
  now: Date;
};

/**
 * Writes a refund and takes its amount of what is left of the charge, in the caller's transaction. False where it was written before. Throws
 * refund_above_remaining, and `charge_refunds_within_amount` stands behind that.
 */
export async function requestRefund(stores: Stores, { charge, id, now, ...refund }: NewRefund): Promise<boolean> {
  const { merchant_id, mode, isp } = charge;
  const inserted = await stores.refunds.insert({
    ...refund,
    id,
    charge_id: charge.id,
    merchant_id,
    mode,
    isp,
    status: 'intent',
    attempt: 1,
    client_correlator: clientCorrelator(id, 1),
    isp_reference: null,
    decline_reason: null,
    decline_raw: null,
    booked_at: null,
    sent_at: null,
    finished_at: null,
    settled_at: null,
    in_doubt_at: null,
    doubt_looks: 0,
    next_look_at: null,
    escalated_at: null,
    created_at: now,
  });
  if (!inserted) return false;
  if (await stores.refunds.reserve(charge.id, refund.amount_cents)) return true;
  const left = priceText(refundableCents(await stores.charges.get(charge.id)), 'en');
  throw refuseField('refund_above_remaining', '/amount', `Of this charge ${left} can still be refunded.`);
}

export type RefundStep =
  | { step: 'send' | 'look'; refund: RefundRow; charge: ChargeRow }
  | { step: 'wait'; wait_ms: number }
  | { step: 'done'; outcome: RefundOutcome };

/** One transaction: decides what may happen next with a refund, and commits `sent` where that is a call to the ISP. */
export async function openRefund(stores: Stores, refund_id: string, wait: { now: Date; send_deadline_ms: number }): Promise<RefundStep> {
  const { refund, charge, at } = await lockRefund(stores, refund_id, wait.now);
  switch (refund.status) {
    case 'intent': {
      const sent = await stores.refunds.move(refund, 'sent', { sent_at: wait.now, booked_at: at });
      return { step: 'send', refund: sent, charge };
    }
    case 'sent': {
      const wait_ms = millisecondsUntilDoubt(refund, wait);
      if (wait_ms > 0) return { step: 'wait', wait_ms };
      const doubted = await doubt(stores, refund, wait.now);
      return { step: 'done', outcome: { status: 'in_doubt', ...outlookOf(doubted) } };
    }
    case 'in_doubt':
      if (isLookDue(refund, wait.now)) return { step: 'look', refund, charge };
      return { step: 'done', outcome: outcomeOf(refund) };
    default:
      return { step: 'done', outcome: outcomeOf(refund) };
  }
}

/**
 * One transaction: records the ISP's answer with the event and the letter that follow from it, or a look that found nothing out (undefined).
 * `processing`: it is to be sent (again). Undefined: the answer is of an attempt that is over, and says nothing about the one that is out now.
 */
export async function settleRefund(
  stores: Stores,
  answer: { refund_id: string; attempt: number; result: RefundResult | undefined; now: Date },
): Promise<{ outcome: RefundOutcome; before: RefundRow['status'] } | undefined> {
  const locked = await lockRefund(stores, answer.refund_id, answer.now);
  if (locked.refund.attempt !== answer.attempt) return undefined;
  const settled = await applyResult(stores, locked, answer);
  return { outcome: outcomeOf(settled), before: locked.refund.status };
}

type Locked = { refund: RefundRow; charge: ChargeRow; subject: Subject; at: Date };
type Subject = { purchase: PurchaseRow } | { subscription: SubscriptionRow };

/** Under the lock of what was sold, as everything that moves money: first the purchase or subscription, then what hangs on it. */
async function lockRefund(stores: Stores, refund_id: string, now: Date): Promise<Locked> {
  const { charge_id } = await stores.refunds.get(refund_id);
  const { purchase_id, subscription_id } = await stores.charges.get(charge_id);
  const subject = purchase_id
    ? { purchase: await stores.purchases.lock(purchase_id) }
    : { subscription: await stores.subscriptions.lock(subscription_id ?? '') };
  const clock_id = 'subscription' in subject ? subject.subscription.test_clock_id : null;
  const at = clock_id ? (await stores.clocks.get(clock_id)).now_at : now;
  return { refund: await stores.refunds.get(refund_id), charge: await stores.charges.get(charge_id), subject, at };
}

type Answer = { result: RefundResult | undefined; now: Date };

async function applyResult(stores: Stores, locked: Locked, { result, now }: Answer): Promise<RefundRow> {
  const { refund, at } = locked;
  if (refund.status !== 'sent' && refund.status !== 'in_doubt') return refund;
  if (!result) return refund.status === 'in_doubt' ? await stillInDoubt(stores, refund, now) : refund;
  switch (result.kind) {
    case 'succeeded': {
      const given = await stores.refunds.move(refund, 'succeeded', {
        isp_reference: result.isp_reference,
        settled_at: at,
        finished_at: now,
      });
      await postRefund(stores, locked, { at, now });
      const total_cents = await stores.refunds.given(refund.charge_id, refund.amount_cents);
      await tell(stores, locked, { type: 'charge.refunded', now, data: { refunded_total: wireCents(total_cents) } });
      await writeToBuyer(stores, locked, now);
      if (refund.source === 'reconciliation') await settleOwed(stores, refund, now);
      return given;
    }
    case 'declined': {
      const refused = await stores.refunds.move(refund, 'declined', {
        decline_reason: result.reason,
        decline_raw: result.raw,
        finished_at: now,
      });
      await stores.refunds.free(refund.charge_id, refund.amount_cents);
      await tell(stores, locked, { type: 'charge.refund_declined', now, data: { decline: { reason: result.reason } } });
      return refused;
    }
    case 'not_sent':
      // Once in doubt, a later "not sent" is about another call and proves nothing of the first.
      return refund.status === 'in_doubt' ? refund : await stores.refunds.move(refund, 'intent');
    case 'not_refunded': {
      if (refund.status !== 'in_doubt') return refund;
      const attempt = refund.attempt + 1;
      const change = { attempt, client_correlator: clientCorrelator(refund.id, attempt), in_doubt_at: null, next_look_at: null };
      return await stores.refunds.move(refund, 'intent', change);
    }
    case 'unclear':
      return refund.status === 'in_doubt' ? refund : await doubt(stores, refund, now);
  }
}

async function stillInDoubt(stores: Stores, refund: RefundRow, now: Date): Promise<RefundRow> {
  const change = afterLook(refund, now);
  await stores.refunds.note(refund.id, change);
  return { ...refund, ...change };
}

async function doubt(stores: Stores, refund: RefundRow, now: Date): Promise<RefundRow> {
  return await stores.refunds.move(refund, 'in_doubt', { in_doubt_at: now, doubt_looks: 0, next_look_at: nextLook(now, 0) });
}

function outcomeOf(refund: RefundRow): RefundOutcome {
  switch (refund.status) {
    case 'succeeded':
    case 'declined':
      return { status: refund.status };
    case 'in_doubt':
      return { status: 'in_doubt', ...outlookOf(refund) };
    default:
      return { status: 'processing' };
  }
}

type Told = { type: Extract<EventType, `charge.${string}`>; now: Date; data: object };

async function tell(stores: Stores, { refund, subject, at }: Locked, { type, now, data }: Told): Promise<void> {
  const ids = { charge: refund.charge_id, refund: refund.id, amount: wireCents(refund.amount_cents) };
  const occasion = { type, at, now, data: { ...ids, ...data } };
  if ('purchase' in subject) return await recordPurchaseEvent(stores, subject.purchase, occasion);
  const event_sequence = await recordSubscriptionEvent(stores, subject.subscription, occasion);
  await stores.subscriptions.update(subject.subscription.id, { event_sequence });
}

async function writeToBuyer(stores: Stores, { refund, subject, at }: Locked, now: Date): Promise<void> {
  const { locale } = 'purchase' in subject ? subject.purchase : subject.subscription;
  await queueMail(stores, { kind: 'charge_refunded', subject: { id: refund.id, locale }, occasion: 'refunded', at, now });
}
