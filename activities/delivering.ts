import type { DisableAfter } from '../domain/callbacks.ts';
import type { CallbackDelivery } from '../domain/messages.ts';
import type { CallbackSender } from '../outbox/callback-messages.ts';
import { deliverEvent } from '../outbox/deliver-event.ts';
import { mayTryNow } from '../outbox/endpoint-health.ts';
import { type ActivityContext, tryAgain } from './context.ts';

/** How callbacks go out, and when an endpoint that only fails is given up. */
export type Delivering = { callbacks: CallbackSender; disable_after: DisableAfter };

export function createDeliveringActivities(context: ActivityContext, { callbacks, disable_after }: Delivering) {
  const { unitOfWork, vault, now } = context;
  return {
    async deliverCallback({ event_id }: { event_id: string }): Promise<CallbackDelivery> {
      const may_try = await unitOfWork.transaction((stores) => mayTryNow(stores, event_id, { now: now() }));
      if (!may_try) return { outcome: 'waiting' };
      const outcome = await deliverEvent({ unitOfWork, vault, callbacks, now, disable_after }, event_id);
      if (outcome === 'failed') throw tryAgain('the receiver did not answer with 2xx');
      return { outcome };
    },

    async giveUpCallback({ event_id }: { event_id: string }): Promise<void> {
      await unitOfWork.transaction((stores) => stores.events.update(event_id, { delivery_status: 'failed', next_attempt_at: null }));
    },
  };
}
