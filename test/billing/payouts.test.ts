import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { settledBeforeOf } from '../../domain/payouts.ts';
import { ownerOf, payOut, refunded, sold, statement, TERMS } from './payout-support.ts';
import { Books, plus } from './support.ts';

/** What free has settled by the end of May 2026 in Paris: 45 days back, at midnight. */
const SETTLED = new Date('2026-04-16T22:00:00.000Z');
const BEFORE = plus(SETTLED, -1);
const MAY_ENDS = new Date('2026-05-31T22:00:00.000Z');
const EARLY = new Date('2026-03-02T10:00:00.000Z');

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());
beforeEach(() => books.turnToAnotherMerchant());

const owed = async () => {
  const rows = await books.rows<{ cents: string }>(
    `select coalesce(sum(case side when 'credit' then amount_cents else -amount_cents end), 0)::text as cents from posting where account = ?`,
    [`merchant_payable:${ownerOf(books).merchant_id}`],
  );
  return BigInt(rows[0]?.cents ?? '0');
};
const postedOf = (payout_id: string) =>
  books.rows(
    'select key, kind, account, side, posting.amount_cents::int from posting_set join posting on set_id = id where payout_id = ? order by number',
    [payout_id],
  );

describe('a statement', () => {
  test('takes what its ISP has settled by the end of the month, to the millisecond, and posts what it pays out', async () => {
    await sold(books, { at: BEFORE });
    await sold(books, { at: SETTLED });
    const { payout, lines } = await statement(books, '2026-05');
    expect(payout).toMatchObject({ number: 1, carried_in_cents: 0n, earned_cents: 325n, payout_cents: 325n, carried_out_cents: 0n });
    expect(lines).toMatchObject([
      {
        ...{ kind: 'sales', isp: 'free', sale_kind: 'one_shot', period: null, price_cents: 600n, event_count: 1 },
        ...{ gross_cents: 600n, vat_cents: 100n, isp_fee_cents: 50n, platform_cents: 125n, merchant_cents: 325n },
      },
    ]);
    const set = { key: `payout:${payout.id}`, kind: 'payout', amount_cents: 325 };
    expect(await postedOf(payout.id)).toEqual([
      { ...set, account: `merchant_payable:${payout.merchant_id}`, side: 'debit' },
      { ...set, account: 'bank', side: 'credit' },
    ]);
    expect(await owed()).toBe(325n);
  });

  test('has a line for each ISP, kind, price and row of the grid, with how many there were', async () => {
    for (const quantity of [2, 2, 1]) await sold(books, { at: EARLY, quantity });
    await sold(books, { at: EARLY, isp: 'orange' });
    const id = await books.subscription({ anchor: EARLY, period: 'week' });
    for (const index of [0, 1]) await books.charge({ id, index, at: plus(EARLY, index * 7 * 86_400_000) });
    const { payout, lines } = await statement(books, '2026-05');
    const told = lines.map(({ isp, sale_kind, period, price_cents, event_count }) => [isp, sale_kind, period, price_cents, event_count]);
    expect(told).toEqual([
      ['free', 'one_shot', null, 300n, 1],
      ['free', 'one_shot', null, 600n, 2],
      ['free', 'rebilling', 'week', 500n, 2],
      ['orange', 'one_shot', null, 600n, 1],
    ]);
    expect(payout.earned_cents).toBe(lines.reduce((sum, line) => sum + line.merchant_cents, 0n));
  });

  test('lets each ISP have its own days', async () => {
    await sold(books, { at: BEFORE, isp: 'free' });
    await sold(books, { at: BEFORE, isp: 'sfr' });
    const terms = { ...TERMS, settlement_days: { ...TERMS.settlement_days, sfr: 60 } };
    expect((await statement(books, '2026-05', terms)).lines.map(({ isp }) => isp)).toEqual(['free']);
    expect((await statement(books, '2026-06', terms)).lines.map(({ isp }) => isp)).toEqual(['sfr']);
  });

  test('deducts a refund with its sale, and what was given back after that as a clawback', async () => {
    const [whole, part] = [await sold(books, { at: EARLY }), await sold(books, { at: BEFORE })];
    await sold(books, { at: plus(SETTLED, 86_400_000) });
    await refunded(books, part.id, { amount_cents: 300n, at: plus(MAY_ENDS, -1) });
    await refunded(books, whole.id, { amount_cents: 600n, at: MAY_ENDS });
    const may = await statement(books, '2026-05');
    const brief = (lines: typeof may.lines) => lines.map((line) => [line.kind, line.event_count, line.gross_cents, line.merchant_cents]);
    expect(brief(may.lines)).toEqual([
      ['sales', 2, 1_200n, 650n],
      ['refunds', 1, -300n, -162n],
    ]);
    expect(may.payout.payout_cents).toBe(488n);
    const june = await statement(books, '2026-06');
    expect(brief(june.lines)).toEqual([
      ['sales', 1, 600n, 325n],
      ['clawbacks', 1, -600n, -325n],
    ]);
    expect(june.payout).toMatchObject({ number: 2, earned_cents: 0n, payout_cents: 0n, carried_out_cents: 0n });
    expect(await owed()).toBe(0n);
  });

  test('leaves a refund with its sale, where that is not settled yet', async () => {
    const late = await sold(books, { at: SETTLED });
    await refunded(books, late.id, { amount_cents: 600n, at: plus(SETTLED, 1) });
    expect((await payOut(books, '2026-05')).status).toBe('nothing');
    expect((await statement(books, '2026-06')).lines.map(({ kind, merchant_cents }) => [kind, merchant_cents])).toEqual([
      ['sales', 325n],
      ['refunds', -325n],
    ]);
  });

  test('carries forward what is less than the minimum, and a debt, until later sales make it enough', async () => {
    const minimum = { ...TERMS, minimum_cents: 500n };
    const first = await sold(books, { at: EARLY });
    expect((await statement(books, '2026-05', minimum)).payout).toMatchObject({
      earned_cents: 325n,
      payout_cents: 0n,
      carried_out_cents: 325n,
    });
    expect(await postedOf((await payOut(books, '2026-05')).status)).toEqual([]);
    await sold(books, { at: plus(SETTLED, 86_400_000) });
    const june = await statement(books, '2026-06', minimum);
    expect(june.payout).toMatchObject({ number: 2, carried_in_cents: 325n, earned_cents: 325n, payout_cents: 650n, carried_out_cents: 0n });
    await refunded(books, first.id, { amount_cents: 600n, at: new Date('2026-07-05T10:00:00Z') });
    expect((await statement(books, '2026-07', minimum)).payout).toMatchObject({ payout_cents: 0n, carried_out_cents: -325n });
    await sold(books, { at: new Date('2026-07-10T10:00:00Z'), quantity: 10 });
    expect(await owed()).toBe(1_300n);
    expect((await statement(books, '2026-08', minimum)).payout).toMatchObject({ carried_in_cents: -325n, payout_cents: 1_300n });
    expect(await owed()).toBe(0n);
  });

  test('pays what was carried forward without anything new, once the minimum is lower', async () => {
    await sold(books, { at: EARLY });
    await statement(books, '2026-05', { ...TERMS, minimum_cents: 1_000n });
    expect((await payOut(books, '2026-06', { terms: { ...TERMS, minimum_cents: 1_000n } })).status).toBe('nothing');
    expect((await statement(books, '2026-07')).payout).toMatchObject({ line_count: 0, carried_in_cents: 325n, payout_cents: 325n });
  });

  test('of a month is made once: asked for again it is what it was, and what came later is left for the next', async () => {
    await sold(books, { at: EARLY });
    const { payout } = await statement(books, '2026-05');
    await sold(books, { at: EARLY });
    expect(await payOut(books, '2026-05')).toEqual({
      status: 'there',
      payout: expect.objectContaining({ id: payout.id, payout_cents: 325n }),
    });
    expect((await statement(books, '2026-06')).payout).toMatchObject({ number: 2, earned_cents: 325n });
  });

  test('is made once by eight runs at once, while sales and refunds go on', async () => {
    const sales = await Promise.all([1, 2, 3].map(() => sold(books, { at: EARLY })));
    const late = Promise.all([1, 2, 3].map(() => sold(books, { at: EARLY })));
    const back = Promise.all(sales.map(({ id }) => refunded(books, id, { amount_cents: 100n, at: plus(EARLY, 1_000) })));
    const made = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => payOut(books, '2026-05')));
    expect(made.map(({ status }) => status).toSorted()).toEqual(['made', ...Array<string>(7).fill('there')]);
    await Promise.all([late, back]);
    const rest = await payOut(books, '2026-06');
    const [first] = made.flatMap((each) => ('payout' in each ? [each.payout.payout_cents] : []));
    const second = 'payout' in rest ? rest.payout.payout_cents + rest.payout.carried_out_cents : 0n;
    // Whatever came in time, all of it is in one of the two, once.
    expect((first ?? 0n) + second).toBe(6n * 325n - 3n * 53n);
    const untaken = await books.rows('select set_id from payable where merchant_id = ? and payout_id is null', [
      ownerOf(books).merchant_id,
    ]);
    expect(untaken).toEqual([]);
  });

  test('says nothing of a merchant who has sold nothing, or whom nobody knows', async () => {
    expect(await payOut(books, '2026-05')).toEqual({ status: 'nothing' });
    books.merchant = { ...books.merchant, scope: { ...books.merchant.scope, merchant_id: 'mer_none' } };
    expect(await payOut(books, '2026-05')).toEqual({ status: 'nothing' });
  });

  test('never has what is of the other mode', async () => {
    await sold(books, { at: EARLY });
    const live = { ...ownerOf(books), mode: 'live' as const };
    const until = { settled_before: settledBeforeOf(MAY_ENDS, TERMS), ends_at: MAY_ENDS };
    expect(await books.unitOfWork.read((stores) => stores.payouts.untaken(live, until))).toEqual([]);
    expect(await books.unitOfWork.read((stores) => stores.payouts.untaken(ownerOf(books), until))).toEqual([
      { isp: 'free', pending_cents: 0n, available_cents: 325n },
    ]);
  });
});

describe('what is owed', () => {
  test('is pending until its ISP has settled it, and then available until it is paid out', async () => {
    const sale = await sold(books, { at: EARLY });
    await sold(books, { at: SETTLED, isp: 'orange' });
    const at = async (ends_at: Date) => {
      const until = { settled_before: settledBeforeOf(ends_at, TERMS), ends_at };
      const rows = await books.unitOfWork.read((stores) => stores.payouts.untaken(ownerOf(books), until));
      return Object.fromEntries(rows.map(({ isp, pending_cents, available_cents }) => [isp, [pending_cents, available_cents]]));
    };
    expect(await at(MAY_ENDS)).toEqual({ free: [0n, 325n], orange: [305n, 0n] });
    await refunded(books, sale.id, { amount_cents: 300n, at: plus(EARLY, 1_000) });
    expect(await at(MAY_ENDS)).toEqual({ free: [0n, 163n], orange: [305n, 0n] });
    await statement(books, '2026-05');
    await refunded(books, sale.id, { amount_cents: 300n, at: MAY_ENDS });
    expect(await at(plus(MAY_ENDS, 1))).toEqual({ free: [0n, -163n], orange: [0n, 305n] });
  });

  test('leaves out a charge for which the grid has no row, and its refund', async () => {
    const sale = await sold(books, { at: new Date('2019-03-02T10:00:00Z') });
    await refunded(books, sale.id, { amount_cents: 3n, at: EARLY });
    expect((await payOut(books, '2026-05')).status).toBe('nothing');
    expect(await books.rows('select 1 from payable where charge_id = ?', [sale.id])).toEqual([]);
  });
});
