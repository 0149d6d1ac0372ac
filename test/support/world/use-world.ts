import { afterAll, beforeAll } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { devServer } from '../temporal.ts';
import { World, type WorldOptions } from './world.ts';

/** Opens a world with its worker before the tests of a file, on a Temporal service in memory, and closes it after them. */
export function useWorld(take: (world: World) => void, options: Omit<WorldOptions, 'environment'> = {}): void {
  let environment: TestWorkflowEnvironment | undefined;
  let world: World | undefined;

  beforeAll(async () => {
    environment = await devServer();
    world = await World.open({ environment, ...options });
    await world.startWorker();
    take(world);
  }, 120_000);

  afterAll(async () => {
    await world?.close();
    await environment?.teardown();
  }, 60_000);
}
