import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { statementsOf } from '../support/statements.ts';
import { Books, plus, succeeded } from './support.ts';

const AT = new Date('2026-05-12T08:15:00.000Z');

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

const containing = (parts: readonly string[]) => parts.map((part) => expect.stringContaining(part));

/** Before the one call to the ISP. */
const OPENING = [
  ...['begin', 'from "purchase"', 'from "charge"', 'insert into "charge"'],
  // The monthly cap, and the token.
  ...['select id from buyer', 'as spent_cents', 'from "buyer"'],
  ...['update "charge"', 'insert into charge_attempt', 'commit'],
];

/** After it. */
const SETTLING = [
  ...['begin', 'from "purchase"', 'from "charge"', 'update "charge_attempt"'],
  // The row of the payout grid, and the ledger.
  ...['from payout_grid', 'insert into posting_set'],
  ...['update "charge"', 'update "purchase"', 'from "document"', 'insert into "event"', 'insert into "mail"'],
  ...['from "buyer"', 'insert into "code"', 'commit'],
];

test('a sale takes the worker two transactions, of ten statements and of fourteen, however many codes it sells', async () => {
  for (const quantity of [1, 10]) {
    const purchase = await books.purchase({ at: AT, quantity });
    expect(await statementsOf(() => books.openPurchase(purchase, AT))).toEqual(containing(OPENING));
    expect(await statementsOf(() => books.settlePurchase(purchase, succeeded(), plus(AT, 200)))).toEqual(containing(SETTLING));
  }
});
