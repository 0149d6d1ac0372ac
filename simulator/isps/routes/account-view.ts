import type { Isp } from '../isp.ts';
import type { AccountPage } from '../pages/account.ts';
import type { ShownMonth, ShownPurchase } from '../pages/purchases.ts';
import type { Payment } from '../payment.ts';
import type { Session } from '../sessions.ts';
import { parisMonthOf } from '../time.ts';

export const PURCHASES_SHOWN_MAX = 100;
const ENDED_SHOWN_MAX = 20;

/** The newest purchases of a line, declined ones included. */
export const purchasesOf = (isp: Isp, line: string): Payment[] =>
  isp.books.list({ line }, { limit: PURCHASES_SHOWN_MAX, offset: 0, order: 'desc' });

function withRefunds(isp: Isp, payment: Payment): ShownPurchase {
  return { payment, refunds: payment.refunded_cents === 0n ? [] : isp.refunds.list(payment.payment_id, {}, 'asc') };
}

/** The purchases by their month in Paris. The totals are those of the books, also where not every purchase of a month is shown. */
function monthsOf(isp: Isp, line: string): ShownMonth[] {
  const groups = Map.groupBy(purchasesOf(isp, line), ({ created_at_ms }) => parisMonthOf(created_at_ms));
  return [...groups].map(([month, payments]) => ({
    first_ms: payments[0]?.created_at_ms ?? 0,
    total_cents: isp.books.spentInMonth(line, month),
    purchases: payments.map((payment) => withRefunds(isp, payment)),
  }));
}

/** All that the account page shows of a line. */
export function accountView(
  isp: Isp,
  { line, form_token }: Session,
  { ended }: { ended: boolean },
): Omit<AccountPage, 'profile' | 'locale'> {
  const now_ms = Date.now();
  const over = isp.mandates.listEnded(line, ENDED_SHOWN_MAX);
  return {
    ...{ line, form_token, shown_max: PURCHASES_SHOWN_MAX, months: monthsOf(isp, line) },
    mandates: { active: isp.mandates.listActive(line), ended: over },
    this_month: {
      now_ms,
      total_cents: isp.books.spentInMonth(line, parisMonthOf(now_ms)),
      ceiling_cents: isp.lines.find(line)?.monthly_ceiling_cents ?? null,
    },
    just_ended: ended ? over.find(({ status }) => status === 'revoked') : undefined,
  };
}
