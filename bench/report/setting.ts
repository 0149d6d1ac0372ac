import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { TAKEOVER, WORKFLOW_TASK_TIMEOUT } from '../../gateways/temporal/takeover.ts';
import { WORKER_LIMITS } from '../../gateways/temporal/worker-limits.ts';
import { CHECKOUT } from '../../local/folder.ts';
import { withClient } from '../../local/postgres/client.ts';
import type { Ground } from '../ground/ground.ts';
import { HISTORY_SHARDS, SERVER_VERSION } from '../ground/temporal-server.ts';

/** Everything on which the figures depend, as it is found, not as it is wished. */
export async function settingOf(ground: Ground): Promise<Record<string, string>> {
  const processor = cpus();
  const own = await versionsIn('package.json');
  const peers = await versionsIn('bench/peers/package.json');
  return {
    machine: `${processor.length} × ${processor[0]?.model.trim() ?? 'unknown'}, ${Math.floor(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform}, kernel ${release()}`,
    node: process.version,
    temporal: `server ${SERVER_VERSION}, all services in one process, ${HISTORY_SHARDS} history shards, PostgreSQL for history and visibility, visibility with the recommended indexes (docker/temporal/lean-visibility-indexes.sql); SDK ${own['@temporalio/worker']}`,
    ...(await postgresSettings(ground.database_url)),
    'every worker on Temporal, ours and those beside it': listed({ ...WORKER_LIMITS, ...TAKEOVER }),
    'our workflows': `workflow task time-out ${WORKFLOW_TASK_TIMEOUT}; those of activities and their heartbeats: workflows/`,
    peers: `${listed(peers)}; each has 20 connections to a database of its own in the product's PostgreSQL (Restate keeps its journal with its server, fsynced) and up to 100 renewals under way`,
    isp: 'a stub in a process of its own that takes 20 ms for a payment and is called by its key; ours calls it at most 40 times at once',
  };
}

function listed(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

async function versionsIn(manifest: string): Promise<Record<string, string>> {
  const { dependencies } = JSON.parse(await readFile(`${CHECKOUT}/${manifest}`, 'utf8')) as { dependencies: Record<string, string> };
  return dependencies;
}

const SHOWN = [
  ...['fsync', 'synchronous_commit', 'wal_sync_method', 'full_page_writes', 'shared_buffers', 'max_wal_size', 'checkpoint_timeout'],
  ...['max_connections', 'autovacuum'],
];

async function postgresSettings(url: string): Promise<Record<string, string>> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query('select name, setting, unit from pg_settings where name = any($1)', [[...SHOWN, 'server_version']]);
    const of = new Map<string, string>(rows.map(({ name, setting, unit }) => [name, `${setting}${unit === null ? '' : ` × ${unit}`}`]));
    const settings = SHOWN.map((name) => `${name} ${of.get(name)}`).join(', ');
    return { postgresql: `${of.get('server_version')}, two clusters, the product's and Temporal's: ${settings}` };
  });
}
