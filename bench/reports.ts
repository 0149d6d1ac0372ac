import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { createUnitOfWork, type UnitOfWork } from '../db/unit-of-work.ts';
import { freePort } from '../local/ports.ts';
import { type AdministrationClient, quoteIdentifier, withClient } from '../local/postgres/client.ts';
import { postgresUrl, type RunningPostgres, startPostgres } from '../local/postgres.ts';
import { addUpReports } from '../outbox/add-up-reports.ts';
import { fill } from './reports/fill.ts';
import { plansIn, WITH_PLANS } from './reports/plans.ts';
import { QUERIES, type Query } from './reports/queries.ts';
import { type Timing, tableOf, timed } from './reports/timing.ts';

/**
 * `npm run bench:reports -- --charges 10000,100000,1000000 --plans`: fills scratch databases on a PostgreSQL of its own, and prints how long
 * reports and narrowed lists take there, and by which plans. docs/reference/reports.md keeps what came of it.
 */
const { values } = parseArgs({
  options: { charges: { type: 'string', default: '10000,100000,1000000' }, plans: { type: 'boolean', default: false } },
});
const sizes = values.charges.split(',').map(Number);
if (!sizes.every((size) => Number.isInteger(size) && size >= 1_000)) throw new Error('--charges is a list of numbers from 1000 on');

const say = (text: string) => process.stdout.write(`${text}\n`);

const folder = await mkdtemp(path.join(tmpdir(), 'isp-billing-bench-'));
// PostgreSQL's own account must be able to pass through.
await chmod(folder, 0o711);
const port = await freePort();
const log_file = path.join(folder, 'postgres.log');
const server = await startPostgres({ data_directory: path.join(folder, 'data'), port, durable: false, log_file });
try {
  for (const size of sizes) await measure(server, size);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure({ url }: RunningPostgres, size: number): Promise<void> {
  const name = `bench_${size}`;
  await withClient(url, (client) => client.query(`create database ${quoteIdentifier(name)}`));
  const database_url = postgresUrl(port, name);
  await migrate(database_url);
  const filling_ms = await timed(() => withClient(database_url, (client) => fill(client, size)));
  say(`\n${size} charges, written in ${Math.round(filling_ms / 1_000)} s`);
  await withConnections(database_url, async (unitOfWork, client) => {
    say(`added up in ${Math.round(await timed(() => addUpReports({ unitOfWork })))} ms`);
    await client.query('vacuum analyze');
    const all: Timing[] = [];
    for (const query of QUERIES(size)) all.push(await timingOf(query, (run) => unitOfWork.read((stores) => run(stores, client))));
    say(tableOf(all));
  });
  if (values.plans) await showPlans(url, { name, size });
}

async function withConnections(url: string, use: (unitOfWork: UnitOfWork, client: AdministrationClient) => Promise<void>): Promise<void> {
  const database = await openDatabase({ url, pool_max: 1 });
  try {
    await withClient(url, (client) => use(createUnitOfWork(database), client));
  } finally {
    await database.close();
  }
}

async function timingOf({ name, run }: Query, read: (run: Query['run']) => Promise<unknown>): Promise<Timing> {
  const times_ms: number[] = [];
  for (let count = 0; count < 12; count += 1) times_ms.push(await timed(() => read(run)));
  // The first ones fill the caches.
  return { name, times_ms: times_ms.slice(2) };
}

/** The server writes down the plan of each statement that the stores send. */
async function showPlans(administration_url: string, { name, size }: { name: string; size: number }): Promise<void> {
  for (const setting of WITH_PLANS) {
    await withClient(administration_url, (client) => client.query(`alter database ${quoteIdentifier(name)} set ${setting}`));
  }
  for (const query of QUERIES(size)) await showPlan(postgresUrl(port, name), query);
}

async function showPlan(database_url: string, { name, run }: Query): Promise<void> {
  const before = (await readFile(log_file, 'utf8')).length;
  await withConnections(database_url, async (unitOfWork, client) => void (await unitOfWork.read((stores) => run(stores, client))));
  const written = (await readFile(log_file, 'utf8')).slice(before);
  say(`\n## ${name}\n${plansIn(written).join('\n')}`);
}
