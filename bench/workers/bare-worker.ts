import { fileURLToPath } from 'node:url';
import { runWorker } from './run-worker.ts';

let steps = 0;

/** Does nothing, and counts. */
const activities = {
  async nothing(): Promise<void> {
    steps += 1;
  },
};

export type BareActivities = typeof activities;

await runWorker({
  workflows: fileURLToPath(new URL('./bare-workflows.ts', import.meta.url)),
  activities,
  answer: () => ({ steps }),
});
