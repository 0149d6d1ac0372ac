import type { DiscrepancyRow } from '../db/entities/reconciliation.ts';
import type { DiscrepancyFilter } from '../db/stores/discrepancies.ts';
import type { Isp } from '../domain/isps.ts';
import type { PayoutTerms } from '../domain/payouts.ts';
import type { ReconciliationRun, Reconciliations } from '../gateways/temporal/reconciliations.ts';
import type { SecretContext } from './callback-secrets.ts';
import { createResolving, type ResolvingUseCases } from './discrepancies.ts';
import { createLedgerUseCases, type LedgerUseCases } from './ledger.ts';
import type { MerchantUseCases } from './merchant-types.ts';
import { createMerchantUseCases } from './merchants.ts';
import { createGridUseCases, type GridUseCases } from './payout-grid.ts';
import { createPayoutRunUseCases, type PayoutRunUseCases } from './payout-runs.ts';

/** What operators can ask for, across all merchants and both modes. Over HTTP there is what concerns merchants, and what their pages show (oversight/). */
export type OperatorUseCases = LedgerUseCases &
  GridUseCases &
  PayoutRunUseCases &
  MerchantUseCases &
  ResolvingUseCases & {
    /** Reconciles one ISP's day and waits for it; the discrepancies are those that are open for that day afterwards. */
    reconcile(request: { isp: Isp; day: string; wait_ms: number }): Promise<{ run: ReconciliationRun; open: DiscrepancyRow[] }>;
    /** Newest first. */
    listDiscrepancies(filter: DiscrepancyFilter, limit: number): Promise<DiscrepancyRow[]>;
  };

export type OperatorContext = SecretContext & { reconciliations: Reconciliations; payout_terms: PayoutTerms };

const SHOWN_MAX = 1_000;

export function createOperatorUseCases(context: OperatorContext): OperatorUseCases {
  const { unitOfWork, reconciliations, payout_terms, now } = context;
  return {
    ...createMerchantUseCases(context),
    ...createLedgerUseCases({ unitOfWork, now }),
    ...createGridUseCases({ unitOfWork, now }),
    ...createPayoutRunUseCases({ unitOfWork, payout_terms, now }),
    ...createResolving({ unitOfWork, now }),

    async reconcile({ isp, day, wait_ms }) {
      const run = await reconciliations.reconcile({ isp, day }, wait_ms);
      const filter = { isp, day, is_open: true };
      return { run, open: await unitOfWork.read((stores) => stores.discrepancies.list(filter, { limit: SHOWN_MAX })) };
    },

    async listDiscrepancies(filter, limit) {
      return await unitOfWork.read((stores) => stores.discrepancies.list(filter, { limit }));
    },
  };
}
