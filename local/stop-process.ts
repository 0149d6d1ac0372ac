import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessProof } from './process-identity.ts';

export interface StopStep {
  signal: NodeJS.Signals;
  /** How long the process may take before the next, harder step. */
  grace_ms: number;
}

/** Asks the process to end, step by step harder, and resolves when it is gone. Signals nobody else: the proof is checked each time. */
export async function stopProcess(proof: ProcessProof, steps: readonly StopStep[]): Promise<void> {
  for (const { signal, grace_ms } of steps) {
    if (!(await isRunning(proof))) return;
    sendSignal(proof.pid, signal);
    const give_up_at = Date.now() + grace_ms;
    while (Date.now() < give_up_at) {
      if (!(await isRunning(proof))) return;
      await sleep(50);
    }
  }
  if (await isRunning(proof)) throw new Error(`Process ${proof.pid} does not end.`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
