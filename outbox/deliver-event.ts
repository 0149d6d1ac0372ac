import type { DueCallback } from '../db/hot-callbacks.ts';
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
  const { unitOfWork, vault, callbacks, now } = context;
  // A URL that was mended is where what waits goes too.
  const event = await unitOfWork.hot.findCallback({ event_id, now: now() });
  const { url, format } = event;
  if (event.delivery_status === 'delivered' || !event.callback_url) return 'over';
  if (event.disabled || !url) {
    await unitOfWork.transaction((stores) => stores.events.update(event_id, { delivery_status: 'disabled', next_attempt_at: null }));
    return 'over';
  }
  const attempted_at = now();
  const body = { type: event.type, timestamp: event.occurred_at.toISOString(), data: event.data };
  const secrets = event.secrets.map((secret) => vault.openForPlatform(secret));
  const answer = await sendCallback(callbacks, { id: event.id, at: attempted_at, body }, { url, format, secrets });
  const made = { event, url, attempted_at, answer };
  if (isTaken(answer)) await recordTaken(context, made);
  else await recordRefused(context, made);
  if (isTaken(answer)) return 'delivered';
  return answer.status === 410 ? 'over' : 'failed';
}

type Made = { event: DueCallback; url: string; attempted_at: Date; answer: CallbackAnswer };

/**
 * Of nearly every callback this is one statement. A process that dies between that and forgetting the failures leaves an endpoint that is
 * tried by one callback at a time until the next is taken.
 */
async function recordTaken({ unitOfWork, now }: DeliveryContext, { event, url, attempted_at, answer }: Made): Promise<void> {
  const { id: event_id, document_id } = event;
  const delivered_at = now();
  const { status = 0, head, latency_ms } = answer;
  const record = { event_id, document_id, callback_url: url, attempted_at, latency_ms, response_status: status, response_head: head };
  const { was_failing } = await unitOfWork.hot.recordTaken({ ...record, delivered_at });
  if (was_failing) await unitOfWork.transaction((stores) => noteTaken(stores, document_id, { now: delivered_at }));
}

async function recordRefused(context: DeliveryContext, { event, url, attempted_at, answer }: Made): Promise<void> {
  const { id: event_id, document_id } = event;
  await context.unitOfWork.transaction(async (stores) => {
    await stores.events.insertDelivery(deliveryRow(event_id, attempted_at, answer));
    if (url !== event.callback_url) await stores.events.update(event_id, { callback_url: url });
    const moment = { now: context.now(), limit: context.disable_after ?? DISABLE_AFTER_DEFAULT };
    if (answer.status === 410) {
      await stores.events.update(event_id, { delivery_status: 'disabled', next_attempt_at: null });
      await disableCallbacks(stores, document_id, { reason: 'gone', now: moment.now });
    } else await noteFailed(stores, document_id, moment);
  });
}

function deliveryRow(event_id: string, attempted_at: Date, answer: CallbackAnswer) {
  const { latency_ms, status, head, error } = answer;
  return { event_id, attempted_at, latency_ms, response_status: status ?? null, response_head: head, error };
}
