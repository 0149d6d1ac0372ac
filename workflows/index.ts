export { callback } from './callback.ts';
export { payout } from './payout.ts';
export { purchase } from './purchase.ts';
export { reconciliation } from './reconciliation.ts';
export { refund } from './refund.ts';
export { subscription } from './subscription.ts';
export { testClock } from './test-clock.ts';
