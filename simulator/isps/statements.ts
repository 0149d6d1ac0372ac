import type { Isp } from './isp.ts';
import { rfc3339 } from './time.ts';

const HEADER = 'payment_id,client_correlator,reference_code,amount_cents,currency,type,status,booked_at,mandate_id';

interface StatementRow {
  readonly payment_id: string;
  readonly client_correlator: string | null;
  readonly reference_code: string;
  readonly amount_cents: number;
  readonly type: 'charge' | 'refund';
  readonly booked_at_ms: number;
  readonly mandate_id: string | null;
}

const QUERY = `
  SELECT payment_id, client_correlator, reference_code, amount_cents, 'charge' AS type, paid_at_ms AS booked_at_ms, mandate_id, sequence
  FROM payments WHERE statement_day = :day AND status = 'succeeded'
  UNION ALL
  SELECT payment_id, refunds.client_correlator, refunds.reference_code, refunds.amount_cents, 'refund', refunds.created_at_ms, mandate_id, refunds.sequence
  FROM refunds JOIN payments USING (payment_id) WHERE refunds.statement_day = :day
  ORDER BY booked_at_ms, type, sequence`;

/** A field by RFC 4180. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const line = (row: StatementRow): string =>
  [
    ...[row.payment_id, row.client_correlator ?? '', row.reference_code, String(row.amount_cents), 'EUR', row.type, 'succeeded'],
    ...[rfc3339(row.booked_at_ms), row.mandate_id ?? ''],
  ]
    .map(field)
    .join(',');

/** The settled charges and refunds of a day in Paris (YYYY-MM-DD) as CSV, oldest first. Amounts are positive; the type says which way. */
export function createStatements(isp: Isp) {
  const ofDay = isp.database.prepare(QUERY);
  return (day: string): string => {
    const rows = ofDay.all({ day }) as unknown as StatementRow[];
    return `${[HEADER, ...rows.map(line)].join('\n')}\n`;
  };
}
