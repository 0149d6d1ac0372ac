import { readFile } from 'node:fs/promises';
import { runCommand } from './run-command.ts';

/**
 * A process id is used again by the system sooner or later. Together with the instant at which the process began it names
 * one process for good, so a file can prove that a running process is the one that it was written about.
 */
export interface ProcessProof {
  pid: number;
  identity: string;
}

/** What tells this process from any other that has or had the same id; undefined when nothing alive has the id. */
export async function processIdentity(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxIdentity(pid);
  const { stdout } = await runCommand('ps', ['-o', 'state=,lstart=', '-p', String(pid)]);
  const [state, ...started] = stdout.trim().split(/\s+/);
  return state === undefined || state === '' || state.startsWith('Z') ? undefined : `ps:${started.join(' ')}`;
}

async function linuxIdentity(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces and parentheses itself: the fields begin behind the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started_ticks] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X') return undefined;
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    return `${boot}:${started_ticks}`;
  } catch {
    return undefined;
  }
}

/** The proof for a process of now; undefined when it has ended already. */
export async function proofOf(pid: number): Promise<ProcessProof | undefined> {
  const identity = await processIdentity(pid);
  return identity === undefined ? undefined : { pid, identity };
}

/** Whether the very process that the proof was made for is still running. */
export async function isRunning(proof: ProcessProof): Promise<boolean> {
  return (await processIdentity(proof.pid)) === proof.identity;
}

/** The command line of a running process with spaces between the words; empty when there is none. */
export async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return words.replaceAll('\0', ' ').trim();
  }
  const { stdout } = await runCommand('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return stdout.trim();
}
