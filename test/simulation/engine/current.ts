import type { World } from './world.ts';

/** The run that this thread is in. Stand-ins for packages find it here, since product code imports them by name. */
let world: World | undefined;

export function currentWorld(): World {
  if (!world) throw new Error('nothing is being simulated');
  return world;
}

export function setCurrentWorld(next: World | undefined): void {
  world = next;
}
