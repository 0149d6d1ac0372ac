import { EventEmitter } from 'node:events';
import type { Settlements } from '../../../db/settlements.ts';
import type { Change } from '../memory/database.ts';
import type { SimulatedProcess } from './process.ts';
import type { World } from './world.ts';

/** How PostgreSQL tells of purchases that are settled: soon, and now and then not at all. */
export class SimulatedSettlements {
  readonly #world: World;
  readonly #told = new EventEmitter().setMaxListeners(0);

  constructor(world: World) {
    this.#world = world;
  }

  committed(changes: readonly Change[]): void {
    const { random, scheduler } = this.#world;
    for (const { table, before, after } of changes) {
      const is_settled = after?.status === 'completed' || after?.status === 'declined';
      if (table !== 'purchase' || !is_settled || before?.status === after.status) continue;
      if (random.settlements.chance(0.1)) continue;
      scheduler.after(random.settlements.between(0, 20), () => this.#told.emit(String(after.id)));
    }
  }

  heardIn(process: SimulatedProcess): Settlements {
    return {
      of: (purchase_id) => {
        const { promise: settled, resolve } = Promise.withResolvers<void>();
        const hear = () =>
          process.resume(() => {
            this.#world.sometimes.hit('outcome_heard_of');
            resolve();
          });
        this.#told.once(purchase_id, hear);
        return { settled, stop: () => void this.#told.off(purchase_id, hear) };
      },
      close: async () => undefined,
    };
  }
}
