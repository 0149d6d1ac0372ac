import { firstStart } from '../../../billing/first-start.ts';
import type { Shared } from '../../../compose.ts';
import { dueInstant } from '../../../domain/calendar.ts';

/** The anchor of a weekly subscription whose first renewal falls due at this instant. */
export function anchorOfRenewal(due: Date): Date {
  return dueInstant(due, 'week', -1);
}

/**
 * The house, as it would have been when a subscription began at `anchor_at`: its first charge is made now, late in its first period, and
 * its next instants follow from the anchor. So a renewal falls due within a test, by Temporal's real timers, and no clock is wrong.
 */
export function backdated(shared: Shared, anchor_at: Date): Shared {
  const { engine, unitOfWork } = shared;
  return {
    ...shared,
    engine: {
      ...engine,
      async subscribe({ input: { subscription_id } }, wait_ms) {
        const row = await unitOfWork.transaction(async (stores) => {
          const written = await stores.subscriptions.lock(subscription_id);
          // A request that is sent again finds it begun, and its anchor stays.
          if (await stores.charges.ofPeriod(subscription_id, 0)) return written;
          await stores.subscriptions.update(subscription_id, { anchor_at, next_charge_at: anchor_at });
          return { ...written, anchor_at, next_charge_at: anchor_at };
        });
        return await engine.subscribe(firstStart(row), wait_ms);
      },
    },
  };
}
