import { queueMail } from '../billing/mails.ts';
import type { Stores } from '../db/stores/index.ts';
import { type DisableAfter, type DisabledReason, HELD_MS, isFailingForLong, probePauseMs } from '../domain/callbacks.ts';

type Moment = { now: Date };

/** An endpoint took a callback: what waits for it is sent from now on, several at once. */
export async function noteTaken(stores: Stores, document_id: string, { now }: Moment): Promise<void> {
  if (!(await stores.callbacks.forgetFailures(document_id))) return;
  await stores.callbacks.release(document_id, { now, held: new Date(now.getTime() + HELD_MS) });
}

/** An endpoint did not take a callback: many of these in a row, and it is only probed; too many over too long, and it is disabled. */
export async function noteFailed(stores: Stores, document_id: string, { now, limit }: Moment & { limit: DisableAfter }): Promise<void> {
  const endpoint = await stores.callbacks.countFailure(document_id, now);
  if (isFailingForLong(endpoint, limit, now)) return await disableCallbacks(stores, document_id, { reason: 'failing', now });
  const pause_ms = probePauseMs(endpoint.failures_in_row);
  if (pause_ms !== undefined) await stores.callbacks.saveEndpoint(document_id, { probe_at: new Date(now.getTime() + pause_ms) });
}

/** No callback of the document is sent any more, and the merchant's people are told. What waits is kept, and can be redelivered once they are enabled again. */
export async function disableCallbacks(
  stores: Stores,
  document_id: string,
  { reason, now }: Moment & { reason: DisabledReason },
): Promise<void> {
  await stores.callbacks.disableWaiting(document_id);
  if (!(await stores.documents.disableCallbacks(document_id, now))) return;
  await stores.callbacks.saveEndpoint(document_id, { disabled_reason: reason, probe_at: null });
  const { merchant_id } = await stores.documents.get(document_id);
  for (const { id, locale } of await stores.merchantUsers.ofMerchant(merchant_id)) {
    // One letter for each person and time; whose it is, the sender reads there.
    const occasion = `${id}:${Math.floor(now.getTime() / 1_000)}`;
    await queueMail(stores, { kind: 'callbacks_disabled', subject: { id: document_id, locale }, occasion, at: now, now });
  }
}

/**
 * For a workflow that is about to try one callback: true where the endpoint may be tried now. Where it counts as failing and another has
 * its turn, the callback goes back to the table to wait there, so that the number of workflows of a dead endpoint comes down to none.
 */
export async function mayTryNow(stores: Stores, event_id: string, { now }: Moment): Promise<boolean> {
  const event = await stores.events.get(event_id);
  const endpoint = await stores.callbacks.endpoint(event.document_id);
  if (!endpoint?.probe_at) return true;
  if (await stores.callbacks.takeProbe(event.document_id, { now, held_until: new Date(now.getTime() + HELD_MS) })) return true;
  await stores.callbacks.takeBack(event_id, now);
  return false;
}
