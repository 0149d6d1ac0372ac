import type { ChargeRow } from '../db/entities/charge.ts';
import type { PurchaseRow } from '../db/entities/purchase.ts';
import type { Stores } from '../db/stores/index.ts';
import { chargeKey, type DeclineReason } from '../domain/charges.ts';
import type { PurchaseOutcome } from '../domain/messages.ts';
import type { PaymentResult } from '../domain/payments.ts';
import { newId } from '../vault/ids.ts';
import type { Vault } from '../vault/vault.ts';
import { closeAttempt, millisecondsUntilDoubt, openAttempt } from './attempts.ts';
import { issueCodes } from './codes.ts';
import { isLookDue, outlookOf } from './doubts.ts';
import { recordPurchaseEvent } from './events.ts';
import { queueMail } from './mails.ts';
import { fitsMonthlyCap, refuseByMonthlyCap } from './monthly-cap.ts';

export type PurchaseStep =
  | { step: 'send'; charge: ChargeRow; subscriber_token: string }
  | { step: 'look'; charge: ChargeRow; subscriber_token: string }
  | { step: 'wait'; wait_ms: number }
  | { step: 'done'; outcome: PurchaseOutcome };

type Waiting = { vault: Vault; now: Date; send_deadline_ms: number };

/** One transaction: decides what may happen next with the charge of a purchase, and commits `sent` where that is a call to the ISP. */
export async function openPurchaseCharge(stores: Stores, purchase_id: string, waiting: Waiting): Promise<PurchaseStep> {
  const purchase = await stores.purchases.lock(purchase_id);
  if (purchase.status === 'completed' || purchase.status === 'declined') return { step: 'done', outcome: { status: purchase.status } };
  const charge = (await stores.charges.ofPurchase(purchase_id)) ?? (await insertCharge(stores, purchase, waiting.now));
  switch (charge.status) {
    case 'intent':
      if (!(await fitsMonthlyCap(stores, charge, waiting.now))) {
        await refuseByMonthlyCap(stores, charge);
        await decline(stores, purchase, { reason: 'monthly_cap_reached', now: waiting.now, charge_id: charge.id });
        return { step: 'done', outcome: { status: 'declined' } };
      }
      return {
        step: 'send',
        // Before `sent` is committed: after that nothing but the call itself may fail.
        subscriber_token: await openToken(stores, waiting.vault, purchase),
        charge: await openAttempt(stores, charge, { at: waiting.now, now: waiting.now }),
      };
    case 'sent': {
      const wait_ms = millisecondsUntilDoubt(charge, waiting);
      if (wait_ms > 0) return { step: 'wait', wait_ms };
      const result = { kind: 'unclear', detail: 'the worker died while the call was out' } as const;
      return { step: 'done', outcome: await settle(stores, { purchase, charge, result, now: waiting.now }) };
    }
    case 'in_doubt':
      if (!isLookDue(charge, waiting.now)) return { step: 'done', outcome: { status: 'in_doubt', ...outlookOf(charge) } };
      return { step: 'look', charge, subscriber_token: await openToken(stores, waiting.vault, purchase) };
    default:
      throw new Error(`a purchase that is ${purchase.status} has a charge that is ${charge.status}`);
  }
}

/** One transaction: records the ISP's answer with everything that follows from it (codes, event, letter). Undefined: not sent, try again. */
export async function settlePurchaseCharge(
  stores: Stores,
  vault: Vault,
  answer: { purchase_id: string; result: PaymentResult; now: Date },
): Promise<PurchaseOutcome | undefined> {
  const purchase = await stores.purchases.lock(answer.purchase_id);
  if (purchase.status === 'completed' || purchase.status === 'declined') return { status: purchase.status };
  const charge = await stores.charges.ofPurchase(purchase.id);
  if (!charge) throw new Error(`purchase ${purchase.id} is settled without a charge`);
  const outcome = await settle(stores, { purchase, charge, result: answer.result, now: answer.now });
  if (outcome.status === 'completed') {
    await issueCodes(stores, vault, { subject: purchase, of: { purchase_id: purchase.id }, count: purchase.quantity, now: answer.now });
  }
  return outcome.status === 'processing' ? undefined : outcome;
}

/** Ends a purchase that was never charged, in the buyer's favour. False where a charge has begun after all. */
export async function expirePurchase(stores: Stores, purchase_id: string, now: Date): Promise<boolean> {
  const purchase = await stores.purchases.lock(purchase_id);
  const charge = await stores.charges.ofPurchase(purchase_id);
  if (purchase.status !== 'processing' || (charge && charge.status !== 'intent')) return false;
  if (charge) await stores.charges.move(charge, 'void');
  await decline(stores, purchase, { reason: 'expired', now });
  return true;
}

async function openToken(stores: Stores, vault: Vault, purchase: PurchaseRow): Promise<string> {
  const buyer = await stores.buyers.get(purchase.buyer_id);
  if (!buyer.key_wrapped || !purchase.token_sealed) throw new Error(`purchase ${purchase.id} is charged without its subscriber token`);
  return vault.open(buyer.key_wrapped, purchase.token_sealed);
}

async function insertCharge(stores: Stores, purchase: PurchaseRow, now: Date): Promise<ChargeRow> {
  const charge: ChargeRow = {
    id: newId('chg'),
    key: chargeKey({ purchase_id: purchase.id }),
    reference: purchase.reference,
    merchant_id: purchase.merchant_id,
    mode: purchase.mode,
    document_id: purchase.document_id,
    buyer_id: purchase.buyer_id,
    purchase_id: purchase.id,
    subscription_id: null,
    period_index: null,
    period_start: null,
    period_end: null,
    isp: purchase.isp,
    amount_cents: purchase.amount_cents,
    refund_reserved_cents: 0n,
    refunded_cents: 0n,
    grid_row_id: null,
    status: 'intent',
    attempt: 1,
    isp_reference: null,
    decline_reason: null,
    decline_raw: null,
    due_at: purchase.created_at,
    sent_at: null,
    settled_at: null,
    booked_at: null,
    in_doubt_at: null,
    doubt_looks: 0,
    next_look_at: null,
    escalated_at: null,
    created_at: now,
  };
  await stores.charges.insert(charge);
  return charge;
}

type Settling = { purchase: PurchaseRow; charge: ChargeRow; result: PaymentResult; now: Date };

async function settle(stores: Stores, { purchase, charge, result, now }: Settling): Promise<PurchaseOutcome> {
  const settled = await closeAttempt(stores, charge, { result, at: now, now });
  switch (settled.status) {
    case 'succeeded':
      await stores.purchases.update(purchase.id, { status: 'completed', completed_at: now, token_sealed: null });
      await recordPurchaseEvent(stores, purchase, { type: 'purchase.completed', at: now, now, data: { charge: charge.id } });
      await queueMail(stores, { kind: 'purchase_codes', subject: purchase, occasion: 'completed', at: now, now });
      return { status: 'completed' };
    case 'declined':
      await decline(stores, purchase, { reason: settled.decline_reason ?? 'unknown', now, charge_id: charge.id });
      return { status: 'declined' };
    case 'in_doubt':
      await stores.purchases.update(purchase.id, { status: 'in_doubt' });
      return { status: 'in_doubt', ...outlookOf(settled) };
    case 'not_charged':
      await decline(stores, purchase, { reason: 'not_charged', now, charge_id: charge.id });
      return { status: 'declined' };
    default:
      return { status: 'processing' };
  }
}

async function decline(
  stores: Stores,
  purchase: PurchaseRow,
  why: { reason: DeclineReason; now: Date; charge_id?: string },
): Promise<void> {
  await stores.purchases.update(purchase.id, {
    status: 'declined',
    decline_reason: why.reason,
    completed_at: why.now,
    token_sealed: null,
  });
  await recordPurchaseEvent(stores, purchase, {
    type: 'purchase.declined',
    at: why.now,
    now: why.now,
    data: { decline: { reason: why.reason }, ...(why.charge_id === undefined ? {} : { charge: why.charge_id }) },
  });
}
