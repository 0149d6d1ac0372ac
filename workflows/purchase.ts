// One one-shot purchase: one charge, and its outcome for whoever waits.
import type { PurchaseOutcome, PurchaseStart } from '../domain/messages.ts';
import { chargePurchase, chargePurchaseAtOnce } from './charging.ts';
import { seeThrough } from './see-through.ts';

export async function purchase({ purchase_id, first_try }: PurchaseStart): Promise<PurchaseOutcome> {
  return await seeThrough<PurchaseOutcome>({
    beginning: { status: 'processing' },
    first_step: () => (first_try === 'local' ? chargePurchaseAtOnce({ purchase_id }) : chargePurchase({ purchase_id })),
    step: () => chargePurchase({ purchase_id }),
    state: (status) => ({ purchase_id, status }),
  });
}
