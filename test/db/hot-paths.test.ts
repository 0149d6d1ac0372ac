import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AskedCode, type CodeQuestion, createHotPaths } from '../../db/hot-paths.ts';
import { newId } from '../../vault/ids.ts';
import { Books, plus, succeeded } from '../billing/support.ts';
import { questionOf } from '../support/code-question.ts';
import { statementsOf } from '../support/statements.ts';

const AT = new Date('2026-05-12T08:15:00.000Z');
const LATER = plus(AT, 60_000);

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

async function purchaseOf(quantity: number) {
  const purchase = await books.purchase({ at: AT, quantity });
  await books.openPurchase(purchase, AT);
  await books.settlePurchase(purchase, succeeded(), AT);
  return { purchase, codes: await books.unitOfWork.read((stores) => stores.codes.ofPurchases([purchase])) };
}

const ask = (question: CodeQuestion) => books.unitOfWork.hot.askCode(question);
const outcomes = (answers: (AskedCode | undefined)[]) => answers.map((answer) => (answer?.kind === 'one_shot' ? answer.outcome : answer));

describe('a code for one use', () => {
  test('is consumed once, by whoever it was, who may ask again; anybody else meets it used', async () => {
    const { purchase, codes } = await purchaseOf(1);
    const mine = questionOf(codes[0], { used_at: AT, used_by: 'mine' });
    expect(await ask(mine)).toEqual({ kind: 'one_shot', purchase_id: purchase, outcome: 'consumed' });
    expect(outcomes([await ask({ ...mine, used_by: 'theirs', used_at: LATER }), await ask(mine)])).toEqual(['used', 'consumed']);
    expect(await books.unitOfWork.read((stores) => stores.codes.ofPurchases([purchase]))).toMatchObject([{ used_by: 'mine', used_at: AT }]);
  });

  test.each(['merchant_id', 'mode', 'document_id', 'code_hash'] as const)('is not there for a question with another %s', async (field) => {
    const { codes } = await purchaseOf(1);
    const question = questionOf(codes[0], { used_at: AT, used_by: 'a' });
    const other = { merchant_id: 'mer_other', mode: 'live', document_id: books.merchant.rebilling, code_hash: Buffer.alloc(32) } as const;
    expect(await ask({ ...question, [field]: other[field] })).toBeUndefined();
    expect(outcomes([await ask(question)])).toEqual(['consumed']);
  });

  test('is given back where its purchase was wholly refunded, and still opens where it was refunded in part', async () => {
    const { purchase, codes } = await purchaseOf(2);
    const refund = (cents: string) =>
      books.rows(`update charge set refund_reserved_cents = ${cents}, refunded_cents = ${cents} where purchase_id = ?`, [purchase]);
    await refund('amount_cents - 1');
    expect(outcomes([await ask(questionOf(codes[0], { used_at: AT, used_by: 'a' }))])).toEqual(['consumed']);
    await refund('amount_cents');
    const answers = [];
    for (const code of codes) answers.push(await ask(questionOf(code, { used_at: AT, used_by: 'b' })));
    expect(outcomes(answers)).toEqual(['refunded', 'refunded']);
    expect(await books.unitOfWork.read((stores) => stores.codes.ofPurchases([purchase]))).toMatchObject([
      { used_by: 'a' },
      { used_by: null },
    ]);
  });
});

test('the code of a subscription is told with what its period hangs on, and is never used up', async () => {
  const clock = newId('clk');
  const { merchant_id } = books.merchant.scope;
  await books.rows(
    `insert into test_clock (id, merchant_id, mode, now_at, target_at, advancing, created_at) values (?, ?, 'test', ?, ?, false, ?)`,
    [...[clock, merchant_id], ...[LATER, LATER, AT]],
  );
  const [plain, clocked] = [await books.subscription({ anchor: AT }), await books.subscription({ anchor: AT, test_clock_id: clock })];
  for (const id of [plain, clocked]) await books.charge({ id, index: 0, at: AT });
  const codes = await books.unitOfWork.read((stores) => stores.codes.ofSubscriptions([plain, clocked]));
  const { paid_until } = await books.readSubscription(plain);
  for (const code of codes) {
    const clock_now_at = code.subscription_id === clocked ? LATER : null;
    expect(await ask(questionOf(code, { used_at: AT, used_by: 'a' }))).toEqual({
      kind: 'subscription',
      ...{ subscription_id: code.subscription_id, paid_until, ended_at: null, clock_now_at },
    });
  }
  expect(await books.rows("select 1 from code where subscription_id is not null and used_by = 'a'")).toEqual([]);
});

describe('many at once', () => {
  test('are asked in few statements, and each gets the answer to its own question', async () => {
    const { purchase, codes } = await purchaseOf(10);
    const questions = codes.flatMap((code) =>
      ['a', 'b'].map((used_by) => questionOf(code, { used_at: AT, used_by: `${used_by}-${code.id}` })),
    );
    const unknown = { ...questionOf(codes[0], { used_at: AT, used_by: 'c' }), code_hash: Buffer.alloc(32) };
    let answers: (AskedCode | undefined)[] = [];
    const statements = await statementsOf(async () => {
      answers = await Promise.all([...questions, unknown].map(ask));
    });
    expect(statements).toHaveLength(2);
    expect(answers.at(-1)).toBeUndefined();
    const rows = await books.unitOfWork.read((stores) => stores.codes.ofPurchases([purchase]));
    const used_by = new Set(rows.map((row) => row.used_by));
    expect(outcomes(answers.slice(0, -1))).toEqual(questions.map((question) => (used_by.has(question.used_by) ? 'consumed' : 'used')));
    expect(used_by.size).toBe(codes.length);
  });

  test('that stand in the way of another process are asked alone, and none is told what is not so', async () => {
    const { codes } = await purchaseOf(3);
    const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });
    const hot = createHotPaths(async (statement, values) => {
      if ((values[0] as unknown[]).length > 1) throw deadlock;
      return await books.database.run(statement, values);
    });
    const asking = codes.map((code) => hot.askCode(questionOf(code, { used_at: AT, used_by: code.id })));
    expect(outcomes(await Promise.all(asking))).toEqual(['consumed', 'consumed', 'consumed']);
  });

  test('callers are found by one statement, each as the merchant whose key it is', async () => {
    const { merchant, vault } = books;
    const keys = [merchant.api_key, merchant.live_key, merchant.api_key, 'sk_test_nobodys'];
    let callers: unknown[] = [];
    const statements = await statementsOf(async () => {
      callers = await Promise.all(keys.map((key) => books.unitOfWork.hot.findCaller(vault.lookupHash('api_key', key))));
    });
    expect(statements).toHaveLength(2);
    const { merchant_id, merchant_name, tier, key_id } = merchant.scope;
    const mine = { merchant_id, merchant_name, tier, key_id, mode: 'test', last_used_at: null };
    expect(callers).toEqual([mine, { ...mine, mode: 'live', key_id: expect.stringMatching(/^key_/) }, mine, undefined]);
  });
});
