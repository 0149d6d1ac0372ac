import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { proofSchema } from './file-lock.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { isRunning } from './process-identity.ts';
import { stopProcess } from './stop-process.ts';

const recordSchema = proofSchema.extend({ name: z.string(), signal: z.enum(['SIGTERM', 'SIGINT']).catch('SIGTERM') });
const runSchema = z.object({ programs: z.array(recordSchema) });

/** A process of a start, with what proves later that it is still the same one. */
export interface LeftoverRecord {
  name: string;
  pid: number;
  identity: string;
  /** What asks it to end cleanly. */
  signal: NodeJS.Signals;
}

export async function writeRunRecord(file: string, programs: readonly LeftoverRecord[]): Promise<void> {
  await writeJsonFile(file, { programs });
}

/**
 * Ends what an earlier start left running when it was killed, the youngest first, and tells the names. Only processes that are
 * proved to be those of the record are touched. Call it with the lock of the start held: nothing else may be writing the record.
 */
export async function stopLeftovers(file: string): Promise<string[]> {
  const record = await readJsonFile(file, runSchema);
  const stopped: string[] = [];
  for (const program of record?.programs.toReversed() ?? []) {
    if (!(await isRunning(program))) continue;
    await stopProcess(program, [
      { signal: program.signal, grace_ms: 15_000 },
      { signal: 'SIGKILL', grace_ms: 5_000 },
    ]);
    stopped.push(program.name);
  }
  await rm(file, { force: true });
  return stopped;
}
