import type { PlantName } from './plants.ts';
import type { SeedResult } from './scenario/run-seed.ts';
import { registerStandIns } from './stand-ins/hooks.ts';

/** One process that runs seeds one after the other. What it runs is loaded after the stand-ins are in place. */
export type Order = { plant: PlantName | undefined; trace: boolean };

export async function openLane({ plant, trace }: Order): Promise<(seed: number) => Promise<SeedResult>> {
  registerStandIns();
  const { subscription } = await import('../../workflows/subscription.ts');
  const { purchase } = await import('../../workflows/purchase.ts');
  const { refund } = await import('../../workflows/refund.ts');
  const { reconciliation } = await import('../../workflows/reconciliation.ts');
  const { runSeed } = await import('./scenario/run-seed.ts');
  const workflows = { subscription, purchase, refund, reconciliation } as Parameters<typeof runSeed>[1]['workflows'];
  return (seed) => runSeed(seed, { workflows, plant, trace });
}

/** As a child of `npm run simulate`: a seed comes in, its result goes out. */
if (import.meta.main && process.send) {
  const [order = '{}'] = process.argv.slice(2);
  const run = await openLane(JSON.parse(order) as Order);
  process.on('message', (seed: number) => {
    void run(seed).then(
      (result) => process.send?.({ result }),
      (error: unknown) => process.send?.({ seed, error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  process.send({ ready: true });
}
