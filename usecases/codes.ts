import type { AskedCode } from '../db/hot-paths.ts';
import { parseCode } from '../domain/codes.ts';
import type { UseCaseContext } from './context.ts';
import type { CodeValidation, UseCases } from './types.ts';

export function createCodeUseCases({ unitOfWork, vault, now }: UseCaseContext): Pick<UseCases, 'validateCode'> {
  return {
    async validateCode({ merchant_id, mode }, { id, code, document }) {
      // A typing error is told by the check symbol, without a look at the database.
      const canonical = parseCode(code);
      if (canonical === undefined) return { valid: false, reason: 'unknown' };
      const used_at = now();
      const code_hash = vault.lookupHash('code', canonical);
      const asked = await unitOfWork.hot.askCode({ code_hash, merchant_id, mode, document_id: document, used_at, used_by: id });
      return asked ? validation(asked, used_at) : { valid: false, reason: 'unknown' };
    },
  };
}

function validation(asked: AskedCode, now: Date): CodeValidation {
  if (asked.kind === 'subscription') return openPeriod(asked, now);
  switch (asked.outcome) {
    case 'consumed':
      return { valid: true, kind: 'one_shot', purchase: asked.purchase_id };
    case 'used':
      return { valid: false, reason: 'used' };
    // Wholly refunded, the codes are given back too.
    case 'refunded':
      return { valid: false, reason: 'ended' };
  }
}

/**
 * A subscription's code works while the subscription lives, also between a due instant and its charge, in the grace of dunning and in
 * doubt; after the end, until what was paid runs out.
 */
function openPeriod(
  { subscription_id, paid_until, ended_at, clock_now_at }: AskedCode & { kind: 'subscription' },
  now: Date,
): CodeValidation {
  const valid: CodeValidation = { valid: true, kind: 'subscription', subscription: subscription_id, valid_until: paid_until };
  if (!ended_at) return valid;
  const current = clock_now_at ?? now;
  return paid_until && current.getTime() < paid_until.getTime() ? valid : { valid: false, reason: 'ended' };
}
