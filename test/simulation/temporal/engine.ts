import { MESSAGES, type PurchaseOutcome, type RefundOutcome, type SubscriptionStart, WORKFLOW_TYPES } from '../../../domain/messages.ts';
import { Refusal } from '../../../domain/refusals.ts';
import type { Engine, RefundStart } from '../../../gateways/temporal/engine.ts';
import { type SimulatedProcess, scene } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { Execution } from './execution.ts';

type PurchaseStart = Parameters<Engine['buy']>[0];

const purchaseOf = ({ purchase_id }: PurchaseStart) => ({
  id: purchase_id,
  type: WORKFLOW_TYPES.purchase,
  input: { purchase_id, first_try: 'local' },
});
const refundOf = ({ refund_id }: RefundStart) => ({ id: refund_id, type: WORKFLOW_TYPES.refund, input: { refund_id } });
const subscriptionOf = ({ input }: SubscriptionStart) => ({ id: input.subscription_id, type: WORKFLOW_TYPES.subscription, input });

function unavailable(): Refusal {
  return new Refusal('billing_unavailable', 'The billing engine does not answer at the moment.', { retry_after_seconds: 5 });
}

/** The engine as one process reaches it: calls may not arrive, may arrive twice, and their answers may be lost. */
export function createSimulatedEngine(world: World, process: SimulatedProcess): Engine {
  const { temporal, random, scheduler, sometimes } = world;

  /** True where the call is to be carried out; throws where it didn't arrive. */
  const reach = async (): Promise<void> => {
    await process.sleep(random.temporal.between(1, 15));
    if (temporal.isAway) {
      await process.sleep(1_500);
      throw new Error('DEADLINE_EXCEEDED');
    }
  };

  const signal = async (id: string, name: string, args: unknown[]): Promise<boolean> => {
    await reach();
    const execution = temporal.executions.get(id);
    if (execution?.status !== 'running') return false;
    execution.signal(name, args);
    if (random.temporal.chance(world.settings.rates.signal_trouble)) {
      sometimes.hit('duplicate_signal');
      scheduler.after(random.temporal.between(0, 3_000), () => execution.status === 'running' && execution.signal(name, args));
    }
    await process.sleep(random.temporal.between(1, 10));
    if (random.temporal.chance(world.settings.rates.signal_trouble)) throw new Error('DEADLINE_EXCEEDED');
    return true;
  };

  /** Waits for an update, but not for longer than told. */
  const outcomeOf = (execution: Execution, update: string, wait_ms: number): Promise<unknown> =>
    new Promise((resolve) => {
      scheduler.after(wait_ms, () => process.resume(() => resolve(undefined)));
      if (execution.status !== 'running') return process.resume(() => resolve(undefined));
      void execution.update(update).then((answer) => process.resume(() => resolve(answer)));
    });

  const startAndWait = async (start: Parameters<typeof temporal.start>[0], update: string, wait_ms: number): Promise<unknown> => {
    await reach().catch(() => {
      throw unavailable();
    });
    const { execution } = temporal.start(start);
    return await outcomeOf(execution, update, wait_ms);
  };

  const ensure = async (start: Parameters<typeof temporal.start>[0]): Promise<void> => {
    await reach();
    const before = temporal.executions.get(start.id);
    if (!temporal.ensure(start).created) return;
    sometimes.hit(before?.status === 'terminated' ? 'revived' : 'sweep_started_an_orphan');
    world.trace(start.id, `its workflow is started ${before ? 'anew' : 'by the sweep'}`);
  };

  return {
    buy: async (start, wait_ms) => (await startAndWait(purchaseOf(start), MESSAGES.outcome, wait_ms)) as PurchaseOutcome | undefined,
    subscribe: async (start, wait_ms) => (await startAndWait(subscriptionOf(start), MESSAGES.activated, wait_ms)) !== undefined,
    refund: async (start, wait_ms) => (await startAndWait(refundOf(start), MESSAGES.outcome, wait_ms)) as RefundOutcome | undefined,
    ensureRefund: (start) => ensure(refundOf(start)),
    ensurePurchase: (start) => ensure(purchaseOf(start)),
    ensureSubscription: (start) => ensure(subscriptionOf(start)),
    unsubscribe: (id, request) => signal(id, MESSAGES.unsubscribe, [request]),
    async chargeResolved(id) {
      const run = scene.getStore()?.run;
      if (run && run.name !== 'reconcileDay') sometimes.hit('late_answer_after_doubt');
      return await signal(id, MESSAGES.charge_resolved, []);
    },
    tick: () => Promise.reject(new Error('test clocks are not simulated')),
    advanceClock: () => Promise.reject(new Error('test clocks are not simulated')),
    retryCallback: () => Promise.reject(new Error('callbacks are not simulated')),
    checkReadiness: () => reach(),
  };
}
