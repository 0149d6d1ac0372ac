import type { ChargeRow } from '../db/entities/charge.ts';
import type { Stores } from '../db/stores/index.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { ChargeStatus } from '../domain/charges.ts';
import type { PaymentResult } from '../domain/payments.ts';
import type { Engine } from '../gateways/temporal/engine.ts';
import type { Vault } from '../vault/vault.ts';
import { settlePurchaseCharge } from './charge-purchase.ts';
import { settlePeriod } from './settle-period.ts';

export type ResolvingTools = {
  unitOfWork: UnitOfWork;
  engine: Pick<Engine, 'chargeResolved'>;
  vault: Vault;
  jitter_seconds: number;
  dunning_days: readonly number[];
  now: () => Date;
};

/** What was heard of one attempt from elsewhere than the call itself: a notification, or a statement. */
export type Heard = {
  charge: Pick<ChargeRow, 'id' | 'purchase_id' | 'subscription_id' | 'attempt'>;
  /** In which it changes anything. */
  from: readonly ChargeStatus[];
  result: PaymentResult;
};

/**
 * Settles a charge by what was heard of its last attempt, with everything that follows from it, and tells the workflow that waits. False where
 * the charge has moved on meanwhile: then it is known already, or it is about another attempt.
 */
export async function resolveDoubt(tools: ResolvingTools, heard: Heard): Promise<boolean> {
  const is_settled = await tools.unitOfWork.transaction((stores) => settle(stores, tools, heard));
  if (is_settled) await tools.engine.chargeResolved(heard.charge.purchase_id ?? heard.charge.subscription_id ?? '');
  return is_settled;
}

async function settle(stores: Stores, tools: ResolvingTools, { charge, from, result }: Heard): Promise<boolean> {
  const { vault, jitter_seconds, dunning_days } = tools;
  const now = tools.now();
  // First the lock of what was sold, as everything that moves a charge; only then is the row as it stays.
  const subscription = charge.purchase_id ? undefined : await stores.subscriptions.lock(charge.subscription_id ?? '');
  if (charge.purchase_id) await stores.purchases.lock(charge.purchase_id);
  const current = await stores.charges.get(charge.id);
  if (current.attempt !== charge.attempt || !from.includes(current.status)) return false;
  if (!subscription) {
    await settlePurchaseCharge(stores, vault, { purchase_id: charge.purchase_id ?? '', result, now });
    return true;
  }
  const clock = subscription.test_clock_id ? await stores.clocks.get(subscription.test_clock_id) : undefined;
  const at = clock?.now_at ?? now;
  await settlePeriod(stores, { subscription, charge: current, result, at, now, context: { vault, jitter_seconds, dunning_days } });
  return true;
}
