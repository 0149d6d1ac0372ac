import {
  type DayContext,
  type DoubtsSettled,
  type FetchedStatement,
  keepStatement,
  matchDay,
  recordDay,
} from '../billing/reconcile-day.ts';
import { resolveDoubt } from '../billing/resolve-doubt.ts';
import type { Isp } from '../domain/isps.ts';
import type { DayInput, DayReport } from '../domain/messages.ts';
import type { PaymentResult } from '../domain/payments.ts';
import { IspUnavailable } from '../domain/payments.ts';
import { daysDue } from '../domain/reconciliation.ts';
import { addDays, bookedAtTheStart, parisDay, STATEMENT_COMPLETE_AFTER_MS, type StatementLine } from '../domain/statements.ts';
import { type ActivityContext, tryAgain } from './context.ts';
import { giveBackOwed, settleRefundDoubt } from './reconciling-refunds.ts';

/** A day this old that was never completed is left to people. */
const UNFINISHED_DAYS_MAX = 62;

/** Compares what an ISP says with what we say, settles doubts by it, and keeps what does not agree. Each is safe to repeat. */
export function createReconcilingActivities(context: ActivityContext) {
  const { unitOfWork, isps, now, log } = context;
  return {
    async reconciliationsDue({ isp }: { isp: Isp }): Promise<string[]> {
      const today = parisDay(now());
      const since = addDays(today, -UNFINISHED_DAYS_MAX);
      const { seen, open } = await unitOfWork.read(async (stores) => ({
        seen: await stores.reconciliations.seen(isp, since),
        // What was charged by a late replay stands on a later statement: the day on which it was missed is looked at until that is seen.
        open: await stores.discrepancies.openDays(isp, since),
      }));
      return daysDue(today, { ...seen, unfinished: [...seen.unfinished, ...open] });
    },

    async reconcileDay({ isp, day }: DayInput): Promise<DayReport> {
      // Before the statement is asked for: a day of which there is none stays due.
      await unitOfWork.transaction((stores) => stores.reconciliations.lock({ isp, day }, now()));
      const statement = await fetchStatement(isp, day);
      await unitOfWork.transaction((stores) => keepStatement(stores, statement, now()));
      const dayContext = contextOf(statement);
      const settled = await settleDoubts(dayContext);
      const report = await unitOfWork.transaction((stores) => recordDay(stores, { ...dayContext, now: now() }, settled));
      await giveBackOwed(context, { isp, day });
      log.info({ isp, ...report.counts, day, complete: report.complete }, 'statement reconciled');
      return report;
    },
  };

  async function fetchStatement(isp: Isp, day: string): Promise<FetchedStatement> {
    const fetched_at = now();
    const about_midnight = await unitOfWork.read((stores) => stores.reconciliations.hasTakings(isp, bookedAtTheStart(day)));
    try {
      const lines = await isps[isp].statement(day);
      const previous: StatementLine[] = about_midnight ? await isps[isp].statement(addDays(day, -1)) : [];
      return { isp, day, lines, previous, fetched_at };
    } catch (error) {
      throw error instanceof IspUnavailable ? tryAgain(`no statement of ${day}: ${error.message}`) : error;
    }
  }

  function contextOf(statement: FetchedStatement): DayContext {
    const profile = context.doubt_profiles[statement.isp];
    const absence_is_proof = profile.method === 'statement';
    const complete_after_ms = profile.method === 'statement' ? profile.complete_after_ms : STATEMENT_COMPLETE_AFTER_MS;
    return { statement, complete_after_ms, absence_is_proof, now: now() };
  }

  async function settleDoubts(dayContext: DayContext): Promise<DoubtsSettled> {
    const { matching, charges, refunds } = await unitOfWork.read((stores) => matchDay(stores, dayContext));
    const settled: DoubtsSettled = { charged: [], not_charged: [] };
    for (const { entry, fate, line } of matching.entries) {
      const refund = refunds.get(entry.id);
      if (refund) await settleRefundDoubt(context, refund, { fate, line });
      const charge = charges.get(entry.id);
      if (!charge) continue;
      if (fate === 'taken' && line) {
        const result: PaymentResult = { kind: 'succeeded', isp_reference: line.payment_id };
        if (await resolveDoubt(context, { charge, from: ['sent', 'in_doubt'], result })) settled.charged.push(charge.id);
      }
      if (fate === 'not_taken_there') {
        const result: PaymentResult = { kind: 'not_charged', detail: 'not on the complete statement' };
        if (await resolveDoubt(context, { charge, from: ['in_doubt'], result })) settled.not_charged.push(charge.id);
      }
    }
    if (settled.charged.length + settled.not_charged.length > 0) context.announce();
    return settled;
  }
}
