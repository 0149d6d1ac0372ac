import { expirePurchase } from '../billing/charge-purchase.ts';
import { endSubscription } from '../billing/end-subscription.ts';
import { firstStart } from '../billing/first-start.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { Log } from '../domain/log.ts';
import type { IspGateways } from '../gateways/isp/port.ts';
import type { Engine } from '../gateways/temporal/engine.ts';

export type SweepContext = { unitOfWork: UnitOfWork; engine: Engine; isps: IspGateways; log: Log; now: () => Date };

/** A row that was written and whose workflow has not begun by then is started again, */
const UNSTARTED_AFTER_MS = 20_000;
/** and given up after this long, in the buyer's favour: its subscriber token is no longer good either. */
const ABANDONED_AFTER_MS = 15 * 60_000;
const END_UNFINISHED_AFTER_MS = 10_000;
const KEYS_KEPT_MS = 30 * 24 * 3_600_000;
const BATCH = 100;

/**
 * Finds what a crash between two systems left behind, and finishes or expires it. Each step is safe beside the work that it doubts, since
 * the same locks and rows decide.
 */
export async function sweep(context: SweepContext): Promise<void> {
  const { unitOfWork, engine, now } = context;
  await startUnstarted(context);
  const abandoned = { before: new Date(now().getTime() - ABANDONED_AFTER_MS), after: new Date(0), limit: BATCH };
  for (const { id } of await unitOfWork.read((stores) => stores.purchases.uncharged(abandoned))) {
    await unitOfWork.transaction((stores) => expirePurchase(stores, id, now()));
  }
  for (const { id } of await unitOfWork.read((stores) => stores.subscriptions.uncharged(abandoned))) {
    await unitOfWork.transaction(async (stores) => {
      const subscription = await stores.subscriptions.lock(id);
      if (subscription.status === 'pending')
        await endSubscription(stores, subscription, { reason: 'expired', source: null, at: now(), now: now() });
    });
  }
  await finishEnds(context);
  for (const id of await unitOfWork.read((stores) => stores.clocks.advancing())) await engine.advanceClock(id, 0);
  await unitOfWork.transaction((stores) => stores.requests.deleteBefore(new Date(now().getTime() - KEYS_KEPT_MS)));
}

/** The API died, or Temporal was away, between the row and its workflow: starting it again joins one that does run. */
async function startUnstarted({ unitOfWork, engine, now }: SweepContext): Promise<void> {
  const unstarted = {
    before: new Date(now().getTime() - UNSTARTED_AFTER_MS),
    after: new Date(now().getTime() - ABANDONED_AFTER_MS),
    limit: BATCH,
  };
  for (const row of await unitOfWork.read((stores) => stores.purchases.uncharged(unstarted))) {
    await engine.ensurePurchase({ purchase_id: row.id, isp: row.isp, merchant_id: row.merchant_id });
  }
  for (const row of await unitOfWork.read((stores) => stores.subscriptions.uncharged(unstarted)))
    await engine.ensureSubscription(firstStart(row));
}

/**
 * Ends that were acknowledged in PostgreSQL while Temporal could not be told: the workflow cancels the mandate once it hears of it. Where
 * none runs any more, the mandate is cancelled from here; a token that no workflow ever exchanged has no mandate.
 */
async function finishEnds({ unitOfWork, engine, isps, now }: SweepContext): Promise<void> {
  const before = new Date(now().getTime() - END_UNFINISHED_AFTER_MS);
  for (const subscription of await unitOfWork.read((stores) => stores.subscriptions.unfinishedEnds(before, BATCH))) {
    const told = await engine.unsubscribe(subscription.id, { source: subscription.end_source ?? 'ops' });
    if (!told && subscription.mandate_reference) await isps[subscription.isp].cancelMandate(subscription.mandate_reference);
    // A workflow that was told is looked at again after a while, not in each round.
    const change = told ? { updated_at: now() } : { mandate_cancelled_at: now(), token_sealed: null };
    await unitOfWork.transaction((stores) => stores.subscriptions.update(subscription.id, change));
  }
}

/** Sweeps from time to time until stopped; a failed round is logged and the next one starts anew. */
export function startSweeping(context: SweepContext, interval_ms: number): { stop(): Promise<void> } {
  let stopped = false;
  let wake: () => void = () => undefined;
  const run = async () => {
    while (!stopped) {
      await sweep(context).catch((error: unknown) => {
        context.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'a sweep did not finish; the next one starts anew');
      });
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, interval_ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
