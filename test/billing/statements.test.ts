import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PeriodStep } from '../../billing/charge-period.ts';
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
const OPENING = (sold: string) => [
  ...['begin', `from "${sold}"`, 'from "charge"'],
  // The monthly cap, whose sum comes after its lock.
  ...['from buyer', 'as spent_cents'],
  ...['insert into charge', 'commit'],
];

/** After it. */
const SETTLING = [
  'begin',
  'from "purchase"',
  'from "charge"',
  'from payout_grid',
  'from "document"',
  'from "buyer"',
  'update charge_attempt',
  'commit',
];

test('a sale takes the worker two transactions, of seven statements and of eight, however many codes it sells', async () => {
  for (const quantity of [1, 10]) {
    const purchase = await books.purchase({ at: AT, quantity });
    expect(await statementsOf(() => books.openPurchase(purchase, AT))).toEqual(containing(OPENING('purchase')));
    expect(await statementsOf(() => books.settlePurchase(purchase, succeeded(), plus(AT, 200)))).toEqual(containing(SETTLING));
  }
});

/** The first of the two reads of the charge is the test's own: an activity knows the subscription. */
const RENEWING = [
  ...['begin', 'from "charge"', 'from "subscription"', 'from "charge"'],
  ...['from payout_grid', 'from "document"', 'update charge_attempt', 'commit'],
];

test('a renewal takes the worker two transactions of seven statements', async () => {
  const id = await books.subscription({ anchor: AT });
  await books.charge({ id, index: 0, at: AT });
  const at = new Date('2026-06-12T08:15:00.000Z');
  let opened: PeriodStep | undefined;
  const opening = await statementsOf(async () => {
    opened = await books.openPeriod({ id, index: 1, at });
  });
  expect(opening).toEqual(containing(OPENING('subscription')));
  if (opened?.step !== 'send') throw new Error('a renewal is sent');
  const { charge } = opened;
  expect(await statementsOf(() => books.settlePeriod(charge.id, succeeded(), plus(at, 200)))).toEqual(containing(RENEWING));
});
