import { cpus, totalmem, version } from 'node:os';
import { WORKER_LIMITS } from '../../gateways/temporal/worker-limits.ts';
import { withClient } from '../../local/postgres/client.ts';
import type { Ground } from '../ground/ground.ts';
import { SERVER_VERSION } from '../ground/temporal-server.ts';

/** Everything on which the figures depend, as it is found, not as it is wished. */
export async function settingOf(ground: Ground): Promise<Record<string, string>> {
  const processor = cpus();
  return {
    machine: `${processor.length} × ${processor[0]?.model.trim() ?? 'unknown'}, ${Math.floor(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform}, ${version()}`,
    node: process.version,
    temporal: `server ${SERVER_VERSION}, all services in one process, 4 history shards, PostgreSQL for history and visibility`,
    ...(await postgresSettings(ground.database_url)),
    worker: Object.entries(WORKER_LIMITS)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    isp: 'a stub in a process of its own that takes 20 ms for a payment',
  };
}

const SHOWN = ['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_connections'];

async function postgresSettings(url: string): Promise<Record<string, string>> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query('select name, setting, unit from pg_settings where name = any($1)', [[...SHOWN, 'server_version']]);
    const of = new Map<string, string>(rows.map(({ name, setting, unit }) => [name, `${setting}${unit === null ? '' : ` × ${unit}`}`]));
    const settings = SHOWN.map((name) => `${name} ${of.get(name)}`).join(', ');
    return { postgresql: `${of.get('server_version')}, two clusters, the product's and Temporal's: ${settings}` };
  });
}
