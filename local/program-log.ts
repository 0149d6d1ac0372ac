import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';

const LOG_BYTES_MAX = 20_000_000;
const TAIL_BYTES = 4_000;
const TAIL_LINES = 12;

/** The log file that a program writes by itself, so that it goes on logging when we are killed. */
export interface ProgramLog {
  file: string;
  descriptor: number;
  close(): void;
  /** The last lines since it was opened. */
  tail(): Promise<string>;
}

/** Opens the log of a program at its end; a big one is put aside first, and replaces the one put aside before. */
export function openProgramLog(folder: string, name: string): ProgramLog {
  const file = path.join(folder, `${name}.log`);
  if (sizeOf(file) > LOG_BYTES_MAX) renameSync(file, `${file}.old`);
  const begin = sizeOf(file);
  const descriptor = openSync(file, 'a');
  return { file, descriptor, close: () => closeSync(descriptor), tail: () => readTail(file, begin) };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function readTail(file: string, begin: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const from = Math.max(begin, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - from), position: from });
    return buffer.toString('utf8', 0, bytesRead).trim().split('\n').slice(-TAIL_LINES).join('\n');
  } finally {
    await handle.close();
  }
}
