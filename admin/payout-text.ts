import { type Parts, type PayoutStatement, type PayoutSummary, payoutStatus, sumOfParts } from '../domain/payouts.ts';
import { amountText, table } from './text.ts';

/** One line each, in euros. */
export function summaryLines(rows: readonly PayoutSummary[]): string {
  if (rows.length === 0) return '';
  const head = ['statement', 'merchant', 'month', 'mode', 'no.', 'carried in', 'earned', 'paid out', 'carried out'];
  const lines = rows.map(({ id, merchant_id, month, mode, number, ...sums }) => [
    ...[id, merchant_id, month, mode, String(number)],
    ...[sums.carried_in_cents, sums.earned_cents, sums.payout_cents, sums.carried_out_cents].map(amountText),
  ]);
  return table([head, ...lines]);
}

/** A statement for people, in euros. */
export function statementText(statement: PayoutStatement): string {
  const { id, merchant_id, merchant_name, month, mode, number, lines, settlements } = statement;
  const head = `${id}: ${merchant_name} (${merchant_id}), ${month}, ${mode} money, statement ${number}, ${payoutStatus(statement)}\n`;
  const settled = settlements.map((each) => `${each.isp} ${each.settlement_days} days, before ${each.settled_before.toISOString()}`);
  const names = ['entry', 'isp', 'sold', 'price', 'grid row', 'count', 'gross', 'VAT', 'ISP fee', 'platform', 'merchant'];
  const rows = lines.map((line) => [
    ...[line.kind, line.isp, line.period ?? 'one_shot', amountText(line.price_cents), line.grid_row.id, String(line.count)],
    ...partCells(line),
  ]);
  const total = ['total', '', '', '', '', '', ...partCells(sumOfParts(lines))];
  const sums = [
    ['carried in', amountText(statement.carried_in_cents)],
    ['earned', amountText(statement.earned_cents)],
    ['paid out', amountText(statement.payout_cents)],
    ['carried out', amountText(statement.carried_out_cents)],
    ['minimum', amountText(statement.minimum_cents)],
  ];
  return `${head}settled: ${settled.join('; ')}\n${table([names, ...rows, total])}${table(sums)}`;
}

function partCells({ gross_cents, vat_cents, isp_fee_cents, platform_cents, merchant_cents }: Parts): string[] {
  return [gross_cents, vat_cents, isp_fee_cents, platform_cents, merchant_cents].map(amountText);
}
