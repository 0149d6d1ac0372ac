import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Payment, paymentOf, SELECT_PAYMENTS } from './payment.ts';

export interface PaymentFilter {
  readonly from_ms?: number | undefined;
  readonly until_ms?: number | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly merchant_identifier?: string | undefined;
  readonly reference_code?: string | undefined;
  readonly client_correlator?: string | undefined;
  readonly line?: string | undefined;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
  readonly order: 'asc' | 'desc';
}

function conditions(filter: PaymentFilter): { where: string; values: SQLInputValue[] } {
  const parts: [string, SQLInputValue[]][] = [];
  const add = (sql: string, value: string | number | undefined) => value !== undefined && parts.push([sql, [value]]);
  add('created_at_ms >= ?', filter.from_ms);
  add('created_at_ms <= ?', filter.until_ms);
  add('merchant_identifier = ?', filter.merchant_identifier);
  add('reference_code = ?', filter.reference_code);
  add('client_correlator = ?', filter.client_correlator);
  add('payments.line = ?', filter.line);
  if (filter.statuses) parts.push([`payments.status IN (${filter.statuses.map(() => '?').join(', ')})`, [...filter.statuses]]);
  const where = parts.length === 0 ? '' : ` WHERE ${parts.map(([sql]) => sql).join(' AND ')}`;
  return { where, values: parts.flatMap(([, values]) => values) };
}

/** Searching the books. */
export function createPaymentLists(database: DatabaseSync) {
  // The texts of the lists are few (one per set of filters), so their prepared statements are kept.
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const prepare = (sql: string) => {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return {
    count(filter: PaymentFilter): number {
      const { where, values } = conditions(filter);
      return (prepare(`SELECT count(*) AS total FROM payments${where}`).get(...values) as { total: number }).total;
    },
    list(filter: PaymentFilter, page: Page): Payment[] {
      const { where, values } = conditions(filter);
      const order = `ORDER BY created_at_ms ${page.order}, sequence ${page.order} LIMIT ? OFFSET ?`;
      return prepare(`${SELECT_PAYMENTS}${where} ${order}`)
        .all(...values, page.limit, page.offset)
        .map(paymentOf);
    },
  };
}
