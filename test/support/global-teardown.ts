import { tearDownAll } from './run-state.ts';

/** Undoes what global-setup.ts started, in reverse order. */
export default async function globalTeardown(): Promise<void> {
  await tearDownAll();
}
