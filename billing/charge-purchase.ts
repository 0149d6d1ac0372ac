import type { Write } from '../db/at-once.ts';
import type { BuyerRow } from '../db/entities/buyer.ts';
import type { ChargeRow } from '../db/entities/charge.ts';
import type { PurchaseRow } from '../db/entities/purchase.ts';
import type { Stores } from '../db/stores/index.ts';
import { chargeKey, type DeclineReason } from '../domain/charges.ts';
import type { PurchaseOutcome } from '../domain/messages.ts';
import type { PaymentResult } from '../domain/payments.ts';
import { newId } from '../vault/ids.ts';
import type { Vault } from '../vault/vault.ts';
import { closeAttempt, millisecondsUntilDoubt, type Openable, openAttempt } from './attempts.ts';
import { newCodes } from './codes.ts';
import { isLookDue, outlookOf } from './doubts.ts';
import { purchaseEvent, recordPurchaseEvent } from './events.ts';
import { letter } from './mails.ts';
import { holdMonthlyCap, refuseByMonthlyCap } from './monthly-cap.ts';

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
  const charge = await stores.charges.ofPurchase(purchase_id);
  if (!charge) return await send(stores, { purchase, charge: newCharge(purchase, waiting.now), is_new: true, waiting });
  switch (charge.status) {
    case 'intent':
      return await send(stores, { purchase, charge, is_new: false, waiting });
    case 'sent': {
      const wait_ms = millisecondsUntilDoubt(charge, waiting);
      if (wait_ms > 0) return { step: 'wait', wait_ms };
      const result = { kind: 'unclear', detail: 'the worker died while the call was out' } as const;
      return { step: 'done', outcome: await settle(stores, { purchase, charge, result, now: waiting.now, vault: waiting.vault }) };
    }
    case 'in_doubt':
      if (!isLookDue(charge, waiting.now)) return { step: 'done', outcome: { status: 'in_doubt', ...outlookOf(charge) } };
      return { step: 'look', charge, subscriber_token: openToken(await stores.buyers.get(purchase.buyer_id), waiting.vault, purchase) };
    default:
      throw new Error(`a purchase that is ${purchase.status} has a charge that is ${charge.status}`);
  }
}

type Sending = Openable & { purchase: PurchaseRow; waiting: Waiting };

async function send(stores: Stores, { purchase, waiting: { vault, now }, ...opening }: Sending): Promise<PurchaseStep> {
  const { fits, ...buyer } = await holdMonthlyCap(stores, opening.charge, now);
  if (!fits) {
    const { id: charge_id } = await refuseByMonthlyCap(stores, opening);
    await decline(stores, purchase, { reason: 'monthly_cap_reached', now, charge_id });
    return { step: 'done', outcome: { status: 'declined' } };
  }
  // Before `sent` is committed: after that nothing but the call itself may fail.
  const subscriber_token = openToken(buyer, vault, purchase);
  return { step: 'send', subscriber_token, charge: await openAttempt(stores, opening, { at: now, now }) };
}

/** One transaction: records the ISP's answer with everything that follows from it (codes, event, letter). Undefined: not sent, try again. */
export async function settlePurchaseCharge(
  stores: Stores,
  vault: Vault,
  answer: { purchase_id: string; result: PaymentResult; now: Date },
): Promise<PurchaseOutcome | undefined> {
  const purchase = await stores.purchases.lock(answer.purchase_id);
  const charge = await stores.charges.ofPurchase(purchase.id);
  if (!charge) throw new Error(`purchase ${purchase.id} is settled without a charge`);
  return await settlePurchase(stores, { ...answer, purchase, charge, vault });
}

/** The same, by a caller who holds the purchase's lock and has read its charge since. */
export async function settlePurchase(stores: Stores, answer: Settling): Promise<PurchaseOutcome | undefined> {
  const { status } = answer.purchase;
  if (status === 'completed' || status === 'declined') return { status };
  const outcome = await settle(stores, answer);
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

function openToken(buyer: Pick<BuyerRow, 'key_wrapped'>, vault: Vault, purchase: PurchaseRow): string {
  if (!buyer.key_wrapped || !purchase.token_sealed) throw new Error(`purchase ${purchase.id} is charged without its subscriber token`);
  return vault.open(buyer.key_wrapped, purchase.token_sealed);
}

function newCharge(purchase: PurchaseRow, now: Date): ChargeRow {
  return {
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
}

type Settling = { purchase: PurchaseRow; charge: ChargeRow; result: PaymentResult; now: Date; vault: Vault };

async function settle(stores: Stores, { purchase, charge, result, now, vault }: Settling): Promise<PurchaseOutcome> {
  const writes: Write[] = [];
  const settled = await closeAttempt(stores, charge, { result, at: now, now, writes });
  switch (settled.status) {
    case 'succeeded':
      await complete(stores, { purchase, charge, vault, now, writes });
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

type Completing = Omit<Settling, 'result'> & { writes: readonly Write[] };

/** Everything that a sale changes goes out as one statement. */
async function complete(stores: Stores, { purchase, charge, vault, now, writes }: Completing): Promise<void> {
  const event = await purchaseEvent(stores, purchase, { type: 'purchase.completed', at: now, now, data: { charge: charge.id } });
  const issue = { subject: purchase, of: { purchase_id: purchase.id }, count: purchase.quantity, now };
  await stores.atOnce([
    ...writes,
    stores.purchases.updating(purchase.id, { status: 'completed', completed_at: now, token_sealed: null }),
    stores.events.inserting(event),
    stores.mails.inserting(letter({ kind: 'purchase_codes', subject: purchase, occasion: 'completed', at: now, now })),
    stores.codes.inserting(await newCodes(stores, vault, issue)),
  ]);
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
