import type { EventRow } from '../db/entities/event.ts';
import type { PurchaseRow } from '../db/entities/purchase.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import { GIVE_UP_AFTER_MS } from '../domain/callbacks.ts';
import type { EventData, EventType } from '../domain/events.ts';
import { CURRENCY, wireCents } from '../domain/money.ts';
import { newId } from '../vault/ids.ts';

type Occasion = { type: EventType; at: Date; now: Date; data?: Partial<EventData> };

type EventRowBase = { merchant_id: string; mode: 'test' | 'live'; document_id: string };

/** The outbox row. Callers write it in the transaction that changes the money, which is what makes a callback neither lost nor invented. */
async function eventRow(stores: Stores, subject: EventRowBase, event: Occasion & { ids: object; data: EventData }): Promise<EventRow> {
  const { callback_url, callback_disabled_at } = await stores.documents.callbacksOf(subject.document_id);
  const delivery_status = callback_url === null ? 'none' : callback_disabled_at === null ? 'pending' : 'disabled';
  return {
    id: newId('evt'),
    merchant_id: subject.merchant_id,
    mode: subject.mode,
    document_id: subject.document_id,
    type: event.type,
    purchase_id: null,
    subscription_id: null,
    sequence: null,
    ...event.ids,
    data: event.data,
    occurred_at: event.at,
    created_at: event.now,
    callback_url,
    delivery_status,
    next_attempt_at: delivery_status === 'pending' ? event.now : null,
    give_up_at: delivery_status === 'pending' ? new Date(event.now.getTime() + GIVE_UP_AFTER_MS) : null,
    delivered_at: null,
  };
}

export async function recordPurchaseEvent(stores: Stores, purchase: PurchaseRow, occasion: Occasion): Promise<void> {
  await stores.events.insert(await purchaseEvent(stores, purchase, occasion));
}

/** The same, for the caller to write. */
export async function purchaseEvent(stores: Stores, purchase: PurchaseRow, occasion: Occasion): Promise<EventRow> {
  const data: EventData = {
    reference: purchase.reference,
    amount: wireCents(purchase.amount_cents),
    currency: CURRENCY,
    isp: purchase.isp,
    document: purchase.document_id,
    client_reference: purchase.client_reference ?? null,
    purchase: purchase.id,
    ...occasion.data,
  };
  return await eventRow(stores, purchase, { ...occasion, data, ids: { purchase_id: purchase.id } });
}

/** Answers the subscription's new sequence; the caller holds its lock, so numbers have no gaps and no twins. */
export async function recordSubscriptionEvent(stores: Stores, subscription: SubscriptionRow, occasion: Occasion): Promise<number> {
  const { sequence, event } = await subscriptionEvent(stores, subscription, occasion);
  await stores.events.insert(event);
  return sequence;
}

type NumberedEvent = { sequence: number; event: EventRow };

/** The same, for the caller to write. */
export async function subscriptionEvent(stores: Stores, subscription: SubscriptionRow, occasion: Occasion): Promise<NumberedEvent> {
  const sequence = subscription.event_sequence + 1;
  const data: EventData = {
    reference: subscription.reference,
    amount: wireCents(subscription.price_cents),
    currency: CURRENCY,
    isp: subscription.isp,
    document: subscription.document_id,
    client_reference: subscription.client_reference ?? null,
    subscription: subscription.id,
    sequence,
    ...occasion.data,
  };
  return {
    sequence,
    event: await eventRow(stores, subscription, { ...occasion, data, ids: { subscription_id: subscription.id, sequence } }),
  };
}
