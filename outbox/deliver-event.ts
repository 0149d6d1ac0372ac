import { Webhook } from 'standardwebhooks';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { EventBody } from '../domain/events.ts';
import type { Vault } from '../vault/vault.ts';

/** What one POST to a merchant came to. `status` is undefined where no answer came. */
export type CallbackAnswer = { status: number | undefined; head: string | null; latency_ms: number; error: string | null };

export type CallbackSender = { post(callback: { url: string; headers: Record<string, string>; body: string }): Promise<CallbackAnswer> };

export type DeliveryContext = { unitOfWork: UnitOfWork; vault: Vault; callbacks: CallbackSender; now: () => Date };

/** One delivery of an event's callback, by Standard Webhooks 1.0, and its record. 2xx is success, 410 disables the document's callbacks. */
export async function deliverEvent(context: DeliveryContext, event_id: string): Promise<'delivered' | 'failed' | 'over'> {
  const { unitOfWork, vault, callbacks, now } = context;
  const { event, secrets, disabled } = await unitOfWork.read(async (stores) => {
    const event = await stores.events.get(event_id);
    const document = await stores.documents.get(event.document_id);
    const sealed = await stores.merchants.callbackSecrets(event.merchant_id, now());
    return { event, secrets: sealed.map((secret) => vault.openForPlatform(secret)), disabled: document.callback_disabled_at !== null };
  });
  if (event.delivery_status === 'delivered' || !event.callback_url) return 'over';
  if (disabled) {
    await unitOfWork.transaction((stores) => stores.events.update(event_id, { delivery_status: 'disabled', next_attempt_at: null }));
    return 'over';
  }
  const attempted_at = now();
  const body = JSON.stringify({ type: event.type, timestamp: event.occurred_at.toISOString(), data: event.data } satisfies EventBody);
  const headers = signedHeaders({ id: event.id, at: attempted_at, body, secrets });
  const answer = await callbacks.post({ url: event.callback_url, headers, body });
  const delivered = answer.status !== undefined && answer.status >= 200 && answer.status < 300;
  await unitOfWork.transaction(async (stores) => {
    await stores.events.insertDelivery({
      event_id,
      attempted_at,
      latency_ms: answer.latency_ms,
      response_status: answer.status ?? null,
      response_head: answer.head,
      error: answer.error,
    });
    if (delivered) await stores.events.update(event_id, { delivery_status: 'delivered', delivered_at: now(), next_attempt_at: null });
    if (answer.status === 410) {
      await stores.documents.update(event.document_id, { callback_disabled_at: now() });
      await stores.events.update(event_id, { delivery_status: 'disabled', next_attempt_at: null });
    }
  });
  if (delivered) return 'delivered';
  return answer.status === 410 ? 'over' : 'failed';
}

/** One signature for each live secret, so that a receiver that rotates accepts with either. */
export function signedHeaders(message: { id: string; at: Date; body: string; secrets: string[] }): Record<string, string> {
  const signatures = message.secrets.map((secret) => new Webhook(secret).sign(message.id, message.at, message.body));
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(message.at.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}
