import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import type { DeclineReason } from '../domain/charges.ts';
import type { EndReason, EndSource } from '../domain/subscriptions.ts';
import { recordSubscriptionEvent } from './events.ts';
import { queueMail } from './mails.ts';

export type End = { reason: EndReason; source: EndSource | null; at: Date; now: Date; decline?: DeclineReason };

/**
 * Acknowledges the end of a subscription. After this transaction no charge starts: sending one takes the same lock and looks at
 * `ended_at`. A charge that is in flight at this moment stays what it is and is recorded when its answer comes.
 * The caller holds the subscription's lock. Answers false where it had ended before; the first end stands.
 */
export async function endSubscription(stores: Stores, subscription: SubscriptionRow, end: End): Promise<boolean> {
  if (subscription.ended_at) return false;
  await stores.charges.voidIntents(subscription.id);
  const sequence = await recordSubscriptionEvent(stores, subscription, {
    type: 'subscription.ended',
    at: end.at,
    now: end.now,
    data: {
      end_reason: end.reason,
      end_source: end.source,
      ...(end.decline === undefined ? {} : { decline: { reason: end.decline } }),
      valid_until: subscription.paid_until?.toISOString() ?? null,
    },
  });
  await stores.subscriptions.update(subscription.id, {
    status: 'ended',
    ended_at: end.at,
    end_reason: end.reason,
    end_source: end.source,
    next_charge_at: null,
    event_sequence: sequence,
    updated_at: end.now,
  });
  // Nobody is written to about a subscription that never began: the popup has told its buyer.
  if (subscription.paid_until) {
    await queueMail(stores, { kind: 'subscription_ended', subject: subscription, occasion: 'end', at: end.at, now: end.now });
  }
  return true;
}
