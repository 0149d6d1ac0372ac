import { tableLines } from '../table.ts';
import { euros } from './euros.ts';
import type { MonthLine } from './month-lines.ts';

const HEAD = ['month', 'ISP', 'entry', '#', "ISP's books", 'gross', 'VAT 20 %', 'ISP fee', 'platform', 'merchant', ''];

/** One text a line, the head first; a line with differences says them at its end. */
export function monthTable(lines: readonly MonthLine[]): string[] {
  return tableLines([HEAD, ...lines.map(cells)]);
}

function cells(line: MonthLine): string[] {
  const { gross, vat, isp_fee, platform_share, merchant_share, differences } = line;
  return [
    ...[line.month, line.isp ?? 'all', line.entry, String(line.count), line.books === null ? '' : euros(line.books)],
    ...[gross, vat, isp_fee, platform_share, merchant_share].map(euros),
    differences.length === 0 ? 'ok' : `DIFFERENCE: ${differences.join('; ')}`,
  ];
}
