import type { Context } from './statement.ts';
import type { Row } from './table.ts';

/** How the outbox takes what is due. */
type Claim = (context: Context, values: readonly unknown[]) => Promise<Row[]>;

export const claimCallbacks: Claim = async ({ database, transaction }, [turns, now, held_until]) => {
  const table = database.table('event');
  const order = { next_attempt_at: 'asc', id: 'asc' } as const;
  const taken: Row[] = [];
  for (const { document_id, room } of JSON.parse(turns as string) as { document_id: string; room: number }[]) {
    const where = { document_id, next_attempt_at: { $lte: now } };
    taken.push(...(await transaction.selectNow(table, { where, order, limit: room, lock: 'update' })));
  }
  for (const { id } of taken) await transaction.updateNow(table, { id }, { next_attempt_at: held_until });
  return taken.map(({ id, document_id, merchant_id }) => ({ id, document_id, merchant_id }));
};

export const claimMails: Claim = async ({ database, transaction }, [held_until, now, limit]) => {
  const where = { status: 'queued', next_attempt_at: { $lte: now } };
  const order = { next_attempt_at: 'asc', id: 'asc' } as const;
  const table = database.table('mail');
  const rows = await transaction.selectNow(table, { where, order, limit: limit as number, lock: 'update' });
  for (const { id, attempts } of rows)
    await transaction.updateNow(table, { id }, { next_attempt_at: held_until, attempts: (attempts as number) + 1 });
  return rows.map(({ id }) => ({ id }));
};
