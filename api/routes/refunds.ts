import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { newRefundSchema, refundSchema, wireRefund } from '../schemas/refunds.ts';

export function refundOperations(useCases: UseCases): Operation[] {
  return [
    operation({
      name: 'refundCharge',
      tag: 'Charges',
      method: 'post',
      path: '/v1/charges/{id}/refund',
      id_prefix: 'chg',
      summary: 'Give money back, wholly or in part; at most what was charged in all',
      body: newRefundSchema,
      example: { amount: 150, reason: 'service not delivered' },
      idempotent: 'ref',
      answers: {
        201: { description: 'The ISP has answered. Look at `status`.', schema: refundSchema },
        202: {
          description: 'Not final after 5 seconds: read it again.',
          schema: refundSchema,
          example: { status: 'processing', isp_reference: null, settled_at: null },
        },
      },
      refusals: ['charge_not_refundable', 'refund_above_remaining', 'billing_unavailable'],
      handle: async ({ scope, live, resource_id, path_id, body }) => {
        const refund = await useCases.refundCharge(scope, {
          id: resource_id,
          charge: path_id,
          amount_cents: body.amount === undefined ? undefined : BigInt(body.amount),
          reason: body.reason,
        });
        const is_final = refund.status === 'succeeded' || refund.status === 'declined';
        return { status: is_final ? 201 : 202, body: wireRefund(refund, live) };
      },
    }),
    operation({
      name: 'getRefund',
      tag: 'Charges',
      method: 'get',
      path: '/v1/refunds/{id}',
      id_prefix: 'ref',
      summary: 'Read a refund',
      answers: { 200: { description: 'The refund.', schema: refundSchema } },
      refusals: [],
      handle: async ({ scope, live, resource_id }) => ({
        status: 200,
        body: wireRefund(await useCases.getRefund(scope, resource_id), live),
      }),
    }),
  ];
}
