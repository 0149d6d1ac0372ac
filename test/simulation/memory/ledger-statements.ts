import type { Statement } from './statement.ts';

const NAMES = ['id', 'key', 'kind', 'mode', 'isp', 'merchant_id', 'charge_id', 'refund_id', 'payout_id'];
const MORE = ['line_count', 'amount_cents', 'occurred_at', 'created_at'];
const LINE_FIELDS = 4;

/** `LedgerStore.post`, whose text grows with its lines: a set once for its key, and the lines that belong to it. */
export const POSTING: { begins: string; statement: Statement } = {
  begins: 'with made as ( insert into posting_set',
  async statement({ database, transaction }, parameters) {
    const columns = [...NAMES, ...MORE];
    const set = Object.fromEntries(columns.map((name, index) => [name, parameters[index]]));
    const inserted = await transaction.insertNow(database.table('posting_set'), set, { on_conflict: { columns: ['key'] } });
    if (!inserted) return [];
    const rows: { set_id: unknown }[] = [];
    for (let from = columns.length; from < parameters.length; from += LINE_FIELDS) {
      const [number, account, side, amount_cents] = parameters.slice(from, from + LINE_FIELDS);
      await transaction.insertNow(database.table('posting'), { set_id: set.id, number, account, side, amount_cents });
      rows.push({ set_id: set.id });
    }
    return rows;
  },
};

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
