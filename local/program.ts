import type { StopStep } from './stop-process.ts';

/** One program of the stack, as the supervisor runs it. */
export interface Program {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  uid?: number;
  gid?: number;
  /** Opens a channel whose closing tells the program that we are gone, however we went. */
  has_channel: boolean;
  /** How it is asked to end, first friendly. */
  stop_steps: readonly StopStep[];
  isReady(): Promise<boolean>;
  ready_limit_ms: number;
  /** Absent where a program ends by itself when it can't go on. */
  watch?: Watch;
}

/** How a program that can run on without serving anybody is told from one that serves. */
export interface Watch {
  serves(): Promise<boolean>;
  pause_ms: number;
  /** So many times in a row without service, and it is ended and started again. */
  failures_max: number;
}

/** Whether the address answers with a 2xx. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
