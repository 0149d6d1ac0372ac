import type { ChargeRow } from '../../../db/entities/charge.ts';
import { Refusal } from '../../../domain/refusals.ts';
import { newId } from '../../../vault/ids.ts';
import { strikeWorkerOf } from './blows.ts';
import type { Cast } from './cast.ts';

/** The merchant gives money of one charge back: all that remains, a part, or several parts at once, which may come to more than there is. */
export function refundSomething(cast: Cast): void {
  const { scenario } = cast.world.random;
  const paid = cast.world.database.rows<ChargeRow>('charge').filter(({ status }) => status === 'succeeded');
  if (paid.length === 0) return;
  // Often one that was paid just now.
  const charge = scenario.chance(0.5) ? (paid.at(-1) ?? scenario.pick(paid)) : scenario.pick(paid);
  const part = () => BigInt(scenario.between(1, Number(charge.amount_cents)));
  const amounts = scenario.pick<() => (bigint | undefined)[]>([
    () => [undefined],
    () => [part()],
    () => [part()],
    () => Array.from({ length: scenario.between(2, 5) }, part),
    () => [undefined, part()],
  ]);
  for (const amount_cents of amounts()) ask(cast, charge.id, amount_cents);
}

/**
 * In doubt overnight at the ISP that tells only by its statement, and forgotten by Temporal before that is complete: by the time at which it
 * would be begun anew, reconciliation has been there.
 */
export function refundOvernight(cast: Cast, next_midnight_ms: number): void {
  const { world } = cast;
  const { scenario } = world.random;
  world.scheduler.at(next_midnight_ms - scenario.between(HOUR_MS, 4 * HOUR_MS), () => {
    const paid = world.database.rows<ChargeRow>('charge').filter(({ isp, status }) => isp === 'alice' && status === 'succeeded');
    const charge = paid.at(-1);
    if (!charge || !world.disturbed) return;
    world.isps.alice.spell = {
      fault: scenario.pick(['timeout_after', 'error_500_after'] as const),
      until_ms: world.scheduler.now_ms + 5_000,
    };
    const id = ask(cast, charge.id, undefined);
    world.scheduler.at(next_midnight_ms + FORGOTTEN_AFTER_MIDNIGHT_MS, () => {
      const execution = world.temporal.executions.get(id);
      if (execution?.status !== 'running' || !world.disturbed || world.temporal.isAway) return;
      world.trace(id, 'its workflow is terminated');
      execution.terminate();
    });
  });
}

const HOUR_MS = 3_600_000;
const FORGOTTEN_AFTER_MIDNIGHT_MS = 5 * HOUR_MS + 55 * 60_000;

function ask(cast: Cast, charge: string, amount_cents: bigint | undefined): string {
  const { world } = cast;
  const { scenario } = world.random;
  const id = newId('ref');
  if (scenario.chance(0.25)) world.whenBegun(id, () => strikeWorkerOf(world, id));
  const input = { id, charge, reason: 'asked for', amount_cents };
  const request = () =>
    cast.request(
      async (useCases) => {
        await useCases.refundCharge(cast.merchant, input).catch((error: unknown) => {
          if (error instanceof Refusal && error.code === 'refund_above_remaining') world.sometimes.hit('more_asked_than_remains');
          throw error;
        });
      },
      scenario.pick([0, 2, 5]),
    );
  request();
  // The same request at the same time, or while the first is out.
  if (scenario.chance(0.2)) world.scheduler.after(scenario.between(0, 400), request);
  return id;
}
