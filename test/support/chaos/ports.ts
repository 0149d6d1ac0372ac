import { randomInt } from 'node:crypto';
import { isTaken } from '../../../local/ports.ts';

/** Below the range from which systems give ports to outgoing connections: one that is free for a moment, while its server restarts, stays free. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** So many ports in a row that nothing listens on. */
export async function freePortsInARow(count: number): Promise<number[]> {
  for (;;) {
    const first = randomInt(LOWEST, HIGHEST - count);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const taken = await Promise.all(ports.map(isTaken));
    if (!taken.includes(true)) return ports;
  }
}
