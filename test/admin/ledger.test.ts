import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withClient } from '../../local/postgres/client.ts';
import { Books, plus, succeeded, UNCLEAR } from '../billing/support.ts';
import { adminOf } from './support.ts';

const NOON = new Date('2026-05-12T10:00:00.000Z');
/** A second before midnight in Paris, and midnight. */
const LATE = new Date('2026-05-12T21:59:59.000Z');
const NEXT_DAY = new Date('2026-05-12T22:00:00.000Z');

let books: Books;
let charge_id: string;
const admin = (...args: string[]) => adminOf(books, { now: NOON })('ledger', ...args);

beforeAll(async () => {
  books = await Books.open();
  for (const at of [NOON, LATE, NEXT_DAY]) {
    const id = await books.purchase({ at, quantity: 2 });
    await books.openPurchase(id, at);
    await books.settlePurchase(id, succeeded(), at);
    charge_id = (await books.chargeOf(id))?.id ?? '';
  }
  const doubted = await books.purchase({ at: NEXT_DAY, quantity: 1 });
  await books.openPurchase(doubted, NEXT_DAY);
  await books.settlePurchase(doubted, UNCLEAR, plus(NEXT_DAY, 1_000));
});
afterAll(() => books.close());

describe('npm run admin -- ledger', () => {
  test('balance prints every account, and sums that are equal', async () => {
    const { exit, out } = await admin('balance', '--mode', 'test');
    expect(exit).toBe(0);
    const merchant = `merchant_payable:${books.merchant.scope.merchant_id}`;
    expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['trial balance, test money, so far, in euros'],
      ['account', 'debits', 'credits', 'balance'],
      ['doubts:free', '3.00', '0.00', '3.00'],
      ['doubts_contra:free', '0.00', '3.00', '-3.00'],
      ['isp_fees:free', '1.50', '0.00', '1.50'],
      ['isp_receivable:free', '16.50', '0.00', '16.50'],
      [merchant, '0.00', '9.75', '-9.75'],
      ['platform_revenue', '0.00', '5.25', '-5.25'],
      ['vat_collected', '0.00', '3.00', '-3.00'],
      ['sum', '21.00', '21.00', '0.00'],
      [''],
    ]);
  });

  test('balance of a day ends at its midnight in Paris, and is of live money unless told otherwise', async () => {
    const day = JSON.parse((await admin('balance', '--mode', 'test', '--at', '2026-05-12', '--json')).out);
    expect(day).toMatchObject({ mode: 'test', at: '2026-05-12', debits_cents: 1_200, credits_cents: 1_200 });
    expect(day.accounts).toContainEqual({ account: 'vat_collected', debits_cents: 0, credits_cents: 200, balance_cents: -200 });
    expect(JSON.parse((await admin('balance', '--json')).out)).toMatchObject({ mode: 'live', at: null, accounts: [], debits_cents: 0 });
  });

  test('show prints what was posted of a charge', async () => {
    const { out } = await admin('show', '--charge', charge_id);
    expect(out).toMatch(new RegExp(`^${charge_id}: succeeded, free, 6.00 euros, test; grid row grd_\\w+: merchant 6500 bp, ISP 1000 bp\n`));
    expect(out).toContain(`2026-05-12T22:00:00.000Z  charge:${charge_id}:succeeded\n`);
    expect(out).toMatch(/ {2}isp_receivable:free +5\.50\n {2}isp_fees:free +0\.50\n {2}vat_collected +1\.00\n/);
    const { charge, sets } = JSON.parse((await admin('show', '--charge', charge_id, '--json')).out);
    expect([charge.amount_cents, sets[0].postings[0]]).toEqual([600, { account: 'isp_receivable:free', side: 'debit', amount_cents: 550 }]);
  });

  test('show says that a charge is not there, or is none', async () => {
    const unknown = `chg_${'0'.repeat(26)}`;
    expect(await admin('show', '--charge', unknown)).toEqual({ exit: 1, out: '', err: `There is no charge ${unknown}.\n` });
    expect(await admin('show', '--charge', 'pur_1')).toMatchObject({ exit: 2, out: '' });
  });

  test('verify exits with 1 where the ledger differs from the charges, and says in what', async () => {
    expect(await admin('verify')).toEqual({ exit: 0, out: 'the ledger agrees with all 4 charges\n', err: '' });
    const unguarded = (sql: string) => withClient(books.url, (client) => client.query(`set session_replication_role = replica; ${sql}`));
    await unguarded(`update charge set amount_cents = 500 where id = '${charge_id}'`);
    const { exit, out } = await admin('verify');
    expect(exit).toBe(1);
    expect(out).toContain(
      `4 charges compared; these differ:\n${charge_id}\n  charge:${charge_id}:succeeded: 500 cents expected, 600 cents posted\n`,
    );
    expect(JSON.parse((await admin('verify', '--json')).out)).toMatchObject({
      charges: 4,
      has_more: false,
      differences: [{ charge: charge_id }],
    });
    await unguarded(`update charge set amount_cents = 600 where id = '${charge_id}'`);
    expect((await admin('post-missing')).out).toBe('nothing was missing\n');
  });
});
