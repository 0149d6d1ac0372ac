import type { ChargeRow } from '../../../db/entities/charge.ts';
import type { PurchaseRow } from '../../../db/entities/purchase.ts';
import type { RefundRow } from '../../../db/entities/refund.ts';
import type { SubscriptionRow } from '../../../db/entities/subscription.ts';
import type { World } from '../engine/world.ts';
import type { Finding } from './index.ts';
import { FOUND_AGAIN_MS } from './periods.ts';

/** Nothing is stuck: rows are final, doubts are over or escalated, ended workflows are closed and their mandates too. */
export function finished(world: World): Finding[] {
  return [...charges(world), ...purchases(world), ...subscriptions(world), ...refunds(world)];
}

function charges(world: World): Finding[] {
  return world.database.rows<ChargeRow>('charge').flatMap((charge) => {
    const escalated = charge.status === 'in_doubt' && charge.escalated_at !== null;
    const stuck = ['intent', 'sent', 'in_doubt'].includes(charge.status) && !escalated;
    return stuck ? [{ subject: charge.key, detail: `its charge is still ${charge.status}` }] : [];
  });
}

/** A doubt about a refund is never given up, and each ISP has answered by now. */
function refunds(world: World): Finding[] {
  return world.database.rows<RefundRow>('refund').flatMap(({ id, status }) => {
    if (status !== 'succeeded' && status !== 'declined') return [{ subject: id, detail: `the refund is still ${status}` }];
    return world.temporal.executions.get(id)?.status === 'running' ? [{ subject: id, detail: 'its workflow still runs' }] : [];
  });
}

function purchases(world: World): Finding[] {
  return world.database.rows<PurchaseRow>('purchase').flatMap(({ id, status }) => {
    if (status !== 'completed' && status !== 'declined') return [{ subject: id, detail: `the purchase is still ${status}` }];
    return world.temporal.executions.get(id)?.status === 'running' ? [{ subject: id, detail: 'its workflow still runs' }] : [];
  });
}

/** Terminated, and with nothing to do until it is due. */
function isFoundLater(world: World, { id, next_charge_at }: SubscriptionRow): boolean {
  const due_ms = next_charge_at?.getTime() ?? 0;
  return world.temporal.executions.get(id)?.status === 'terminated' && due_ms + FOUND_AGAIN_MS > world.scheduler.now_ms;
}

function subscriptions(world: World): Finding[] {
  return world.database.rows<SubscriptionRow>('subscription').flatMap((subscription) => {
    const { id, ended_at, mandate_cancelled_at, mandate_reference, isp, status } = subscription;
    const running = world.temporal.executions.get(id)?.status === 'running';
    const finding = (detail: string) => [{ subject: id, detail }];
    if (ended_at === null) {
      if (status === 'pending') return finding('it is still pending');
      return running || isFoundLater(world, subscription) ? [] : finding('it goes on, and no workflow runs');
    }
    if (running) return finding('it has ended, and its workflow still runs');
    if (mandate_cancelled_at === null) return finding('it has ended, and its mandate was never cancelled');
    const mandate = mandate_reference ? world.isps[isp].books.mandates.get(mandate_reference) : undefined;
    return mandate?.status === 'active' ? finding(`it has ended, and mandate ${mandate_reference} is active at the ISP`) : [];
  });
}
