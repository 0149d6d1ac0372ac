import { currentWorld } from '../engine/current.ts';

/** `node:timers/promises` in virtual time. */
export function setTimeout(delay_ms: number): Promise<void> {
  return currentWorld().sleepHere(delay_ms);
}
