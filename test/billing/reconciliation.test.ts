import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { owedBack } from '../../billing/discrepancies.ts';
import { type DayContext, keepStatement, matchDay, recordDay } from '../../billing/reconcile-day.ts';
import { openRefund, requestRefund, settleRefund } from '../../billing/refunds.ts';
import { resolveDoubt } from '../../billing/resolve-doubt.ts';
import type { DiscrepancyRow } from '../../db/entities/reconciliation.ts';
import type { Isp } from '../../domain/isps.ts';
import type { RefundResult } from '../../domain/refunds.ts';
import { dayBounds, type StatementLine } from '../../domain/statements.ts';
import { createOperatorUseCases } from '../../usecases/operators.ts';
import { newId } from '../../vault/ids.ts';
import { PAYOUT_TERMS } from '../support/payout-terms.ts';
import { Books, NOT_CHARGED, plus, succeeded, UNCLEAR } from './support.ts';

const MORNING_MS = 24 * 3_600_000;

let books: Books;
/** Each test has days of its own. */
let noon = new Date('2026-03-02T11:00:00.000Z');
let day = '2026-03-02';
const isp: Isp = 'alice';

beforeAll(async () => {
  books = await Books.open();
});
beforeEach(() => {
  noon = plus(noon, 3 * 24 * 3_600_000);
  day = noon.toISOString().slice(0, 10);
});
afterAll(() => books.close());

/** A purchase of 6.00 that has come as far as `result`; its charge and the line that the ISP would state. */
async function sold(result: Parameters<Books['settlePurchase']>[1], at = noon) {
  const id = await books.purchase({ at, isp, quantity: 2 });
  await books.openPurchase(id, at);
  await books.settlePurchase(id, result, plus(at, 500));
  const charge = await books.chargeOf(id);
  if (!charge) throw new Error('a sale has a charge');
  const line: StatementLine = {
    payment_id: charge.isp_reference ?? `pay_${id}`,
    client_correlator: `${id}:a1`,
    reference_code: charge.reference,
    amount_cents: 600n,
    type: 'charge',
    booked_at: at.toISOString(),
  };
  return { id, charge, line };
}

function contextOf(lines: StatementLine[], more: Partial<DayContext> & { fetched_at?: Date } = {}): DayContext {
  const { fetched_at = plus(noon, MORNING_MS), ...rest } = more;
  return {
    statement: { isp, day, lines, previous: [], fetched_at },
    complete_after_ms: 6 * 3_600_000,
    absence_is_proof: true,
    now: fetched_at,
    ...rest,
  };
}

/** One run as the activity makes it, but for the ISP. */
async function run(lines: StatementLine[], more: Parameters<typeof contextOf>[1] = {}) {
  const context = contextOf(lines, more);
  await books.unitOfWork.transaction((stores) => keepStatement(stores, context.statement, context.now));
  return await books.unitOfWork.transaction((stores) => recordDay(stores, context, { charged: [], not_charged: [] }));
}

const openDays = () => books.unitOfWork.read((stores) => stores.discrepancies.openDays(isp, '2000-01-01'));
const discrepancies = () => books.unitOfWork.read((stores) => stores.discrepancies.ofDay({ isp, day }));
const brief = (rows: DiscrepancyRow[]) =>
  rows.toSorted((a, b) => a.kind.localeCompare(b.kind)).map(({ kind, subject, resolution }) => [kind, subject, resolution]);
const everything = () =>
  books.rows(
    `select (select json_agg(c order by id) from charge c) as charges, (select json_agg(e order by id) from event e) as events,
       (select json_agg(m order by id) from mail m) as mails, (select json_agg(d order by id) from discrepancy d) as discrepancies,
       (select json_agg(l order by day, number) from statement_line l) as lines, (select json_agg(k order by id) from code k) as codes`,
  );

describe('a day on which both sides agree', () => {
  test('is completed, without a discrepancy, and keeps the statement', async () => {
    const { line } = await sold(succeeded());
    const report = await run([line]);
    expect(report).toMatchObject({ day, complete: true, counts: { lines: 1, entries: 1, matched: 1, awaited: 0, open: 0 } });
    expect(await discrepancies()).toEqual([]);
    const row = await books.unitOfWork.read((stores) => stores.reconciliations.find({ isp, day }));
    expect(row).toMatchObject({ isp, day, runs: 1, completed_at: plus(noon, MORNING_MS), counts: report.counts });
    expect(row?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await books.unitOfWork.read((stores) => stores.reconciliations.lines({ isp, day }))).toMatchObject([line]);
  });

  test('is not completed by a statement of the same evening, which judges nothing that is missing', async () => {
    await sold(succeeded());
    const report = await run([], { fetched_at: plus(noon, 3_600_000) });
    expect(report).toMatchObject({ complete: false, counts: { entries: 1, awaited: 1, open: 0 } });
    expect(await books.unitOfWork.read((stores) => stores.reconciliations.find({ isp, day }))).toMatchObject({ completed_at: null });
  });
});

describe('a discrepancy', () => {
  test('is opened once, with ids and amounts, however often the day runs; nothing else changes', async () => {
    const { charge, line } = await sold(succeeded());
    const lines = [
      { ...line, amount_cents: 601n },
      { ...line, payment_id: 'pay_of_nobody', client_correlator: '' },
    ];
    expect((await run(lines)).counts).toMatchObject({ open: 2, opened: 2 });
    expect(brief(await discrepancies())).toEqual([
      ['amount_differs', charge.id, null],
      ['unknown_to_us', 'pay_of_nobody', null],
    ]);
    const differs = (await discrepancies()).find(({ kind }) => kind === 'amount_differs');
    expect(differs?.details).toMatchObject({ charge: charge.id, our_amount: 600, stated_amount: 601 });
    const before = await everything();
    for (const later of [1, 2])
      expect((await run(lines, { fetched_at: plus(noon, MORNING_MS + later) })).counts).toMatchObject({ opened: 0 });
    expect(await everything()).toEqual(before);
    expect(await books.unitOfWork.read((stores) => stores.reconciliations.find({ isp, day }))).toMatchObject({ runs: 3 });
  });

  test('that a later run no longer finds is gone, and opens again should it come back', async () => {
    const { charge, line } = await sold(succeeded());
    await run([]);
    expect(brief(await discrepancies())).toEqual([['unknown_to_isp', charge.id, null]]);
    const later = (steps: number) => ({ fetched_at: plus(noon, MORNING_MS + steps * 1_000) });
    expect((await run([line], later(1))).counts).toMatchObject({ open: 0, gone: 1 });
    expect(await discrepancies()).toMatchObject([{ resolution: 'gone', resolved_at: later(1).fetched_at }]);
    expect((await run([], later(2))).counts).toMatchObject({ open: 1, opened: 1 });
    expect(await discrepancies()).toMatchObject([{ resolution: null, resolved_at: null }]);
  });

  test('that an operator has resolved stays resolved, with the note', async () => {
    const { line } = await sold(succeeded());
    const lines = [line, { ...line, payment_id: 'pay_second' }];
    await run(lines);
    const [found] = await discrepancies();
    const reconciliations = { reconcile: () => Promise.reject(new Error('not here')), ensureSchedules: () => Promise.resolve() };
    const operators = createOperatorUseCases({
      ...books,
      reconciliations,
      payout_terms: PAYOUT_TERMS,
      now: () => noon,
      secret_overlap_hours: 168,
    });
    const resolved = await operators.resolveDiscrepancy(found?.id ?? '', 'the ISP has paid it back');
    expect(resolved).toMatchObject({
      was_open: true,
      discrepancy: { kind: 'charged_twice', resolution: 'by_hand', note: 'the ISP has paid it back' },
    });
    expect(await operators.resolveDiscrepancy(found?.id ?? '', 'again')).toMatchObject({
      was_open: false,
      discrepancy: { note: 'the ISP has paid it back' },
    });
    expect((await run(lines, { fetched_at: plus(noon, MORNING_MS + 1) })).counts).toMatchObject({ open: 0, opened: 0 });
    expect(await operators.listDiscrepancies({ isp, day, is_open: true }, 10)).toEqual([]);
    expect(await operators.listDiscrepancies({ isp, day, kind: 'charged_twice' }, 10)).toHaveLength(1);
    await expect(operators.resolveDiscrepancy('dsc_unknown', 'no')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of a charge whose event is missing is found, though statement and charge agree', async () => {
    const { id, charge, line } = await sold(succeeded());
    await books.rows('delete from event where purchase_id = ?', [id]);
    await run([line]);
    expect(brief(await discrepancies())).toEqual([['event_missing', charge.id, null]]);
  });

  test('of a payment that stood on an earlier statement already is found by the kept lines', async () => {
    const { line } = await sold(succeeded());
    await run([line]);
    day = plus(noon, 24 * 3_600_000)
      .toISOString()
      .slice(0, 10);
    await run([line], { fetched_at: plus(noon, 2 * MORNING_MS) });
    expect(brief(await discrepancies())).toEqual([['charged_twice', line.payment_id, null]]);
  });

  test('of a charge that a later statement holds is gone when its own day runs again', async () => {
    const { line } = await sold(succeeded());
    await run([]);
    const own_day = day;
    // However old, it is looked at again until then.
    expect(await openDays()).toContain(own_day);
    day = plus(noon, 24 * 3_600_000)
      .toISOString()
      .slice(0, 10);
    await run([line], { fetched_at: plus(noon, 2 * MORNING_MS) });
    day = own_day;
    expect((await run([], { fetched_at: plus(noon, 2 * MORNING_MS) })).counts).toMatchObject({ open: 0, gone: 1 });
    expect(await openDays()).not.toContain(own_day);
  });
});

describe('money that was taken after a doubt had been given up', () => {
  test('is owed back: the payment by the name that the ISP gives it, and what it took', async () => {
    const { charge, line } = await sold(UNCLEAR);
    await books.settlePurchase(charge.purchase_id ?? '', NOT_CHARGED, plus(noon, 60_000));
    const report = await run([line]);
    const owed = await books.unitOfWork.read((stores) => owedBack(stores, { isp, day }));
    expect(owed).toEqual([
      { discrepancy_id: report.owed_back[0], charge_id: charge.id, payment_reference: line.payment_id, amount_cents: 600n },
    ]);
    expect(brief(await discrepancies())).toEqual([['charged_though_not_charged', line.payment_id, null]]);
  });
});

describe('a doubt', () => {
  const tools = (told: string[]) => ({
    unitOfWork: books.unitOfWork,
    vault: books.vault,
    jitter_seconds: 0,
    dunning_days: [1, 3, 7],
    now: () => plus(noon, MORNING_MS),
    engine: { chargeResolved: async (id: string) => told.push(id) > 0 },
  });

  test('that the statement settles has all that follows from a charge, once, and its workflow is told', async () => {
    const { id, charge, line } = await sold(UNCLEAR);
    const told: string[] = [];
    const heard = { charge, from: ['sent', 'in_doubt'], result: succeeded(line.payment_id) } as const;
    expect(await resolveDoubt(tools(told), heard)).toBe(true);
    expect(await resolveDoubt(tools(told), heard)).toBe(false);
    expect(told).toEqual([id]);
    expect(await books.chargeOf(id)).toMatchObject({ status: 'succeeded', isp_reference: line.payment_id });
    expect(await books.eventTypes(id)).toEqual(['purchase.completed']);
    expect(await books.mailKinds(id)).toEqual(['purchase_codes completed']);
    expect((await run([line])).counts).toMatchObject({ matched: 1, open: 0 });
  });

  test('of an attempt that is over settles nothing of the next one', async () => {
    const { id, charge } = await sold(UNCLEAR);
    const told: string[] = [];
    const heard = { charge: { ...charge, attempt: 2 }, from: ['in_doubt'], result: succeeded('pay_late') } as const;
    expect(await resolveDoubt(tools(told), heard)).toBe(false);
    expect(told).toEqual([]);
    expect(await books.chargeOf(id)).toMatchObject({ status: 'in_doubt' });
  });

  test('about midnight is absent only when neither day has it', async () => {
    const { id, line } = await sold(UNCLEAR, plus(dayBounds(day).start, -30_000));
    const match = async (previous: StatementLine[]) => {
      const context = contextOf([], { fetched_at: plus(noon, MORNING_MS) });
      const dayContext = { ...context, statement: { ...context.statement, previous } };
      await books.unitOfWork.transaction((stores) => keepStatement(stores, dayContext.statement, dayContext.now));
      const { matching } = await books.unitOfWork.read((stores) => matchDay(stores, dayContext));
      return matching.entries.filter(({ entry }) => entry.client_correlator === `${id}:a1`).map(({ fate }) => fate);
    };
    expect(await match([line])).toEqual(['other_day']);
    expect(await match([])).toEqual(['not_taken_there']);
  });
});

describe('two runs at once', () => {
  test('open each discrepancy once', async () => {
    const { line } = await sold(succeeded());
    const lines = [line, { ...line, payment_id: 'pay_second' }, { ...line, payment_id: 'pay_third' }];
    await Promise.all([run(lines), run(lines), run(lines)]);
    expect(await discrepancies()).toHaveLength(2);
  });

  test('keep the newer statement, whichever comes last', async () => {
    const { line } = await sold(succeeded());
    await run([line]);
    await run([], { fetched_at: plus(noon, MORNING_MS - 60_000) });
    expect(await books.unitOfWork.read((stores) => stores.reconciliations.lines({ isp, day }))).toHaveLength(1);
    expect(await discrepancies()).toEqual([]);
  });
});

describe('a refund', () => {
  /** Of EUR 2.00, sent at noon; its line on a statement. */
  async function refunded(result: RefundResult | undefined) {
    const { charge, line } = await sold(succeeded());
    const id = newId('ref');
    await books.unitOfWork.transaction(async (stores) => {
      const payment_reference = charge.isp_reference ?? '';
      await requestRefund(stores, { id, charge, payment_reference, amount_cents: 200n, reason: 'asked', source: 'merchant', now: noon });
      await openRefund(stores, id, { now: noon, send_deadline_ms: 30_000 });
      if (result)
        await settleRefund(stores, {
          refund_id: id,
          attempt: 1,
          result: { ...result, isp_reference: id } as RefundResult,
          now: plus(noon, 500),
        });
    });
    return { id, line, given: { ...line, type: 'refund' as const, client_correlator: `${id}:a1`, amount_cents: 200n } };
  }
  const GIVEN: RefundResult = { kind: 'succeeded', isp_reference: 'ref_at_isp' };
  const DENIED: RefundResult = { kind: 'declined', reason: 'denied', raw: 'no' };

  test.each<[string, RefundResult | undefined, (lines: Awaited<ReturnType<typeof refunded>>) => StatementLine[], string[]]>([
    // what                                            ours                statement                                          found
    ['made here and there', GIVEN, ({ line, given }) => [line, given], []],
    ['made here and not there', GIVEN, ({ line }) => [line], ['refund_unknown_to_isp']],
    ['made there with another amount', GIVEN, ({ line, given }) => [line, { ...given, amount_cents: 199n }], ['refund_amount_differs']],
    ['made there twice', GIVEN, ({ line, given }) => [line, given, given], ['refunded_twice']],
    ['refused here and made there', DENIED, ({ line, given }) => [line, given], ['refunded_though_not_refunded']],
    ['nobody here asked for', GIVEN, ({ line, given }) => [line, given, { ...given, client_correlator: 'x' }], ['refund_unknown_to_us']],
  ])('%s', async (_what, result, statement, kinds) => {
    const made = await refunded(result);
    await run(statement(made));
    expect((await discrepancies()).map(({ kind }) => kind)).toEqual(kinds);
    expect((await run(statement(made), { fetched_at: plus(noon, MORNING_MS + 1) })).counts).toMatchObject({ opened: 0 });
  });

  test('that nobody was told of is found, though statement and refund agree', async () => {
    const { id, line, given } = await refunded(GIVEN);
    await books.rows("delete from event where data ->> 'refund' = ?", [id]);
    await run([line, given]);
    expect(brief(await discrepancies())).toEqual([['refund_event_missing', id, null]]);
  });
});

describe('the database refuses', () => {
  test.each([
    // change of a discrepancy                                        constraint
    ["resolution = 'gone'", 'discrepancy_resolution_is_whole'],
    ['resolved_at = now()', 'discrepancy_resolution_is_whole'],
    ["resolution = 'by_hand', resolved_at = now(), note = ''", 'discrepancy_resolution_is_whole'],
    ["resolution = 'forgotten', resolved_at = now()", 'discrepancy_resolution_check'],
    ["kind = 'odd'", 'discrepancy_kind_check'],
  ])('a discrepancy with %s', async (change, constraint) => {
    const { line } = await sold(succeeded());
    await run([line, { ...line, payment_id: 'pay_second' }]);
    await expect(books.rows(`update discrepancy set ${change} where isp = ? and day = ?`, [isp, day])).rejects.toThrow(constraint);
  });
});
