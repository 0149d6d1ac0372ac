import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { refunded, sold } from '../billing/payout-support.ts';
import { Books } from '../billing/support.ts';
import { adminOf } from './support.ts';

const NOW = new Date('2026-06-15T10:00:00.000Z');
const EARLY = new Date('2026-03-02T10:00:00.000Z');

let books: Books;
let merchant: string;
const admin = (...args: string[]) => adminOf(books, { now: NOW })('payouts', ...args);
const brief = (out: string) => out.split('\n').map((line) => line.split(/ {2,}/));

beforeAll(async () => {
  books = await Books.open();
  merchant = books.merchant.scope.merchant_id;
  const sales = [];
  for (const isp of ['free', 'free', 'orange'] as const) sales.push(await sold(books, { at: EARLY, isp, quantity: 10 }));
  await refunded(books, sales[0]?.id ?? '', { amount_cents: 3_000n, at: new Date('2026-05-31T22:00:00.000Z') });
  await books.turnToAnotherMerchant();
  await sold(books, { at: EARLY });
});
afterAll(() => books.close());

describe('npm run admin -- payouts', () => {
  test('run states a month of every merchant, and says so; again it changes nothing', async () => {
    const { exit, out } = await admin('run', '--month', 'last', '--mode', 'test');
    expect(exit).toBe(0);
    const [head, names, ...rows] = brief(out);
    expect(head).toEqual(['2026-05, test money: 2 statements made, 0 were there']);
    expect(names).toEqual(['statement', 'merchant', 'month', 'mode', 'no.', 'carried in', 'earned', 'paid out', 'carried out']);
    const [paid, carried] = rows;
    expect(paid).toEqual([expect.stringMatching(/^po_/), merchant, '2026-05', 'test', '1', '0.00', '47.75', '47.75', '0.00']);
    expect(carried?.slice(2)).toEqual(['2026-05', 'test', '1', '0.00', '3.25', '0.00', '3.25']);
    expect((await admin('run', '--month', '2026-05', '--mode', 'test')).out).toBe('2026-05, test money: 0 statements made, 2 were there\n');
  });

  test('run takes one merchant, and a month of test money that is not over', async () => {
    const run = await admin('run', '--month', '2026-07', '--mode', 'test', '--merchant', merchant, '--json');
    expect(JSON.parse(run.out)).toMatchObject({
      ...{ month: '2026-07', mode: 'test', there: [], failed: [] },
      made: [{ merchant_id: merchant, number: 2, earned_cents: -1_625, payout_cents: 0, carried_out_cents: -1_625 }],
    });
  });

  test('list and show print what there is, for people, as JSON and as a file', async () => {
    const listed = JSON.parse((await admin('list', '--mode', 'test', '--merchant', merchant, '--json')).out) as {
      id: string;
      month: string;
    }[];
    expect(listed.map(({ month }) => month)).toEqual(['2026-07', '2026-05']);
    expect((await admin('list', '--mode', 'test', '--month', '2026-07')).out).toContain(listed[0]?.id);
    expect((await admin('list')).out).toBe('no statements\n');
    const id = listed[1]?.id ?? '';
    const { out } = await admin('show', id);
    expect(out).toContain(`${id}: Le Journal de Demain (${merchant}), 2026-05, test money, statement 1, paid_out\n`);
    expect(out).toMatch(/\nsales +free +one_shot +30\.00 +grd_\w+ +2 +60\.00 +10\.00 +5\.00 +12\.50 +32\.50\n/);
    expect(out).toMatch(/\ntotal +90\.00 +15\.00 +/);
    expect(JSON.parse((await admin('show', id, '--json')).out)).toMatchObject({
      id,
      lines: [{ isp: 'free', count: 2 }, { isp: 'orange' }],
    });
    expect(parse((await admin('show', id, '--csv')).out, { columns: true })).toHaveLength(5);
  });

  test.each([
    [['run'], 2, /--month/],
    [['run', '--month', '2026-13'], 2, /A month such as 2026-11 is expected, or last/],
    [['run', '--month', '2026-06'], 1, /2026-06 is not over in Paris/],
    [['run', '--month', 'last', '--mode', 'both'], 2, /Allowed choices are test, live/],
    [['run', '--month', 'last', '--merchant', 'pur_1'], 2, /An id such as mer_/],
    [['run', '--month', 'last', '--merchant', `mer_${'0'.repeat(26)}`], 1, /There is no merchant/],
    [['list', '--limit', '0'], 2, /A whole number from 1 to 1000/],
    [['show', 'po_1'], 2, /An id such as po_/],
    [['show', `po_${'0'.repeat(26)}`], 1, /There is no payout/],
    [['show', `po_${'0'.repeat(26)}`, '--csv', '--json'], 2, /cannot be used with/],
  ])('%j ends with %i', async (args, exit, why) => expect(await admin(...args)).toMatchObject({ exit, err: expect.stringMatching(why) }));

  test('run says which merchant could not be stated, and states the others', async () => {
    await sold(books, { at: EARLY, quantity: 10 });
    await books.rows(`create function no() returns trigger language plpgsql as $$ begin
      if new.merchant_id = '${merchant}' then raise exception 'no'; end if; return new; end $$`);
    await books.rows('create trigger no before insert on payout for each row execute function no()');
    const other = books.merchant.scope.merchant_id;
    const before = books.merchant;
    books.merchant = { ...before, scope: { ...before.scope, merchant_id: merchant } };
    await sold(books, { at: EARLY, quantity: 10 });
    const { exit, out } = await admin('run', '--month', '2026-08', '--mode', 'test');
    expect(exit).toBe(1);
    expect(out).toContain('2026-08, test money: 1 statements made, 0 were there\n');
    expect(out).toContain(other);
    expect(out).toContain(`${merchant} could not be stated: `);
  });
});
