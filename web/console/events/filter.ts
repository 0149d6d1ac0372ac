import { EVENT_TYPES } from '../../../domain/events.ts';
import { dayBounds, isDay } from '../../../domain/statements.ts';
import type { EventFilter } from '../../../usecases/event-types.ts';
import type { EventView } from '../../../usecases/types.ts';
import { WORDS } from '../texts/words.ts';

export type DeliveryStatus = EventView['delivery_status'];

export const DELIVERY_STATUSES = Object.keys(WORDS.fr.delivery_status) as DeliveryStatus[];

/** What the address or a form asks for. What can't be asked is left out. */
export function eventFilter(asked: Readonly<Record<string, unknown>>): EventFilter & { delivery_status: DeliveryStatus | undefined } {
  const { type, status, from, until, document } = asked;
  return {
    type: EVENT_TYPES.find((known) => known === type),
    delivery_status: DELIVERY_STATUSES.find((known) => known === status),
    document: typeof document === 'string' && /^doc_\w{1,64}$/.test(document) ? document : undefined,
    created_from: typeof from === 'string' && isDay(from) ? dayBounds(from).start : undefined,
    created_to: typeof until === 'string' && isDay(until) ? dayBounds(until).end : undefined,
  };
}
