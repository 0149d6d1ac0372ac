import type { MemoryDatabase } from './database.ts';
import type { Row } from './table.ts';
import type { MemoryTransaction } from './transaction.ts';
import { comparable } from './where.ts';

/** One statement of SQL, done on the tables in memory. */
export type Context = { database: MemoryDatabase; transaction: MemoryTransaction };
export type Statement = (context: Context, parameters: unknown[]) => Promise<unknown>;

export const time = (value: unknown) => comparable(value) as number;

/** `order by random() limit …`. */
export function randomFew({ database }: Context, ids: unknown[], limit: unknown): { id: unknown }[] {
  return ids
    .map((id) => ({ id, rank: database.random() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit as number)
    .map(({ id }) => ({ id }));
}

/** What is in doubt, by ISP and by whether it is escalated. */
export function doubtsOf({ database, transaction }: Context, table: string): Row[] {
  const groups = new Map<string, Row & { count: string; oldest: Date }>();
  for (const row of transaction.visible(database.table(table), { status: 'in_doubt' })) {
    const escalated = row.escalated_at !== null;
    const group = groups.get(`${row.isp}/${escalated}`) ?? { isp: row.isp, escalated, count: '0', oldest: row.in_doubt_at as Date };
    const oldest = time(row.in_doubt_at) < time(group.oldest) ? (row.in_doubt_at as Date) : group.oldest;
    groups.set(`${row.isp}/${escalated}`, { ...group, count: String(Number(group.count) + 1), oldest });
  }
  return [...groups.values()];
}
