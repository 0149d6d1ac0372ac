import { CHARGE_STATUSES } from '../../../domain/charges.ts';
import { ISPS } from '../../../domain/isps.ts';
import { dayBounds, isDay } from '../../../domain/statements.ts';
import type { TransactionFilter } from '../../../usecases/console/types.ts';

/** The longest thing to look for is a merchant's own reference. */
const TEXT_LENGTH_MAX = 200;

const STATUSES = [...CHARGE_STATUSES, 'refunded'] as const;

/** What the address asks for. What it can't be asked is left out, as a form never sends it. */
export function transactionFilter(query: Readonly<Record<string, string>>): TransactionFilter {
  const { q, isp, status, from, until } = query;
  return {
    text: q?.slice(0, TEXT_LENGTH_MAX),
    isp: ISPS.find((known) => known === isp),
    status: STATUSES.find((known) => known === status),
    from: from !== undefined && isDay(from) ? dayBounds(from).start : undefined,
    until: until !== undefined && isDay(until) ? dayBounds(until).end : undefined,
  };
}

/** The last id of the page before; undefined on the first page. */
export function afterOf(query: Readonly<Record<string, string>>): string | undefined {
  return query.after !== undefined && /^\w{1,64}$/.test(query.after) ? query.after : undefined;
}
