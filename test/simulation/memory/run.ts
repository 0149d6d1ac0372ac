import type { Prepared, Run, Transact } from '../../../db/database.ts';
import { claimCallbacks, claimMails } from './claims.ts';
import type { MemoryDatabase } from './database.ts';
import { READ_AHEAD } from './read-ahead.ts';
import type { Context } from './statement.ts';
import { statementOf } from './statements.ts';
import type { Row } from './table.ts';
import type { MemoryTransaction } from './transaction.ts';

/** The statements past the ORM that scenarios come to, by their names. A new one is written down here, or the simulation stops at it. */
const STATEMENTS: Record<string, (context: Context, values: readonly unknown[]) => Row[] | Promise<Row[]>> = {
  ...READ_AHEAD,
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

/** Writes that go out together have a name for each shape, and are known by their text. */
async function answer<R>({ name, text }: Prepared, context: Context, values: readonly unknown[]): Promise<R[]> {
  const statement = STATEMENTS[name];
  const rows = statement ? await statement(context, values) : await statementOf(text)(context, [...values]);
  return rows as R[];
}

/** In the place of the driver. */
export function createMemoryDriver(database: MemoryDatabase): { run: Run; transact: Transact } {
  const runIn =
    (transaction: MemoryTransaction): Run =>
    <R extends object>(statement: Prepared, values: readonly unknown[]) =>
      transaction.statement(() => answer<R>(statement, { database, transaction }, values));
  return {
    run: <R extends object>(statement: Prepared, values: readonly unknown[]) =>
      database.transaction((transaction) => runIn(transaction)<R>(statement, values)),
    transact: (work) => database.transaction((transaction) => work(runIn(transaction))),
  };
}
