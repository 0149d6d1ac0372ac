import type { EventType } from '../domain/events.ts';
import type { EventView, Scope, SubjectPage } from './types.ts';

/** What events may be narrowed by, all of it at once. `from` is inclusive and `to` is not; absent means whatever it is. */
export type EventFilter = {
  purchase?: string | undefined;
  subscription?: string | undefined;
  document?: string | undefined;
  type?: EventType | undefined;
  created_from?: Date | undefined;
  created_to?: Date | undefined;
};

/** In the order of their sequence only where they are of one subscription; else the newest first. */
export type EventPage = SubjectPage &
  EventFilter & { delivery_status?: EventView['delivery_status'] | undefined; order?: 'newest' | 'sequence' | undefined };

/** Without a status, all that was never delivered: `failed` and `disabled`. */
export type Redelivery = EventFilter & { delivery_status?: 'failed' | 'disabled' | 'delivered' | undefined; limit: number };

export type EventUseCases = {
  /**
   * Queues events for the dispatchers, the oldest first and `limit` at most; none of a document without a callback URL or with disabled
   * callbacks. Refuses with callback_url_missing or callbacks_disabled where such a document is named.
   */
  redeliverEvents(scope: Scope, redelivery: Redelivery): Promise<{ count: number; has_more: boolean }>;
};
