import { createHash } from 'node:crypto';
import { chown, mkdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommandOrFail } from '../run-command.ts';
import { type Account, canEnter } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';

export const POSTGRES_MAJOR = '18';
/** User, password and database alike: the cluster listens on the loopback address of one's own machine only. */
export const POSTGRES_NAME = 'billing';

export interface ClusterMaking {
  binaries: PostgresBinaries;
  account: Account;
  /** False for the throw-away clusters of tests. */
  durable: boolean;
}

/** The folder of an initialised cluster, made on the first call: resolved, as PostgreSQL itself will name it. */
export async function ensureDataDirectory(wanted: string, making: ClusterMaking): Promise<string> {
  const present = await presentDirectory(wanted);
  if (present) return present;
  await rm(wanted, { recursive: true, force: true });
  await mkdir(path.dirname(wanted), { recursive: true });
  const place = await reachablePlace(wanted, making.account);
  // Made aside and renamed, so that a half-made cluster is never taken for one.
  const aside = `${place}.new`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o700 });
  const { uid, gid } = making.account;
  if (uid !== undefined && gid !== undefined) await chown(aside, uid, gid);
  await initialise(aside, making);
  await rename(aside, place);
  if (place !== wanted) await symlink(place, wanted);
  return realpath(place);
}

async function presentDirectory(wanted: string): Promise<string | undefined> {
  const version = await readFile(path.join(wanted, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) return undefined;
  if (version.trim() !== POSTGRES_MAJOR) {
    throw new Error(
      `${wanted} was made by PostgreSQL ${version.trim()}, this is ${POSTGRES_MAJOR}: begin anew with "npm start -- --fresh".`,
    );
  }
  return realpath(wanted);
}

/** As root in a folder that is closed to PostgreSQL's account the data goes elsewhere, with a link at the wanted place. */
async function reachablePlace(wanted: string, account: Account): Promise<string> {
  if (await canEnter(account, path.dirname(wanted))) return wanted;
  const place = `/var/tmp/isp-billing-postgres-${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`;
  // Nothing links there any more, or we would have found the cluster through the link.
  await rm(place, { recursive: true, force: true });
  return place;
}

async function initialise(directory: string, { binaries, account, durable }: ClusterMaking): Promise<void> {
  const run = { ...account, cwd: '/' };
  // Not by a pipe: initdb opens it by name, which another account may not do with ours.
  const password_file = `${directory}.password`;
  await writeFile(password_file, `${POSTGRES_NAME}\n`, { mode: 0o644 });
  await runCommandOrFail(
    binaries.initdb,
    [
      `--pgdata=${directory}`,
      `--username=${POSTGRES_NAME}`,
      '--auth=scram-sha-256',
      `--pwfile=${password_file}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(durable ? [] : ['--no-sync']),
    ],
    run,
  ).finally(() => rm(password_file, { force: true }));
  await runCommandOrFail(binaries.postgres, ['--single', '-D', directory, ...(durable ? [] : ['-F']), 'postgres'], {
    ...run,
    stdin: `CREATE DATABASE ${POSTGRES_NAME};\n`,
  });
}

/** Removes a cluster with its data, wherever the link leads. */
export async function removeDataDirectory(wanted: string): Promise<void> {
  const place = await realpath(wanted).catch(() => wanted);
  await rm(place, { recursive: true, force: true });
  await rm(`${place}.new`, { recursive: true, force: true });
  await rm(wanted, { recursive: true, force: true });
}
