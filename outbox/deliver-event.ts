import type { UnitOfWork } from '../db/unit-of-work.ts';
import { DISABLE_AFTER_DEFAULT, type DisableAfter } from '../domain/callbacks.ts';
import type { Vault } from '../vault/vault.ts';
import { type CallbackAnswer, type CallbackSender, isTaken, sendCallback } from './callback-messages.ts';
import { disableCallbacks, noteFailed, noteTaken } from './endpoint-health.ts';

export type DeliveryContext = {
  unitOfWork: UnitOfWork;
  vault: Vault;
  callbacks: CallbackSender;
  now: () => Date;
  /** When an endpoint that only fails is given up. */
  disable_after?: DisableAfter;
};

/** One delivery of an event's callback, and its record. 2xx is success, 410 disables the document's callbacks. */
export async function deliverEvent(context: DeliveryContext, event_id: string): Promise<'delivered' | 'failed' | 'over'> {
  const { unitOfWork, callbacks, now } = context;
  const { event, url, format, secrets, disabled } = await readDelivery(context, event_id);
  if (event.delivery_status === 'delivered' || !event.callback_url) return 'over';
  if (disabled || !url) {
    await unitOfWork.transaction((stores) => stores.events.update(event_id, { delivery_status: 'disabled', next_attempt_at: null }));
    return 'over';
  }
  const attempted_at = now();
  const body = { type: event.type, timestamp: event.occurred_at.toISOString(), data: event.data };
  const answer = await sendCallback(callbacks, { id: event.id, at: attempted_at, body }, { url, format, secrets });
  await unitOfWork.transaction(async (stores) => {
    await stores.events.insertDelivery(deliveryRow(event_id, attempted_at, answer));
    if (url !== event.callback_url) await stores.events.update(event_id, { callback_url: url });
    const moment = { now: now(), limit: context.disable_after ?? DISABLE_AFTER_DEFAULT };
    if (isTaken(answer)) {
      await stores.events.update(event_id, { delivery_status: 'delivered', delivered_at: moment.now, next_attempt_at: null });
      await noteTaken(stores, event.document_id, moment);
    } else if (answer.status === 410) {
      await stores.events.update(event_id, { delivery_status: 'disabled', next_attempt_at: null });
      await disableCallbacks(stores, event.document_id, { reason: 'gone', now: moment.now });
    } else await noteFailed(stores, event.document_id, moment);
  });
  if (isTaken(answer)) return 'delivered';
  return answer.status === 410 ? 'over' : 'failed';
}

/** The event, and where and how the document's callbacks go now: a URL that was mended is where what waits goes too. */
async function readDelivery({ unitOfWork, vault, now }: DeliveryContext, event_id: string) {
  return await unitOfWork.read(async (stores) => {
    const event = await stores.events.get(event_id);
    const document = await stores.documents.get(event.document_id);
    const endpoint = await stores.callbacks.endpoint(event.document_id);
    const sealed = await stores.merchants.callbackSecrets(event.merchant_id, now());
    return {
      event,
      url: document.callback_url,
      format: endpoint?.format ?? 'standard_webhooks',
      secrets: sealed.map((secret) => vault.openForPlatform(secret)),
      disabled: document.callback_disabled_at !== null,
    };
  });
}

function deliveryRow(event_id: string, attempted_at: Date, answer: CallbackAnswer) {
  const { latency_ms, status, head, error } = answer;
  return { event_id, attempted_at, latency_ms, response_status: status ?? null, response_head: head, error };
}
