import type { CheckoutPage, PurchaseView, SubscriptionView } from '../../usecases/types.ts';

/** Where the buyer is on the way; each stage is one view of the page. */
export type Stage =
  | { kind: 'open'; failure: string | null }
  | { kind: 'waiting'; in_doubt: boolean }
  | { kind: 'bought'; purchase: PurchaseView }
  | { kind: 'subscribed'; subscription: SubscriptionView }
  | { kind: 'failed'; failure: string }
  | { kind: 'expired' };

/** What was sold stands before the state of the checkout itself: codes that were paid are shown however late one comes back. */
export function stageOf(page: CheckoutPage): Stage {
  const { purchase, subscription } = page;
  if (purchase !== null && purchase.status !== 'declined') return purchaseStage(purchase);
  if (subscription !== null && !isLost(subscription)) return subscriptionStage(subscription);
  const failure = page.failure ?? purchase?.decline?.reason ?? subscription?.decline?.reason ?? null;
  switch (page.checkout.status) {
    case 'open':
      return { kind: 'open', failure };
    case 'expired':
      return { kind: 'expired' };
    case 'completed':
      return { kind: 'failed', failure: failure ?? 'other' };
  }
}

function purchaseStage(purchase: PurchaseView): Stage {
  return purchase.status === 'completed' ? { kind: 'bought', purchase } : { kind: 'waiting', in_doubt: purchase.status === 'in_doubt' };
}

/** A subscription has its code from the first successful charge on, and keeps it whatever becomes of later ones. */
function subscriptionStage(subscription: SubscriptionView): Stage {
  if (subscription.status === 'pending' || subscription.code === null) {
    return { kind: 'waiting', in_doubt: subscription.status === 'in_doubt' };
  }
  return { kind: 'subscribed', subscription };
}

/** Ended without ever having been paid. */
function isLost(subscription: SubscriptionView): boolean {
  return subscription.status === 'ended' && (subscription.code === null || subscription.current_period === null);
}
