import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { giveBack } from '../../billing/give-back.ts';
import { openRefund, requestRefund, settleRefund } from '../../billing/refunds.ts';
import type { ChargeRow } from '../../db/entities/charge.ts';
import { ISPS, type Isp } from '../../domain/isps.ts';
import { type RefundResult, refundableCents } from '../../domain/refunds.ts';
import { withClient } from '../../local/postgres/client.ts';
import { createLedgerUseCases } from '../../usecases/ledger.ts';
import { newId } from '../../vault/ids.ts';
import { Books, declined, NOT_CHARGED, NOT_SENT, plus, SEND_DEADLINE_MS, succeeded, UNCLEAR } from './support.ts';

const NOW = new Date('2026-05-12T08:00:00.000Z');
/** Before the example grid begins. */
const BEFORE_THE_GRID = new Date('2019-05-12T08:00:00.000Z');
const DAY_MS = 86_400_000;

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

const ledger = () => createLedgerUseCases({ unitOfWork: books.unitOfWork, now: () => NOW });
const chargeNow = (id: string) => books.unitOfWork.read((stores) => stores.charges.get(id));

/** A purchase of EUR 6.00 as far as `result`. */
async function sold(result = succeeded(), { at = NOW, isp = 'free' as Isp, quantity = 2 } = {}): Promise<ChargeRow> {
  const id = await books.purchase({ at, isp, quantity });
  await books.openPurchase(id, at);
  await books.settlePurchase(id, result, plus(at, 1_000));
  const charge = await books.chargeOf(id);
  if (!charge) throw new Error('the purchase has no charge');
  return charge;
}

/** `account ±cents` of each set of a charge, by its key: debits are positive. */
async function posted(charge_id: string): Promise<Record<string, string[]>> {
  const { sets } = await ledger().ledgerOfCharge(charge_id);
  const merchant = books.merchant.scope.merchant_id;
  return Object.fromEntries(
    sets.map(({ key, postings }) => [
      key.replaceAll(charge_id, 'CHARGE'),
      postings.map(
        ({ account, side, amount_cents }) => `${account.replace(merchant, 'MERCHANT')} ${side === 'debit' ? '' : '-'}${amount_cents}`,
      ),
    ]),
  );
}

const GIVEN = (): RefundResult => ({ kind: 'succeeded', isp_reference: newId('ref') });

async function settleSent(refund_id: string, result: RefundResult, now = NOW): Promise<void> {
  await books.unitOfWork.transaction((stores) => openRefund(stores, refund_id, { now, send_deadline_ms: SEND_DEADLINE_MS }));
  await books.unitOfWork.transaction((stores) => settleRefund(stores, { refund_id, attempt: 1, result, now: plus(now, 1_000) }));
}

async function refund(charge: ChargeRow, amount_cents: bigint, result = GIVEN()): Promise<string> {
  const id = newId('ref');
  const payment_reference = charge.isp_reference ?? '';
  await books.unitOfWork.transaction((stores) =>
    requestRefund(stores, { id, charge, payment_reference, amount_cents, reason: 'asked', source: 'merchant', now: NOW }),
  );
  await settleSent(id, result);
  return id;
}

async function owe(charge: ChargeRow, amount_cents = charge.amount_cents): Promise<string | undefined> {
  const owed = { discrepancy_id: 'dsc_1', charge_id: charge.id, payment_reference: `late_${charge.id}`, amount_cents };
  return (await books.unitOfWork.transaction((stores) => giveBack(stores, owed, NOW)))?.id;
}

describe('a charge', () => {
  test('that succeeds is shared out by the row of its price and day, and keeps that row', async () => {
    const charge = await sold();
    const [row] = await books.rows<{ id: string }>(
      "select id from payout_grid_row where isp = 'free' and kind = 'one_shot' and tier = 'premium' and price_from_cents = 500",
    );
    expect(charge.grid_row_id).toBe(row?.id);
    expect(await posted(charge.id)).toEqual({
      'charge:CHARGE:succeeded': [
        'isp_receivable:free 550',
        'isp_fees:free 50',
        'vat_collected -100',
        'merchant_payable:MERCHANT -325',
        'platform_revenue -175',
      ],
    });
    const { sets } = await ledger().ledgerOfCharge(charge.id);
    expect(sets).toMatchObject([
      { kind: 'charge_succeeded', mode: 'test', isp: 'free', occurred_at: plus(NOW, 1_000), line_count: 5, amount_cents: 600n },
    ]);
  });

  test('for which the grid has no row is booked all the same, and its shares wait for people', async () => {
    const charge = await sold(succeeded(), { at: BEFORE_THE_GRID });
    expect(charge.grid_row_id).toBeNull();
    const shares = ['isp_receivable:free 600', 'vat_collected -100', 'unallocated:MERCHANT -500'];
    expect(await posted(charge.id)).toEqual({ 'charge:CHARGE:succeeded': shares });
    const id = await refund(charge, 600n);
    expect(await posted(charge.id)).toEqual({
      'charge:CHARGE:succeeded': shares,
      [`refund:${id}:succeeded`]: ['vat_collected 100', 'unallocated:MERCHANT 500', 'isp_receivable:free -600'],
    });
  });

  test('of a period goes by the row of the subscription, whichever tier the merchant has then', async () => {
    const id = await books.subscription({ anchor: NOW, period: 'week', isp: 'orange' });
    await books.charge({ id, index: 0, at: NOW });
    await books.rows("update merchant set tier = 'standard'");
    await books.charge({ id, index: 1, at: plus(NOW, 7 * DAY_MS) });
    await books.rows("update merchant set tier = 'premium'");
    const rows = await books.rows<{ period: string; tier: string }>(
      'select period, tier from charge join payout_grid_row row on row.id = grid_row_id where subscription_id = ? order by period_index',
      [id],
    );
    expect(rows).toEqual([
      { period: 'week', tier: 'premium' },
      { period: 'week', tier: 'standard' },
    ]);
  });

  test.each<[string, ReturnType<typeof succeeded>, string[]]>([
    ['succeeds', succeeded(), ['in_doubt:1', 'doubt_over:1', 'succeeded']],
    ['was not made', NOT_CHARGED, ['in_doubt:1', 'doubt_over:1']],
    ['was refused', declined('unknown'), ['in_doubt:1', 'doubt_over:1']],
  ])('in doubt stands beside the books until it is known that it %s', async (_what, result, keys) => {
    const charge = await sold(UNCLEAR);
    const doubt = { 'charge:CHARGE:in_doubt:1': ['doubts:free 600', 'doubts_contra:free -600'] };
    expect(await posted(charge.id)).toEqual(doubt);
    await books.settlePurchase(charge.purchase_id ?? '', UNCLEAR, NOW);
    expect(await posted(charge.id)).toEqual(doubt);
    await books.settlePurchase(charge.purchase_id ?? '', result, plus(NOW, 60_000));
    await books.settlePurchase(charge.purchase_id ?? '', result, plus(NOW, 61_000));
    const sets = await posted(charge.id);
    expect(Object.keys(sets).toSorted()).toEqual(keys.map((key) => `charge:CHARGE:${key}`).toSorted());
    expect(sets['charge:CHARGE:doubt_over:1']).toEqual(['doubts_contra:free 600', 'doubts:free -600']);
  });

  test.each([
    ['refused', declined('insufficient_ceiling')],
    ['not sent', NOT_SENT],
  ])('that is %s posts nothing', async (_what, result) => expect(await posted((await sold(result)).id)).toEqual({}));

  test('that is settled twice is posted once, and what fails after it takes the posting with it', async () => {
    const charge = await sold();
    await books.settlePurchase(charge.purchase_id ?? '', succeeded(), NOW);
    expect(Object.keys(await posted(charge.id))).toEqual(['charge:CHARGE:succeeded']);
    const doubted = await sold(UNCLEAR);
    const failing = books.unitOfWork.transaction(async (stores) => {
      await stores.ledger.post({
        ...{ id: newId('pst'), key: 'x', kind: 'charge_in_doubt', mode: 'test', isp: 'free', merchant_id: 'mer_1', charge_id: doubted.id },
        ...{ occurred_at: NOW, created_at: NOW, postings: [{ account: 'bank', side: 'debit', amount_cents: 1n }] },
      });
    });
    await expect(failing).rejects.toThrow('is not whole');
    expect(Object.keys(await posted(doubted.id))).toEqual(['charge:CHARGE:in_doubt:1']);
  });
});

describe('a refund', () => {
  test('is borne by everybody by their part, and the last one leaves nothing', async () => {
    const charge = await sold();
    const [first, second] = [await refund(charge, 1n), await refund(charge, 599n)];
    expect(await posted(charge.id)).toMatchObject({
      [`refund:${first}:succeeded`]: ['refunds:free 1', 'isp_receivable:free -1'],
      [`refund:${second}:succeeded`]: [
        'vat_collected 100',
        'merchant_payable:MERCHANT 325',
        'refunds:free 174',
        'isp_receivable:free -549',
        'isp_fees:free -50',
      ],
    });
  });

  test('that the ISP refuses posts nothing', async () => {
    const charge = await sold();
    await refund(charge, 100n, { kind: 'declined', reason: 'denied', raw: 'DENIED' });
    expect(Object.keys(await posted(charge.id))).toEqual(['charge:CHARGE:succeeded']);
  });

  test('of money that was taken for nothing is owed back from the moment it is asked for, and then is not', async () => {
    const charge = await sold(UNCLEAR);
    await books.settlePurchase(charge.purchase_id ?? '', NOT_CHARGED, NOW);
    const id = await owe(charge);
    expect(await owe(charge)).toBeUndefined();
    const taken = `payment:CHARGE:late_${charge.id}:taken`.replaceAll(charge.id, 'CHARGE');
    expect((await posted(charge.id))[taken]).toEqual(['isp_receivable:free 600', 'owed_back:free -600']);
    await settleSent(id ?? '', GIVEN());
    expect((await posted(charge.id))[`refund:${id}:succeeded`]).toEqual(['owed_back:free 600', 'isp_receivable:free -600']);
  });
});

describe('the ledger', () => {
  test('is made whole for charges and refunds from before there was one', async () => {
    const [charge, doubted, taken] = [await sold(), await sold(UNCLEAR), await sold(UNCLEAR)];
    await refund(charge, 250n);
    await refund(charge, 100n);
    await books.settlePurchase(taken.purchase_id ?? '', NOT_CHARGED, NOW);
    await settleSent((await owe(taken)) ?? '', GIVEN());
    const before = await posted(charge.id);
    await unguarded(`delete from posting where set_id in (select id from posting_set where charge_id in ('${charge.id}', '${doubted.id}', '${taken.id}'));
      delete from payable where charge_id in ('${charge.id}', '${doubted.id}', '${taken.id}');
      delete from posting_set where charge_id in ('${charge.id}', '${doubted.id}', '${taken.id}')`);
    expect((await ledger().verifyLedger()).differences.map(({ charge: id }) => id)).toEqual([charge.id, doubted.id, taken.id].toSorted());
    expect([await ledger().postMissing(), await ledger().postMissing()]).toEqual([3, 0]);
    expect(await ledger().verifyLedger()).toMatchObject({ differences: [], merchants: [] });
    expect((await posted(charge.id))['charge:CHARGE:succeeded']).toEqual(before['charge:CHARGE:succeeded']);
  });

  test('tells which charges it does not agree with, and what is off', async () => {
    const [more, none] = [await sold(), await sold()];
    await unguarded(`update posting set amount_cents = amount_cents + 1 where account = 'vat_collected'
      and set_id = (select id from posting_set where charge_id = '${more.id}'); update charge set status = 'declined' where id = '${none.id}'`);
    await unguarded(`update payable set merchant_cents = merchant_cents + 1 where charge_id = '${more.id}'`);
    const { differences, sums, merchants } = await ledger().verifyLedger();
    expect(merchants).toMatchObject([{ mode: 'test', merchant_id: books.merchant.scope.merchant_id }]);
    expect((merchants[0]?.told_cents ?? 0n) - (merchants[0]?.posted_cents ?? 0n)).toBe(1n);
    await unguarded(`update payable set merchant_cents = merchant_cents - 1 where charge_id = '${more.id}'`);
    expect(differences.find(({ charge }) => charge === more.id)?.differences).toEqual([
      'balance of vat_collected: -100 cents expected, -101 cents posted',
    ]);
    expect(differences.find(({ charge }) => charge === none.id)?.differences).toContain(
      `charge:${none.id}:succeeded: nothing expected, 600 cents posted`,
    );
    expect(sums).toContainEqual({ mode: 'test', balance_cents: -1n });
    await unguarded(`update posting set amount_cents = amount_cents - 1 where account = 'vat_collected'
      and set_id = (select id from posting_set where charge_id = '${more.id}'); update charge set status = 'succeeded' where id = '${none.id}'`);
  });
});

/** What no rule of the database allows: as its owner with all triggers off. */
async function unguarded(sql: string): Promise<void> {
  await withClient(books.url, (client) => client.query(`set session_replication_role = replica; ${sql}`));
}

describe('whatever happens,', () => {
  const result = fc.constantFrom('succeeded', 'succeeded', 'declined', 'unclear', 'not_sent');
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constant('buy' as const),
        isp: fc.constantFrom(...ISPS),
        quantity: fc.integer({ min: 1, max: 10 }),
        early: fc.boolean(),
        result,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constant('renew' as const),
        isp: fc.constantFrom(...ISPS),
        period: fc.constantFrom('week', 'month', 'quarter'),
        results: fc.array(result, { minLength: 1, maxLength: 4 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constant('resolve' as const),
        pick: fc.nat(),
        result: fc.constantFrom('succeeded', 'declined', 'not_charged', 'unclear'),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        act: fc.constant('refund' as const),
        pick: fc.nat(),
        part: fc.integer({ min: 1, max: 100 }),
        result: fc.constantFrom('succeeded', 'succeeded', 'declined', 'unclear'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        act: fc.constant('owe' as const),
        pick: fc.nat(),
        result: fc.constantFrom('succeeded', 'declined', 'unclear'),
      }),
    },
  );
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

  const payments = {
    succeeded: () => succeeded(),
    declined: () => declined('insufficient_ceiling'),
    unclear: () => UNCLEAR,
    not_sent: () => NOT_SENT,
    not_charged: () => NOT_CHARGED,
  };
  const refunds = {
    succeeded: GIVEN,
    declined: (): RefundResult => ({ kind: 'declined', reason: 'denied', raw: 'DENIED' }),
    unclear: (): RefundResult => ({ kind: 'unclear', detail: 'TimeoutError' }),
  };
  const oneOf = async (status: string, pick: number): Promise<ChargeRow | undefined> => {
    const rows = await books.rows<{ id: string }>('select id from charge where status = ? order by id', [status]);
    const row = rows[pick % Math.max(rows.length, 1)];
    return row && (await chargeNow(row.id));
  };

  async function renew({ isp, period, results }: Extract<Step, { act: 'renew' }>): Promise<void> {
    const id = await books.subscription({ anchor: NOW, isp, period });
    let tried = { index: 0, attempt: 1, at: NOW };
    for (const name of results) {
      const outcome = await books.charge({ id, ...tried }, payments[name]());
      if (outcome?.kind !== 'paid' && outcome?.kind !== 'refused') return;
      tried = { index: outcome.next.index, attempt: outcome.next.attempt, at: new Date(outcome.next.due_at) };
    }
  }

  async function resolve({ pick, result: name }: Extract<Step, { act: 'resolve' }>): Promise<void> {
    const charge = await oneOf('in_doubt', pick);
    if (charge?.purchase_id) await books.settlePurchase(charge.purchase_id, payments[name](), plus(NOW, 60_000));
    else if (charge) await books.settlePeriod(charge.id, payments[name](), plus(NOW, 60_000));
  }

  async function play(move: Step): Promise<void> {
    switch (move.act) {
      case 'buy':
        return void (await sold(payments[move.result](), {
          isp: move.isp,
          quantity: move.quantity,
          at: move.early ? BEFORE_THE_GRID : NOW,
        }));
      case 'renew':
        return await renew(move);
      case 'resolve':
        return await resolve(move);
      case 'refund': {
        const charge = await oneOf('succeeded', move.pick);
        const amount_cents = charge ? (refundableCents(charge) * BigInt(move.part) + 99n) / 100n : 0n;
        if (charge && amount_cents > 0n) await refund(charge, amount_cents, refunds[move.result]());
        return;
      }
      case 'owe': {
        const charge = (await oneOf('not_charged', move.pick)) ?? (await oneOf('declined', move.pick));
        const id = charge && refundableCents(charge) === charge.amount_cents ? await owe(charge) : undefined;
        if (id) await settleSent(id, refunds[move.result]());
      }
    }
  }

  /** From the charges and refunds alone, without the functions that post. */
  const FROM_THE_CHARGES = `
    select 'isp' as what, isp, sum(cents)::text as cents from (
      select isp, amount_cents as cents from charge where status = 'succeeded'
      union all select isp, amount_cents from refund where source = 'reconciliation'
      union all select isp, -amount_cents from refund where status = 'succeeded') moved group by isp having sum(cents) <> 0
    union all select 'doubts', isp, sum(amount_cents)::text from charge where status = 'in_doubt' group by isp
    union all select 'owed', isp, (-sum(amount_cents))::text from refund where source = 'reconciliation' and status <> 'succeeded' group by isp
    order by 1, 2`;
  const FROM_THE_LEDGER = `
    select what, isp, sum(cents)::text as cents from (
      select case split_part(account, ':', 1) when 'isp_receivable' then 'isp' when 'isp_fees' then 'isp' when 'doubts' then 'doubts' else 'owed' end as what,
        split_part(account, ':', 2) as isp, case side when 'debit' then amount_cents else -amount_cents end as cents
      from posting where account ~ '^(isp_receivable|isp_fees|doubts|owed_back):') lines group by what, isp having sum(cents) <> 0 order by 1, 2`;

  test('the ledger equals the charges and the refunds, and its balances sum to nothing', async () => {
    const history = fc.array(step, { minLength: 8, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(history, async (moves) => {
        for (const move of moves) await play(move);
        const { charges, differences, sums, merchants } = await ledger().verifyLedger();
        expect(merchants).toEqual([]);
        expect(charges).toBeGreaterThan(0);
        expect(differences).toEqual([]);
        expect(sums.map(({ balance_cents }) => balance_cents)).toEqual([0n, 0n]);
        expect(await books.rows(FROM_THE_LEDGER)).toEqual(await books.rows(FROM_THE_CHARGES));
      }),
      { numRuns: 12 },
    );
    // Each kind of event was met.
    const kinds = await books.rows<{ kind: string }>('select distinct kind from posting_set order by kind');
    expect(kinds.map(({ kind }) => kind)).toEqual([
      'charge_doubt_over',
      'charge_in_doubt',
      'charge_succeeded',
      'payment_taken',
      'refund_succeeded',
    ]);
  });
});
