import type { DiscrepancyRow } from '../db/entities/reconciliation.ts';
import type { DiscrepancyFilter } from '../db/stores/discrepancies.ts';
import type { Isp } from '../domain/isps.ts';
import { Refusal } from '../domain/refusals.ts';
import type { ReconciliationRun, Reconciliations } from '../gateways/temporal/reconciliations.ts';
import type { SecretContext } from './callback-secrets.ts';
import { createLedgerUseCases, type LedgerUseCases } from './ledger.ts';
import type { MerchantUseCases } from './merchant-types.ts';
import { createMerchantUseCases } from './merchants.ts';
import { createGridUseCases, type GridUseCases } from './payout-grid.ts';

/** What operators can ask for, across all merchants and both modes. Over HTTP there is only what concerns merchants, on the admin port. */
export type OperatorUseCases = LedgerUseCases &
  GridUseCases &
  MerchantUseCases & {
    /** Reconciles one ISP's day and waits for it; the discrepancies are those that are open for that day afterwards. */
    reconcile(request: { isp: Isp; day: string; wait_ms: number }): Promise<{ run: ReconciliationRun; open: DiscrepancyRow[] }>;
    /** Newest first. */
    listDiscrepancies(filter: DiscrepancyFilter, limit: number): Promise<DiscrepancyRow[]>;
    /** Says that a discrepancy was dealt with, and how. Refuses with not_found; one that is resolved already stays as it is. */
    resolveDiscrepancy(id: string, note: string): Promise<{ discrepancy: DiscrepancyRow; was_open: boolean }>;
  };

export type OperatorContext = SecretContext & { reconciliations: Reconciliations };

const SHOWN_MAX = 1_000;

export function createOperatorUseCases(context: OperatorContext): OperatorUseCases {
  const { unitOfWork, reconciliations, now } = context;
  return {
    ...createMerchantUseCases(context),
    ...createLedgerUseCases({ unitOfWork, now }),
    ...createGridUseCases({ unitOfWork, now }),

    async reconcile({ isp, day, wait_ms }) {
      const run = await reconciliations.reconcile({ isp, day }, wait_ms);
      const filter = { isp, day, is_open: true };
      return { run, open: await unitOfWork.read((stores) => stores.discrepancies.list(filter, { limit: SHOWN_MAX })) };
    },

    async listDiscrepancies(filter, limit) {
      return await unitOfWork.read((stores) => stores.discrepancies.list(filter, { limit }));
    },

    async resolveDiscrepancy(id, note) {
      return await unitOfWork.transaction(async (stores) => {
        const resolution = { resolution: 'by_hand' as const, resolved_at: now(), note };
        const was_open = await stores.discrepancies.resolve(id, resolution);
        const discrepancy = await stores.discrepancies.find(id);
        if (!discrepancy) throw new Refusal('not_found', `There is no discrepancy ${id}.`);
        return { discrepancy, was_open };
      });
    },
  };
}
