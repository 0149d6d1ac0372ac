import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRefund, requestRefund, settleRefund } from '../../billing/refunds.ts';
import { chargeQuery, saleQuery } from '../../usecases/list-filters.ts';
import type { ChargePage, PurchasePage, SubscriptionPage } from '../../usecases/list-types.ts';
import { newId } from '../../vault/ids.ts';
import { Books, declined, plus, SEND_DEADLINE_MS, succeeded, UNCLEAR } from '../billing/support.ts';

const DAY_MS = 86_400_000;
const FIRST = new Date('2026-05-12T10:00:00.000Z');
const day = (number: number) => plus(FIRST, number * DAY_MS);

let books: Books;
/** By what they are called here. */
const charges = new Map<string, string>();
const purchases = new Map<string, string>();
const subscriptions = new Map<string, string>();

beforeAll(async () => {
  books = await Books.open();
  // In the order of their ids, which is not that of their dates: booked on days 3, 0, 1 and 2.
  await buy('orange', 'late', 3);
  await buy('free', 'doubtful', 0, UNCLEAR);
  await buy('orange', 'refused', 1, declined('line_closed'));
  await buy('sfr', 'given back', 2);
  await refund('given back', 600n);
  await buy('orange', 'partly given back', 2);
  await refund('partly given back', 100n);
  const id = await books.subscription({ anchor: day(4), isp: 'free' });
  subscriptions.set('running', id);
  await books.charge({ id, index: 0, at: day(4) });
  charges.set('first', (await books.unitOfWork.read((stores) => stores.charges.ofPeriod(id, 0)))?.id ?? '');
  subscriptions.set('pending', await books.subscription({ anchor: day(5), isp: 'sfr' }));
});
afterAll(() => books.close());

async function buy(isp: 'orange' | 'free' | 'sfr', name: string, on: number, result = succeeded()): Promise<void> {
  const id = await books.purchase({ at: day(on), isp });
  await books.openPurchase(id, day(on));
  await books.settlePurchase(id, result, day(on));
  purchases.set(name, id);
  charges.set(name, (await books.chargeOf(id))?.id ?? '');
}

async function refund(name: string, amount_cents: bigint): Promise<void> {
  const id = newId('ref');
  await books.unitOfWork.transaction(async (stores) => {
    const charge = await stores.charges.get(charges.get(name) ?? '');
    const payment_reference = charge.isp_reference ?? '';
    await requestRefund(stores, { id, charge, payment_reference, amount_cents, reason: 'asked', source: 'merchant', now: day(6) });
    await openRefund(stores, id, { now: day(6), send_deadline_ms: SEND_DEADLINE_MS });
    await settleRefund(stores, { refund_id: id, attempt: 1, result: { kind: 'succeeded', isp_reference: id }, now: day(6) });
  });
}

const owner = () => ({ merchant_id: books.merchant.scope.merchant_id, mode: 'test' as const });
const namesIn = (names: Map<string, string>, rows: { id: string }[]) =>
  rows.map(({ id }) => [...names].find(([, known]) => known === id)?.[0]);

async function listCharges(page: Partial<ChargePage>): Promise<(string | undefined)[]> {
  const query = chargeQuery({ limit: 100, after: undefined, ...page });
  return namesIn(charges, (await books.unitOfWork.read((stores) => stores.charges.list(owner(), query))).rows);
}

async function listSales(kind: 'purchases' | 'subscriptions', page: Partial<PurchasePage | SubscriptionPage>) {
  const query = saleQuery({ limit: 100, after: undefined, ...page });
  const rows = await books.unitOfWork.read(async (stores) => (await stores[kind].list(owner(), query)).rows as { id: string }[]);
  return namesIn(kind === 'purchases' ? purchases : subscriptions, rows);
}

const ALL = ['first', 'partly given back', 'given back', 'refused', 'doubtful', 'late'];

describe('charges', () => {
  test.each<[string, () => Partial<ChargePage>, string[]]>([
    ['nothing', () => ({}), ALL],
    ['an ISP', () => ({ isp: 'orange' }), ['partly given back', 'refused', 'late']],
    ['an ISP that has none', () => ({ isp: 'alice' }), []],
    ['a document', () => ({ document: books.merchant.rebilling }), ['first']],
    ['success', () => ({ status: 'succeeded' }), ['first', 'late']],
    ['being given back in part', () => ({ status: 'partly_refunded' }), ['partly given back']],
    ['being given back', () => ({ status: 'refunded' }), ['given back']],
    ['doubt', () => ({ status: 'in_doubt' }), ['doubtful']],
    ['a purchase', () => ({ purchase: purchases.get('late') }), ['late']],
    ['a subscription', () => ({ subscription: subscriptions.get('running') }), ['first']],
    [
      'the day of booking, the newest first',
      () => ({ booked_from: day(1) }),
      ['first', 'late', 'partly given back', 'given back', 'refused'],
    ],
    ['an end that is not part of it', () => ({ booked_to: day(1) }), ['doubtful']],
    ['the day of making', () => ({ created_from: day(2), created_to: day(3) }), ['partly given back', 'given back']],
    ['both kinds of days', () => ({ created_from: day(1), booked_to: day(3) }), ['partly given back', 'given back', 'refused']],
    ['all at once', () => ({ isp: 'orange', status: 'declined', booked_from: day(1), booked_to: day(2) }), ['refused']],
  ])('are narrowed by %s', async (_what, page, names) => {
    expect(await listCharges(page())).toEqual(names);
  });

  test.each<[string, Partial<ChargePage>]>([
    ['by id', {}],
    ['by the day of booking', { booked_from: new Date(0) }],
    ['by the day of making', { created_to: day(100) }],
    ['of one ISP by its days', { isp: 'orange', booked_from: new Date(0) }],
  ])('are read page by page %s, each once', async (_what, filter) => {
    const whole = await listCharges(filter);
    for (const limit of [1, 2, 4]) {
      const seen: (string | undefined)[] = [];
      for (let after: string | undefined; ; after = charges.get(seen.at(-1) ?? '')) {
        const names = await listCharges({ ...filter, limit, after });
        seen.push(...names);
        if (names.length < limit) break;
      }
      expect(seen).toEqual(whole);
    }
  });

  test('after an id that is of no charge begin where it was made', async () => {
    expect(await listCharges({ booked_from: new Date(0), after: 'chg_01jd4x8k2v9qzr7m5t3wc6bhna' })).toEqual([]);
    expect(await listCharges({ booked_from: new Date(0), after: newId('chg') })).toHaveLength(ALL.length);
    expect(await listCharges({ booked_from: new Date(0), after: 'chg_u' })).toHaveLength(ALL.length);
  });
});

describe('sales', () => {
  test.each<[string, 'purchases' | 'subscriptions', () => Partial<PurchasePage | SubscriptionPage>, string[]]>([
    ['a status', 'purchases', () => ({ status: 'in_doubt' }), ['doubtful']],
    ['an ISP', 'purchases', () => ({ isp: 'sfr' }), ['given back']],
    ['days', 'purchases', () => ({ created_from: day(1), created_to: day(2) }), ['refused']],
    ['a reference', 'purchases', () => ({ client_reference: 'order-1', isp: 'free' }), ['doubtful']],
    ['a reference that nothing has', 'purchases', () => ({ client_reference: 'order-2' }), []],
    ['a document', 'purchases', () => ({ document: books.merchant.rebilling }), []],
    ['a status', 'subscriptions', () => ({ status: 'active' }), ['running']],
    ['days, the newest first', 'subscriptions', () => ({ created_from: day(4) }), ['pending', 'running']],
    ['a reference', 'subscriptions', () => ({ client_reference: 'order-1', status: 'pending' }), ['pending']],
  ])('are narrowed by %s: %s', async (_what, kind, page, names) => {
    expect(await listSales(kind, page())).toEqual(names);
  });
});
