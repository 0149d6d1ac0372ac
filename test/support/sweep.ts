import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { stopLeftoverPostgres } from '../../local/postgres/leftover.ts';
import { isRunning } from '../../local/process-identity.ts';

export const TEST_FOLDER_PREFIX = 'isp-billing-test-';

const ownerSchema = z.object({ pid: z.number(), identity: z.string() });

/** Stops the servers and removes the folders of earlier runs that were killed before their teardown. */
export async function sweepDeadRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(TEST_FOLDER_PREFIX)) continue;
    const folder = path.join(tmpdir(), name);
    const owner = ownerSchema.safeParse(await readJson(path.join(folder, 'owner.json')));
    // Without an owner it may be another run that is just beginning.
    if (!owner.success || (await isRunning(owner.data))) continue;
    await stopLeftoverPostgres(path.join(folder, 'data'));
    await rm(folder, { recursive: true, force: true });
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
