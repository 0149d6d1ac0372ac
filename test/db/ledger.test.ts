import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withClient } from '../../local/postgres/client.ts';
import { Books, succeeded } from '../billing/support.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');

let books: Books;
let set_id: string;
let charge_id: string;

beforeAll(async () => {
  books = await Books.open();
  const purchase = await books.purchase({ at: NOW, quantity: 2 });
  await books.openPurchase(purchase, NOW);
  await books.settlePurchase(purchase, succeeded(), NOW);
  const [set] = await books.rows<{ id: string; charge_id: string }>('select id, charge_id from posting_set');
  set_id = set?.id ?? '';
  charge_id = set?.charge_id ?? '';
});
afterAll(() => books.close());

/** What PostgreSQL says of these statements in one transaction; undefined where it commits them. Nothing that is refused stays. */
async function refused(...statements: string[]): Promise<string | undefined> {
  return await withClient(books.url, async (client) => {
    try {
      await client.query('begin');
      for (const statement of statements) await client.query(statement.replaceAll('$set', set_id).replaceAll('$charge', charge_id));
      await client.query('commit');
      return undefined;
    } catch (error) {
      await client.query('rollback');
      return (error as Error).message;
    }
  });
}

const aSet = (key: string, lines: number, amount: number) =>
  `insert into posting_set (id, key, kind, mode, isp, merchant_id, charge_id, line_count, amount_cents, occurred_at, created_at)
     values ('pst_${key}', '${key}', 'charge_in_doubt', 'test', 'free', 'mer_1', '$charge', ${lines}, ${amount}, now(), now())`;
const aLine = (set: string, number: number, side: string, amount: number) =>
  `insert into posting (set_id, number, account, side, amount_cents) values ('${set}', ${number}, 'bank', '${side}', ${amount})`;

describe('the ledger', () => {
  test.each<[string, string[], RegExp]>([
    ['a change of a line', ['update posting set amount_cents = amount_cents + 1'], /never changed: update of posting is refused/],
    ['a change that changes nothing', ['update posting set side = side where false'], /never changed: update of posting/],
    ['a change of a set', ["update posting_set set key = 'other'"], /never changed: update of posting_set/],
    ['deleting a line', ['delete from posting'], /never changed: delete of posting/],
    ['deleting a set', ['delete from posting_set'], /never changed: delete of posting_set/],
    ['emptying the lines', ['truncate posting'], /never changed: truncate of posting/],
    ['emptying all', ['truncate posting_set cascade'], /never changed: truncate of posting/],
    ['a set without lines', [aSet('empty', 2, 5)], /set empty is not whole: 0 of 2 lines/],
    ['a set of one line', [aSet('one', 1, 5), aLine('pst_one', 1, 'debit', 5)], /set one is not whole/],
    [
      'a set that does not balance',
      [aSet('off', 2, 5), aLine('pst_off', 1, 'debit', 5), aLine('pst_off', 2, 'credit', 4)],
      /set off is not whole: 2 of 2 lines, debits 5 and credits 4 of 5/,
    ],
    [
      'a set that balances at another amount than it says',
      [aSet('less', 2, 5), aLine('pst_less', 1, 'debit', 4), aLine('pst_less', 2, 'credit', 4)],
      /set less is not whole/,
    ],
    [
      'a set with a line more than it says',
      [aSet('more', 2, 5), aLine('pst_more', 1, 'debit', 5), aLine('pst_more', 2, 'credit', 3), aLine('pst_more', 3, 'credit', 2)],
      /set more is not whole: 3 of 2 lines/,
    ],
    ['a line that is added later', [aLine('$set', 9, 'debit', 5)], /is not whole: 6 of 5 lines/],
    ['balanced lines that are added later', [aLine('$set', 9, 'debit', 5), aLine('$set', 10, 'credit', 5)], /is not whole: 7 of 5 lines/],
    ['a line of nothing', [aLine('$set', 9, 'debit', 0)], /posting_amount_is_positive/],
    ['a negative line', [aLine('$set', 9, 'debit', -5)], /posting_amount_is_positive/],
    ['a line of no set', [aLine('pst_none', 1, 'debit', 5)], /posting_set_id_foreign/],
    [
      'a money event that is posted twice',
      [aSet('twice', 2, 5), aSet('twice', 2, 5).replace('pst_twice', 'pst_again')],
      /posting_set_key_unique/,
    ],
    ['a payout that names none', [aSet('paid', 2, 5).replace('charge_in_doubt', 'payout')], /posting_set_is_about_its_kind/],
    ['a set of no charge', [aSet('free', 2, 5).replace("'$charge'", 'null')], /posting_set_is_about_its_kind/],
  ])('refuses %s', async (_what, statements, why) => expect(await refused(...statements)).toMatch(why));

  test('takes a set that is whole, whatever the order of its lines', async () => {
    expect(await refused(aSet('fair', 2, 5), aLine('pst_fair', 2, 'credit', 5), aLine('pst_fair', 1, 'debit', 5))).toBeUndefined();
  });

  test('refuses to drop a set that a savepoint made, like any other', async () => {
    expect(
      await refused(
        aSet('saved', 2, 5),
        'savepoint a',
        aLine('pst_saved', 1, 'debit', 5),
        aLine('pst_saved', 2, 'credit', 5),
        'rollback to a',
      ),
    ).toMatch(/set saved is not whole: 0 of 2 lines/);
  });
});

describe('the payout grid', () => {
  const copy = (change: string) =>
    `insert into payout_grid_row select (jsonb_populate_record(row, '${change}'::jsonb)).* from payout_grid_row row
       where isp = 'free' and period = 'week' and tier = 'premium' limit 1`;
  const row = "where isp = 'free' and period = 'month' and tier = 'premium'";
  test.each<[string, string[], RegExp]>([
    ['other shares for a row', [`update payout_grid_row set merchant_share_bp = 1 ${row}`], /never changed or deleted, only closed/],
    ['another beginning', [`update payout_grid_row set valid_from = '2021-01-01' ${row}`], /never changed or deleted/],
    ['deleting a row', [`delete from payout_grid_row ${row}`], /never changed or deleted/],
    ['emptying it', ['truncate payout_grid_row'], /never changed or deleted/],
    [
      'opening a row that was closed',
      [`update payout_grid_row set valid_to = '2030-01-01' ${row}`, `update payout_grid_row set valid_to = null ${row}`],
      /never changed or deleted/,
    ],
    [
      'a later end for a row that was closed',
      [`update payout_grid_row set valid_to = '2030-01-01' ${row}`, `update payout_grid_row set valid_to = '2030-01-02' ${row}`],
      /never changed or deleted/,
    ],
    ['an end before the beginning', [`update payout_grid_row set valid_to = '2019-01-01' ${row}`], /payout_grid_row_days_are_a_range/],
    ['a second row for a price and a day', [copy('{"id": "grd_1"}')], /payout_grid_row_no_overlap/],
    [
      'one that overlaps in a cent',
      [copy('{"id": "grd_1", "price_from_cents": 500, "price_to_cents": 600}')],
      /payout_grid_row_no_overlap/,
    ],
    [
      'the same of a one-shot, which has no period',
      [
        `insert into payout_grid_row select (jsonb_populate_record(row, '{"id": "grd_1"}'::jsonb)).* from payout_grid_row row where kind = 'one_shot' limit 1`,
      ],
      /payout_grid_row_no_overlap/,
    ],
    ['shares of more than all', [copy('{"id": "grd_1", "merchant_share_bp": 9500}')], /payout_grid_row_shares_within_whole/],
    ['prices the wrong way round', [copy('{"id": "grd_1", "price_from_cents": 501}')], /payout_grid_row_prices_are_a_range/],
    ['a subscription without a period', [copy('{"id": "grd_1", "period": null}')], /payout_grid_row_period_fits_kind/],
  ])('refuses %s', async (_what, statements, why) => expect(await refused(...statements)).toMatch(why));

  test('takes a row above the highest price, and one after the end of another', async () => {
    expect(await refused(copy('{"id": "grd_above", "price_from_cents": 501, "price_to_cents": 600}'))).toBeUndefined();
    const quarter = "where isp = 'sfr' and period = 'quarter' and tier = 'premium'";
    const next = `insert into payout_grid_row select (jsonb_populate_record(row, '{"id": "grd_next", "valid_from": "2030-01-01", "valid_to": null}'::jsonb)).*
      from payout_grid_row row ${quarter}`;
    expect(await refused(`update payout_grid_row set valid_to = '2030-01-01' ${quarter}`, next)).toBeUndefined();
  });
});
