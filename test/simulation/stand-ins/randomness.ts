import { currentWorld } from '../engine/current.ts';

/** Of `node:crypto`, what ids and codes are drawn with. */
export function randomInt(below: number): number {
  return currentWorld().random.ids.below(below);
}

/** Keys and secrets are drawn with it, and none is made here. */
export function randomBytes(): never {
  throw new Error('a simulation makes no keys');
}
