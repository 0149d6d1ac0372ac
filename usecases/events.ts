import type { EventDeliveryRow, EventRow } from '../db/entities/event.ts';
import type { UseCaseContext } from './context.ts';
import { subjectFilter } from './list-filters.ts';
import { notFound, ownerOf } from './scope.ts';
import type { EventView, UseCases } from './types.ts';

export function createEventUseCases({ unitOfWork, now }: UseCaseContext): Pick<UseCases, 'getEvent' | 'listEvents' | 'redeliverEvent'> {
  return {
    async getEvent(scope, id) {
      return await unitOfWork.read(async (stores) => {
        const row = (await stores.events.find({ ...ownerOf(scope), id })) ?? notFound('event', id);
        return toView(row, await stores.events.deliveries([id]));
      });
    },

    async listEvents(scope, page) {
      return await unitOfWork.read(async (stores) => {
        const { rows, has_more } = await stores.events.list(ownerOf(scope), page, subjectFilter(page));
        const deliveries = await stores.events.deliveries(rows.map((row) => row.id));
        return { data: rows.map((row) => toView(row, deliveries)), has_more };
      });
    },

    async redeliverEvent(scope, id) {
      return await unitOfWork.transaction(async (stores) => {
        const row = (await stores.events.find({ ...ownerOf(scope), id })) ?? notFound('event', id);
        const document = await stores.documents.get(row.document_id);
        // To where the document's callbacks go now, which may be why it is sent again.
        const callback_url = document.callback_url ?? row.callback_url ?? null;
        if (callback_url !== null) {
          await stores.events.update(id, { callback_url, delivery_status: 'pending', next_attempt_at: now(), delivered_at: null });
        }
        return toView(await stores.events.get(id), await stores.events.deliveries([id]));
      });
    },
  };
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
