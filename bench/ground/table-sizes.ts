import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CHECKOUT } from '../../local/folder.ts';
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

/** What each of so many has added: of all, and of the tables that have grown most. */
export function addedEach(before: TableSizes, after: TableSizes, count: number): { bytes_each: number; by_table: Record<string, number> } {
  const grown = Object.entries(after.tables)
    .map(([table, bytes]) => [table, Math.round((bytes - (before.tables[table] ?? 0)) / count)] as const)
    .sort(([, one], [, other]) => other - one);
  return { bytes_each: (after.total - before.total) / count, by_table: Object.fromEntries(grown.slice(0, LISTED)) };
}

const LISTED = 12;

const UNUSED_INDEXES = path.join(CHECKOUT, 'docker/temporal/unused-visibility-indexes.sql');

/** Bytes in the indexes of Temporal's visibility by which nobody here looks for workflows: those that operators may drop. */
export async function unusedIndexBytes(ground: Ground): Promise<number> {
  const statements = await readFile(UNUSED_INDEXES, 'utf8');
  const names = [...statements.matchAll(/^drop index if exists (\w+);$/gm)].map(([, name]) => name);
  return await withClient(temporalDatabase(ground, 'temporal_visibility'), async (client) => {
    const sql = 'select coalesce(sum(pg_relation_size(oid)), 0) as bytes from pg_class where relname = any($1)';
    return Number((await client.query(sql, [names])).rows[0]?.bytes);
  });
}
