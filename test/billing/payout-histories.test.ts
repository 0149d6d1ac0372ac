import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PayoutLineRow } from '../../db/entities/payout.ts';
import { ISPS, type Isp } from '../../domain/isps.ts';
import { monthEnd, type PayoutTerms, settledBefore } from '../../domain/payouts.ts';
import { splitPrice } from '../../domain/postings.ts';
import { ownerOf, payOut, refunded, sold } from './payout-support.ts';
import { Books } from './support.ts';

/** Statements over random histories, beside a second reckoning that knows nothing of tables: they agree to the cent, and so does the ledger. */
let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07'] as const;
const FIRST_DAY = Date.parse('2026-01-01T00:00:00Z');

type Parts = { gross: bigint; vat: bigint; isp_fee: bigint; platform: bigint; merchant: bigint };
type Given = { at: Date; parts: Parts; is_taken: boolean };
type Sale = { charge_id: string; isp: Isp; at: Date; price: bigint; shares: Shares; given: bigint; refunds: Given[]; is_taken: boolean };
type Shares = { merchant_share_bp: number; isp_fee_bp: number };

const NOTHING: Parts = { gross: 0n, vat: 0n, isp_fee: 0n, platform: 0n, merchant: 0n };
const PARTS = ['gross', 'vat', 'isp_fee', 'platform', 'merchant'] as const;
const combined = (one: Parts, other: Parts, sign = 1n): Parts =>
  Object.fromEntries(PARTS.map((part) => [part, one[part] + sign * other[part]])) as Parts;

function partsOf(price: bigint, shares: Shares): Parts {
  const { vat_cents, merchant_cents, platform_cents, isp_fee_cents } = splitPrice(price, shares);
  return { gross: price, vat: vat_cents, isp_fee: isp_fee_cents, platform: platform_cents - isp_fee_cents, merchant: merchant_cents };
}

/** What a run of a month should state: `[kind, isp]` to parts. */
function reckon(sales: Sale[], month: string, terms: PayoutTerms): Record<string, Parts> {
  const stated: Record<string, Parts> = {};
  const add = (name: string, parts: Parts) => {
    stated[name] = combined(stated[name] ?? NOTHING, parts);
  };
  for (const sale of sales) {
    const was_taken = sale.is_taken;
    if (!was_taken && sale.at < settledBefore(monthEnd(month), terms.settlement_days[sale.isp])) {
      sale.is_taken = true;
      add(`sales ${sale.isp}`, partsOf(sale.price, sale.shares));
    }
    for (const refund of sale.refunds) {
      if (refund.is_taken || !sale.is_taken || refund.at >= monthEnd(month)) continue;
      refund.is_taken = true;
      add(`${was_taken ? 'clawbacks' : 'refunds'} ${sale.isp}`, combined(NOTHING, refund.parts, -1n));
    }
  }
  return stated;
}

function told(lines: readonly PayoutLineRow[]): Record<string, Parts> {
  const stated: Record<string, Parts> = {};
  for (const line of lines) {
    const parts = { gross: line.gross_cents, vat: line.vat_cents, isp_fee: line.isp_fee_cents, platform: line.platform_cents };
    const name = `${line.kind} ${line.isp}`;
    stated[name] = combined(stated[name] ?? NOTHING, { ...parts, merchant: line.merchant_cents });
  }
  return stated;
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('sell' as const),
      isp: fc.constantFrom(...ISPS),
      quantity: fc.integer({ min: 1, max: 10 }),
      day: fc.integer({ min: 0, max: 200 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('refund' as const),
      pick: fc.nat(),
      part: fc.integer({ min: 1, max: 100 }),
      later_days: fc.integer({ min: 0, max: 90 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('pay' as const),
      month: fc.constantFrom(...MONTHS),
      minimum: fc.constantFrom(1n, 500n, 2_000n),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Whatever the dice say: a month is paid, one is carried forward, and one ends in a debt of the merchant's. */
const PAID_THEN_CARRIED_THEN_OWING: Step[] = [
  { act: 'sell', isp: 'free', quantity: 10, day: 0 },
  { act: 'refund', pick: 0, part: 10, later_days: 1 },
  { act: 'pay', month: '2026-02', minimum: 1n },
  { act: 'sell', isp: 'free', quantity: 1, day: 40 },
  { act: 'pay', month: '2026-04', minimum: 2_000n },
  { act: 'refund', pick: 0, part: 100, later_days: 90 },
  { act: 'pay', month: '2026-05', minimum: 1n },
];

const settlement = fc.record(
  Object.fromEntries(ISPS.map((isp) => [isp, fc.constantFrom(0, 30, 45, 60)])) as Record<Isp, fc.Arbitrary<number>>,
);

class History {
  readonly sales: Sale[] = [];
  readonly stated = new Set<string>();
  carried = 0n;
  readonly #settlement_days: Record<Isp, number>;
  constructor(settlement_days: Record<Isp, number>) {
    this.#settlement_days = settlement_days;
  }

  async play(move: Step): Promise<void> {
    if (move.act === 'sell') return await this.#sell(move);
    if (move.act === 'refund') return await this.#refund(move);
    return await this.#pay(move);
  }

  async #sell({ isp, quantity, day }: Extract<Step, { act: 'sell' }>): Promise<void> {
    const at = new Date(FIRST_DAY + day * 86_400_000 + 43_200_000);
    const { id, grid_row_id, amount_cents } = await sold(books, { at, isp, quantity });
    const [shares] = await books.rows<Shares>('select merchant_share_bp, isp_fee_bp from payout_grid_row where id = ?', [grid_row_id]);
    if (!shares) throw new Error('the charge has no row');
    this.sales.push({ charge_id: id, isp, at, price: amount_cents, shares, given: 0n, refunds: [], is_taken: false });
  }

  async #refund({ pick, part, later_days }: Extract<Step, { act: 'refund' }>): Promise<void> {
    const sale = this.sales[pick % Math.max(this.sales.length, 1)];
    const amount_cents = sale ? ((sale.price - sale.given) * BigInt(part) + 99n) / 100n : 0n;
    if (!sale || amount_cents === 0n) return;
    const at = new Date(sale.at.getTime() + later_days * 86_400_000);
    await refunded(books, sale.charge_id, { amount_cents, at });
    const before = partsOf(sale.given, sale.shares);
    sale.given += amount_cents;
    sale.refunds.push({ at, parts: combined(partsOf(sale.given, sale.shares), before, -1n), is_taken: false });
  }

  async #pay({ month, minimum }: Extract<Step, { act: 'pay' }>): Promise<void> {
    const terms = { settlement_days: this.#settlement_days, minimum_cents: minimum };
    const made = await payOut(books, month, { terms });
    if (this.stated.has(month)) return expect(made.status).toBe('there');
    const expected = reckon(this.sales, month, terms);
    const earned = Object.values(expected).reduce((sum, { merchant }) => sum + merchant, 0n);
    const owed = this.carried + earned;
    const paid = owed > 0n && owed >= minimum ? owed : 0n;
    if (Object.keys(expected).length === 0 && paid === 0n) return expect(made.status).toBe('nothing');
    if (made.status !== 'made') throw new Error(`of ${month} there is ${made.status}`);
    const { payout } = made;
    expect(told(await books.unitOfWork.read((stores) => stores.payouts.linesOf([payout.id])))).toEqual(expected);
    const sums = { carried_in_cents: this.carried, earned_cents: earned, payout_cents: paid, carried_out_cents: owed - paid };
    expect(payout).toMatchObject(sums);
    this.stated.add(month);
    this.carried = owed - paid;
  }
}

/** What the ledger owes the merchant, beside what no statement has taken and what the last one carried forward. */
const OWED = `select
  (select coalesce(sum(case side when 'credit' then amount_cents else -amount_cents end), 0) from posting where account = 'merchant_payable:' || ?)::text as ledger,
  ((select coalesce(sum(merchant_cents), 0) from payable where merchant_id = ? and payout_id is null)
    + coalesce((select carried_out_cents from payout where merchant_id = ? order by number desc limit 1), 0))::text as told`;

test('statements say what a second reckoning says, and all that the ledger owes is untaken or carried forward', async () => {
  await fc.assert(
    fc.asyncProperty(settlement, fc.array(step, { minLength: 10, maxLength: 30 }), async (settlement_days, moves) => {
      await books.turnToAnotherMerchant();
      const history = new History(settlement_days);
      for (const move of moves) await history.play(move);
      const { merchant_id } = ownerOf(books);
      const [owed] = await books.rows<{ ledger: string; told: string }>(OWED, [merchant_id, merchant_id, merchant_id]);
      expect(owed?.told).toBe(owed?.ledger);
    }),
    { numRuns: 8, examples: [[{ alice: 45, free: 30, orange: 45, sfr: 60 }, [...PAID_THEN_CARRIED_THEN_OWING]]] },
  );
  // Each kind of line was met, and months that were paid and carried forward.
  const kinds = await books.rows<{ kind: string }>('select distinct kind from payout_line order by kind');
  expect(kinds.map(({ kind }) => kind)).toEqual(['clawbacks', 'refunds', 'sales']);
  const [met] = await books.rows(
    'select bool_or(payout_cents > 0) as paid, bool_or(carried_out_cents > 0) as carried, bool_or(carried_out_cents < 0) as debt from payout',
  );
  expect(met).toEqual({ paid: true, carried: true, debt: true });
});
