import type { DocumentRow } from '../db/entities/document.ts';
import type { EventDeliveryRow, EventRow } from '../db/entities/event.ts';
import { GIVE_UP_AFTER_MS } from '../domain/callbacks.ts';
import { Refusal } from '../domain/refusals.ts';
import type { UseCaseContext } from './context.ts';
import { eventQuery } from './list-filters.ts';
import { notFound, ownerOf } from './scope.ts';
import type { EventView, UseCases } from './types.ts';

/** A list shows how each event's last attempts went; the event itself, read alone, all of them. */
const LISTED_DELIVERIES = 5;

type EventCalls = Pick<UseCases, 'getEvent' | 'listEvents' | 'redeliverEvent' | 'redeliverEvents'>;

export function createEventUseCases({ unitOfWork, now }: UseCaseContext): EventCalls {
  return {
    async getEvent(scope, id) {
      return await unitOfWork.read(async (stores) => {
        const row = (await stores.events.find({ ...ownerOf(scope), id })) ?? notFound('event', id);
        return toView(row, await stores.events.deliveries([id]));
      });
    },

    async listEvents(scope, page) {
      return await unitOfWork.read(async (stores) => {
        const by_sequence = page.order === 'sequence' && page.subscription !== undefined;
        const { rows, has_more } = by_sequence
          ? await stores.events.listBySequence(ownerOf(scope), eventQuery(page))
          : await stores.events.list(ownerOf(scope), eventQuery(page));
        const deliveries = await stores.events.latestDeliveries(
          rows.map((row) => row.id),
          LISTED_DELIVERIES,
        );
        return { data: rows.map((row) => toView(row, deliveries)), has_more };
      });
    },

    async redeliverEvent(scope, id) {
      return await unitOfWork.transaction(async (stores) => {
        const row = (await stores.events.find({ ...ownerOf(scope), id })) ?? notFound('event', id);
        // To where the document's callbacks go now, which may be why it is sent again.
        const callback_url = sendingTo(await stores.documents.get(row.document_id));
        await stores.events.update(id, { callback_url, ...due(now()) });
        return toView(await stores.events.get(id), await stores.events.deliveries([id]));
      });
    },

    async redeliverEvents(scope, { limit, delivery_status, ...filter }) {
      return await unitOfWork.transaction(async (stores) => {
        const document = filter.document === undefined ? null : await stores.documents.find({ ...ownerOf(scope), id: filter.document });
        if (document) sendingTo(document);
        const statuses = delivery_status === undefined ? UNDELIVERED : [delivery_status];
        return await stores.events.queueAgain({ ...ownerOf(scope), statuses, filter, limit }, due(now()));
      });
    },
  };
}

const UNDELIVERED = ['failed', 'disabled'] as const;

/** For the dispatchers, as if it had just happened. */
function due(now: Date) {
  const give_up_at = new Date(now.getTime() + GIVE_UP_AFTER_MS);
  return { delivery_status: 'pending', next_attempt_at: now, give_up_at, delivered_at: null } as const;
}

/** Where a document's callbacks go; refuses where they go nowhere. */
function sendingTo(document: DocumentRow): string {
  if (document.callback_disabled_at) throw new Refusal('callbacks_disabled', `The callbacks of document ${document.id} are disabled.`);
  if (!document.callback_url) throw new Refusal('callback_url_missing', `Document ${document.id} has no callback URL.`);
  return document.callback_url;
}

function toView(row: EventRow, deliveries: EventDeliveryRow[]): EventView {
  return {
    id: row.id,
    type: row.type,
    timestamp: row.occurred_at,
    data: row.data,
    callback_url: row.callback_url ?? null,
    delivery_status: row.delivery_status,
    delivered_at: row.delivered_at ?? null,
    deliveries: deliveries
      .filter((delivery) => delivery.event_id === row.id)
      .map(({ attempted_at, latency_ms, response_status, response_head, error }) => ({
        attempted_at,
        latency_ms,
        response_status: response_status ?? null,
        response_head: response_head ?? null,
        error: error ?? null,
      })),
    created_at: row.created_at,
  };
}
