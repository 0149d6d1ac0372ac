import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { listenForSettlements, type Settlements } from '../../db/settlements.ts';
import type { PaymentResult } from '../../domain/payments.ts';
import { Books, declined, succeeded, UNCLEAR } from '../billing/support.ts';
import { eventually } from '../support/world/eventually.ts';

const AT = new Date('2026-05-12T08:15:00.000Z');

let books: Books;
let settlements: Settlements;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());
beforeEach(async () => {
  settlements = listenForSettlements(books.url);
  await untilItListens();
});
afterEach(() => settlements.close());

/** The connection that listens, by its last statement. */
const listeners = () =>
  books.rows<{ pid: number }>("select pid from pg_stat_activity where datname = current_database() and query like 'listen %'");

async function untilItListens(): Promise<number> {
  settlements.of('pur_nobody').stop();
  return await eventually(async () => {
    const [listener] = await listeners();
    if (!listener) throw new Error('nobody listens yet');
    return listener.pid;
  }, 10_000);
}

async function sent(): Promise<{ id: string; settle: (result: PaymentResult) => Promise<unknown> }> {
  const id = await books.purchase({ at: AT });
  await books.openPurchase(id, AT);
  return { id, settle: (result) => books.settlePurchase(id, result, AT) };
}

/** What came of a purchase before a later one was told of: they are told of in the order of their commits. */
async function heardBeforeAnother(id: string, work: () => Promise<unknown>): Promise<boolean> {
  const [wait, later] = [settlements.of(id), await sent()];
  const other = settlements.of(later.id);
  let heard = false;
  void wait.settled.then(() => {
    heard = true;
  });
  await work();
  await later.settle(succeeded());
  await other.settled;
  wait.stop();
  return heard;
}

test.each([
  ['completed', succeeded(), true],
  ['declined', declined('insufficient_ceiling'), true],
  ['in doubt', UNCLEAR, false],
])('a purchase that is %s', async (_status, result, is_told) => {
  const { id, settle } = await sent();
  expect(await heardBeforeAnother(id, () => settle(result))).toBe(is_told);
});

test('what is rolled back was never told', async () => {
  const { id } = await sent();
  const rolledBack = async () => {
    const failing = books.unitOfWork.transaction(async (stores) => {
      await stores.purchases.update(id, { status: 'completed', completed_at: AT });
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
  };
  expect(await heardBeforeAnother(id, rolledBack)).toBe(false);
});

test('two who wait for one purchase both hear of it, and one who stopped does not', async () => {
  const { id, settle } = await sent();
  const [first, second, stopped] = [settlements.of(id), settlements.of(id), settlements.of(id)];
  let heard = false;
  void stopped.settled.then(() => {
    heard = true;
  });
  stopped.stop();
  await settle(succeeded());
  await Promise.all([first.settled, second.settled]);
  expect(heard).toBe(false);
});

test('a connection that is cut is made anew, and tells again', async () => {
  const cut = await untilItListens();
  await books.rows('select pg_terminate_backend(?)', [cut]);
  const listens = await eventually(async () => {
    const pid = await untilItListens();
    expect(pid).not.toBe(cut);
    return pid;
  }, 10_000);
  expect(listens).not.toBe(cut);
  const { id, settle } = await sent();
  const { settled } = settlements.of(id);
  await settle(succeeded());
  await settled;
});

test('a database that is away is no error, and closing does not wait for it', async () => {
  const nowhere = listenForSettlements('postgres://nobody@127.0.0.1:1/nothing');
  const { stop } = nowhere.of('pur_1');
  stop();
  await nowhere.close();
});
