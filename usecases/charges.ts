import type { ChargeAttemptRow, ChargeRow } from '../db/entities/charge.ts';
import type { RefundRow } from '../db/entities/refund.ts';
import type { Stores } from '../db/stores/index.ts';
import type { UseCaseContext } from './context.ts';
import { chargeQuery } from './list-filters.ts';
import { viewRefund } from './refunds.ts';
import { notFound, ownerOf } from './scope.ts';
import type { ChargeView, UseCases } from './types.ts';

export function createChargeUseCases({ unitOfWork }: UseCaseContext): Pick<UseCases, 'getCharge' | 'listCharges'> {
  return {
    async getCharge(scope, id) {
      return await unitOfWork.read(async (stores) => {
        const row = (await stores.charges.find({ ...ownerOf(scope), id })) ?? notFound('charge', id);
        return (await toViews(stores, [row]))[0] ?? notFound('charge', id);
      });
    },

    async listCharges(scope, page) {
      return await unitOfWork.read(async (stores) => {
        const { rows, has_more } = await stores.charges.list(ownerOf(scope), chargeQuery(page));
        return { data: await toViews(stores, rows), has_more };
      });
    },
  };
}

async function toViews(stores: Stores, rows: ChargeRow[]): Promise<ChargeView[]> {
  const ids = rows.map((row) => row.id);
  const attempts = await stores.charges.attempts(ids);
  const refunds = await stores.refunds.ofCharges(ids);
  return rows.map((row) => toView(row, { attempts, refunds }));
}

function toView(row: ChargeRow, { attempts, refunds }: { attempts: ChargeAttemptRow[]; refunds: RefundRow[] }): ChargeView {
  const { period_start, period_end, period_index } = row;
  return {
    id: row.id,
    reference: row.reference,
    purchase: row.purchase_id ?? null,
    subscription: row.subscription_id ?? null,
    period:
      period_start && period_end && typeof period_index === 'number' ? { index: period_index, start: period_start, end: period_end } : null,
    document: row.document_id,
    isp: row.isp,
    amount_cents: row.amount_cents,
    refunded_cents: row.refunded_cents,
    status: row.status,
    isp_reference: row.isp_reference ?? null,
    decline: row.decline_reason ? { reason: row.decline_reason, raw: row.decline_raw ?? null } : null,
    due_at: row.due_at,
    settled_at: row.settled_at ?? null,
    attempts: attempts
      .filter((attempt) => attempt.charge_id === row.id)
      .map(({ number, outcome, client_correlator, sent_at, finished_at }) => ({
        number,
        outcome,
        client_correlator,
        sent_at,
        finished_at: finished_at ?? null,
      })),
    refunds: refunds.filter((refund) => refund.charge_id === row.id).map(viewRefund),
    created_at: row.created_at,
  };
}
