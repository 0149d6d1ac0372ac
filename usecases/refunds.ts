import { requestRefund } from '../billing/refunds.ts';
import type { RefundRow } from '../db/entities/refund.ts';
import { refundableCents } from '../domain/refunds.ts';
import { Refusal } from '../domain/refusals.ts';
import type { UseCaseContext } from './context.ts';
import { notFound, ownerOf } from './scope.ts';
import type { NewRefund, RefundView, Scope, UseCases } from './types.ts';

export function createRefundUseCases(context: UseCaseContext): Pick<UseCases, 'refundCharge' | 'getRefund'> {
  const { unitOfWork, engine, wait_ms } = context;
  const find = async (scope: Scope, id: string) => await unitOfWork.read((stores) => stores.refunds.find({ ...ownerOf(scope), id }));
  return {
    async refundCharge(scope, input) {
      const row = (await find(scope, input.id)) ?? (await writeRefund(context, scope, input));
      // The row is there; a retry with the same key or the sweep takes it up after a crash.
      if (row.status === 'intent' || row.status === 'sent') {
        await engine.refund({ refund_id: row.id, isp: row.isp, merchant_id: row.merchant_id }, wait_ms);
      }
      return viewRefund((await find(scope, input.id)) ?? notFound('refund', input.id));
    },

    async getRefund(scope, id) {
      return viewRefund((await find(scope, id)) ?? notFound('refund', id));
    },
  };
}

async function writeRefund({ unitOfWork, now }: UseCaseContext, scope: Scope, input: NewRefund): Promise<RefundRow> {
  return await unitOfWork.transaction(async (stores) => {
    const charge = (await stores.charges.find({ ...ownerOf(scope), id: input.charge })) ?? notFound('charge', input.charge);
    const amount_cents = input.amount_cents ?? refundableCents(charge);
    if (charge.status !== 'succeeded' || !charge.isp_reference || amount_cents === 0n) {
      const why = charge.status === 'succeeded' ? 'has been refunded wholly' : `is ${charge.status}`;
      throw new Refusal('charge_not_refundable', `The charge ${why}.`);
    }
    const { id, reason } = input;
    await requestRefund(stores, {
      id,
      charge,
      payment_reference: charge.isp_reference,
      amount_cents,
      reason,
      source: 'merchant',
      now: now(),
    });
    return await stores.refunds.get(id);
  });
}

export function viewRefund(row: RefundRow): RefundView {
  return {
    id: row.id,
    charge: row.charge_id,
    amount_cents: row.amount_cents,
    isp: row.isp,
    status: row.status === 'intent' || row.status === 'sent' ? 'processing' : row.status,
    reason: row.reason,
    isp_reference: row.isp_reference ?? null,
    decline: row.decline_reason ? { reason: row.decline_reason, raw: row.decline_raw ?? null } : null,
    created_at: row.created_at,
    settled_at: row.settled_at ?? null,
  };
}
