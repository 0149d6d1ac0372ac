import { withClient } from '../../local/postgres/client.ts';
import { type Ground, temporalDatabase } from './ground.ts';

/** Bytes of tables by `database.table`, each with its indexes and what is stored aside; and `total`, of all files of the three databases. */
export type TableSizes = { total: number; tables: Record<string, number> };

type Client = Parameters<Parameters<typeof withClient>[1]>[0];

function databases(ground: Ground): Record<string, string> {
  return {
    product: ground.database_url,
    temporal: temporalDatabase(ground, 'temporal'),
    visibility: temporalDatabase(ground, 'temporal_visibility'),
  };
}

/** What is kept, without what is only waiting to be taken away: measured after a vacuum and a checkpoint. */
export async function tableSizes(ground: Ground): Promise<TableSizes> {
  const sizes: TableSizes = { total: 0, tables: {} };
  for (const [name, url] of Object.entries(databases(ground))) {
    await withClient(url, async (client) => {
      await client.query('vacuum analyze');
      await client.query('checkpoint');
      sizes.total += Number((await client.query('select pg_database_size(current_database()) as bytes')).rows[0]?.bytes);
      for (const { table, bytes } of await tablesOf(client)) sizes.tables[`${name}.${table}`] = bytes;
    });
  }
  return sizes;
}

async function tablesOf(client: Client): Promise<{ table: string; bytes: number }[]> {
  const { rows } = await client.query(
    `select relname as table, pg_total_relation_size(oid) as bytes from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  return rows.map(({ table, bytes }) => ({ table: String(table), bytes: Number(bytes) }));
}

/** What each of so many has added to every table that has grown, the most first. */
export function grownEach(before: TableSizes, after: TableSizes, count: number): Record<string, number> {
  const grown = Object.entries(after.tables)
    .map(([table, bytes]) => [table, Math.round((bytes - (before.tables[table] ?? 0)) / count)] as const)
    .filter(([, bytes]) => bytes > 0)
    .sort(([, one], [, other]) => other - one);
  return Object.fromEntries(grown);
}
