import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openPeriodCharge, type PeriodStep } from '../../billing/charge-period.ts';
import { endSubscription } from '../../billing/end-subscription.ts';
import { settlePeriod } from '../../billing/settle-period.ts';
import { createSharedTransactions, type SharedTransactions } from '../../db/shared-transactions.ts';
import type { Stores } from '../../db/stores/index.ts';
import { dueInstant, monthBounds } from '../../domain/calendar.ts';
import type { PeriodOutcome } from '../../domain/messages.ts';
import type { PaymentResult } from '../../domain/payments.ts';
import { Books, declined, plus, SEND_DEADLINE_MS, succeeded } from '../billing/support.ts';

const ANCHOR = new Date('2026-05-12T08:15:00.000Z');
const DUE = dueInstant(ANCHOR, 'month', 1);

let books: Books;
/** How many transactions were shared, and how many steps went alone. */
let counts: { shared: number; alone: number };
let shared: SharedTransactions;

beforeAll(async () => {
  books = await Books.open({ pool_max: 30 });
});
afterAll(() => books.close());
beforeEach(() => {
  counts = { shared: 0, alone: 0 };
  shared = door();
});

/** One process's. */
const door = () =>
  createSharedTransactions(
    (work) => {
      counts.shared += 1;
      return books.database.transact(work);
    },
    (work) => {
      counts.alone += 1;
      return books.unitOfWork.transaction(work);
    },
  );

const context = () => ({ vault: books.vault, jitter_seconds: 0, dunning_days: [1, 3, 7] });

/** As the activity does. */
async function open(id: string, { through = shared, index = 1, at = DUE } = {}): Promise<PeriodStep> {
  const request = { subscription_id: id, index, attempt: 1, at, now: at, send_deadline_ms: SEND_DEADLINE_MS, context: context() };
  const opening = { kind: 'subscription', id, period_index: index, month: monthBounds(at), can_wait: false } as const;
  return await through.opening(opening, (stores) => openPeriodCharge(stores, request));
}

async function settle(step: PeriodStep, result: PaymentResult = succeeded()): Promise<PeriodOutcome | undefined> {
  if (step.step !== 'send') throw new Error(`nothing was sent, but ${step.step}`);
  const { id: charge_id } = step.charge;
  return await shared.settling({ kind: 'subscription', id: step.subscription.id, charge_id, can_wait: false }, async (stores: Stores) => {
    const subscription = await stores.subscriptions.lock(step.subscription.id);
    const charge = await stores.charges.get(charge_id);
    return await settlePeriod(stores, { subscription, charge, result, at: DUE, now: DUE, context: context() });
  });
}

type Buyer = Awaited<ReturnType<Books['buyer']>>;

/** Whose first period is paid. */
async function active(options: { buyer?: Buyer } = {}): Promise<string> {
  const id = await books.subscription({ anchor: ANCHOR, ...options });
  await books.charge({ id, index: 0, at: ANCHOR });
  return id;
}

const several = (count: number, options: { buyer?: Buyer } = {}) => Promise.all(Array.from({ length: count }, () => active(options)));

const at = <T>(all: readonly T[], place: number): T => {
  const one = all[place];
  if (one === undefined) throw new Error(`there is none at ${place}`);
  return one;
};

/** What is kept of a subscription, without what is different for each. */
async function kept(id: string): Promise<unknown> {
  const names = new Map<string, string>();
  const anonymous = (value: unknown) => {
    if (typeof value !== 'string') return value;
    return value.replace(/\b(?:sub|chg|evt|mail|pst|buy|mdt|pay)_\w+|\b[A-Z0-9]{4}-[A-Z0-9-]+/g, (name) => {
      names.set(name, names.get(name) ?? `${name.slice(0, 4)}#${names.size}`);
      return names.get(name) ?? '';
    });
  };
  const tables = [
    ['subscription', 'id = ?'],
    ['charge', 'subscription_id = ? and period_index = 1'],
    ['charge_attempt', 'charge_id = (select id from charge where subscription_id = ? and period_index = 1)'],
    ['event', 'subscription_id = ? and sequence = 2'],
    ['mail', "subject_id = ? and occasion = 'period-1'"],
    ['posting_set', 'charge_id = (select id from charge where subscription_id = ? and period_index = 1)'],
    [
      'posting',
      'set_id = (select s.id from posting_set s join charge c on c.id = s.charge_id where c.subscription_id = ? and c.period_index = 1)',
    ],
  ];
  const rows = [];
  for (const [table, where] of tables) {
    const found = await books.rows<{ row: object }>(`select to_jsonb(t) as row from ${table} t where ${where} order by 1`, [id]);
    rows.push({ table, rows: found.map(({ row }) => row) });
  }
  return JSON.parse(JSON.stringify(rows), (key, value: unknown) => {
    if (/_hash$|_sealed$|^isp_reference$|^reference$|^key$|^client_correlator$/.test(key)) return typeof value;
    return table(key) && typeof value === 'number' ? 'serial' : anonymous(value);
  });
}

const table = (key: string) => key === 'id' || key === 'buyer_id';

describe('charges at the same time', () => {
  test('the first goes out at once, and all that come meanwhile share one transaction', async () => {
    const ids = await several(6);
    const steps = await Promise.all(ids.map((id) => open(id)));
    expect(steps.map(({ step }) => step)).toEqual(ids.map(() => 'send'));
    expect(counts).toEqual({ shared: 2, alone: 0 });
    const outcomes = await Promise.all(steps.map((step) => settle(step)));
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(ids.map(() => 'paid'));
    expect(counts).toEqual({ shared: 4, alone: 0 });
    for (const id of ids) expect(await books.statuses(id)).toEqual(['succeeded', 'succeeded']);
  });

  test('leave the same rows as one that is charged in a transaction of its own', async () => {
    const [own, ...others] = await several(4);
    await books.charge({ id: own ?? '', index: 1, at: DUE });
    for (const step of await Promise.all(others.map((id) => open(id)))) await settle(step);
    const one = (await kept(own ?? '')) as { table: string; rows: unknown[] }[];
    expect(one.map(({ rows }) => rows.length)).toEqual([1, 1, 1, 1, 1, 1, expect.any(Number)]);
    for (const id of others) expect(await kept(id)).toEqual(one);
  });

  test('a purchase too', async () => {
    const buyer_of = await books.purchase({ at: ANCHOR });
    const opening = { kind: 'purchase', id: buyer_of, period_index: null, month: monthBounds(ANCHOR), can_wait: false } as const;
    const step = shared.opening(opening, async (stores) => {
      const purchase = await stores.purchases.lock(buyer_of);
      const { key_wrapped } = await stores.buyers.lock(purchase.buyer_id);
      return { purchase, key_wrapped, charge: await stores.charges.ofPurchase(buyer_of) };
    });
    expect(await step).toMatchObject({ purchase: { id: buyer_of, amount_cents: 600n, created_at: ANCHOR }, charge: null });
    expect((await step).key_wrapped).toBeInstanceOf(Uint8Array);
    expect(counts).toEqual({ shared: 1, alone: 0 });
  });
});

describe('what is not the ordinary course gets a transaction of its own', () => {
  test('a period that is charged already', async () => {
    const ids = await several(3);
    await books.charge({ id: at(ids, 1), index: 1, at: DUE });
    const steps = await Promise.all(ids.map((id) => open(id)));
    expect(steps.map(({ step }) => step)).toEqual(['send', 'done', 'send']);
    expect(counts.alone).toBe(1);
  });

  test('a subscription that has ended', async () => {
    const ids = await several(3);
    await books.unitOfWork.transaction(async (stores) => {
      const subscription = await stores.subscriptions.lock(at(ids, 2));
      await endSubscription(stores, subscription, { reason: 'unsubscribed', source: 'one_click', at: DUE, now: DUE });
    });
    const steps = await Promise.all(ids.map((id) => open(id)));
    expect(steps[2]).toMatchObject({ step: 'done', outcome: { kind: 'ended', reason: 'unsubscribed' } });
    expect(await books.statuses(at(ids, 2))).toEqual(['succeeded']);
    expect(await books.statuses(at(ids, 1))).toEqual(['succeeded', 'sent']);
  });

  test('a refusal, beside successes', async () => {
    const ids = await several(3);
    const steps = await Promise.all(ids.map((id) => open(id)));
    const outcomes = await Promise.all(steps.map((step, place) => settle(step, place === 1 ? declined('line_suspended') : succeeded())));
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(['paid', 'refused', 'paid']);
    expect(await Promise.all(ids.map((id) => books.eventTypes(id)))).toEqual([
      ['subscription.activated', 'subscription.renewed'],
      ['subscription.activated', 'subscription.past_due'],
      ['subscription.activated', 'subscription.renewed'],
    ]);
  });

  test('the same period asked for twice: it is sent once', async () => {
    const id = await active();
    await Promise.all([open(await active()), ...[1, 2].map(async () => await open(id))]).then(([, ...steps]) =>
      expect(steps.map(({ step }) => step).sort()).toEqual(['send', 'wait']),
    );
    expect(await books.statuses(id)).toEqual(['succeeded', 'sent']);
  });

  test('two of one buyer at the monthly cap: one is refused', async () => {
    const buyer = await books.buyer('free', ANCHOR);
    const ids = await several(2, { buyer });
    // What is left of EUR 300 in the month of the second period is enough for one of them.
    for (let spent = 0; spent < 48; spent += 1) {
      const id = await books.purchase({ at: DUE, buyer });
      await books.openPurchase(id, DUE);
    }
    const steps = await Promise.all([open(await active()), ...ids.map((id) => open(id))]);
    expect(steps.map(({ step }) => step).sort()).toEqual(['done', 'send', 'send']);
    expect((await Promise.all(ids.map((id) => books.statuses(id)))).flat().sort()).toEqual(['declined', 'sent', 'succeeded', 'succeeded']);
  });
});

test('steps that can wait do so for each other, and go alone where no other comes', async () => {
  const [first, ...others] = await several(10);
  const opening = (id: string) => ({ kind: 'subscription', id, period_index: 1, month: monthBounds(DUE), can_wait: true }) as const;
  const alone = await shared.opening(opening(first ?? ''), (stores) => stores.subscriptions.lock(first ?? ''));
  expect([alone.id, counts]).toEqual([first, { shared: 1, alone: 0 }]);
  const ids = [first ?? '', ...others];
  const together = await Promise.all(ids.map((id) => shared.opening(opening(id), (stores) => stores.subscriptions.lock(id))));
  expect([together.map(({ id }) => id), counts]).toEqual([ids, { shared: 2, alone: 0 }]);
});

describe('one that goes wrong', () => {
  test('fails for its own caller, leaves nothing, and holds up no other', async () => {
    const ids = await several(4);
    const steps = await Promise.allSettled(
      ids.map((id, place) =>
        shared.opening({ kind: 'subscription', id, period_index: 1, month: monthBounds(DUE), can_wait: false }, async (stores) => {
          const opened = await openPeriodCharge(stores, {
            ...{ subscription_id: id, index: 1, attempt: 1, at: DUE, now: DUE },
            ...{ send_deadline_ms: SEND_DEADLINE_MS, context: context() },
          });
          if (place === 2) throw new Error('the ISP may not answer soon');
          return opened;
        }),
      ),
    );
    expect(steps.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(steps[2]).toMatchObject({ reason: { message: 'the ISP may not answer soon' } });
    expect(counts).toEqual({ shared: 2, alone: 0 });
    expect(await Promise.all(ids.map((id) => books.statuses(id)))).toEqual([
      ['succeeded', 'sent'],
      ['succeeded', 'sent'],
      ['succeeded'],
      ['succeeded', 'sent'],
    ]);
  });

  test('what PostgreSQL refuses is refused to that one: the others are written down alone', async () => {
    const ids = await several(4);
    const steps = await Promise.all(ids.map((id) => open(id)));
    await settle(at(steps, 0), succeeded('pay_taken'));
    // The ISP's reference of another payment: `charge_isp_reference_unique`.
    const settled = await Promise.allSettled(
      steps.slice(1).map((step, place) => settle(step, succeeded(place === 1 ? 'pay_taken' : `pay_${at(ids, place)}`))),
    );
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await Promise.all(ids.map((id) => books.statuses(id)))).map((all) => all[1])).toEqual([
      'succeeded',
      'succeeded',
      'sent',
      'succeeded',
    ]);
  });

  test('where PostgreSQL went away nobody asks again by himself: it may have been kept', async () => {
    const gone = createSharedTransactions(
      async (work) => {
        await books.database.transact(work);
        throw Object.assign(new Error('terminating connection'), { code: '57P01' });
      },
      () => {
        throw new Error('nobody goes alone');
      },
    );
    const ids = await several(2);
    const steps = await Promise.allSettled(ids.map((id) => open(id, { through: gone })));
    expect(steps).toMatchObject([{ reason: { code: '57P01' } }, { reason: { code: '57P01' } }]);
    for (const id of ids) expect(await open(id)).toMatchObject({ step: 'wait' });
  });
});

describe('against others', () => {
  test('a row that somebody else holds is waited for by its own step only', async () => {
    const ids = await several(3);
    const held = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    const holder = books.unitOfWork.transaction(async (stores) => {
      const subscription = await stores.subscriptions.lock(at(ids, 1));
      taken.resolve();
      await held.promise;
      await endSubscription(stores, subscription, { reason: 'unsubscribed', source: 'one_click', at: DUE, now: DUE });
    });
    await taken.promise;
    const waiting = open(at(ids, 1));
    expect((await Promise.all([open(at(ids, 0)), open(at(ids, 2))])).map(({ step }) => step)).toEqual(['send', 'send']);
    held.resolve();
    await holder;
    // The end came first.
    expect(await waiting).toMatchObject({ step: 'done', outcome: { kind: 'ended' } });
    expect(await books.statuses(at(ids, 1))).toEqual(['succeeded']);
  });

  test('ends race with shared charges, 120 times: what is ended first is never sent', async () => {
    const ids = await several(120);
    const doors = [door(), door(), door()];
    const end = (id: string) =>
      books.unitOfWork.transaction(async (stores) => {
        const subscription = await stores.subscriptions.lock(id);
        await endSubscription(stores, subscription, { reason: 'unsubscribed', source: 'one_click', at: DUE, now: plus(DUE, 1) });
      });
    const both = await Promise.all(
      ids.flatMap((id, place) => {
        const charge = () => open(id, { through: at(doors, place % 3) });
        return place % 2 === 0 ? [charge(), end(id)] : [end(id), charge()];
      }),
    );
    const steps = both.filter((each): each is PeriodStep => each !== undefined);
    const sent = await books.rows<{ id: string; first: string }>(
      `select s.id, c.status as first from subscription s left join charge c on c.subscription_id = s.id and c.period_index = 1
         where s.id = any(string_to_array(?, ',')) order by s.id`,
      [ids.join()],
    );
    const kinds = new Map(steps.flatMap((step) => (step.step === 'send' ? [[step.subscription.id, step.step]] : [])));
    // Sent is just what its caller was told to send: everything else ended before.
    expect(sent.filter(({ first }) => first === 'sent').map(({ id }) => id)).toEqual([...kinds.keys()].sort());
    expect(steps.filter(({ step }) => step === 'done').length + kinds.size).toBe(ids.length);
    expect(kinds.size).toBeGreaterThan(0);
    expect(kinds.size).toBeLessThan(ids.length);
  });

  test('two processes that charge the same 40 periods send each once', async () => {
    const ids = await several(40);
    const [one, other] = [door(), door()];
    const steps = await Promise.all(ids.flatMap((id) => [open(id, { through: one }), open(id, { through: other })]));
    expect(steps.filter(({ step }) => step === 'send')).toHaveLength(40);
    expect(steps.filter(({ step }) => step === 'wait')).toHaveLength(40);
  });
});
