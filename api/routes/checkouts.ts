import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { checkoutSchema, newCheckout, newCheckoutSchema, wireCheckout } from '../schemas/checkouts.ts';
import { exampleId } from '../schemas/fields.ts';

export function checkoutOperations(useCases: UseCases): Operation[] {
  return [
    operation({
      name: 'createCheckout',
      tag: 'Checkouts',
      method: 'post',
      path: '/v1/checkouts',
      summary: 'Open a popup page for one buyer',
      body: newCheckoutSchema,
      example: { document: exampleId('doc'), return_url: 'https://shop.example/thanks' },
      idempotent: 'chk',
      answers: { 201: { description: 'Send the buyer to `url`.', schema: checkoutSchema } },
      refusals: [
        'document_unknown',
        'document_kind_mismatch',
        'document_archived',
        'quantity_above_maximum',
        'one_shot_total_above_ceiling',
        'offer_unknown',
        'rebilling_requires_premium',
        'test_clock_unknown',
        'test_clock_in_live_mode',
      ],
      handle: async ({ scope, live, resource_id, body }) => ({
        status: 201,
        body: wireCheckout(await useCases.createCheckout(scope, newCheckout(resource_id, body)), live),
      }),
    }),
    operation({
      name: 'getCheckout',
      tag: 'Checkouts',
      method: 'get',
      path: '/v1/checkouts/{id}',
      id_prefix: 'chk',
      summary: 'Read a checkout',
      answers: { 200: { description: 'The checkout, with the sale that it led to.', schema: checkoutSchema } },
      refusals: [],
      handle: async ({ scope, live, resource_id }) => ({
        status: 200,
        body: wireCheckout(await useCases.getCheckout(scope, resource_id), live),
      }),
    }),
  ];
}
