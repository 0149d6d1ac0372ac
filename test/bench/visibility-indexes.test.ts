import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { type AdministrationClient, withClient } from '../../local/postgres/client.ts';
import { withDatabase } from '../support/database.ts';

const LEAN_FILE = 'docker/temporal/lean-visibility-indexes.sql';
const NEWEST_FIRST = "(coalesce(close_time, '9999-12-31 23:59:59')) desc, start_time desc, run_id";

/** Of Temporal's schema one index of each sort. */
const SCHEMA = `
  create extension btree_gin;
  create table executions_visibility (
    namespace_id char(64) not null, run_id char(64) not null, start_time timestamp not null, close_time timestamp,
    workflow_type_name varchar(255) not null, status integer not null, root_run_id varchar(255) not null default '', search_attributes jsonb,
    Int01 bigint generated always as ((search_attributes->'Int01')::bigint) stored,
    BuildIds jsonb generated always as (search_attributes->'BuildIds') stored,
    primary key (namespace_id, run_id));
  create index default_idx on executions_visibility (namespace_id, ${NEWEST_FIRST});
  create index by_workflow_type on executions_visibility (namespace_id, workflow_type_name, ${NEWEST_FIRST});
  create index by_status on executions_visibility (namespace_id, status, ${NEWEST_FIRST});
  create index by_root_run_id on executions_visibility (namespace_id, root_run_id, ${NEWEST_FIRST});
  create index by_int_01 on executions_visibility (namespace_id, Int01, ${NEWEST_FIRST});
  create index by_build_ids on executions_visibility using gin (namespace_id, BuildIds jsonb_path_ops)`;

async function indexes(client: AdministrationClient): Promise<Record<string, string | null>> {
  const { rows } = await client.query(
    `select indexrelid::regclass as name, pg_get_expr(indpred, indrelid) as condition from pg_index where indrelid = 'executions_visibility'::regclass`,
  );
  return Object.fromEntries(rows.map(({ name, condition }) => [String(name), condition === null ? null : String(condition)]));
}

const LEAN = {
  by_build_ids: '(buildids IS NOT NULL)',
  by_int_01: '(int01 IS NOT NULL)',
  by_root_run_id: 'false',
  by_status: '(status <> 1)',
};

test("indexes of Temporal's visibility keep their names and only rows that are asked for, however often they are made lean", async () => {
  const lean = await readFile(LEAN_FILE, 'utf8');
  await withDatabase((url) =>
    withClient(url, async (client) => {
      await client.query(SCHEMA);
      const full = await indexes(client);
      await client.query(lean);
      expect(await indexes(client)).toEqual({ ...full, ...LEAN });
      // As an update of the schema may do.
      await client.query('drop index by_root_run_id; create index by_root_run_id on executions_visibility (namespace_id, root_run_id)');
      await client.query(lean);
      expect(await indexes(client)).toEqual({ ...full, ...LEAN });
    }),
  );
});

test('indexes are turned round, so that the newest workflow is added at the end', async () => {
  await withDatabase((url) =>
    withClient(url, async (client) => {
      await client.query(`${SCHEMA}; ${await readFile(LEAN_FILE, 'utf8')}`);
      const { rows } = await client.query("select pg_get_indexdef('default_idx'::regclass) as definition");
      expect(rows).toEqual([{ definition: expect.stringMatching(/\(namespace_id, COALESCE\(.*\), start_time, run_id DESC\)$/) }]);
    }),
  );
});

test.each([
  // looked for   index
  ['Int01 = 5', 'by_int_01'],
  ['status = 3', 'by_status'],
  ["workflow_type_name = 'reconciliation'", 'by_workflow_type'],
  ['status = 1', 'default_idx'],
])('a list of workflows where %s goes by %s', async (condition, index) => {
  const lean = await readFile(LEAN_FILE, 'utf8');
  await withDatabase((url) =>
    withClient(url, async (client) => {
      await client.query(`${SCHEMA}; ${lean}; set enable_seqscan = off; set enable_bitmapscan = off`);
      const { rows } = await client.query(
        `explain select run_id from executions_visibility where namespace_id = 'n' and ${condition}
         order by ${NEWEST_FIRST} limit 10`,
      );
      expect(JSON.stringify(rows)).toContain(` ${index} `);
      expect(JSON.stringify(rows)).not.toContain('Sort');
    }),
  );
});
