import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { stopLeftovers, writeRunRecord } from '../../local/leftovers.ts';
import { freePort } from '../../local/ports.ts';
import { withClient } from '../../local/postgres/client.ts';
import { stopLeftoverPostgres } from '../../local/postgres/leftover.ts';
import { startPostgres } from '../../local/postgres.ts';
import { proofOf } from '../../local/process-identity.ts';
import { handedOver } from '../support/handover.ts';

describe('what a killed start left running', () => {
  let folder = '';
  const children: ChildProcess[] = [];
  const run_file = () => path.join(folder, 'run.json');

  function sleeper(): ChildProcess {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore', detached: true });
    children.push(child);
    return child;
  }

  async function recordOf(child: ChildProcess, name: string) {
    const proof = await proofOf(Number(child.pid));
    if (!proof) throw new Error('The child has ended.');
    return { name, ...proof, signal: 'SIGTERM' as const };
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'leftovers-'));
    await chmod(folder, 0o711);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  test('is ended, the youngest first, and its record removed', async () => {
    await writeRunRecord(run_file(), [await recordOf(sleeper(), 'temporal'), await recordOf(sleeper(), 'api')]);
    expect(await stopLeftovers(run_file())).toEqual(['api', 'temporal']);
    expect(existsSync(run_file())).toBe(false);
  });

  test('is told from a process that got the same id later', async () => {
    const stranger = sleeper();
    await writeRunRecord(run_file(), [{ ...(await recordOf(stranger, 'api')), identity: 'another life' }]);
    expect(await stopLeftovers(run_file())).toEqual([]);
    expect(await proofOf(Number(stranger.pid))).toBeDefined();
  });

  test('is nothing where there is no record', async () => {
    expect(await stopLeftovers(run_file())).toEqual([]);
  });

  test('may be PostgreSQL: it is stopped cleanly, and the data is there at the next start', async () => {
    const data_directory = path.join(folder, 'data');
    const options = { data_directory, durable: true, log_file: path.join(folder, 'postgres.log') };
    const left = await startPostgres({ ...options, port: await freePort() });
    await withClient(left.url, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'));
    const ended = once(left.process, 'exit');

    // On another port, as a changed setting would have it.
    const next = await startPostgres({ ...options, port: await freePort() });
    expect(await ended).toEqual([0, null]);
    const { rows } = await withClient(next.url, (client) => client.query('SELECT answer FROM kept'));
    expect(rows).toEqual([{ answer: 42 }]);
    await next.stop();
  });

  test('is not a process that a stale pid file of PostgreSQL happens to name', async () => {
    const stranger = sleeper();
    const data = path.join(folder, 'data');
    await mkdir(data);
    await writeFile(path.join(data, 'postmaster.pid'), `${stranger.pid}\n${data}\n`);
    expect(await stopLeftoverPostgres(data)).toBe(false);
    expect(await proofOf(Number(stranger.pid))).toBeDefined();
  });
});

test('a server that another one keeps from its port does not pass for started', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'port-of-another-'));
  await chmod(folder, 0o711);
  const port = Number(new URL(handedOver('administration_url')).port);
  const start = startPostgres({ data_directory: path.join(folder, 'data'), port, durable: false, log_file: path.join(folder, 'log') });
  await expect(start).rejects.toThrow(/PostgreSQL does not start:[\s\S]*Address already in use/);
  await rm(folder, { recursive: true, force: true });
});
