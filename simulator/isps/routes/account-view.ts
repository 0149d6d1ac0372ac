import type { Isp } from '../isp.ts';
import type { AccountPage } from '../pages/account.ts';
import type { ShownMonth, ShownPurchase } from '../pages/purchases.ts';
import type { Payment } from '../payment.ts';
import type { Session } from '../sessions.ts';
import { parisMonthOf } from '../time.ts';

/** A page stays small on a slow line; what is older is on the next one. */
const PURCHASES_A_PAGE = 50;
const ENDED_SHOWN_MAX = 20;

function withRefunds(isp: Isp, payment: Payment): ShownPurchase {
  return { payment, refunds: payment.refunded_cents === 0n ? [] : isp.refunds.list(payment.payment_id, {}, 'asc') };
}

/** The purchases by their month in Paris. The totals are those of the books, also where not every purchase of a month is shown. */
function monthsOf(isp: Isp, line: string, page: number): ShownMonth[] {
  const shown = isp.books.list({ line }, { limit: PURCHASES_A_PAGE, offset: (page - 1) * PURCHASES_A_PAGE, order: 'desc' });
  const groups = Map.groupBy(shown, ({ created_at_ms }) => parisMonthOf(created_at_ms));
  return [...groups].map(([month, payments]) => ({
    first_ms: payments[0]?.created_at_ms ?? 0,
    total_cents: isp.books.spentInMonth(line, month),
    purchases: payments.map((payment) => withRefunds(isp, payment)),
  }));
}

export interface AccountQuery {
  /** A subscription has just been ended here. */
  readonly ended: boolean;
  /** Of the purchases, from 1. */
  readonly page: number;
}

/** All that the account page shows of a line. */
export function accountView(
  isp: Isp,
  { line, form_token }: Session,
  { ended, page }: AccountQuery,
): Omit<AccountPage, 'profile' | 'locale'> {
  const now_ms = Date.now();
  const over = isp.mandates.listEnded(line, ENDED_SHOWN_MAX);
  return {
    ...{ line, form_token, months: monthsOf(isp, line, page) },
    pages: { page, last: Math.max(1, Math.ceil(isp.books.count({ line }) / PURCHASES_A_PAGE)) },
    mandates: { active: isp.mandates.listActive(line), ended: over },
    this_month: {
      now_ms,
      total_cents: isp.books.spentInMonth(line, parisMonthOf(now_ms)),
      ceiling_cents: isp.lines.find(line)?.monthly_ceiling_cents ?? null,
    },
    just_ended: ended ? over.find(({ status }) => status === 'revoked') : undefined,
  };
}
