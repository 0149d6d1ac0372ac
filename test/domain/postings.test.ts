import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  balancesOf,
  type ChargeParties,
  chargePostings,
  doubtOverPostings,
  doubtPostings,
  givenBackPostings,
  type Posting,
  paymentTakenPostings,
  payoutPostings,
  refundPostings,
  splitPrice,
  vatInside,
} from '../../domain/postings.ts';

const SHARES = { merchant_share_bp: 7_000, isp_fee_bp: 1_500 };
const PARTIES: ChargeParties = { isp: 'orange', merchant_id: 'mer_1', shares: SHARES };

test.each([
  // price  VAT    why
  [500n, 83n, '83.33 down'],
  [300n, 50n, 'exact'],
  [1_000n, 167n, '166.67 up'],
  [2_500n, 417n, '416.67 up'],
  [3n, 1n, 'half a cent up'],
  [9n, 2n, '1.5 up'],
  [2n, 0n, 'a third of a cent is none'],
  [1n, 0n, 'the smallest price'],
  [0n, 0n, 'nothing'],
])('the VAT inside %d cents is %d: %s', (price, vat) => expect(vatInside(price)).toBe(vat));

test.each([
  // price  merchant  fee     VAT   merchant  platform  fee    why
  [500n, 7_000, 1_500, 83n, 291n, 126n, 62n, 'shares of 417 floored, the remainder to the platform'],
  [500n, 0, 0, 83n, 0n, 417n, 0n, 'all to the platform'],
  [500n, 10_000, 0, 83n, 417n, 0n, 0n, 'all to the merchant'],
  [1n, 7_000, 1_500, 0n, 0n, 1n, 0n, 'one cent is shared by nobody'],
])('%d cents at %d and %d bp are VAT %d, merchant %d, platform %d, fee %d: %s', (price, merchant_share_bp, isp_fee_bp, ...parts) => {
  const { vat_cents, merchant_cents, platform_cents, isp_fee_cents } = splitPrice(price, { merchant_share_bp, isp_fee_bp });
  expect([vat_cents, merchant_cents, platform_cents, isp_fee_cents]).toEqual(parts.slice(0, 4));
});

const brief = (postings: Posting[]) => postings.map(({ account, side, amount_cents }) => `${side} ${account} ${amount_cents}`);

describe('a money event', () => {
  test.each<[string, Posting[], string[]]>([
    [
      'charge',
      chargePostings(PARTIES, 500n),
      [
        'debit isp_receivable:orange 438',
        'debit isp_fees:orange 62',
        'credit vat_collected 83',
        'credit merchant_payable:mer_1 291',
        'credit platform_revenue 126',
      ],
    ],
    [
      'charge without a row',
      chargePostings({ ...PARTIES, shares: null }, 500n),
      ['debit isp_receivable:orange 500', 'credit vat_collected 83', 'credit unallocated:mer_1 417'],
    ],
    [
      'first refund of 200',
      refundPostings(PARTIES, { before_cents: 0n, amount_cents: 200n }),
      [
        'debit vat_collected 33',
        'debit merchant_payable:mer_1 116',
        'debit refunds:orange 51',
        'credit isp_receivable:orange 175',
        'credit isp_fees:orange 25',
      ],
    ],
    [
      'refund without a row',
      refundPostings({ ...PARTIES, shares: null }, { before_cents: 0n, amount_cents: 500n }),
      ['debit vat_collected 83', 'debit unallocated:mer_1 417', 'credit isp_receivable:orange 500'],
    ],
    ['doubt', doubtPostings('free', 500n), ['debit doubts:free 500', 'credit doubts_contra:free 500']],
    ['end of a doubt', doubtOverPostings('free', 500n), ['debit doubts_contra:free 500', 'credit doubts:free 500']],
    ['payment taken for nothing', paymentTakenPostings('sfr', 500n), ['debit isp_receivable:sfr 500', 'credit owed_back:sfr 500']],
    ['giving it back', givenBackPostings('sfr', 500n), ['debit owed_back:sfr 500', 'credit isp_receivable:sfr 500']],
    ['payout', payoutPostings('mer_1', 500n), ['debit merchant_payable:mer_1 500', 'credit bank 500']],
  ])('%s is posted as docs/reference/ledger.md says', (_event, postings, lines) => expect(brief(postings)).toEqual(lines));

  test('of nothing is none', () => expect(() => payoutPostings('mer_1', 0n)).toThrow('nothing to post'));
});

describe('whatever the price and the shares,', () => {
  const shares = fc
    .integer({ min: 0, max: 10_000 })
    .chain((merchant_share_bp) =>
      fc.record({ merchant_share_bp: fc.constant(merchant_share_bp), isp_fee_bp: fc.integer({ min: 0, max: 10_000 - merchant_share_bp }) }),
    );
  const price = fc.bigInt({ min: 1n, max: 5_000n });
  const parties = fc.option(shares, { nil: null }).map((given): ChargeParties => ({ isp: 'orange', merchant_id: 'mer_1', shares: given }));
  /** A charge and the refunds that give all of it back, each of at least a cent. */
  const history = fc.record({ parties, price, cuts: fc.array(price, { maxLength: 12 }) }).map(({ cuts, ...charge }) => {
    const ends = [...new Set([...cuts.filter((cut) => cut < charge.price), charge.price])].toSorted((a, b) => Number(a - b));
    const refunds = ends.map((end, index) => ({ before_cents: ends[index - 1] ?? 0n, amount_cents: end - (ends[index - 1] ?? 0n) }));
    return { ...charge, refunds };
  });
  const isSound = (postings: Posting[]) => {
    expect(postings.every(({ amount_cents }) => amount_cents > 0n)).toBe(true);
    expect(postings.length).toBeGreaterThanOrEqual(2);
    expect([...balancesOf(postings).values()].reduce((sum, balance) => sum + balance, 0n)).toBe(0n);
  };

  test('the parts sum to the price, and none is negative', () => {
    fc.assert(
      fc.property(price, shares, (price_cents, given) => {
        const { vat_cents, merchant_cents, platform_cents, isp_fee_cents } = splitPrice(price_cents, given);
        expect(vat_cents + merchant_cents + platform_cents).toBe(price_cents);
        expect([vat_cents, merchant_cents, platform_cents - isp_fee_cents, isp_fee_cents].every((part) => part >= 0n)).toBe(true);
        // To the nearest cent: never further than half a cent off the sixth that it is.
        expect(6n * vat_cents - price_cents <= 3n && price_cents - 6n * vat_cents < 3n).toBe(true);
      }),
    );
  });

  test('every set balances, has no empty or negative line, and moves the amount of its event', () => {
    fc.assert(
      fc.property(history, ({ parties: of, price: amount_cents, refunds }) => {
        const debits = (postings: Posting[]) => postings.reduce((sum, line) => (line.side === 'debit' ? sum + line.amount_cents : sum), 0n);
        const charge = chargePostings(of, amount_cents);
        isSound(charge);
        expect(debits(charge)).toBe(amount_cents);
        for (const refund of refunds) {
          const postings = refundPostings(of, refund);
          isSound(postings);
          expect(debits(postings)).toBe(refund.amount_cents);
        }
      }),
    );
  });

  test('refunds that give all back, in any parts, leave nothing of the charge but our revenue and its contra', () => {
    fc.assert(
      fc.property(history, ({ parties: of, price: amount_cents, refunds }) => {
        const all = [...chargePostings(of, amount_cents), ...refunds.flatMap((refund) => refundPostings(of, refund))];
        const balances = balancesOf(all);
        expect((balances.get('platform_revenue') ?? 0n) + (balances.get('refunds:orange') ?? 0n)).toBe(0n);
        balances.delete('platform_revenue');
        balances.delete('refunds:orange');
        expect(balances).toEqual(new Map());
      }),
    );
  });
});
