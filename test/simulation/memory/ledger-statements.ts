import type { Statement } from './statement.ts';

/** What db/stores/ledger.ts and payout-grid.ts write in SQL. There is no payout grid here: what is left after VAT stays unallocated. */
export const LEDGER_STATEMENTS: Record<string, Statement> = {
  "select coalesce(sum(posting_set.amount_cents), 0)::text as total from posting_set join refund on refund.id = posting_set.refund_id where posting_set.charge_id = ? and source = 'merchant'":
    async ({ database, transaction }, [charge_id]) => {
      const ids = new Set(transaction.visible(database.table('refund'), { charge_id, source: 'merchant' }).map(({ id }) => id));
      const sets = transaction.visible(database.table('posting_set'), { charge_id }).filter(({ refund_id }) => ids.has(refund_id));
      return [{ total: String(sets.reduce((sum, { amount_cents }) => sum + (amount_cents as bigint), 0n)) }];
    },
};

export function isGridLookup(sql: string): boolean {
  return / from payout_grid_row where isp = \? and kind = \? /.test(sql);
}
