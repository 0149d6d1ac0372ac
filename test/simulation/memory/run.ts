import type { Run } from '../../../db/database.ts';
import { claimCallbacks, claimMails } from './claims.ts';
import type { MemoryDatabase } from './database.ts';
import type { Context } from './statement.ts';
import type { Row } from './table.ts';

/** The statements of db/hot-….ts that scenarios come to, by their names. A new one is written down here, or the simulation stops at it. */
const STATEMENTS: Record<string, (context: Context, values: readonly unknown[]) => Row[] | Promise<Row[]>> = {
  claim_callbacks: claimCallbacks,
  claim_mails: claimMails,
  find_purchase: ({ database, transaction }, [id, merchant_id, mode]) => {
    const rowsOf = (table: string, where: Row) => transaction.visible(database.table(table), where);
    return rowsOf('purchase', { id, merchant_id, mode }).map((row) => ({
      ...row,
      amount_cents: String(row.amount_cents),
      charge_id: rowsOf('charge', { purchase_id: id })[0]?.id ?? null,
      key_wrapped: rowsOf('buyer', { id: row.buyer_id })[0]?.key_wrapped ?? null,
      codes: rowsOf('code', { purchase_id: id })
        .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
        .map(({ code_sealed, used_at }) => ({
          code_sealed: Buffer.from(code_sealed as Uint8Array).toString('hex'),
          is_used: used_at !== null,
        })),
    }));
  },
};

/** In the place of the driver: each statement is a transaction of its own. */
export function createMemoryRun(database: MemoryDatabase): Run {
  return async <R extends object>({ name }: { name: string }, values: readonly unknown[]) => {
    const statement = STATEMENTS[name];
    if (!statement) throw new Error(`the simulation does not know the statement ${name}`);
    return await database.transaction((transaction) =>
      transaction.statement(async () => (await statement({ database, transaction }, values)) as unknown as R[]),
    );
  };
}
