import type { DiscrepancyRow } from '../db/entities/reconciliation.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import { Refusal } from '../domain/refusals.ts';

/** What operators decide about a discrepancy, by their command and on their pages. */
export type ResolvingUseCases = {
  /** Says that a discrepancy was dealt with, and how. Refuses with not_found; one that is resolved already stays as it is. */
  resolveDiscrepancy(id: string, note: string): Promise<{ discrepancy: DiscrepancyRow; was_open: boolean }>;
};

export function createResolving({ unitOfWork, now }: { unitOfWork: UnitOfWork; now: () => Date }): ResolvingUseCases {
  return {
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
