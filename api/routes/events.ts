import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { eventListSchema, eventSchema, wireEvent } from '../schemas/events.ts';
import { subjectPageQuery, wireList } from '../schemas/pages.ts';

export function eventOperations(useCases: UseCases): Operation[] {
  return [
    operation({
      name: 'listEvents',
      tag: 'Events',
      method: 'get',
      path: '/v1/events',
      summary: 'List callbacks',
      query: subjectPageQuery('evt'),
      answers: { 200: { description: 'A page, newest first.', schema: eventListSchema } },
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
      refusals: ['billing_unavailable'],
      handle: async ({ scope, live, resource_id }) => ({
        status: 202,
        body: wireEvent(await useCases.redeliverEvent(scope, resource_id), live),
      }),
    }),
  ];
}
