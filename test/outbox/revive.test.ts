import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endSubscription } from '../../billing/end-subscription.ts';
import { requestRefund } from '../../billing/refunds.ts';
import { dueInstant } from '../../domain/calendar.ts';
import type { SubscriptionStart } from '../../domain/messages.ts';
import type { IspGateways } from '../../gateways/isp/port.ts';
import type { Engine } from '../../gateways/temporal/engine.ts';
import { revive } from '../../outbox/revive.ts';
import type { SweepContext } from '../../outbox/sweep.ts';
import { newId } from '../../vault/ids.ts';
import { Books, declined, plus, succeeded, UNCLEAR } from '../billing/support.ts';
import { keptLog } from './support.ts';

const NOW = new Date('2026-05-12T08:15:00.000Z');
const HOUR_MS = 3_600_000;
/** The next charge of a monthly subscription with this anchor was due three hours ago, or would be due in three. */
const LATE = dueInstant(plus(NOW, -3 * HOUR_MS), 'month', -1);
const EARLY = dueInstant(plus(NOW, 3 * HOUR_MS), 'month', -1);

let books: Books;
let started: unknown[];
let context: SweepContext;

beforeEach(async () => {
  books = await Books.open();
  started = [];
  const engine = {
    ensurePurchase: async ({ purchase_id }: { purchase_id: string }) => void started.push(purchase_id),
    ensureRefund: async ({ refund_id }: { refund_id: string }) => void started.push(refund_id),
    ensureSubscription: async ({ input }: SubscriptionStart) => void started.push(input),
  } as unknown as Engine;
  context = { unitOfWork: books.unitOfWork, engine, isps: {} as IspGateways, vault: books.vault, log: keptLog().log, now: () => NOW };
});
afterEach(() => books.close());

async function paid(anchor: Date): Promise<string> {
  const id = await books.subscription({ anchor });
  await books.charge({ id, index: 0, at: anchor });
  return id;
}

describe('a subscription that Temporal has forgotten', () => {
  test('goes on with its next period where that is long overdue, and is left alone where it is not', async () => {
    const id = await paid(LATE);
    await paid(EARLY);
    await revive(context);
    const due_at = dueInstant(LATE, 'month', 1).toISOString();
    expect(started).toEqual([
      {
        subscription_id: id,
        first_try: 'local',
        history_events_max: 120,
        status: 'active',
        next: { index: 1, attempt: 1, due_at, wake_at: due_at },
      },
    ]);
  });

  test('goes on in the middle of its dunning', async () => {
    const id = await paid(LATE);
    const due = dueInstant(LATE, 'month', 1);
    await books.charge({ id, index: 1, at: due }, declined('line_suspended'));
    await revive(context);
    expect(started).toEqual([]);
    const two_days_later = plus(NOW, 48 * HOUR_MS);
    await revive({ ...context, now: () => two_days_later });
    expect(started).toMatchObject([{ status: 'past_due', next: { index: 1, attempt: 2 } }]);
  });

  test('goes on asking about its doubt', async () => {
    const id = await paid(LATE);
    await books.charge({ id, index: 1, at: dueInstant(LATE, 'month', 1) }, UNCLEAR);
    await revive(context);
    expect(started).toMatchObject([{ status: 'in_doubt', next: { index: 1, attempt: 1 }, doubt: { escalated: false } }]);
  });

  test('is not begun again where it has ended', async () => {
    const id = await paid(LATE);
    const end = { reason: 'unsubscribed', source: 'ops', at: NOW, now: NOW } as const;
    await books.unitOfWork.transaction(async (stores) => endSubscription(stores, await stores.subscriptions.lock(id), end));
    await revive(context);
    expect(started).toEqual([]);
  });
});

test('a purchase that was sent or is in doubt for long, and a refund that is owed for long, are taken up again', async () => {
  const at = plus(NOW, -3 * HOUR_MS);
  const purchases: Record<string, string> = {};
  for (const name of ['sent', 'in_doubt', 'done', 'young']) {
    const instant = name === 'young' ? NOW : at;
    const id = await books.purchase({ at: instant });
    await books.openPurchase(id, instant);
    if (name === 'in_doubt') await books.settlePurchase(id, UNCLEAR, instant);
    if (name === 'done') await books.settlePurchase(id, succeeded(), instant);
    purchases[name] = id;
  }
  const charge = await books.chargeOf(purchases.done ?? '');
  const refund_id = newId('ref');
  await books.unitOfWork.transaction(async (stores) => {
    if (!charge) throw new Error('the purchase has no charge');
    const asked = { id: refund_id, charge, payment_reference: 'pay_1', amount_cents: 100n, reason: 'asked', source: 'merchant' } as const;
    await requestRefund(stores, { ...asked, now: at });
  });
  await revive(context);
  expect(started.toSorted()).toEqual([purchases.in_doubt, purchases.sent, refund_id].toSorted());
});
