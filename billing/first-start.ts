import type { SubscriptionRow } from '../db/entities/subscription.ts';
import { HISTORY_EVENTS_MAX, type SubscriptionStart } from '../domain/messages.ts';

/** What a subscription's workflow starts with: its first charge is due at the anchor. */
export function firstStart(row: SubscriptionRow): SubscriptionStart {
  const anchor = row.anchor_at.toISOString();
  return {
    isp: row.isp,
    merchant_id: row.merchant_id,
    input: {
      subscription_id: row.id,
      status: 'pending',
      next: { index: 0, attempt: 1, due_at: anchor, wake_at: anchor },
      first_try: 'local',
      history_events_max: HISTORY_EVENTS_MAX,
      ...(row.test_clock_id ? { test_clock_id: row.test_clock_id, clock_now: anchor } : {}),
    },
  };
}
