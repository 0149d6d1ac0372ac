import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { exampleId } from '../schemas/fields.ts';
import { purchasePageQuery } from '../schemas/list-filters.ts';
import { wireList } from '../schemas/pages.ts';
import { newPurchase, newPurchaseSchema, purchaseListSchema, purchaseSchema, wirePurchase } from '../schemas/purchases.ts';

/** What a sale can be refused for, of either kind. */
export const SALE_REFUSALS = [
  'document_unknown',
  'document_kind_mismatch',
  'document_archived',
  'subscriber_token_unknown',
  'subscriber_token_expired',
  'subscriber_token_used',
  'subscriber_token_wrong_kind',
  'simulated_token_in_live_mode',
  'live_token_in_test_mode',
  'isp_unavailable',
  'billing_unavailable',
] as const;

export const SALE_FILTERS = 'Filters may be combined. With a date the list is ordered by that date, newest first.';

const EXAMPLE = {
  document: exampleId('doc'),
  quantity: 2,
  email: 'buyer@example.com',
  isp: 'orange',
  subscriber_token: 'tok_9f2c',
  client_reference: 'order-1042',
};

export function purchaseOperations(useCases: UseCases): Operation[] {
  return [
    operation({
      name: 'createPurchase',
      tag: 'Purchases',
      method: 'post',
      path: '/v1/purchases',
      summary: 'Buy codes: one charge on the invoice of the ISP',
      body: newPurchaseSchema,
      example: EXAMPLE,
      idempotent: 'pur',
      answers: {
        201: { description: 'Over: completed, declined or in doubt. Look at `status`.', schema: purchaseSchema },
        202: {
          description: 'Not final within 5 seconds: read it again.',
          schema: purchaseSchema,
          example: { status: 'processing', codes: [], completed_at: null },
        },
      },
      refusals: [...SALE_REFUSALS, 'quantity_above_maximum', 'one_shot_total_above_ceiling'],
      handle: async ({ scope, resource_id, body }) => {
        const purchase = await useCases.buy(scope, newPurchase(resource_id, body));
        return { status: purchase.status === 'processing' ? 202 : 201, body: wirePurchase(purchase) };
      },
    }),
    operation({
      name: 'listPurchases',
      tag: 'Purchases',
      method: 'get',
      path: '/v1/purchases',
      summary: 'List purchases',
      description: SALE_FILTERS,
      query: purchasePageQuery,
      answers: { 200: { description: 'A page, newest first.', schema: purchaseListSchema } },
      refusals: [],
      handle: async ({ scope, query }) => ({ status: 200, body: wireList(await useCases.listPurchases(scope, query), wirePurchase) }),
    }),
    operation({
      name: 'getPurchase',
      tag: 'Purchases',
      method: 'get',
      path: '/v1/purchases/{id}',
      id_prefix: 'pur',
      summary: 'Read a purchase',
      answers: { 200: { description: 'The purchase.', schema: purchaseSchema } },
      refusals: [],
      handle: async ({ scope, resource_id }) => ({ status: 200, body: wirePurchase(await useCases.getPurchase(scope, resource_id)) }),
    }),
  ];
}
