import { randomInt } from 'node:crypto';
import pg from 'pg';
import { Pool } from 'undici';
import { makeCode, parseCode } from '../../domain/codes.ts';
import { withClient } from '../../local/postgres/client.ts';
import { cpuBetween, cpuSeconds } from '../ground/cpu.ts';
import type { Ground } from '../ground/ground.ts';
import type { RunningEngine } from './engine.ts';
import { atOnce } from './herd-of-workflows.ts';

export type ReadFigures = {
  validations_per_second: number;
  bare_updates_per_second: number;
  reads_per_second: Record<string, number>;
  /** Of a validation, by who used it. */
  validation_cpu_ms: Record<'api' | 'postgres' | 'client', number>;
};

export type ReadCounts = { count: number; lanes: number; name: string };

/** So many of each come first and don't count: connections are opened, plans made and programs compiled by then. */
const WARMING_UP = 1_000;

/** Codes that are validated once each, over HTTP; beside it the one statement that this comes down to, by the same driver. */
export async function runReads(ground: Ground, engine: RunningEngine, counts: ReadCounts): Promise<ReadFigures> {
  const codes = await makeCodes(ground, engine, { ...counts, count: counts.count + WARMING_UP });
  const bare_updates_per_second = await bareUpdates(ground, counts);
  const http = new Pool(engine.api.url, { connections: counts.lanes });
  const headers = { authorization: `Bearer ${engine.merchant.api_key}`, 'content-type': 'application/json' };
  const validate = async (index: number) => {
    const body = JSON.stringify({ code: codes[index], document: engine.merchant.one_shot });
    const answer = await http.request({ method: 'POST', path: '/v1/codes/validate', headers, body });
    // As text: reading JSON would be work of the client's, on the same processors.
    const said = await answer.body.text();
    if (!said.startsWith('{"valid":true')) throw new Error(`A code was answered ${answer.statusCode}: ${said}`);
  };
  const read = (path: string) => async () => {
    const answer = await http.request({ method: 'GET', path, headers });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`${path} was answered ${answer.statusCode}.`);
  };
  try {
    await atOnce(WARMING_UP, counts.lanes, (index) => validate(counts.count + index));
    const cpu = await cpuOf(ground, engine);
    const validations_per_second = await rate(counts, validate);
    const validation_cpu_ms = await cpu.each(counts.count);
    const [charge] = (await engine.useCases.listCharges(engine.merchant.scope, { limit: 1, after: undefined })).data;
    const paths = { 'GET /v1/charges/:id': `/v1/charges/${charge?.id}`, 'GET /v1/charges?limit=20': '/v1/charges?limit=20' };
    const reads_per_second: Record<string, number> = {};
    for (const [name, path] of Object.entries(paths)) reads_per_second[name] = await rate(counts, read(path));
    return { validations_per_second, bare_updates_per_second, reads_per_second, validation_cpu_ms };
  } finally {
    await http.close();
  }
}

/** From now on, until it is asked. */
async function cpuOf(ground: Ground, engine: RunningEngine) {
  const others = { api: engine.api.child.pid, postgres: ground.processes.postgres };
  const sample = async () => {
    const { user, system } = process.cpuUsage();
    return { ...(await cpuSeconds(others)), client: (user + system) / 1_000_000 };
  };
  const before = await sample();
  return {
    async each(count: number): Promise<ReadFigures['validation_cpu_ms']> {
      const used = cpuBetween(before, await sample());
      const each = (name: string) => ((used[name] ?? 0) * 1_000) / count;
      return { api: each('api'), postgres: each('postgres'), client: each('client') };
    },
  };
}

async function rate({ count, lanes }: ReadCounts, call: (index: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await atOnce(count, lanes, call);
  return count / ((performance.now() - began) / 1_000);
}

/** Unused codes of one purchase that was made as buyers make them: copies of its code, each with a text of its own. */
async function makeCodes(ground: Ground, engine: RunningEngine, { count, name }: ReadCounts): Promise<string[]> {
  const texts = Array.from({ length: count }, () => makeCode((below) => randomInt(below)));
  const hashes = texts.map((text) => Buffer.from(engine.shared.vault.lookupHash('code', parseCode(text) ?? '')));
  await withClient(ground.database_url, (client) =>
    client.query(
      `insert into code
       select (jsonb_populate_record(null::code, to_jsonb(c) || jsonb_build_object('id', 'cod_' || $1 || n, 'code_hash', hash))).*
       from (select * from code where purchase_id is not null order by created_at desc limit 1) c
       cross join unnest($2::text[]) with ordinality hashes(hash, n)`,
      [name, hashes.map((hash) => `\\x${hash.toString('hex')}`)],
    ),
  );
  await withClient(ground.database_url, (client) =>
    client.query("update code set used_at = null, used_by = null where id like $1 || '%'", [`cod_${name}`]),
  );
  return texts;
}

async function bareUpdates(ground: Ground, { count, lanes }: ReadCounts): Promise<number> {
  await withClient(ground.database_url, async (client) => {
    await client.query('drop table if exists bench_code');
    await client.query('create table bench_code (id bigint primary key, code_hash bytea unique, used_at timestamptz)');
    await client.query('insert into bench_code select n, sha256(n::text::bytea) from generate_series(0, $1::int) n', [count + WARMING_UP]);
  });
  const pool = new pg.Pool({ connectionString: ground.database_url, max: Math.min(lanes, 20) });
  try {
    const update = async (index: number) => {
      const sql = 'update bench_code set used_at = now() where code_hash = sha256($1::text::bytea) and used_at is null returning id';
      const { rowCount } = await pool.query(sql, [String(index)]);
      if (rowCount !== 1) throw new Error('A bare update met no row.');
    };
    await atOnce(WARMING_UP, lanes, (index) => update(count + index));
    return await rate({ count, lanes, name: '' }, update);
  } finally {
    await pool.end();
  }
}
