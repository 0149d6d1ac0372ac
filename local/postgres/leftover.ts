import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { commandLine, proofOf } from '../process-identity.ts';
import { stopProcess } from '../stop-process.ts';

/**
 * Stops the server that a killed parent left running on this data directory; true when there was one.
 * A pid file without such a server is PostgreSQL's own business: it recognises a stale one at its next start.
 */
export async function stopLeftoverPostgres(data_directory: string): Promise<boolean> {
  const pid_file = await readFile(path.join(data_directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(pid_file.split('\n')[0] ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 1) return false;
  const proof = await proofOf(pid);
  if (!proof) return false;
  // We start it with the resolved folder on its command line: without that the id belongs to somebody else by now.
  const command = await commandLine(pid);
  if (!command.includes(data_directory) || !command.includes('postgres')) return false;
  await stopProcess(proof, [
    { signal: 'SIGINT', grace_ms: 30_000 },
    { signal: 'SIGQUIT', grace_ms: 10_000 },
  ]);
  return true;
}
