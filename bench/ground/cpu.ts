import { readFile } from 'node:fs/promises';
import { processTree } from '../../test/support/chaos/process-tree.ts';

/** The kernel counts processor time in these, whatever its own clock: USER_HZ. */
const TICKS_PER_SECOND = 100;

export type CpuSample = Record<string, number>;

/**
 * Processor seconds that each of these has used since it began, with all of its descendants: those that live, and those that have ended
 * and were waited for (PostgreSQL's backends come and go).
 */
export async function cpuSeconds(processes: Readonly<Record<string, number>>): Promise<CpuSample> {
  const entries = Object.entries(processes).map(async ([name, pid]) => {
    const seconds = await Promise.all((await processTree(pid)).map(secondsOf));
    return [name, seconds.reduce((sum, own) => sum + own, 0)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

export function cpuBetween(before: CpuSample, after: CpuSample): CpuSample {
  return Object.fromEntries(Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)]));
}

async function secondsOf(pid: number): Promise<number> {
  // A process that has ended meanwhile is counted by its parent.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field, the name, may hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system, user_of_children, system_of_children] = fields.slice(11, 15).map(Number);
  const ticks = (user ?? 0) + (system ?? 0) + (user_of_children ?? 0) + (system_of_children ?? 0);
  return Number.isNaN(ticks) ? 0 : ticks / TICKS_PER_SECOND;
}

/** Resident memory of one process, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
