import { owedBack } from '../billing/discrepancies.ts';
import { giveBack } from '../billing/give-back.ts';
import { settleRefund } from '../billing/refunds.ts';
import type { RefundRow } from '../db/entities/refund.ts';
import type { DayInput } from '../domain/messages.ts';
import { type EntryFate, lineKey } from '../domain/reconciliation.ts';
import type { RefundResult } from '../domain/refunds.ts';
import { Refusal } from '../domain/refusals.ts';
import type { StatementLine } from '../domain/statements.ts';
import type { ActivityContext } from './context.ts';

type Seen = { fate: EntryFate; line: StatementLine | undefined };

/** What a statement says of a refund that is open. Its workflow is told: it ends, or it sends the next attempt. */
export async function settleRefundDoubt({ unitOfWork, engine, now }: ActivityContext, refund: RefundRow, seen: Seen): Promise<void> {
  const result = resultOf(seen);
  if (!result) return;
  const is_settled = await unitOfWork.transaction(async (stores) => {
    const current = await stores.refunds.get(refund.id);
    if (current.status !== refund.status) return false;
    return (await settleRefund(stores, { refund_id: refund.id, attempt: refund.attempt, result, now: now() })) !== undefined;
  });
  if (is_settled) await engine.chargeResolved(refund.id);
}

function resultOf({ fate, line }: Seen): RefundResult | undefined {
  if (fate === 'taken' && line) return { kind: 'succeeded', isp_reference: lineKey(line) };
  return fate === 'not_taken_there' ? { kind: 'not_refunded', detail: 'not on the complete statement' } : undefined;
}

/** The one place that acts on money taken for nothing: all that is open for the day, so that a crash before it loses none. */
export async function giveBackOwed({ unitOfWork, engine, now, log }: ActivityContext, day: DayInput): Promise<void> {
  for (const owed of await unitOfWork.read((stores) => owedBack(stores, day))) {
    try {
      const refund = await unitOfWork.transaction((stores) => giveBack(stores, owed, now()));
      if (refund) await engine.ensureRefund({ refund_id: refund.id, isp: refund.isp, merchant_id: refund.merchant_id });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { discrepancy_id, charge_id } = owed;
      log.error({ ...day, discrepancy_id, charge_id }, 'money that the ISP took for nothing could not be given back');
    }
  }
}
