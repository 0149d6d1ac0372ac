// Retries one callback for three days. The first delivery was made from the outbox and failed.
import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { BillingActivities } from '../activities/types.ts';
import type { CallbackDelivery } from '../domain/messages.ts';

// 5 s, 15 s, 45 s … up to 6 h apart: early tries for a restart of the receiver, late ones for a long outage.
const { deliverCallback } = proxyActivities<BillingActivities>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '5s', backoffCoefficient: 3, maximumInterval: '6h' },
});

const { giveUpCallback } = proxyActivities<BillingActivities>({ startToCloseTimeout: '30s' });

export async function callback(input: { event_id: string }): Promise<{ delivered: boolean }> {
  try {
    // Histories from before there were outcomes hold none.
    const delivery: CallbackDelivery | undefined = await deliverCallback(input);
    // `waiting`: its endpoint takes nothing from anybody, so it went back to the table, and a dispatcher goes on with it.
    return { delivered: delivery === undefined || delivery.outcome === 'delivered' };
  } catch (error) {
    if (isCancellation(error)) throw error;
    // Three days are over: the event keeps its attempts and can be redelivered by hand.
    await giveUpCallback(input);
    return { delivered: false };
  }
}
