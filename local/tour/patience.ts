import { setTimeout as sleep } from 'node:timers/promises';
import { TourProblem } from './tour-problem.ts';

export interface Patience {
  /** What is waited for, for the message when it does not come. */
  what: string;
  limit_ms?: number;
  pause_ms?: number;
}

const LIMIT_MS = 30_000;
const PAUSE_MS = 100;

/** Asks again until the answer is there. Throws a TourProblem where it does not come in time. */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  { what, limit_ms = LIMIT_MS, pause_ms = PAUSE_MS }: Patience,
): Promise<T> {
  const give_up_at = Date.now() + limit_ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > give_up_at) throw new TourProblem(`Waited ${limit_ms / 1_000} s in vain for ${what}.`);
    await sleep(pause_ms);
  }
}

/** As `until`, but what is there at the end of the time is the answer: the comparison tells what is missing. */
export async function patiently<T>(ask: () => Promise<T>, isComplete: (answer: T) => boolean, limit_ms = LIMIT_MS): Promise<T> {
  const give_up_at = Date.now() + limit_ms;
  for (;;) {
    const answer = await ask();
    if (isComplete(answer) || Date.now() > give_up_at) return answer;
    await sleep(PAUSE_MS);
  }
}
