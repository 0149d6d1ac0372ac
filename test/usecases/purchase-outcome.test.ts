import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Settlements } from '../../db/settlements.ts';
import type { Engine } from '../../gateways/temporal/engine.ts';
import type { UseCaseContext } from '../../usecases/context.ts';
import { createUseCases } from '../../usecases/index.ts';
import { newId } from '../../vault/ids.ts';
import { Books, succeeded } from '../billing/support.ts';
import { NO_SETTLEMENTS } from '../support/no-settlements.ts';

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

const NEVER = new Promise<never>(() => undefined);

/** A purchase through the API's use case: the ISP knows everybody, and the engine is the test's. */
function buy(settlements: Settlements, engine: Engine['buy']) {
  const introspect = async () => ({ active: true, kind: 'one_shot', subscriber_reference: newId('buy'), simulated: true });
  const context = {
    unitOfWork: books.unitOfWork,
    vault: books.vault,
    now: () => new Date(),
    isps: { free: { introspect } },
    engine: { buy: engine },
    settlements,
    wait_ms: 5_000,
  };
  const useCases = createUseCases(context as unknown as UseCaseContext);
  const asked = { id: newId('pur'), document: books.merchant.one_shot, quantity: 1, email: 'buyer@example.org', isp: 'free' } as const;
  const rest = { subscriber_token: newId('buy'), client_reference: null, locale: undefined };
  return useCases.buy(books.merchant.scope, { ...asked, ...rest });
}

async function charge(purchase_id: string): Promise<void> {
  await books.openPurchase(purchase_id, new Date());
  await books.settlePurchase(purchase_id, succeeded(), new Date());
}

/** Tells when the test says so. */
function told() {
  const { promise: settled, resolve: tell } = Promise.withResolvers<void>();
  let waiting = 0;
  const of = () => {
    waiting += 1;
    return {
      settled,
      stop: () => {
        waiting -= 1;
      },
    };
  };
  return { settlements: { of, close: async () => undefined }, tell, waiting: () => waiting };
}

test('a buyer is answered as soon as the row is settled, though the workflow has not answered', async () => {
  const { settlements, tell, waiting } = told();
  const purchase = await buy(settlements, async ({ purchase_id }) => {
    await charge(purchase_id);
    tell();
    return await NEVER;
  });
  expect(purchase).toMatchObject({ status: 'completed', codes: [{ status: 'unused' }] });
  expect(waiting()).toBe(0);
});

test('what the workflow comes to afterwards is nobody’s any more, not even as an error', async () => {
  const { settlements, tell } = told();
  const { promise, reject } = Promise.withResolvers<never>();
  const purchase = await buy(settlements, async ({ purchase_id }) => {
    await charge(purchase_id);
    tell();
    return await promise;
  });
  reject(new Error('Temporal went away'));
  await promise.catch(() => undefined);
  expect(purchase.status).toBe('completed');
});

test('where PostgreSQL tells nothing the workflow’s answer is waited for', async () => {
  const purchase = await buy(NO_SETTLEMENTS, async ({ purchase_id }) => {
    await charge(purchase_id);
    return { status: 'completed' };
  });
  expect(purchase.status).toBe('completed');
});

test('a start that fails is the caller’s to know, and nobody waits any more', async () => {
  const { settlements, waiting } = told();
  await expect(buy(settlements, async () => Promise.reject(new Error('no engine')))).rejects.toThrow('no engine');
  expect(waiting()).toBe(0);
});
