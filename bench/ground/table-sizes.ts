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

/**
 * The indexes that Temporal makes for every column by which workflows could be looked for, where nobody here looks by it: numbers, dates,
 * keywords beyond our three search attributes, parents and deployments. Half of a sleeping workflow's bytes are in them.
 */
export async function unusedIndexes(ground: Ground): Promise<{ names: string[]; bytes: number }> {
  return await withClient(temporalDatabase(ground, 'temporal_visibility'), async (client) => {
    const { rows } = await client.query(
      `select indexrelname as name, pg_relation_size(indexrelid) as bytes from pg_stat_user_indexes
       where relname = 'executions_visibility' and indexrelname ~ $1 order by 1`,
      [UNUSED.source],
    );
    return { names: rows.map(({ name }) => String(name)), bytes: rows.reduce((sum, { bytes }) => sum + Number(bytes), 0) };
  });
}

const UNUSED =
  /^by_(int|double|bool|datetime)_\d+$|^by_keyword_(0[4-9]|10)$|^by_(batcher_user|history_length|history_size_bytes|execution_duration|state_transition_count|parent_workflow_id|parent_run_id|root_workflow_id|root_run_id|temporal_worker_deployment|temporal_worker_deployment_version|temporal_workflow_versioning_behavior|temporal_scheduled_start_time|temporal_schedule_paused)$/;
