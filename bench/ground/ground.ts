import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../config.ts';
import { inheritedEnvironment } from '../../local/environment.ts';
import { CHECKOUT } from '../../local/folder.ts';
import { freePort } from '../../local/ports.ts';
import { withClient } from '../../local/postgres/client.ts';
import { postgresUrl, type RunningPostgres, startPostgres } from '../../local/postgres.ts';
import { runCommandOrFail } from '../../local/run-command.ts';
import { type Child, startOrdered } from './child.ts';
import { findServer, startTemporalServer } from './temporal-server.ts';

export type Outside = { counts: Record<'payments' | 'callbacks' | 'mails' | 'tokens', number>; keys: number; doubled: number };

/** What everything that is measured stands on: two durable PostgreSQL clusters, Temporal's own server on one of them, and an outside world. */
export type Ground = {
  folder: string;
  /** The product's cluster; peers get databases of their own in it. */
  database_url: string;
  temporal_database_url: string;
  temporal: string;
  /** What the server counts of itself, for Prometheus. */
  temporal_metrics_url: string;
  http: string;
  smtp: string;
  /** The processes whose CPU is counted with every load. */
  processes: Record<'postgres' | 'temporal_postgres' | 'temporal' | 'outside', number>;
  outside(question: 'clear' | 'look' | { look: string }): Promise<Outside>;
  /** The engine's worker is profiled after it was measured. */
  with_profile: boolean;
  /** Tells whoever waits how far it has come. */
  say(text: string): void;
  close(): Promise<void>;
};

export async function openGround(report: (message: string) => void, { with_profile = false } = {}): Promise<Ground> {
  const programs = await findServer(readConfig('local'), report);
  const folder = await mkdtemp(path.join(tmpdir(), 'isp-billing-bench-'));
  // PostgreSQL's own account must be able to pass through.
  await chmod(folder, 0o711);
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const clusters = { product: await freePort(), temporal: await freePort() };
    const postgres = await openCluster(folder, 'product', clusters.product);
    closers.push(() => postgres.stop());
    const temporal_postgres = await openCluster(folder, 'temporal', clusters.temporal);
    closers.push(() => temporal_postgres.stop());
    const temporal_folder = path.join(folder, 'server');
    await mkdir(temporal_folder);
    const temporal = await startTemporalServer(programs, { folder: temporal_folder, postgres_port: clusters.temporal });
    closers.push(() => temporal.child.stop());
    const outside = startOrdered('outside', 'outside.ts', {}, { log_folder: folder });
    closers.push(() => outside.stop());
    const ports = await outside.ready<{ http_port: number; smtp_port: number }>();
    const database_url = postgresUrl(clusters.product);
    await migrate(database_url);
    return {
      folder,
      database_url,
      temporal_database_url: postgresUrl(clusters.temporal),
      temporal: temporal.address,
      temporal_metrics_url: temporal.metrics_url,
      http: `http://127.0.0.1:${ports.http_port}`,
      smtp: `smtp://127.0.0.1:${ports.smtp_port}`,
      processes: pids({ postgres, temporal_postgres, temporal: temporal.child, outside }),
      outside: (question) => outside.ask<Outside>(question),
      with_profile,
      say: report,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openCluster(folder: string, name: string, port: number): Promise<RunningPostgres> {
  return await startPostgres({
    data_directory: path.join(folder, name),
    port,
    durable: true,
    log_file: path.join(folder, `${name}.log`),
  });
}

async function migrate(database_url: string): Promise<void> {
  const env = inheritedEnvironment({ DATABASE_URL: database_url });
  await runCommandOrFail(process.execPath, ['db/migrate.ts'], { cwd: CHECKOUT, env });
}

function pids(parts: { postgres: RunningPostgres; temporal_postgres: RunningPostgres; temporal: Child; outside: Child }) {
  const of = ({ process: child }: RunningPostgres) => child.pid ?? 0;
  return {
    postgres: of(parts.postgres),
    temporal_postgres: of(parts.temporal_postgres),
    temporal: parts.temporal.pid,
    outside: parts.outside.pid,
  };
}

/** A database of its own in the product's cluster, empty. */
export async function freshDatabase(ground: Ground, name: string): Promise<string> {
  await withClient(ground.database_url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}`);
  });
  const url = new URL(ground.database_url);
  url.pathname = `/${name}`;
  return url.href;
}

/** Bytes of write-ahead log that a cluster has written so far. */
export async function walBytes(url: string): Promise<number> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS bytes");
    return Number(rows[0]?.bytes);
  });
}

/** The databases of Temporal's own cluster. */
export function temporalDatabase(ground: Pick<Ground, 'temporal_database_url'>, name: 'temporal' | 'temporal_visibility'): string {
  const url = new URL(ground.temporal_database_url);
  url.pathname = `/${name}`;
  return url.href;
}

/** How many workflows whose id begins so have a timer: they have taken their first step, and sleep. */
export async function asleep(ground: Ground, id_prefix: string): Promise<number> {
  return await withClient(temporalDatabase(ground, 'temporal'), async (client) => {
    const { rows } = await client.query('select count(*) from timer_info_maps where starts_with(workflow_id, $1)', [id_prefix]);
    return Number(rows[0]?.count);
  });
}
