import { currentWorld } from '../engine/current.ts';

/** Of `node:crypto`, what ids and codes are drawn with. */
export function randomInt(below: number): number {
  return currentWorld().random.ids.below(below);
}

/** What keys and secrets are made of, which no run makes. */
export function randomBytes(count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => randomInt(256)));
}

/** What real ULIDs are drawn from; a run's own draws from its seed, and bytes kept from one seed to the next would make it another run. */
export function randomFillSync(): never {
  throw new Error('a simulation draws its ULIDs itself');
}
