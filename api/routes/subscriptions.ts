import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { exampleId } from '../schemas/fields.ts';
import { subscriptionPageQuery } from '../schemas/list-filters.ts';
import { wireList } from '../schemas/pages.ts';
import {
  newSubscription,
  newSubscriptionSchema,
  subscriptionListSchema,
  subscriptionSchema,
  wireSubscription,
} from '../schemas/subscriptions.ts';
import { dossierOperation } from './dossier.ts';
import { SALE_FILTERS, SALE_REFUSALS } from './purchases.ts';

const LIST = {
  tag: 'Subscriptions',
  name: 'listSubscriptions',
  method: 'get',
  path: '/v1/subscriptions',
  summary: 'List subscriptions',
  description: SALE_FILTERS,
  query: subscriptionPageQuery,
} as const;

const ENDED = {
  status: 'ended',
  next_charge_at: null,
  ended_at: '2027-02-03T08:12:00.000Z',
  end_reason: 'unsubscribed',
  end_source: 'merchant',
};
const EXAMPLE = { document: exampleId('doc'), offer: 'month', email: 'buyer@example.com', isp: 'free', subscriber_token: 'tok_9f2c' };

export function subscriptionOperations(useCases: UseCases): Operation[] {
  const one = { tag: 'Subscriptions', id_prefix: 'sub' } as const;
  return [
    operation({
      name: 'createSubscription',
      tag: 'Subscriptions',
      method: 'post',
      path: '/v1/subscriptions',
      summary: 'Subscribe a buyer: the first charge now, then one a period',
      body: newSubscriptionSchema,
      example: EXAMPLE,
      idempotent: 'sub',
      answers: {
        201: { description: 'The first charge is over. Look at `status`.', schema: subscriptionSchema },
        202: {
          description: 'Still pending after 5 seconds: read it again.',
          schema: subscriptionSchema,
          example: { status: 'pending', code: null, current_period: null, next_charge_at: null },
        },
      },
      refusals: [...SALE_REFUSALS, 'rebilling_requires_premium', 'offer_unknown', 'test_clock_unknown', 'test_clock_in_live_mode'],
      handle: async ({ scope, resource_id, body }) => {
        const subscription = await useCases.subscribe(scope, newSubscription(resource_id, body));
        return { status: subscription.status === 'pending' ? 202 : 201, body: wireSubscription(subscription) };
      },
    }),
    operation({
      ...LIST,
      answers: { 200: { description: 'A page, newest first.', schema: subscriptionListSchema } },
      refusals: [],
      handle: async ({ scope, query }) => ({
        status: 200,
        body: wireList(await useCases.listSubscriptions(scope, query), wireSubscription),
      }),
    }),
    operation({
      ...one,
      name: 'getSubscription',
      method: 'get',
      path: '/v1/subscriptions/{id}',
      summary: 'Read a subscription',
      answers: { 200: { description: 'The subscription.', schema: subscriptionSchema } },
      refusals: [],
      handle: async ({ scope, resource_id }) => ({
        status: 200,
        body: wireSubscription(await useCases.getSubscription(scope, resource_id)),
      }),
    }),
    dossierOperation(useCases),
    operation({
      ...one,
      name: 'cancelSubscription',
      method: 'post',
      path: '/v1/subscriptions/{id}/cancel',
      summary: 'End a subscription: no charge starts after this answer; harmless when repeated',
      idempotent: 'existing',
      answers: { 200: { description: 'The ended subscription.', schema: subscriptionSchema, example: ENDED } },
      refusals: ['billing_unavailable'],
      handle: async ({ scope, resource_id }) => ({
        status: 200,
        body: wireSubscription(await useCases.cancelSubscription(scope, resource_id)),
      }),
    }),
  ];
}
