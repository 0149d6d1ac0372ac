import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endSubscription } from '../../billing/end-subscription.ts';
import { openRefund, requestRefund, settleRefund } from '../../billing/refunds.ts';
import { ISPS, type Isp } from '../../domain/isps.ts';
import { refundableCents } from '../../domain/refunds.ts';
import { type DailyReport, dailyReport, type Figures } from '../../domain/reports.ts';
import { addUpReports } from '../../outbox/add-up-reports.ts';
import { newId } from '../../vault/ids.ts';
import { Books, declined, NOT_CHARGED, plus, SEND_DEADLINE_MS, succeeded, UNCLEAR } from './support.ts';

const NOON = new Date('2026-05-12T10:00:00.000Z');
const DAY_MS = 86_400_000;

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

type Narrowing = { from?: string; to?: string; isp?: Isp; document?: string };

async function report({ from = '2026-05-01', to = '2026-12-31', isp, document }: Narrowing = {}): Promise<DailyReport> {
  const { merchant_id, mode } = books.merchant.scope;
  const counted = await books.unitOfWork.read((stores) => stores.reports.counts({ merchant_id, mode }, { from, to, isp, document }));
  return dailyReport({ from, to, ...(isp ? { isps: [isp] } : {}), ...counted });
}

/** The days on which anything was counted, as `day figure`. */
async function daysOf(figure: keyof Figures): Promise<string[]> {
  const { days } = await report();
  const count = ({ total }: DailyReport['days'][number]) => (figure === 'active_subscriptions' ? 0 : total[figure].count);
  return days.filter((day) => count(day) > 0).map(({ day }) => day);
}

async function end(id: string, at: Date): Promise<void> {
  await books.unitOfWork.transaction(async (stores) => {
    const subscription = await stores.subscriptions.lock(id);
    await endSubscription(stores, subscription, { reason: 'unsubscribed', source: 'merchant', at, now: at });
  });
}

async function refund(charge_id: string, part: bigint, at: Date): Promise<void> {
  const id = newId('ref');
  const charge = await books.unitOfWork.read((stores) => stores.charges.get(charge_id));
  const amount_cents = (refundableCents(charge) * part + 99n) / 100n;
  if (amount_cents === 0n) return;
  await books.unitOfWork.transaction(async (stores) => {
    const payment_reference = charge.isp_reference ?? '';
    await requestRefund(stores, { id, charge, payment_reference, amount_cents, reason: 'asked', source: 'merchant', now: at });
    await openRefund(stores, id, { now: at, send_deadline_ms: SEND_DEADLINE_MS });
    await settleRefund(stores, { refund_id: id, attempt: 1, result: { kind: 'succeeded', isp_reference: id }, now: plus(at, 1_000) });
  });
}

describe('the day of a figure', () => {
  test('is the one in Paris on which the ISP books the charge, though its outcome was known later', async () => {
    const late = new Date('2026-06-30T22:30:00.000Z');
    const id = await books.purchase({ at: late });
    await books.openPurchase(id, late);
    await books.settlePurchase(id, UNCLEAR, late);
    await books.settlePurchase(id, succeeded(), plus(late, 3 * DAY_MS));
    expect(await daysOf('sales')).toEqual(['2026-07-01']);
  });

  test('of a refusal by the monthly cap is that of the try that was due', async () => {
    const buyer = await books.buyer('sfr', NOON);
    const at = new Date('2026-08-14T10:00:00.000Z');
    for (let count = 0; count < 11; count += 1) {
      const id = await books.purchase({ at, quantity: 10, isp: 'sfr', buyer });
      await books.openPurchase(id, at);
      await books.settlePurchase(id, succeeded(), at);
    }
    expect((await report({ from: '2026-08-14', to: '2026-08-14' })).days[0]?.total).toMatchObject({
      sales: { count: 10, amount_cents: 30_000n },
      declines: { count: 1, by_reason: [{ reason: 'monthly_cap_reached', count: 1 }] },
    });
  });
});

test('an end that came while the first charge was out ends what began', async () => {
  const at = new Date('2026-09-02T10:00:00.000Z');
  const id = await books.subscription({ anchor: at, isp: 'alice' });
  const step = await books.openPeriod({ id, index: 0, at });
  await end(id, plus(at, 1_000));
  expect((await report({ isp: 'alice' })).total).toMatchObject({ ended: { count: 0 }, active_subscriptions: 0 });
  if (step.step === 'send') await books.settlePeriod(step.charge.id, succeeded(), plus(at, 2_000));
  expect((await report({ isp: 'alice' })).total).toMatchObject({
    new_subscriptions: { count: 1 },
    ended: { count: 1, by_reason: [{ reason: 'unsubscribed', count: 1 }] },
    active_subscriptions: 0,
  });
});

describe('over any history', () => {
  const isp = fc.constantFrom(...ISPS);
  const result = fc.constantFrom('succeeded', 'succeeded', 'succeeded', 'declined', 'unclear');
  const move = fc.oneof(
    { weight: 3, arbitrary: fc.record({ act: fc.constant('buy' as const), isp, hours: fc.nat(2_000), result }) },
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constant('subscribe' as const),
        isp,
        hours: fc.nat(2_000),
        ends: fc.boolean(),
        results: fc.array(result, { minLength: 1, maxLength: 5 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('resolve' as const), pick: fc.nat(), made: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('refund' as const), pick: fc.nat(), part: fc.bigInt(1n, 100n) }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('add up' as const), few: fc.boolean() }) },
  );
  type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never;
  const answers = { succeeded, declined: () => declined('insufficient_ceiling'), unclear: () => UNCLEAR };
  const hoursOn = (hours: number) => plus(NOON, hours * 3_600_000);

  async function oneOf(status: string, pick: number): Promise<string | undefined> {
    const rows = await books.rows<{ id: string }>('select id from charge where status = ? order by id', [status]);
    return rows[pick % Math.max(rows.length, 1)]?.id;
  }

  async function subscribe({ isp: at_isp, hours, results, ends }: Extract<Move, { act: 'subscribe' }>): Promise<void> {
    const anchor = hoursOn(hours);
    const id = await books.subscription({ anchor, isp: at_isp, period: 'week' });
    let tried = { index: 0, attempt: 1, at: anchor };
    for (const name of results) {
      const outcome = await books.charge({ id, ...tried }, answers[name]());
      if (outcome?.kind !== 'paid' && outcome?.kind !== 'refused') break;
      tried = { index: outcome.next.index, attempt: outcome.next.attempt, at: new Date(outcome.next.due_at) };
    }
    if (ends) await end(id, plus(tried.at, 1_000));
  }

  async function resolve({ pick, made }: Extract<Move, { act: 'resolve' }>): Promise<void> {
    const id = await oneOf('in_doubt', pick);
    if (!id) return;
    const charge = await books.unitOfWork.read((stores) => stores.charges.get(id));
    const answer = made ? succeeded() : NOT_CHARGED;
    if (charge.purchase_id) await books.settlePurchase(charge.purchase_id, answer, plus(NOON, 100 * DAY_MS));
    else await books.settlePeriod(id, answer, plus(NOON, 100 * DAY_MS));
  }

  async function play(next: Move): Promise<void> {
    switch (next.act) {
      case 'buy': {
        const id = await books.purchase({ at: hoursOn(next.hours), isp: next.isp });
        await books.openPurchase(id, hoursOn(next.hours));
        await books.settlePurchase(id, answers[next.result](), hoursOn(next.hours));
        return;
      }
      case 'subscribe':
        return await subscribe(next);
      case 'resolve':
        return await resolve(next);
      case 'refund': {
        const id = await oneOf('succeeded', next.pick);
        if (id) await refund(id, next.part, plus(NOON, 101 * DAY_MS));
        return;
      }
      case 'add up':
        if (next.few) await books.unitOfWork.transaction((stores) => stores.reports.addUp(3));
        else await addUpReports(books);
    }
  }

  /** From the charges, their attempts, the refunds and the subscriptions alone. */
  const EXPECTED = `select
    (select count(*) from charge where status = 'succeeded' and coalesce(period_index, 0) = 0)::int as sales,
    (select coalesce(sum(amount_cents), 0) from charge where status = 'succeeded' and coalesce(period_index, 0) = 0)::text as sales_cents,
    (select count(*) from charge where status = 'succeeded' and period_index > 0)::int as renewals,
    (select coalesce(sum(amount_cents), 0) from charge where status = 'succeeded' and period_index > 0)::text as renewals_cents,
    (select count(*) from charge where status = 'succeeded' and attempt > 1)::int as recovered,
    (select count(*) from refund where status = 'succeeded')::int as refunds,
    (select coalesce(sum(refunded_cents), 0) from charge)::text as refunds_cents,
    (select count(*) from charge_attempt where outcome in ('declined', 'not_charged'))::int
      + (select count(*) from charge where decline_reason = 'monthly_cap_reached')::int as declines,
    (select count(*) from subscription where paid_index is not null)::int as new_subscriptions,
    (select count(*) from subscription where paid_index is not null and ended_at is not null)::int as ended,
    (select count(*) from subscription where paid_index is not null and ended_at is null)::int as active`;

  const figuresOf = (of: Figures) => ({
    sales: of.sales.count,
    sales_cents: String(of.sales.amount_cents),
    renewals: of.renewals.count,
    renewals_cents: String(of.renewals.amount_cents),
    recovered: of.recovered.count,
    refunds: of.refunds.count,
    refunds_cents: String(of.refunds.amount_cents),
    declines: of.declines.count,
    new_subscriptions: of.new_subscriptions.count,
    ended: of.ended.count,
    active: of.active_subscriptions,
  });

  const sum = (all: Figures[]) => all.map(figuresOf).reduce((left, right) => addFigures(left, right));

  function addFigures(left: ReturnType<typeof figuresOf>, right: ReturnType<typeof figuresOf>): ReturnType<typeof figuresOf> {
    const added = Object.entries(left).map(([name, value]) => {
      const other = right[name as keyof typeof right];
      return [name, typeof value === 'number' ? value + Number(other) : String(BigInt(value) + BigInt(other))];
    });
    return Object.fromEntries(added) as ReturnType<typeof figuresOf>;
  }

  test('the report equals the charges, by day, by ISP and by document, added up or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 8, maxLength: 20 }), async (moves) => {
        for (const next of moves) await play(next);
        const whole = await report();
        const [expected] = await books.rows(EXPECTED);
        expect(figuresOf(whole.total)).toEqual(expected);
        const { active, ...counted } = figuresOf(whole.total);
        expect(sum(whole.days.map(({ total }) => total))).toMatchObject(counted);
        expect(whole.days.at(-1)?.total.active_subscriptions).toBe(active);
        const by_isp = await Promise.all(ISPS.map(async (each) => (await report({ isp: each })).total));
        expect(sum(by_isp)).toEqual(figuresOf(whole.total));
        const { one_shot, rebilling } = books.merchant;
        const by_document = await Promise.all([one_shot, rebilling].map(async (document) => (await report({ document })).total));
        expect(sum(by_document)).toEqual(figuresOf(whole.total));
        // Wherever it is cut, the second part begins with those that the first one left.
        const [first, second] = [await report({ to: '2026-06-30' }), await report({ from: '2026-07-01' })];
        expect(first.total.active_subscriptions).toBe(whole.days.find(({ day }) => day === '2026-06-30')?.total.active_subscriptions);
        expect(second.total.active_subscriptions).toBe(active);
      }),
      { numRuns: 4 },
    );
  });
});

test('another merchant, and the other mode, see nothing of it', async () => {
  const { merchant_id } = books.merchant.scope;
  const query = { from: '2026-01-01', to: '2027-12-31', isp: undefined, document: undefined };
  for (const owner of [{ merchant_id, mode: 'live' } as const, { merchant_id: newId('mer'), mode: 'test' } as const]) {
    const seen = await books.unitOfWork.read((stores) => stores.reports.counts(owner, query));
    expect(seen).toEqual({ counts: [], active_before: new Map() });
  }
});
