import type { Stores } from '../db/stores/index.ts';
import type { EndReason } from '../domain/subscriptions.ts';
import { endSubscription } from './end-subscription.ts';

/** How a mandate is asked for at the ISP: always in the same words, since the same request gives the same mandate. */
export function mandateTerms({ reference }: { reference: string }): { reference_code: string; description: string } {
  return { reference_code: reference, description: `Internet+ ${reference}` };
}

type Made = { subscription_id: string; mandate_reference: string; now: Date };

/** Keeps the mandate that a token was exchanged for; the token has done its work. */
export async function recordMandate(stores: Stores, { subscription_id, mandate_reference, now }: Made): Promise<void> {
  await stores.subscriptions.update(subscription_id, { mandate_reference, token_sealed: null });
  await stores.consents.update(subscription_id, { mandate_made_at: now });
}

/** The ISP would not make a mandate of the buyer's token: the subscription ends before it began. */
export async function rejectMandate(stores: Stores, subscription_id: string, when: { at: Date; now: Date }): Promise<EndReason> {
  const subscription = await stores.subscriptions.lock(subscription_id);
  await endSubscription(stores, subscription, { reason: 'declined', source: null, ...when, decline: 'token_rejected' });
  await stores.subscriptions.update(subscription_id, { token_sealed: null, mandate_cancelled_at: when.now });
  return subscription.end_reason ?? 'declined';
}
