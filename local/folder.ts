import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { removeDataDirectory } from './postgres/data-directory.ts';

/** The checkout: what the programs of the stack are started from. */
export const CHECKOUT = path.resolve(import.meta.dirname, '..');

/** Every place that the local stack writes to. */
export interface LocalFolder {
  root: string;
  postgres: string;
  temporal_database: string;
  logs: string;
  isps: string;
  inbox: string;
  shop: string;
  secrets: string;
  /** Held while a start runs. */
  lock: string;
  /** The processes of the running start, for the next one to clear up after a kill. */
  run: string;
  /** What stands ready, for people and scripts. */
  stack: string;
}

export function localFolder(local_dir: string): LocalFolder {
  const root = path.resolve(CHECKOUT, local_dir);
  return {
    root,
    postgres: path.join(root, 'postgres'),
    temporal_database: path.join(root, 'temporal.db'),
    logs: path.join(root, 'logs'),
    isps: path.join(root, 'isps'),
    inbox: path.join(root, 'inbox'),
    shop: path.join(root, 'shop'),
    secrets: path.join(root, 'secrets.json'),
    lock: path.join(root, 'start.lock'),
    run: path.join(root, 'run.json'),
    stack: path.join(root, 'stack.json'),
  };
}

export async function makeLocalFolder(folder: LocalFolder): Promise<void> {
  await mkdir(folder.logs, { recursive: true });
}

/** Removes the data of the stack: what we know as ours, never the folder as a whole, which the settings may place anywhere. */
export async function removeData(folder: LocalFolder): Promise<void> {
  await removeDataDirectory(folder.postgres);
  const databases = ['', '-wal', '-shm', '-journal'].map((suffix) => folder.temporal_database + suffix);
  const others = [folder.logs, folder.isps, folder.inbox, folder.shop, folder.secrets, folder.stack];
  for (const place of [...databases, ...others]) await rm(place, { recursive: true, force: true });
}
