import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { inheritedEnvironment } from '../../local/environment.ts';
import { withLock } from '../../local/file-lock.ts';
import { CHECKOUT } from '../../local/folder.ts';
import { freePort } from '../../local/ports.ts';
import { withClient } from '../../local/postgres/client.ts';
import { runCommandOrFail } from '../../local/run-command.ts';
import { type CacheSettings, cacheFolder, isExecutable } from '../../local/temporal/cache.ts';
import { registerSearchAttributes } from '../../local/temporal/service.ts';
import { freePortsInARow } from '../../test/support/chaos/ports.ts';
import { type Child, startChild } from './child.ts';
import { findGo } from './go.ts';

/** What production runs, without containers: Temporal's own server, keeping everything in PostgreSQL. The development server keeps SQLite. */
export const SERVER_VERSION = '1.29.1';

/** Fixed when the databases are made. Four is what the official containers begin with. */
export const HISTORY_SHARDS = 4;

type Programs = { server: string; sql_tool: string };

/** Finds both programs in the cache folder, or builds them with Go: some minutes, once. */
export async function findServer(settings: CacheSettings & { PATH: string }, report: (message: string) => void): Promise<Programs> {
  const folder = path.join(cacheFolder(settings), `temporal-server-${SERVER_VERSION}`);
  const programs = { server: path.join(folder, 'server'), sql_tool: path.join(folder, 'sql') };
  const isThere = async () => (await isExecutable(programs.server)) && (await isExecutable(programs.sql_tool));
  if (await isThere()) return programs;
  await withLock(
    path.join(cacheFolder(settings), 'temporal-server.lock'),
    () => report('another process is building the Temporal server; waiting for it'),
    async () => {
      if (await isThere()) return;
      const go = await findGo({ cache_folder: cacheFolder(settings), search_path: settings.PATH }, report);
      await build(go, folder, report);
    },
  );
  return programs;
}

async function build(go: string, destination: string, report: (message: string) => void): Promise<void> {
  await mkdir(path.dirname(destination), { recursive: true });
  const folder = await mkdtemp(`${destination}.build-`);
  try {
    report(`building the Temporal server ${SERVER_VERSION} with Go, which takes some minutes, once`);
    for (const command of ['server', 'tools/sql']) {
      const module = `go.temporal.io/server/cmd/${command}@v${SERVER_VERSION}`;
      await runCommandOrFail(go, ['install', module], { env: inheritedEnvironment({ GOBIN: folder }), cwd: folder });
    }
    await rename(folder, destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export type RunningTemporal = { address: string; metrics_url: string; child: Child };

/** Makes the schema in a PostgreSQL cluster of its own, and starts all four services of the server in one process. */
export async function startTemporalServer(
  programs: Programs,
  { folder, postgres_port }: { folder: string; postgres_port: number },
): Promise<RunningTemporal> {
  await makeSchema(programs.sql_tool, postgres_port);
  // The server keeps its ports in a signed 16-bit column.
  const [frontend, history, matching, worker, ...members] = await freePortsInARow(8);
  const ports = { frontend, history, matching, worker } as Services;
  const membership = Object.fromEntries(Object.keys(ports).map((name, index) => [name, members[index]])) as Services;
  await writeFile(path.join(folder, 'dynamic.yaml'), dynamicConfiguration());
  const metrics_port = await freePort();
  await writeFile(path.join(folder, 'bench.yaml'), configuration({ folder, postgres_port, metrics_port, ports, membership }));
  const child = startChild({
    name: 'temporal',
    command: programs.server,
    args: ['--root', folder, '--config', '.', '--env', 'bench', '--allow-no-auth', 'start'],
    log_file: path.join(folder, 'temporal.log'),
    settings: {},
  });
  const address = `127.0.0.1:${ports.frontend}`;
  await untilServing(address, child);
  return { address, metrics_url: `http://127.0.0.1:${metrics_port}/metrics`, child };
}

/** What production does too: docs/OPERATIONS.md. */
const LEAN_INDEXES = path.join(CHECKOUT, 'docker/temporal/lean-visibility-indexes.sql');

async function makeSchema(sql_tool: string, postgres_port: number): Promise<void> {
  const login = ['--plugin', 'postgres12', '--ep', '127.0.0.1', '-p', String(postgres_port), '-u', 'billing', '--pw', 'billing'];
  for (const [database, schema] of [
    ['temporal', 'postgresql/v12/temporal'],
    ['temporal_visibility', 'postgresql/v12/visibility'],
  ] as const) {
    const tool = (...args: string[]) => runCommandOrFail(sql_tool, [...login, '--db', database, ...args]);
    await withClient(`postgres://billing:billing@127.0.0.1:${postgres_port}/billing`, (client) =>
      client.query(`CREATE DATABASE ${database}`),
    );
    await tool('setup-schema', '-v', '0.0');
    await tool('update-schema', '--schema-name', schema);
  }
  await withClient(`postgres://billing:billing@127.0.0.1:${postgres_port}/temporal_visibility`, async (client) =>
    client.query(await readFile(LEAN_INDEXES, 'utf8')),
  );
}

/**
 * The limits that a herd would meet are lifted, as for a service that is meant to bill. A task queue has one partition instead of four: one
 * carries more than this machine makes, and a worker that has to poll four finds three of them empty. Priorities are heeded, which the server does by its new matcher only. Everything else is the server's default.
 */
export const DYNAMIC_SETTINGS: Readonly<Record<string, number | boolean>> = {
  'frontend.rps': 100_000,
  'frontend.namespaceRPS': 100_000,
  'frontend.namespaceRPS.visibility': 200,
  'frontend.persistenceMaxQPS': 100_000,
  'history.rps': 100_000,
  'history.persistenceMaxQPS': 100_000,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
  'matching.outstandingTaskAppendsThreshold': 10_000,
  'matching.rps': 100_000,
  'matching.useNewMatcher': true,
  'matching.persistenceMaxQPS': 100_000,
  'system.forceSearchAttributesCacheRefreshOnRead': true,
};

function dynamicConfiguration(): string {
  return Object.entries(DYNAMIC_SETTINGS)
    .map(([name, value]) => `${name}:\n  - value: ${value}\n`)
    .join('');
}

/** How often a service of the server has turned a call away, since it was more than it takes. */
export async function turnedAway(metrics_url: string): Promise<number> {
  const text = await (await fetch(metrics_url)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('service_errors_resource_exhausted'));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

type Services = Record<'frontend' | 'history' | 'matching' | 'worker', number>;
type Places = { folder: string; postgres_port: number; metrics_port: number; ports: Services; membership: Services };

function configuration({ folder, postgres_port, metrics_port, ports, membership }: Places): string {
  const store = (database: string) => `
      sql:
        pluginName: postgres12
        databaseName: ${database}
        connectAddr: "127.0.0.1:${postgres_port}"
        connectProtocol: tcp
        user: billing
        password: billing
        maxConns: 20
        maxIdleConns: 20
        maxConnLifetime: 1h`;
  const service = (name: keyof Services) => `
  ${name}:
    rpc:
      grpcPort: ${ports[name]}
      membershipPort: ${membership[name]}
      bindOnIP: 127.0.0.1`;
  return `log:
  stdout: true
  level: warn
persistence:
  defaultStore: default
  visibilityStore: visibility
  numHistoryShards: ${HISTORY_SHARDS}
  datastores:
    default:${store('temporal')}
    visibility:${store('temporal_visibility')}
global:
  membership:
    maxJoinDuration: 30s
    broadcastAddress: 127.0.0.1
  metrics:
    prometheus:
      listenAddress: "127.0.0.1:${metrics_port}"
services:${(['frontend', 'history', 'matching', 'worker'] as const).map(service).join('')}
clusterMetadata:
  enableGlobalNamespace: false
  failoverVersionIncrement: 10
  masterClusterName: active
  currentClusterName: active
  clusterInformation:
    active:
      enabled: true
      initialFailoverVersion: 1
      rpcName: frontend
      rpcAddress: "127.0.0.1:${ports.frontend}"
dcRedirectionPolicy:
  policy: noop
publicClient:
  hostPort: "127.0.0.1:${ports.frontend}"
dynamicConfigClient:
  filepath: ${path.join(folder, 'dynamic.yaml')}
  pollInterval: 60s
`;
}

const START_LIMIT_MS = 90_000;
const RETENTION_SECONDS = 7 * 86_400;

/** The namespace and its search attributes are known to every part of the server some seconds after they are made. */
async function untilServing(address: string, child: Child): Promise<void> {
  const give_up_at = Date.now() + START_LIMIT_MS;
  const connection = Connection.lazy({ address, connectTimeout: '2s' });
  try {
    for (;;) {
      try {
        await prepareNamespace(connection);
        return;
      } catch (error) {
        if (child.hasEnded() || Date.now() > give_up_at) {
          throw new Error(`The Temporal server does not start:\n${await child.log()}`, { cause: error });
        }
        await sleep(500);
      }
    }
  } finally {
    await connection.close();
  }
}

async function prepareNamespace(connection: Connection): Promise<void> {
  await connection.withDeadline(Date.now() + 5_000, async () => {
    const retention = { workflowExecutionRetentionPeriod: { seconds: RETENTION_SECONDS as never } };
    await connection.workflowService.registerNamespace({ namespace: 'default', ...retention }).catch((error: { code?: number }) => {
      const already_exists = 6;
      if (error.code !== already_exists) throw error;
    });
    await registerSearchAttributes(connection, 'default');
    await connection.workflowService.listWorkflowExecutions({ namespace: 'default', query: "Isp = 'free'" });
  });
}
