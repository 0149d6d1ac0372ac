import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../config.ts';
import { inheritedEnvironment } from '../../local/environment.ts';
import { freePort } from '../../local/ports.ts';
import { quoteIdentifier, withClient } from '../../local/postgres/client.ts';
import { postgresUrl, startPostgres } from '../../local/postgres.ts';
import { proofOf } from '../../local/process-identity.ts';
import { runCommandOrFail } from '../../local/run-command.ts';
import { findTemporal } from '../../local/temporal/find.ts';
import { findTestServer } from '../../local/temporal/test-server.ts';
import { handOver, PROBLEM_PREFIX, SERVICE_PREFIX } from './handover.ts';
import { rememberForTeardown } from './run-state.ts';
import { sweepDeadRuns, TEST_FOLDER_PREFIX } from './sweep.ts';

const TEMPLATE = 'billing_template';

/** One PostgreSQL for the whole run, with a migrated template; and the paths of the Temporal servers. */
export default async function globalSetup(): Promise<void> {
  await sweepDeadRuns();
  await Promise.all([startDatabase(), prepareTemporal()]);
}

/** Where a server can't be had, the tests that need one say why, and all others run. */
async function prepareTemporal(): Promise<void> {
  const settings = readConfig('local');
  const report = (message: string) => process.stderr.write(`Temporal: ${message}\n`);
  const problem = (error: unknown) => PROBLEM_PREFIX + (error instanceof Error ? error.message : String(error));
  const [cli, test_server] = await Promise.all([
    findTemporal(settings, report).then((found) => (found.kind === 'cli' ? found.path : SERVICE_PREFIX + found.address), problem),
    findTestServer(settings, report).then((found) => found.path, problem),
  ]);
  handOver('temporal_cli', cli);
  handOver('temporal_test_server', test_server);
}

async function startDatabase(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), TEST_FOLDER_PREFIX));
  // PostgreSQL's own account must be able to pass through.
  await chmod(folder, 0o711);
  await writeFile(path.join(folder, 'owner.json'), JSON.stringify(await proofOf(process.pid)));
  const port = await freePort();
  const server = await startPostgres({
    data_directory: path.join(folder, 'data'),
    port,
    durable: false,
    log_file: path.join(folder, 'postgres.log'),
  });
  // A run that is broken off never comes to its teardown.
  const stopAtExit = () => server.process.kill('SIGQUIT');
  process.once('exit', stopAtExit);
  rememberForTeardown(async () => {
    process.off('exit', stopAtExit);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await makeTemplate(server.url, port);
  handOver('administration_url', server.url);
  handOver('template_database', TEMPLATE);
}

async function makeTemplate(administration_url: string, port: number): Promise<void> {
  await withClient(administration_url, (client) => client.query(`CREATE DATABASE ${quoteIdentifier(TEMPLATE)}`));
  // In a process of its own: Jest loads this file by require, which takes no module with a top-level await.
  const env = inheritedEnvironment({ DATABASE_URL: postgresUrl(port, TEMPLATE) });
  await runCommandOrFail(process.execPath, ['db/migrate.ts'], { cwd: path.resolve(import.meta.dirname, '../..'), env });
  // PostgreSQL copies only a database that nobody is connected to.
  await withClient(administration_url, (client) => client.query(`ALTER DATABASE ${quoteIdentifier(TEMPLATE)} ALLOW_CONNECTIONS false`));
}
