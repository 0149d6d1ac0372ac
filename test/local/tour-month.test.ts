import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitPrice } from '../../domain/postings.ts';
import type { Payment } from '../../local/tour/answers.ts';
import { compareMonth, type Month, sharesOf } from '../../local/tour/month-lines.ts';
import { monthTable } from '../../local/tour/month-table.ts';
import type { Statement, StatementItem } from '../../local/tour/payout-answers.ts';

const ROW = { id: 'grd_1', isp: 'free', merchant_share_bp: 6_500, isp_fee_bp: 1_000 } as const;
const SALE = { gross: 600, vat: 100, isp_fee: 50, platform_share: 125, merchant_share: 325 };
const BACK = { gross: -300, vat: -50, isp_fee: -25, platform_share: -63, merchant_share: -162 };

const item = (kind: StatementItem['kind'], changes: Partial<StatementItem> = {}): StatementItem => ({
  ...{ id: `pst_${kind}`, kind, isp: 'free', charge: 'chg_1', reference: 'R-1', isp_reference: 'pay_1', grid_row: 'grd_1' },
  ...{ occurred_at: '2027-01-31T09:00:00Z', ...(kind === 'sales' ? SALE : BACK), ...changes },
});
const PAYMENT: Payment = {
  ...{ payment_id: 'pay_1', reference_code: 'R-1', amount: 600, refunded: 300, status: 'succeeded', line: 'line' },
  created_at: '2027-01-31T09:00:00Z',
};
const STATEMENT: Statement = {
  ...{ id: 'po_1', livemode: false, month: '2027-03', amount: 163, carried_in: 0, earned: 163, carried_out: 0 },
  settlements: [{ isp: 'free', settled_before: '2027-02-14T23:00:00.000Z' }],
  lines: [
    { kind: 'sales', isp: 'free', count: 1, ...SALE },
    { kind: 'refunds', isp: 'free', count: 1, ...BACK },
  ],
};
const RIGHT: Month = {
  statement: STATEMENT,
  items: [item('sales'), item('refunds', { isp_reference: 'rfd_1' })],
  payments: { alice: [], free: [PAYMENT], orange: [], sfr: [] },
  grid: [ROW],
  given: new Map(),
};
const differences = (changes: Partial<Month>) => compareMonth({ ...RIGHT, ...changes }).flatMap((line) => line.differences);

describe('a month end', () => {
  test('that agrees has a line for each ISP and kind, and one for the sum', () => {
    const lines = compareMonth(RIGHT);
    expect(lines.map(({ isp, entry, count, books, gross, differences }) => [isp, entry, count, books, gross, differences])).toEqual([
      ['free', 'sales', 1, 600, 600, []],
      ['free', 'refunds', 1, -300, -300, []],
      [null, 'paid out 1.63', 2, null, 300, []],
    ]);
    expect(monthTable(lines)[3]?.split(/ {2,}/).slice(1)).toEqual(
      ['2027-03', 'all', 'paid out 1.63', '2', '3.00', '0.50', '0.25', '0.62', '1.63', 'ok'].filter((cell) => cell !== ''),
    );
  });

  test.each<[string, Partial<Month>, string]>([
    ['a sale that the ISP has not', { payments: { ...RIGHT.payments, free: [] } }, "nothing in the ISP's books"],
    ['another amount at the ISP', { payments: { ...RIGHT.payments, free: [{ ...PAYMENT, amount: 500 }] } }, "the ISP's books say 5.00"],
    [
      'a refund that the ISP has not made',
      { payments: { ...RIGHT.payments, free: [{ ...PAYMENT, refunded: 0 }] } },
      'the ISP gave back 0.00',
    ],
    ['other shares in the grid', { grid: [{ ...ROW, merchant_share_bp: 6_000 }] }, 'merchant_share 3.25, by the grid 3.00'],
    ['another fee in the grid', { grid: [{ ...ROW, isp_fee_bp: 900 }] }, 'isp_fee 0.50, by the grid 0.45'],
    ['a row that the grid has not', { grid: [] }, 'the grid has no row grd_1 of free'],
    ['wrong VAT', { items: [item('sales', { vat: 99, platform_share: 126 }), item('refunds')] }, 'vat 0.99, by the grid 1.00'],
    ['a sale too early', { items: [item('sales', { occurred_at: '2027-02-15T00:00:00Z' }), item('refunds')] }, 'not settled yet'],
    ['an entry that is stated and not listed', { items: [item('sales')] }, '1 stated, 0 listed'],
    [
      'one cent more stated than listed',
      { statement: { ...STATEMENT, lines: [{ ...STATEMENT.lines[0], merchant_share: 326 } as never] } },
      '3.26 stated, 3.25 listed',
    ],
    ['a sum that is not what was earned', { statement: { ...STATEMENT, earned: 164, amount: 164 } }, '1.64 stated, 1.63 added up'],
    ['money that gets lost', { statement: { ...STATEMENT, amount: 100 } }, '0.00 carried in, 0.00 out'],
    ['a refund that an earlier statement has had', { given: new Map([['chg_1', 300]]) }, 'the ISP gave back 3.00'],
  ])('shows %s', (_what, changes, told) => expect(differences(changes).join('\n')).toContain(told));

  test('counts shares as the engine does, by other means', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (price, one, other) => {
          const row = { merchant_share_bp: Math.min(one, other), isp_fee_bp: 10_000 - Math.max(one, other) };
          const { vat_cents, merchant_cents, platform_cents, isp_fee_cents } = splitPrice(BigInt(price), row);
          const { vat, merchant_share, isp_fee, platform_share } = sharesOf(price, row);
          expect([vat, merchant_share, isp_fee, platform_share].map(BigInt)).toEqual([
            vat_cents,
            merchant_cents,
            isp_fee_cents,
            platform_cents - isp_fee_cents,
          ]);
        },
      ),
    );
  });
});
