import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { eventPageQuery, redeliveredSchema, redelivery, redeliverySchema } from '../schemas/event-filters.ts';
import { eventListSchema, eventSchema, wireEvent } from '../schemas/events.ts';
import { exampleId } from '../schemas/fields.ts';
import { wireList } from '../schemas/pages.ts';

export function eventOperations(useCases: UseCases): Operation[] {
  return [
    operation({
      name: 'listEvents',
      tag: 'Events',
      method: 'get',
      path: '/v1/events',
      summary: 'List callbacks',
      query: eventPageQuery,
      answers: { 200: { description: 'A page, newest first, or in the order of `sequence`.', schema: eventListSchema } },
      refusals: [],
      handle: async ({ scope, live, query }) => ({
        status: 200,
        body: wireList(await useCases.listEvents(scope, query), (view) => wireEvent(view, live)),
      }),
    }),
    operation({
      name: 'getEvent',
      tag: 'Events',
      method: 'get',
      path: '/v1/events/{id}',
      id_prefix: 'evt',
      summary: 'Read a callback and the attempts to deliver it',
      answers: { 200: { description: 'The event.', schema: eventSchema } },
      refusals: [],
      handle: async ({ scope, live, resource_id }) => ({ status: 200, body: wireEvent(await useCases.getEvent(scope, resource_id), live) }),
    }),
    operation({
      name: 'redeliverEvent',
      tag: 'Events',
      method: 'post',
      path: '/v1/events/{id}/redeliver',
      id_prefix: 'evt',
      summary: 'Deliver a callback once more',
      idempotent: 'existing',
      answers: {
        202: {
          description: 'Will be delivered again; read it to see how that went.',
          schema: eventSchema,
          example: { delivery_status: 'pending' },
        },
      },
      refusals: ['billing_unavailable', 'callback_url_missing', 'callbacks_disabled'],
      handle: async ({ scope, live, resource_id }) => ({
        status: 202,
        body: wireEvent(await useCases.redeliverEvent(scope, resource_id), live),
      }),
    }),
    operation({
      name: 'redeliverEvents',
      tag: 'Events',
      method: 'post',
      path: '/v1/events/redeliver',
      summary: 'Deliver many callbacks once more',
      description:
        'Queues those that fit, the oldest first, and answers how many. They are sent by the dispatchers, with the share of lanes that their documents have; events of documents whose callbacks are disabled are left out.',
      body: redeliverySchema,
      example: { document: exampleId('doc'), created_from: '2027-01-31T00:00:00Z', limit: 1_000 },
      idempotent: 'existing',
      answers: { 202: { description: 'Will be delivered again.', schema: redeliveredSchema, example: { has_more: false } } },
      refusals: ['billing_unavailable', 'callback_url_missing', 'callbacks_disabled'],
      handle: async ({ scope, body }) => ({ status: 202, body: await useCases.redeliverEvents(scope, redelivery(body)) }),
    }),
  ];
}
