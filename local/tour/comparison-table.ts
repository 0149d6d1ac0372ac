import { tableLines } from '../table.ts';
import { offsetHours, wallClock } from './calendar.ts';
import { euros } from './euros.ts';
import type { ComparisonLine } from './sale.ts';

const HEAD = [
  'buyer',
  'period',
  "ISP's payment",
  'booked in Paris',
  'books',
  'our charge',
  'ours',
  'reference',
  'callback',
  'told',
  '#',
  '',
];

/** One text a line, the head first; a line with differences says them at its end. */
export function comparisonTable(lines: readonly ComparisonLine[]): string[] {
  return tableLines([HEAD, ...lines.map(cells)]);
}

function cells({ sale, period, payment, charge, callback, differences }: ComparisonLine): string[] {
  return [
    sale.buyer,
    sale.kind === 'purchase' ? 'codes' : (period?.toString() ?? ''),
    payment?.payment_id ?? '-',
    payment === null ? '-' : `${wallClock(payment.created_at)} ${offsetHours(payment.created_at)}`,
    payment === null ? '-' : euros(payment.amount),
    charge?.status ?? '-',
    charge === null ? '-' : euros(charge.amount),
    charge?.reference ?? '-',
    callback?.type ?? '-',
    callback === null ? '-' : euros(callback.data.amount),
    callback?.data.sequence?.toString() ?? '-',
    differences.length === 0 ? 'ok' : `DIFFERENCE: ${differences.join('; ')}`,
  ];
}
