import { expirePurchase } from '../billing/charge-purchase.ts';
import { endSubscription } from '../billing/end-subscription.ts';
import { firstStart } from '../billing/first-start.ts';
import { cancelMandate } from '../billing/mandate-at-isp.ts';
import type { Stores } from '../db/stores/index.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { Log } from '../domain/log.ts';
import type { IspGateways } from '../gateways/isp/port.ts';
import type { Engine } from '../gateways/temporal/engine.ts';
import type { Vault } from '../vault/vault.ts';
import { addUpReports } from './add-up-reports.ts';
import { each } from './each.ts';
import { type Repeating, startRepeating } from './repeating.ts';
import { revive } from './revive.ts';

export type SweepContext = { unitOfWork: UnitOfWork; engine: Engine; isps: IspGateways; vault: Vault; log: Log; now: () => Date };

/** A row that was written and whose workflow has not begun by then is started again, */
const UNSTARTED_AFTER_MS = 20_000;
/** and given up after this long, in the buyer's favour: its subscriber token is no longer good either. */
const ABANDONED_AFTER_MS = 15 * 60_000;
const END_UNFINISHED_AFTER_MS = 10_000;
const KEYS_KEPT_MS = 30 * 24 * 3_600_000;
const BATCH = 100;
const REVIVE_INTERVAL_MS = 60_000;
const ADD_UP_INTERVAL_MS = 60_000;

/**
 * Finds what a crash between two systems left behind, and finishes or expires it. Each step is safe beside the work that it doubts, since
 * the same locks and rows decide.
 */
export async function sweep(context: SweepContext): Promise<void> {
  const { unitOfWork, engine, now } = context;
  await startUnstarted(context);
  await expireAbandoned(context);
  await finishEnds(context);
  const clocks = await unitOfWork.read((stores) => stores.clocks.advancing());
  await each(
    context,
    clocks.map((id) => ({ id })),
    ({ id }) => engine.advanceClock(id, 0),
  );
  await unitOfWork.transaction((stores) => stores.requests.deleteBefore(new Date(now().getTime() - KEYS_KEPT_MS)));
}

/** The API died, or Temporal was away, between the row and its workflow: starting it again joins one that does run. */
async function startUnstarted(context: SweepContext): Promise<void> {
  const { unitOfWork, engine, now } = context;
  const unstarted = {
    before: new Date(now().getTime() - UNSTARTED_AFTER_MS),
    after: new Date(now().getTime() - ABANDONED_AFTER_MS),
    limit: BATCH,
  };
  const purchases = await unitOfWork.read((stores) => stores.purchases.uncharged(unstarted));
  await each(context, purchases, ({ id, isp, merchant_id }) => engine.ensurePurchase({ purchase_id: id, isp, merchant_id }));
  const subscriptions = await unitOfWork.read((stores) => stores.subscriptions.uncharged(unstarted));
  await each(context, subscriptions, (row) => engine.ensureSubscription(firstStart(row)));
  // A refund never expires: it is owed.
  const refunds = await unitOfWork.read((stores) => stores.refunds.unsent(unstarted.before, BATCH));
  await each(context, refunds, ({ id, isp, merchant_id }) => engine.ensureRefund({ refund_id: id, isp, merchant_id }));
}

async function expireAbandoned(context: SweepContext): Promise<void> {
  const { unitOfWork, now } = context;
  const abandoned = { before: new Date(now().getTime() - ABANDONED_AFTER_MS), after: new Date(0), limit: BATCH };
  const purchases = await unitOfWork.read((stores) => stores.purchases.uncharged(abandoned));
  await each(context, purchases, ({ id }) => unitOfWork.transaction((stores) => expirePurchase(stores, id, now())));
  const subscriptions = await unitOfWork.read((stores) => stores.subscriptions.uncharged(abandoned));
  await each(context, subscriptions, ({ id }) => unitOfWork.transaction((stores) => expireSubscription(stores, id, now())));
}

/** Ends a subscription that was never charged, in the buyer's favour; not where its first charge has gone out after all. */
async function expireSubscription(stores: Stores, id: string, now: Date): Promise<void> {
  const subscription = await stores.subscriptions.lock(id);
  const first = await stores.charges.ofPeriod(id, 0);
  if (subscription.status !== 'pending' || (first && first.status !== 'intent')) return;
  await endSubscription(stores, subscription, { reason: 'expired', source: null, at: now, now });
}

/**
 * Ends that were acknowledged in PostgreSQL while Temporal could not be told: the workflow cancels the mandate once it hears of it. Where
 * none runs any more, the mandate is cancelled from here.
 */
async function finishEnds(context: SweepContext): Promise<void> {
  const { unitOfWork, engine, now } = context;
  const before = new Date(now().getTime() - END_UNFINISHED_AFTER_MS);
  const unfinished = await unitOfWork.read((stores) => stores.subscriptions.unfinishedEnds(before, BATCH));
  await each(context, unfinished, async (subscription) => {
    const { id, end_source } = subscription;
    // Looked at again after a while, not in each round; first of all, so that one that fails goes to the end of the queue.
    await unitOfWork.transaction((stores) => stores.subscriptions.update(id, { updated_at: now() }));
    if (await engine.unsubscribe(id, { source: end_source ?? 'ops' })) return;
    await cancelMandate(context, subscription);
  });
}

/** Sweeps every `interval_ms`, and less often looks for what Temporal has forgotten and adds up the reports. */
export function startSweeping(context: SweepContext, interval_ms: number): Repeating {
  const { log } = context;
  const sweeping = startRepeating(() => sweep(context), { interval_ms, log });
  const reviving = startRepeating(() => revive(context), { interval_ms: REVIVE_INTERVAL_MS, log });
  const adding = startRepeating(() => addUpReports(context), { interval_ms: ADD_UP_INTERVAL_MS, log });
  return { stop: async () => void (await Promise.all([sweeping.stop(), reviving.stop(), adding.stop()])) };
}
