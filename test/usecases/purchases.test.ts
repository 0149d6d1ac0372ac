import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Settlements } from '../../db/settlements.ts';
import type { Engine } from '../../gateways/temporal/engine.ts';
import type { UseCaseContext } from '../../usecases/context.ts';
import { createUseCases } from '../../usecases/index.ts';
import type { NewPurchase } from '../../usecases/types.ts';
import { newId } from '../../vault/ids.ts';
import { Books, succeeded } from '../billing/support.ts';
import { NO_SETTLEMENTS } from '../support/no-settlements.ts';
import { statementsOf } from '../support/statements.ts';

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

const NEVER = new Promise<never>(() => undefined);

type House = { settlements?: Settlements; engine?: Engine['buy']; introspect?: (token: string) => Promise<object> };

const known = (subscriber_reference: string) => ({ active: true, kind: 'one_shot', subscriber_reference, simulated: true });

/** Purchases through the API's use case: the ISP knows everybody by their token, and the engine is the test's. */
function shop({ settlements = NO_SETTLEMENTS, engine = async () => undefined, introspect = async (token) => known(token) }: House = {}) {
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
  return {
    ...useCases,
    buy: (asked: Partial<NewPurchase> = {}) =>
      useCases.buy(books.merchant.scope, {
        ...{ id: newId('pur'), document: books.merchant.one_shot, quantity: 1, email: 'buyer@example.org', isp: 'free' },
        ...{ subscriber_token: newId('buy'), client_reference: null, locale: undefined },
        ...asked,
      }),
  };
}

const buy = (settlements: Settlements, engine: Engine['buy']) => shop({ settlements, engine }).buy();

/** One that the test archives. */
async function newDocument(): Promise<string> {
  const id = newId('doc');
  const terms = { name: 'Articles', site_url: 'https://journal.example', locale: 'fr', callback_url: null } as const;
  await shop().createDocument(books.merchant.scope, { ...terms, id, kind: 'one_shot', price_cents: 300n, max_codes: 10 });
  return id;
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

describe('the outcome', () => {
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
});

const countOf = async (sql: string, parameters: unknown[]) => Number((await books.rows<{ count: string }>(sql, parameters))[0]?.count);

describe('sales of one moment', () => {
  test('are written by few transactions, each as if it were alone', async () => {
    const { buy: sell } = shop();
    const begun = await statementsOf(async () => {
      const sold = await Promise.all(
        Array.from({ length: 20 }, (_, place) => sell({ quantity: 1 + (place % 3), client_reference: `order-${place}` })),
      );
      expect(sold.map(({ amount_cents, client_reference, status }) => ({ amount_cents, client_reference, status }))).toEqual(
        sold.map((_, place) => ({
          amount_cents: 300n * BigInt(1 + (place % 3)),
          client_reference: `order-${place}`,
          status: 'processing',
        })),
      );
    });
    expect(begun.filter((statement) => statement === 'begin').length).toBeLessThan(8);
  });

  test('of a new subscriber who buys ten times meet in one buyer', async () => {
    const introspect = async () => known('one subscriber');
    const { buy: sell } = shop({ introspect });
    const sold = await Promise.all(Array.from({ length: 10 }, () => sell()));
    const ids = sold.map(({ id }) => id).join();
    expect(await countOf("select count(distinct buyer_id) from purchase where id = any(string_to_array(?, ','))", [ids])).toBe(1);
    expect((await sell()).status).toBe('processing');
  });

  test('with one token are one sale; the others hear that it is used, and those beside them are sold', async () => {
    const { buy: sell } = shop();
    const subscriber_token = newId('buy');
    const sold = await Promise.allSettled(Array.from({ length: 10 }, (_, place) => sell(place % 2 === 0 ? { subscriber_token } : {})));
    const refused = sold.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'subscriber_token_used'));
  });

  test('of one id are one purchase, whoever wrote it', async () => {
    const [one, other] = [shop(), shop()];
    const asked = { id: newId('pur'), subscriber_token: newId('buy') };
    const sold = await Promise.all([one.buy(asked), other.buy(asked), one.buy(asked), other.buy(asked)]);
    expect(new Set(sold.map(({ id }) => id))).toEqual(new Set([asked.id]));
    expect(await countOf('select count(*) from purchase where id = ?', [asked.id])).toBe(1);
  });
});

describe('what was written before', () => {
  test('is found again though its token is used by now, and its document archived', async () => {
    const { archiveDocument } = shop();
    const document = await newDocument();
    const asked = { id: newId('pur'), document, subscriber_token: newId('buy') };
    await shop().buy(asked);
    await archiveDocument(books.merchant.scope, document);
    const again = { id: asked.id, status: 'processing' };
    expect(await shop().buy(asked)).toMatchObject(again);
    expect(await shop({ introspect: async () => ({ active: false, reason: 'used' }) }).buy(asked)).toMatchObject(again);
    // For a new one the document counts, and before the token.
    const refused = shop({ introspect: async () => ({ active: false, reason: 'used' }) }).buy({ ...asked, id: newId('pur') });
    await expect(refused).rejects.toMatchObject({ code: 'document_archived' });
  });
});

test('a sale waits for whoever changes its document, and is made under what it becomes', async () => {
  const { buy: sell } = shop();
  const document = await newDocument();
  const [held, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const archiving = books.unitOfWork.transaction(async (stores) => {
    await stores.documents.lock({ merchant_id: books.merchant.scope.merchant_id, mode: 'test', id: document });
    await stores.documents.update(document, { archived_at: new Date() });
    held.resolve();
    await done.promise;
  });
  await held.promise;
  const [refused, beside] = [sell({ document }), sell()];
  expect((await beside).status).toBe('processing');
  done.resolve();
  await archiving;
  await expect(refused).rejects.toMatchObject({ code: 'document_archived' });
});
