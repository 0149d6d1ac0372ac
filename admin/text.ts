import { decimalText, wireCents } from '../domain/money.ts';

/** How the commands write amounts, tables and JSON. */

export const amountText = decimalText;

/** Columns in line: the first to the left, all others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lineOf = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ');
  return rows.map((row) => `${lineOf(row).trimEnd()}\n`).join('');
}

/** One JSON document; cents are integers, as on the wire. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? wireCents(inner) : inner), 2)}\n`;
}
