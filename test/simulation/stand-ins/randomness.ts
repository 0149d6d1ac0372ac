import { currentWorld } from '../engine/current.ts';

/** Of `node:crypto`, what ids and codes are drawn with. */
export function randomInt(below: number): number {
  return currentWorld().random.ids.below(below);
}
