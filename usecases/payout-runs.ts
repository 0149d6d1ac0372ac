import { payMerchants } from '../billing/pay-merchants.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import { monthEnd, type PayoutStatement, type PayoutSummary, type PayoutTerms } from '../domain/payouts.ts';
import { Refusal } from '../domain/refusals.ts';
import type { Mode } from '../domain/subscriptions.ts';
import { statementOf, summaryOf } from './payouts.ts';

export type PayoutRun = {
  made: PayoutSummary[];
  /** Stated before, and left as they are. */
  there: PayoutSummary[];
  /** Merchants whose month could not be stated; run it again. */
  failed: { merchant: string; error: string }[];
};

export type PayoutFilter = { month?: string | undefined; merchant_id?: string | undefined; mode: Mode };

/** Statements of all merchants, for operators. */
export type PayoutRunUseCases = {
  /** States a month of each merchant, or of one. Live money only of a month that is over: refuses with payout_month_not_over. */
  runPayouts(filter: PayoutFilter & { month: string }): Promise<PayoutRun>;
  /** Newest first. */
  listAllPayouts(filter: PayoutFilter, limit: number): Promise<PayoutSummary[]>;
  /** Refuses with not_found. */
  showPayout(id: string): Promise<PayoutStatement>;
};

type Context = { unitOfWork: UnitOfWork; payout_terms: PayoutTerms; now: () => Date };

export function createPayoutRunUseCases(context: Context): PayoutRunUseCases {
  const { unitOfWork, now } = context;
  return {
    async runPayouts({ month, merchant_id, mode }) {
      if (mode === 'live' && monthEnd(month) > now()) throw new Refusal('payout_month_not_over', `${month} is not over in Paris.`);
      if (merchant_id !== undefined && !(await unitOfWork.read((stores) => stores.merchants.find(merchant_id)))) {
        throw new Refusal('not_found', `There is no merchant ${merchant_id}.`);
      }
      const failed: PayoutRun['failed'] = [];
      const { made } = await payMerchants(context, {
        month,
        modes: [mode],
        merchant_ids: merchant_id === undefined ? undefined : [merchant_id],
        onFailure: (merchant, error) => failed.push({ merchant, error: error instanceof Error ? error.name : 'UnknownError' }),
      });
      const of = (status: 'made' | 'there') => made.filter((each) => each.status === status).map(({ payout }) => summaryOf(payout));
      return { made: of('made'), there: of('there'), failed };
    },

    async listAllPayouts(filter, limit) {
      return (await unitOfWork.read((stores) => stores.payouts.listAny(filter, limit))).map(summaryOf);
    },

    async showPayout(id) {
      return await unitOfWork.read(async (stores) => {
        const row = await stores.payouts.findAny(id);
        if (!row) throw new Refusal('not_found', `There is no payout ${id}.`);
        return await statementOf(stores, row);
      });
    },
  };
}
