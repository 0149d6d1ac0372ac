import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, postgresAccount } from './postgres/account.ts';
import { postgresBinaries } from './postgres/binaries.ts';
import { answersQueries } from './postgres/client.ts';
import { ensureDataDirectory, POSTGRES_NAME } from './postgres/data-directory.ts';
import { stopLeftoverPostgres } from './postgres/leftover.ts';

export interface PostgresOptions {
  data_directory: string;
  port: number;
  /** False trades the safety of the data for speed: for tests only. */
  durable: boolean;
}

/** Everything that is needed to start the server, any number of times. */
export interface PreparedPostgres {
  url: string;
  command: string;
  args: string[];
  account: Account;
  data_directory: string;
}

export function postgresUrl(port: number, database: string = POSTGRES_NAME): string {
  return `postgres://${POSTGRES_NAME}:${POSTGRES_NAME}@127.0.0.1:${port}/${database}`;
}

/** Makes the cluster when there is none, and stops a server that an earlier, killed parent left running on it. */
export async function preparePostgres({ data_directory, port, durable }: PostgresOptions): Promise<PreparedPostgres> {
  const account = await postgresAccount();
  const binaries = await postgresBinaries(account);
  const directory = await ensureDataDirectory(data_directory, { binaries, account, durable });
  await stopLeftoverPostgres(directory);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'log_min_messages=warning',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  const args = ['-D', directory, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  return { url: postgresUrl(port), command: binaries.postgres, args, account, data_directory: directory };
}

export interface RunningPostgres {
  url: string;
  process: ChildProcess;
  /** Rolls back what is open, writes everything down and ends. */
  stop(): Promise<void>;
}

/** Starts the server as a plain child of this process, without a supervisor. Resolves when it answers queries. */
export async function startPostgres(options: PostgresOptions & { log_file: string }): Promise<RunningPostgres> {
  const prepared = await preparePostgres(options);
  const log = openSync(options.log_file, 'a');
  const child = spawn(prepared.command, prepared.args, { ...prepared.account, cwd: '/', stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = once(child, 'exit');
  const give_up_at = Date.now() + 60_000;
  while (!(await answersQueries(prepared.url, prepared.data_directory))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > give_up_at) {
      child.kill('SIGQUIT');
      throw new Error(`PostgreSQL does not start:\n${await readFile(options.log_file, 'utf8')}`);
    }
    await sleep(50);
  }
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  return { url: prepared.url, process: child, stop };
}
