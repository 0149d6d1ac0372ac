import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { PayoutReport } from '../domain/messages.ts';
import type { PayoutTerms } from '../domain/payouts.ts';
import type { Mode } from '../domain/subscriptions.ts';
import { newId } from '../vault/ids.ts';
import { type MadePayout, makePayout } from './payouts.ts';

export type PayingContext = { unitOfWork: UnitOfWork; payout_terms: PayoutTerms; now: () => Date };

export type MonthToPay = {
  month: string;
  modes: readonly Mode[];
  /** Of these only; of all merchants where absent. */
  merchant_ids?: readonly string[] | undefined;
  /** Told of each merchant whose month could not be stated; the others go on. */
  onFailure: (merchant_id: string, error: unknown) => void;
};

export type MonthPaid = { made: Extract<MadePayout, { status: 'made' | 'there' }>[]; failed: string[] };

/** States a month of each merchant in a transaction of its own, so that one keeps no other waiting. Run again, it does what is left. */
export async function payMerchants(
  { unitOfWork, payout_terms: terms, now }: PayingContext,
  { month, modes, merchant_ids, onFailure }: MonthToPay,
): Promise<MonthPaid> {
  const paid: MonthPaid = { made: [], failed: [] };
  for (const merchant_id of merchant_ids ?? (await unitOfWork.read((stores) => stores.payouts.merchants()))) {
    for (const mode of modes) {
      try {
        const owner = { merchant_id, mode };
        const made = await unitOfWork.transaction((stores) => makePayout(stores, { id: newId('po'), owner, month, terms, now: now() }));
        if (made.status !== 'nothing') paid.made.push(made);
      } catch (error) {
        onFailure(merchant_id, error);
        paid.failed.push(merchant_id);
      }
    }
  }
  return paid;
}

/** What operators are told of a run in Temporal. */
export function reportOf({ made }: MonthPaid, { month, modes }: Pick<MonthToPay, 'month' | 'modes'>): PayoutReport {
  return {
    month,
    modes: modes.map((mode) => {
      const of_mode = made.filter(({ payout }) => payout.mode === mode);
      const fresh = of_mode.filter(({ status }) => status === 'made');
      const paid_out_cents = fresh.reduce((sum, { payout }) => sum + payout.payout_cents, 0n);
      return { mode, made: fresh.length, there: of_mode.length - fresh.length, paid_out_cents: String(paid_out_cents) };
    }),
  };
}
