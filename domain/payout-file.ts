import { type CsvCell, csvFile } from './csv.ts';
import type { PayoutStatement } from './payouts.ts';

export const PAYOUT_COLUMNS = [
  ...['payout', 'livemode', 'merchant', 'month', 'entry', 'isp', 'kind', 'period', 'price_cents', 'grid_row'],
  ...[
    'merchant_share_bp',
    'isp_fee_bp',
    'count',
    'gross_cents',
    'vat_cents',
    'isp_fee_cents',
    'platform_share_cents',
    'merchant_share_cents',
  ],
] as const;

/**
 * A statement as a CSV file: one row for each line, and below them what was carried in, paid out and carried out. What the merchant's column
 * comes to before the last two rows is what those two come to.
 */
export function payoutFile(statement: PayoutStatement): string {
  const { id, mode, merchant_name, month, lines } = statement;
  const head: CsvCell[] = [id, String(mode === 'live'), merchant_name, month];
  const entries = lines.map((line): CsvCell[] => [
    ...head,
    ...[line.kind, line.isp, line.sale_kind, line.period, line.price_cents],
    ...[line.grid_row.id, line.grid_row.merchant_share_bp, line.grid_row.isp_fee_bp],
    ...[line.count, line.gross_cents, line.vat_cents, line.isp_fee_cents, line.platform_cents, line.merchant_cents],
  ]);
  const between = PAYOUT_COLUMNS.length - head.length - 2;
  const sum = (name: string, cents: bigint): CsvCell[] => [...head, name, ...Array<CsvCell>(between).fill(null), cents];
  return csvFile(PAYOUT_COLUMNS, [
    ...entries,
    sum('carried_in', statement.carried_in_cents),
    sum('paid_out', statement.payout_cents),
    sum('carried_out', statement.carried_out_cents),
  ]);
}
