import type { CodeRow } from '../db/entities/code.ts';
import type { Stores } from '../db/stores/index.ts';
import { parseCode } from '../domain/codes.ts';
import type { UseCaseContext } from './context.ts';
import type { CodeValidation, UseCases } from './types.ts';

export function createCodeUseCases({ unitOfWork, vault, now }: UseCaseContext): Pick<UseCases, 'validateCode'> {
  return {
    async validateCode(scope, { id, code, document }) {
      // A typing error is told by the check symbol, without a look at the database.
      const canonical = parseCode(code);
      if (canonical === undefined) return { valid: false, reason: 'unknown' };
      return await unitOfWork.transaction(async (stores) => {
        const row = await stores.codes.findByHash(vault.lookupHash('code', canonical));
        const known = row && row.merchant_id === scope.merchant_id && row.mode === scope.mode && row.document_id === document;
        if (!known) return { valid: false, reason: 'unknown' };
        return row.purchase_id ? await consume(stores, row, { purchase: row.purchase_id, used_by: id }) : await openPeriod(stores, row);
      });
    },
  };

  async function consume(
    stores: Stores,
    row: CodeRow,
    { purchase, used_by }: { purchase: string; used_by: string },
  ): Promise<CodeValidation> {
    // Wholly refunded, the codes are given back too.
    const charge = await stores.charges.ofPurchase(purchase);
    if (charge && charge.refunded_cents === charge.amount_cents) return { valid: false, reason: 'ended' };
    const consumed = await stores.codes.consume(row.id, { used_at: now(), used_by });
    return consumed ? { valid: true, kind: 'one_shot', purchase } : { valid: false, reason: 'used' };
  }

  /**
   * A subscription's code works while the subscription lives, also between a due instant and its charge, in the grace of dunning and in
   * doubt; after the end, until what was paid runs out.
   */
  async function openPeriod(stores: Stores, row: CodeRow): Promise<CodeValidation> {
    const subscription = await stores.subscriptions.get(row.subscription_id ?? '');
    const { paid_until, ended_at } = subscription;
    const valid: CodeValidation = { valid: true, kind: 'subscription', subscription: subscription.id, valid_until: paid_until ?? null };
    if (!ended_at) return valid;
    const clock = subscription.test_clock_id ? await stores.clocks.get(subscription.test_clock_id) : undefined;
    const current = clock?.now_at ?? now();
    return paid_until && current.getTime() < paid_until.getTime() ? valid : { valid: false, reason: 'ended' };
  }
}
