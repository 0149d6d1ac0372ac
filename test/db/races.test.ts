import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endSubscription } from '../../billing/end-subscription.ts';
import { createHotPaths } from '../../db/hot-paths.ts';
import { newId } from '../../vault/ids.ts';
import { Books, plus, succeeded } from '../billing/support.ts';
import { questionOf } from '../support/code-question.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');

let books: Books;
beforeAll(async () => {
  books = await Books.open({ pool_max: 50 });
});
afterAll(() => books.close());

/** Each on a connection of its own, in a transaction of its own. */
const atOnce = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const trues = (answers: boolean[]) => answers.filter(Boolean).length;

describe('at once on real connections', () => {
  test('50 consume one code: exactly one gets it', async () => {
    const purchase = await books.purchase({ at: NOW, quantity: 1 });
    await books.openPurchase(purchase, NOW);
    await books.settlePurchase(purchase, succeeded(), NOW);
    const [code] = await books.unitOfWork.read((stores) => stores.codes.ofPurchases([purchase]));
    // Each through a door of its own, as processes have: what one of them puts together meets the others in the database only.
    const ask = (used_by: string) => createHotPaths(books.database.run).askCode(questionOf(code, { used_at: NOW, used_by }));
    const asked = await atOnce(50, (index) => ask(`validation-${index}`));
    expect(asked.filter((answer) => answer?.kind === 'one_shot' && answer.outcome === 'used')).toHaveLength(49);
    const used_by = `validation-${asked.findIndex((answer) => answer?.kind === 'one_shot' && answer.outcome === 'consumed')}`;
    expect(await books.unitOfWork.read((stores) => stores.codes.ofPurchases([purchase]))).toMatchObject([{ used_by, used_at: NOW }]);
    // The same validation asked again, after a crash before its answer was kept, is the same use.
    expect(await ask(used_by)).toEqual({ kind: 'one_shot', purchase_id: purchase, outcome: 'consumed' });
  });

  test('8 dispatchers take 200 events: each event goes to one', async () => {
    for (let each = 0; each < 20; each += 1) {
      const purchase = await books.purchase({ at: NOW });
      await books.openPurchase(purchase, NOW);
      await books.settlePurchase(purchase, succeeded(), NOW);
    }
    await books.rows(`insert into event select (jsonb_populate_record(event, jsonb_build_object('id', event.id || '-' || copy))).*
      from event, generate_series(1, 10) copy where delivery_status = 'pending'`);
    const [due] = await books.rows<{ count: string }>(`select count(*) from event where delivery_status = 'pending'`);
    const now = plus(NOW, 60_000);
    const turn = { document_id: books.merchant.one_shot, room: 7 };
    const claim = { now, held_until: plus(now, 60_000), turns: [turn] };
    const { hot } = books.unitOfWork;
    const taken = await atOnce(8, async () => {
      const mine: string[] = [];
      for (;;) {
        const ids = (await hot.claimCallbacks(claim)).map(({ id }) => id);
        expect(ids.length).toBeLessThanOrEqual(turn.room);
        if (ids.length === 0) return mine;
        mine.push(...ids);
      }
    });
    // A round that finds only rows which others are about to take ends early; none is left over.
    const all = taken.flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(Number(due?.count));
    expect(await hot.claimCallbacks({ ...claim, now: plus(now, 59_999) })).toEqual([]);
    expect(await hot.claimCallbacks({ ...claim, now: plus(now, 60_000), turns: [{ ...turn, room: 5 }] })).toHaveLength(5);
  });

  test('20 meet one new subscriber: one row, one key', async () => {
    const subscriber_hash = randomBytes(32);
    const buyers = await atOnce(20, () =>
      books.unitOfWork.transaction(async (stores) => {
        const key_wrapped = books.vault.newWrappedKey();
        const row = { id: newId('buy'), isp: 'orange' as const, subscriber_hash, key_wrapped, created_at: NOW };
        const buyer = await stores.buyers.findOrInsert(row);
        await sleep(Math.random() * 5);
        return buyer;
      }),
    );
    expect(new Set(buyers.map(({ id }) => id)).size).toBe(1);
    expect(new Set(buyers.map(({ key_wrapped }) => Buffer.from(key_wrapped ?? []).toString('hex'))).size).toBe(1);
    const sfr = { id: newId('buy'), isp: 'sfr' as const, subscriber_hash, key_wrapped: books.vault.newWrappedKey(), created_at: NOW };
    expect((await books.unitOfWork.transaction((stores) => stores.buyers.findOrInsert(sfr))).id).toBe(sfr.id);
  });

  test('20 claim one idempotency key: one may go on', async () => {
    const claims = await atOnce(20, () =>
      books.unitOfWork.hot.claimRequest({
        merchant_id: books.merchant.scope.merchant_id,
        mode: 'test',
        key: 'key-1',
        request_hash: randomBytes(32),
        resource_id: newId('pur'),
        locked_until: plus(NOW, 30_000),
        created_at: NOW,
      }),
    );
    expect(trues(claims)).toBe(1);
  });

  test('10 take one notification: it is new to one', async () => {
    const taken = await atOnce(10, () =>
      books.unitOfWork.transaction((stores) =>
        stores.requests.takeNotification({ isp: 'free', notification_id: 'n-1', type: 'payment_completed', received_at: NOW }),
      ),
    );
    expect(trues(taken)).toBe(1);
  });

  test('20 open the charge of one purchase: one sends it, the others wait', async () => {
    const purchase = await books.purchase({ at: NOW });
    const steps = await atOnce(20, () => books.openPurchase(purchase, NOW));
    expect(steps.map(({ step }) => step).toSorted()).toEqual(['send', ...new Array<string>(19).fill('wait')]);
  });
});

/** What a worker does: opens the charge, calls the ISP for a while, and records the answer. */
async function charge(subscription_id: string, delay_ms: number): Promise<'sent' | 'not sent'> {
  await sleep(delay_ms);
  const step = await books.openPeriod({ id: subscription_id, index: 1, at: plus(NOW, 31 * 86_400_000) });
  if (step.step !== 'send') return 'not sent';
  await sleep(Math.random() * 4);
  await books.settlePeriod(step.charge.id, succeeded(), plus(NOW, 31 * 86_400_000));
  return 'sent';
}

async function end(subscription_id: string, delay_ms: number): Promise<void> {
  await sleep(delay_ms);
  const at = plus(NOW, 31 * 86_400_000);
  await books.unitOfWork.transaction(async (stores) => {
    const subscription = await stores.subscriptions.lock(subscription_id);
    await endSubscription(stores, subscription, { reason: 'unsubscribed', source: 'email_link', at, now: at });
  });
}

test('of an end and a renewal that race 200 times, the one that commits first is right', async () => {
  const race = async (): Promise<'end first' | 'charge first'> => {
    const id = await books.subscription({ anchor: NOW });
    await books.charge({ id, index: 0, at: NOW });
    const [charged] = await Promise.all([charge(id, Math.random() * 6), end(id, Math.random() * 6)]);
    const { status, ended_at, paid_index, next_charge_at } = await books.readSubscription(id);
    expect([status, next_charge_at]).toEqual(['ended', null]);
    expect(ended_at).not.toBeNull();
    const types = await books.eventTypes(id);
    if (charged === 'not sent') {
      expect(await books.statuses(id)).toEqual(['succeeded']);
      expect(types).toEqual(['subscription.activated', 'subscription.ended']);
      expect(paid_index).toBe(0);
      return 'end first';
    }
    // Committed as sent before the end was, and seen through: paid, recorded and told, and nothing restarted.
    expect(await books.statuses(id)).toEqual(['succeeded', 'succeeded']);
    expect(types.toSorted()).toEqual(['subscription.activated', 'subscription.ended', 'subscription.renewed']);
    expect(paid_index).toBe(1);
    // After the acknowledgement nothing is ever sent, whoever asks.
    expect(await books.openPeriod({ id, index: 2, at: plus(NOW, 62 * 86_400_000) })).toMatchObject({
      step: 'done',
      outcome: { kind: 'ended' },
    });
    return 'charge first';
  };
  const outcomes: string[] = [];
  for (let round = 0; round < 10; round += 1) outcomes.push(...(await atOnce(20, race)));
  expect(outcomes).toHaveLength(200);
  // Each came first some of the times, or the race was none.
  expect(new Set(outcomes).size).toBe(2);
}, 60_000);
