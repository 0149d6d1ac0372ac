import { randomBytes } from 'node:crypto';
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readJsonFile } from './json-file.ts';
import { isRunning, type ProcessProof, proofOf } from './process-identity.ts';

export const proofSchema = z.object({ pid: z.number().int(), identity: z.string() });

export interface FileLock {
  release(): Promise<void>;
}

export type LockAttempt = { lock: FileLock } | { held_by: ProcessProof };

/** Takes the lock unless a living process holds it. What a killed process left behind is cleared away. */
export async function tryLock(file: string): Promise<LockAttempt> {
  await mkdir(path.dirname(file), { recursive: true });
  const own = await proofOf(process.pid);
  if (!own) throw new Error('This process has no identity.');
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(aside, JSON.stringify(own));
  try {
    for (;;) {
      if (await linked(aside, file)) return { lock: { release: () => rm(file, { force: true }) } };
      const holder = await readJsonFile(file, proofSchema);
      if (holder && (await isRunning(holder))) return { held_by: holder };
      await removeStale(file, holder);
    }
  } finally {
    await rm(aside, { force: true });
  }
}

/** Waits its turn, does the work under the lock, and lets go. */
export async function withLock<Result>(file: string, onWait: (holder: ProcessProof) => void, work: () => Promise<Result>): Promise<Result> {
  for (let told = false; ; told = true) {
    const attempt = await tryLock(file);
    if ('lock' in attempt) return work().finally(() => attempt.lock.release());
    if (!told) onWait(attempt.held_by);
    await sleep(500);
  }
}

/** A link appears at once with its content, and only when nothing is there: that makes it the lock. */
async function linked(aside: string, file: string): Promise<boolean> {
  try {
    await link(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two processes may see the same stale lock: only the one that moves it away removes it, and it looks again at what it moved. */
async function removeStale(file: string, seen: ProcessProof | undefined): Promise<void> {
  const moved = `${file}.stale.${process.pid}`;
  try {
    await rename(file, moved);
  } catch {
    return;
  }
  const holder = await readJsonFile(moved, proofSchema);
  if (holder && holder.identity !== seen?.identity) await linked(moved, file);
  await rm(moved, { force: true });
}
