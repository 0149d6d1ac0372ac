import { strikeWorkerOf } from './blows.ts';
import type { Cast, Sold } from './cast.ts';

/** The ways in which a subscription comes to its end from outside. */
type Ending = { weight: number; act: (cast: Cast, sold: Sold) => void };

export const ENDINGS: Record<string, Ending> = {
  merchant_cancels: { weight: 3, act: (cast, { id }) => cast.request((useCases) => useCases.cancelSubscription(cast.merchant, id), 3) },
  link_in_the_mail: {
    weight: 3,
    act: (cast, { id }) => cast.request((useCases) => useCases.unsubscribe(cast.world.vault.unsubscribeToken(id), 'email_link'), 3),
  },
  twice_at_once: {
    weight: 1,
    act: (cast, { id }) => {
      cast.request((useCases) => useCases.unsubscribe(cast.world.vault.unsubscribeToken(id), 'one_click'), 2);
      cast.request((useCases) => useCases.cancelSubscription(cast.merchant, id), 2);
    },
  },
  bare_signal: {
    weight: 2,
    act: ({ world }, { id }) => {
      const execution = world.temporal.executions.get(id);
      if (execution?.status === 'running' && !world.temporal.isAway) execution.signal('unsubscribe', [{ source: 'ops' }]);
    },
  },
  revoked_at_the_isp: {
    weight: 2,
    act: (cast, { id, isp }) => {
      const mandate_reference = cast.rowOf(id)?.mandate_reference;
      if (!mandate_reference) return;
      if (cast.world.judge.isCallOut(id)) cast.world.sometimes.hit('revocation_racing_a_charge');
      cast.world.isps[isp].revoke(mandate_reference);
    },
  },
};

/** When it comes: at any time, around the instant of a charge, or right after the sale. */
export function planEnding(cast: Cast, sold: Sold): void {
  const { scheduler, random } = cast.world;
  const { scenario } = random;
  const ending = scenario.weighted(Object.values(ENDINGS));
  const act = () => ending.act(cast, sold);
  const left_ms = cast.world.settings.start.getTime() + cast.world.settings.days * 86_400_000 - scheduler.now_ms;
  const when = scenario.pick(['at_once', 'at_any_time', 'around_a_charge', 'as_a_charge_begins', 'as_a_charge_begins', 'never']);
  if (when === 'at_once') scheduler.after(scenario.between(0, 3_000), act);
  if (when === 'at_any_time') scheduler.after(scenario.between(60_000, Math.max(60_000, left_ms)), act);
  const some_time_ms = scenario.chance(0.2) ? 0 : scenario.between(60_000, Math.max(60_000, left_ms));
  if (when === 'around_a_charge') scheduler.after(some_time_ms, () => aroundCharge(cast, sold, act));
  if (when === 'as_a_charge_begins') {
    // Within the few statements between its first and the call.
    const begun = () => {
      scheduler.after(scenario.between(0, 12), act);
      // What was tried inside a workflow task is lost with its worker, and the end is seen before it.
      if (scenario.chance(0.3)) strikeWorkerOf(cast.world, sold.id);
    };
    scheduler.after(some_time_ms, () => cast.world.whenBegun(sold.id, begun));
  }
}

/** Some milliseconds before or after the worker takes it up, or while a call may hang, or in the doubt that follows. */
function aroundCharge(cast: Cast, sold: Sold, act: () => void): void {
  const { scheduler, random } = cast.world;
  const wake_ms = cast.nextWakeOf(sold.id);
  if (wake_ms === undefined || wake_ms <= scheduler.now_ms) {
    act();
    return;
  }
  const [low, high] = random.scenario.pick<readonly [number, number]>([
    [-20, 60],
    [0, 200],
    [0, 200],
    [100, 20_000],
    [20_000, 300_000],
  ]);
  scheduler.at(wake_ms + random.scenario.between(low, high), act);
}
