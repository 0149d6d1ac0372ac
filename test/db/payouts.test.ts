import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PayoutRow } from '../../db/entities/payout.ts';
import { withClient } from '../../local/postgres/client.ts';
import { ownerOf, sold, statement, TERMS } from '../billing/payout-support.ts';
import { Books } from '../billing/support.ts';

const EARLY = new Date('2026-03-02T10:00:00.000Z');

let books: Books;
let paid: PayoutRow;
let carried: PayoutRow;
let free_sale: string;

beforeAll(async () => {
  books = await Books.open();
  await sold(books, { at: EARLY });
  paid = (await statement(books, '2026-05')).payout;
  await sold(books, { at: EARLY });
  carried = (await statement(books, '2026-06', { ...TERMS, minimum_cents: 1_000n })).payout;
  free_sale = (await sold(books, { at: EARLY })).id;
});
afterAll(() => books.close());

/** What PostgreSQL says of these statements in one transaction; undefined where it commits them. Nothing stays. */
async function refused(...statements: string[]): Promise<string | undefined> {
  return await withClient(books.url, async (client) => {
    try {
      await client.query('begin');
      for (const statement of statements) await client.query(filled(statement));
      await client.query('set constraints all immediate');
      return undefined;
    } catch (error) {
      return (error as Error).message;
    } finally {
      await client.query('rollback');
    }
  });
}

const filled = (statement: string) =>
  statement
    .replaceAll('$paid', paid.id)
    .replaceAll('$carried', carried.id)
    .replaceAll('$sale', free_sale)
    .replaceAll('$merchant', ownerOf(books).merchant_id);

/** A third statement, which takes the sale that is left and pays out what the second carried with it. */
const aPayout = (changes: Record<string, string | number | null> = {}) => {
  const row = {
    ...{
      id: "'po_3'",
      merchant_id: "'$merchant'",
      mode: "'test'",
      month: "'2026-07'",
      number: 3,
      previous_number: 2,
      merchant_name: "'M'",
    },
    ...{ ends_at: 'now()', settlement_days: "'{}'", minimum_cents: 1, line_count: 1, carried_in_cents: 325, earned_cents: 325 },
    ...{ payout_cents: 650, carried_out_cents: 0, created_at: 'now()', ...changes },
  };
  return `insert into payout (${Object.keys(row).join(', ')}) values (${Object.values(row).map(String).join(', ')})`;
};
const aLine = (share: number, { number = 1, count = 1 } = {}) =>
  `insert into payout_line values ('po_3', ${number}, 'sales', 'free', 'one_shot', null, 600, 'grd_1', ${count}, ${275 + share}, 100, 50, 125, ${share})`;
const TAKE = `update payable set payout_id = 'po_3' where charge_id = '$sale'`;
const post = (amount: number) => [
  `insert into posting_set (id, key, kind, mode, merchant_id, payout_id, line_count, amount_cents, occurred_at, created_at)
     values ('pst_3', 'payout:po_3', 'payout', 'test', '$merchant', 'po_3', 2, ${amount}, now(), now())`,
  `insert into posting values ('pst_3', 1, 'merchant_payable:$merchant', 'debit', ${amount}), ('pst_3', 2, 'bank', 'credit', ${amount})`,
];

test('PostgreSQL takes a statement that is whole', async () => {
  expect(await refused(TAKE, aPayout(), aLine(325), ...post(650))).toBeUndefined();
});

test.each<[string, string[], RegExp]>([
  ['a change of a statement', ['update payout set payout_cents = payout_cents'], /never changed: update of payout is refused/],
  ['deleting a statement', ['delete from payout'], /never changed: delete of payout/],
  ['a change of a line', ['update payout_line set event_count = 2'], /never changed: update of payout_line/],
  ['emptying the lines', ['truncate payout_line'], /never changed: truncate of payout_line/],
  ['a second statement of a month', [aPayout({ month: "'2026-06'" })], /payout_merchant_id_mode_month_unique/],
  [
    'a second statement of a number',
    [aPayout({ number: 2, previous_number: 1, carried_in_cents: 0, payout_cents: 325 })],
    /payout_merchant_id_mode_number_unique/,
  ],
  ['a statement that begins a second chain', [aPayout({ number: 4, previous_number: null })], /payout_number_follows/],
  ['one that leaves out a number', [aPayout({ number: 4, previous_number: 3 })], /payout_carries_on_foreign/],
  ['one that forgets what was carried to it', [aPayout({ carried_in_cents: 0, payout_cents: 325 })], /payout_carries_on_foreign/],
  ['one that does not add up', [aPayout({ payout_cents: 651 })], /payout_adds_up/],
  ['one that pays out a debt', [aPayout({ earned_cents: -400, payout_cents: -75 })], /payout_adds_up/],
  ['one that pays a part and carries the rest', [aPayout({ payout_cents: 600, carried_out_cents: 50 })], /payout_adds_up/],
  ['a month that is none', [aPayout({ month: "'2026-13'" })], /payout_month_is_one/],
  ['a line whose parts are not its price', [TAKE, aPayout(), aLine(325).replace(', 50,', ', 51,')], /payout_line_adds_up/],
  ['a statement without its lines', [TAKE, aPayout(), ...post(650)], /statement po_3 is not whole: 0 of 1 lines say 0/],
  ['lines of another sum', [TAKE, aPayout(), aLine(324), ...post(650)], /is not whole: 1 of 1 lines say 324/],
  ['lines of another count', [TAKE, aPayout(), aLine(325, { count: 2 }), ...post(650)], /is not whole/],
  ['a statement that took nothing', [aPayout(), aLine(325), ...post(650)], /is not whole: .* 0 events come to 0/],
  ['a payout that is not posted', [TAKE, aPayout(), aLine(325)], /is not whole: .* 0 are posted, of 325 earned and 650 paid out/],
  ['a payout that is posted at another amount', [TAKE, aPayout(), aLine(325), ...post(649)], /649 are posted/],
  [
    'taking what another merchant sold',
    [
      TAKE,
      aPayout({ merchant_id: "'mer_2'" }).replace('insert', "insert into merchant values ('mer_2', 'M', 'premium', now()); insert"),
      aLine(325),
    ],
    /payout_carries_on_foreign/,
  ],
  ['taking for a statement that is not there', [TAKE], /payable_payout_id_foreign/],
  ['adding to a statement that is written', [TAKE.replace('po_3', '$paid')], /a statement that is written takes nothing more/],
  ['taking twice', [`update payable set payout_id = '$carried' where payout_id = '$paid'`], /only taken by a statement, once/],
  ['giving back what was taken', [`update payable set payout_id = null where payout_id = '$paid'`], /only taken by a statement, once/],
  ['another amount for what is due', [`update payable set merchant_cents = 1, payout_id = 'po_3' where charge_id = '$sale'`], /only taken/],
  ['forgetting what is due', ['delete from payable'], /only taken by a statement, once: delete is refused/],
  ['forgetting all that is due', ['truncate payable cascade'], /truncate is refused/],
  ['a line that is added later', [aLine(325, { number: 9 }).replace('po_3', '$paid')], /has another number of lines than it says/],
  [
    'a second sale of one charge',
    [`insert into payable select 'pst_9', merchant_id, mode, isp, charge_id, null, 1, now() from payable limit 1`],
    /payable_sale_unique/,
  ],
  ['a posting of a payout that nobody stated', post(5).map((each) => each.replaceAll('po_3', 'po_none')), /posting_set_payout_id_foreign/],
])('PostgreSQL refuses %s', async (_what, statements, why) => expect(await refused(...statements)).toMatch(why));
