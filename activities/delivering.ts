import type { CallbackSender } from '../outbox/deliver-event.ts';
import { deliverEvent } from '../outbox/deliver-event.ts';
import { type ActivityContext, tryAgain } from './context.ts';

export function createDeliveringActivities(context: ActivityContext, callbacks: CallbackSender) {
  const { unitOfWork, vault, now } = context;
  return {
    async deliverCallback({ event_id }: { event_id: string }): Promise<void> {
      const outcome = await deliverEvent({ unitOfWork, vault, callbacks, now }, event_id);
      if (outcome === 'failed') throw tryAgain('the receiver did not answer with 2xx');
    },

    async giveUpCallback({ event_id }: { event_id: string }): Promise<void> {
      await unitOfWork.transaction((stores) => stores.events.update(event_id, { delivery_status: 'failed', next_attempt_at: null }));
    },
  };
}
