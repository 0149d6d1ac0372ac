import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type BookEntry,
  DISCREPANCY_KINDS,
  type EntryFate,
  type LineFate,
  matchStatement,
  type Statement,
} from '../../domain/reconciliation.ts';
import type { StatementLine } from '../../domain/statements.ts';

const DAY = '2026-05-12';
const NOON = new Date('2026-05-12T10:00:00.000Z');
/** The next morning, by when the statement is complete. */
const MORNING = new Date('2026-05-13T05:30:00.000Z');

const line = (change: Partial<StatementLine> = {}): StatementLine => ({
  payment_id: 'pay_1',
  client_correlator: 'pur_1:a1',
  reference_code: 'REF1',
  amount_cents: 300n,
  type: 'charge',
  booked_at: NOON.toISOString(),
  ...change,
});

const entry = (change: Partial<BookEntry> = {}): BookEntry => ({
  id: 'chg_1',
  type: 'charge',
  standing: 'taken',
  status: 'succeeded',
  in_doubt: false,
  amount_cents: 300n,
  client_correlator: 'pur_1:a1',
  earlier_correlators: [],
  isp_reference: 'pay_1',
  booked_at: NOON,
  known_since: NOON,
  business_now: MORNING,
  is_told: true,
  stated_elsewhere: false,
  ...change,
});

const DOUBT: Partial<BookEntry> = { standing: 'open', status: 'in_doubt', in_doubt: true, isp_reference: null, is_told: false };
const GIVEN_UP: Partial<BookEntry> = { standing: 'not_taken', status: 'not_charged', isp_reference: null, is_told: false };

const statement = (lines: StatementLine[], change: Partial<Statement> = {}): Statement => ({
  day: DAY,
  lines,
  previous: [],
  stated_earlier: new Set(),
  fetched_at: MORNING,
  complete_after_ms: 6 * 3_600_000,
  absence_is_proof: false,
  ...change,
});

type Expected = { lines?: LineFate[]; entries?: EntryFate[]; mismatches?: [kind: string, subject: string][] };
type Case = [why: string, lines: StatementLine[], entries: BookEntry[], more: Partial<Statement>, expected: Expected];

const INCOMPLETE = { business_now: new Date('2026-05-12T20:00:00.000Z') };
const ALICE = { absence_is_proof: true };

const CASES: Case[] = [
  ['both sides agree', [line()], [entry()], {}, { lines: ['matched'], entries: ['matched'] }],
  ['an empty day', [], [], {}, {}],
  ['a doubt that was charged', [line()], [entry(DOUBT)], {}, { lines: ['resolves'], entries: ['taken'] }],
  [
    'a call that is still out',
    [line()],
    [entry({ ...DOUBT, status: 'sent', in_doubt: false })],
    {},
    { lines: ['resolves'], entries: ['taken'] },
  ],
  ['a doubt that was not charged, where absence is proof', [], [entry(DOUBT)], ALICE, { entries: ['not_taken_there'] }],
  ['a doubt that is absent where absence proves nothing', [], [entry(DOUBT)], {}, { entries: ['awaited'] }],
  ['a call that is still out and absent', [], [entry({ ...DOUBT, in_doubt: false })], ALICE, { entries: ['awaited'] }],
  ['a doubt that is absent from half a statement', [], [entry({ ...DOUBT, ...INCOMPLETE })], ALICE, { entries: ['awaited'] }],
  ['a doubt that arose while the statement came', [], [entry({ ...DOUBT, known_since: MORNING })], ALICE, { entries: ['awaited'] }],
  ['a payment that we do not know', [line()], [], {}, { lines: ['unknown'], mismatches: [['unknown_to_us', 'pay_1']] }],
  ['a success that the ISP does not know', [], [entry()], {}, { entries: ['missing'], mismatches: [['unknown_to_isp', 'chg_1']] }],
  ['a success that half a statement does not have', [], [entry(INCOMPLETE)], {}, { entries: ['awaited'] }],
  ['a success of while the statement came', [], [entry({ known_since: MORNING })], {}, { entries: ['awaited'] }],
  [
    'another amount',
    [line({ amount_cents: 301n })],
    [entry()],
    {},
    { lines: ['matched'], entries: ['matched'], mismatches: [['amount_differs', 'chg_1']] },
  ],
  [
    'another amount of a doubt, which is a charge all the same',
    [line({ amount_cents: 1n })],
    [entry(DOUBT)],
    {},
    { lines: ['resolves'], entries: ['taken'], mismatches: [['amount_differs', 'chg_1']] },
  ],
  [
    'a doubt that was given up',
    [line()],
    [entry(GIVEN_UP)],
    {},
    { lines: ['not_taken'], entries: ['disputed'], mismatches: [['charged_though_not_charged', 'pay_1']] },
  ],
  ['a refusal on both sides', [], [entry({ ...GIVEN_UP, status: 'declined' })], {}, { entries: ['nothing'] }],
  [
    'a second payment under one correlator',
    [line({ payment_id: 'pay_2' }), line()],
    [entry()],
    {},
    { lines: ['twice', 'matched'], entries: ['matched'], mismatches: [['charged_twice', 'pay_2']] },
  ],
  [
    'two payments of a doubt: one is its charge',
    [line(), line({ payment_id: 'pay_2' })],
    [entry(DOUBT)],
    {},
    { lines: ['resolves', 'twice'], entries: ['taken'], mismatches: [['charged_twice', 'pay_2']] },
  ],
  [
    'one payment stated twice',
    [line(), line()],
    [entry()],
    {},
    { lines: ['matched', 'twice'], entries: ['matched'], mismatches: [['charged_twice', 'pay_1#2']] },
  ],
  [
    'one payment stated on an earlier day too',
    [line()],
    [entry({ stated_elsewhere: true })],
    { stated_earlier: new Set(['pay_1']) },
    { lines: ['twice'], entries: ['other_day'], mismatches: [['charged_twice', 'pay_1']] },
  ],
  [
    'a doubt whose payment stood on an earlier day already, which is no absence',
    [line()],
    [entry(DOUBT)],
    { ...ALICE, stated_earlier: new Set(['pay_1']) },
    { lines: ['twice'], entries: ['other_day'], mismatches: [['charged_twice', 'pay_1']] },
  ],
  [
    'a refused attempt that was charged, and the next one too',
    [line(), line({ payment_id: 'pay_2', client_correlator: 'pur_1:a2' })],
    [entry({ client_correlator: 'pur_1:a2', earlier_correlators: ['pur_1:a1'], isp_reference: 'pay_2' })],
    {},
    { lines: ['twice', 'matched'], entries: ['matched'], mismatches: [['charged_twice', 'pay_1']] },
  ],
  [
    'a refused attempt that was charged, while the next one is in doubt',
    [line()],
    [entry({ ...DOUBT, client_correlator: 'pur_1:a2', earlier_correlators: ['pur_1:a1'] })],
    {},
    { lines: ['not_taken'], entries: ['awaited'], mismatches: [['charged_though_not_charged', 'pay_1']] },
  ],
  [
    "a payment that is known by the ISP's name alone",
    [line({ client_correlator: '' })],
    [entry()],
    {},
    { lines: ['matched'], entries: ['matched'] },
  ],
  [
    "a line whose correlator is a doubt's and whose payment is another charge's",
    [line({ client_correlator: 'pur_2:a1' })],
    [entry(), entry({ ...DOUBT, id: 'chg_2', client_correlator: 'pur_2:a1' })],
    {},
    { lines: ['matched'], entries: ['matched', 'awaited'] },
  ],
  [
    "a complete statement of proof, whose line has a doubt's correlator and another charge's payment",
    [line({ client_correlator: 'pur_2:a1' })],
    [entry(), entry({ ...DOUBT, id: 'chg_2', client_correlator: 'pur_2:a1', business_now: MORNING })],
    { absence_is_proof: true },
    { lines: ['matched'], entries: ['matched', 'awaited'] },
  ],
  [
    'a success that nobody was told of',
    [line()],
    [entry({ is_told: false })],
    {},
    { lines: ['matched'], entries: ['matched'], mismatches: [['event_missing', 'chg_1']] },
  ],
  [
    'a success that was told and is none',
    [],
    [entry({ ...GIVEN_UP, is_told: true })],
    {},
    { entries: ['nothing'], mismatches: [['event_untrue', 'chg_1']] },
  ],
  [
    'a charge of yesterday, which the run of yesterday has seen',
    [],
    [entry({ booked_at: new Date('2026-05-11T10:00:00Z') })],
    {},
    { entries: ['other_day'] },
  ],
  [
    'a charge of just before midnight, which may stand on tomorrow',
    [],
    [entry({ booked_at: new Date('2026-05-12T21:59:59Z') })],
    {},
    { entries: ['other_day'] },
  ],
  [
    'a charge of just before midnight, which stands on today',
    [line()],
    [entry({ booked_at: new Date('2026-05-12T21:59:59Z') })],
    {},
    { lines: ['matched'], entries: ['matched'] },
  ],
  [
    'a charge of just before the midnight before, on neither statement',
    [],
    [entry({ booked_at: new Date('2026-05-11T21:59:59Z') })],
    {},
    { entries: ['missing'], mismatches: [['unknown_to_isp', 'chg_1']] },
  ],
  [
    'a charge of just before the midnight before, on the statement of that day',
    [],
    [entry({ booked_at: new Date('2026-05-11T21:59:59Z') })],
    { previous: [line()] },
    { entries: ['other_day'] },
  ],
  [
    'a doubt of just before the midnight before, on the statement of that day',
    [],
    [entry({ ...DOUBT, booked_at: new Date('2026-05-11T21:59:59Z') })],
    { ...ALICE, previous: [line()] },
    { entries: ['other_day'] },
  ],
  [
    'a doubt of just before midnight, which is not proved absent before tomorrow',
    [],
    [entry({ ...DOUBT, booked_at: new Date('2026-05-12T21:59:59Z') })],
    ALICE,
    { entries: ['other_day'] },
  ],
  [
    'a refund of a payment, which is no second payment',
    [line(), line({ type: 'refund', client_correlator: 'ref_1:a1' })],
    [entry(), entry({ id: 'ref_1', type: 'refund', client_correlator: 'ref_1:a1', isp_reference: null })],
    {},
    { lines: ['matched', 'matched'], entries: ['matched', 'matched'] },
  ],
  [
    'two refunds of a payment, one known',
    [line({ type: 'refund', client_correlator: 'ref_1:a1' }), line({ type: 'refund', client_correlator: 'ref_9:a1' })],
    [entry({ id: 'ref_1', type: 'refund', client_correlator: 'ref_1:a1', isp_reference: null })],
    {},
    { lines: ['matched', 'unknown'], entries: ['matched'], mismatches: [['refund_unknown_to_us', 'pay_1/ref_9:a1']] },
  ],
  [
    'a refund that the ISP does not know',
    [],
    [entry({ id: 'ref_1', type: 'refund', client_correlator: 'ref_1:a1', isp_reference: null })],
    {},
    { entries: ['missing'], mismatches: [['refund_unknown_to_isp', 'ref_1']] },
  ],
];

describe('a day with', () => {
  test.each(CASES)('%s', (_why, lines, entries, more, expected) => {
    const matching = matchStatement(statement(lines, more), entries);
    expect({
      lines: matching.lines.map(({ fate }) => fate),
      entries: matching.entries.map(({ fate }) => fate),
      mismatches: matching.mismatches.map(({ kind, subject }) => [kind, subject]),
    }).toEqual({ lines: [], entries: [], mismatches: [], ...expected });
  });

  test('a difference says whose it is, in ids and amounts', () => {
    const { mismatches } = matchStatement(statement([line({ amount_cents: 500n })]), [entry()]);
    expect(mismatches).toEqual([
      {
        kind: 'amount_differs',
        subject: 'chg_1',
        details: {
          charge: 'chg_1',
          status: 'succeeded',
          our_amount: 300,
          our_payment_id: 'pay_1',
          payment_id: 'pay_1',
          client_correlator: 'pur_1:a1',
          reference_code: 'REF1',
          stated_amount: 500,
        },
      },
    ]);
  });
});

const names = fc.constantFrom('1', '2', '3', '4');
const instants = fc.constantFrom('2026-05-11T21:59:00Z', '2026-05-12T09:00:00Z', '2026-05-12T21:59:00Z').map((text) => new Date(text));
const anyLine: fc.Arbitrary<StatementLine> = fc
  .record({ payment: names, correlator: names, attempt: fc.constantFrom(1, 2), amount: fc.constantFrom(300n, 301n), refund: fc.boolean() })
  .map(({ payment, correlator, attempt, amount, refund }) =>
    line({
      payment_id: `pay_${payment}`,
      client_correlator: `c_${correlator}:a${attempt}`,
      amount_cents: amount,
      type: refund ? 'refund' : 'charge',
    }),
  );
const anyEntry = (id: string): fc.Arbitrary<BookEntry> =>
  fc
    .record({
      standing: fc.constantFrom('taken', 'open', 'not_taken'),
      type: fc.constantFrom('charge', 'refund'),
      retried: fc.boolean(),
      in_doubt: fc.boolean(),
      is_told: fc.boolean(),
      stated_elsewhere: fc.boolean(),
      complete: fc.boolean(),
      booked_at: instants,
    } as const)
    .map(({ standing, type, retried, complete, ...more }) =>
      entry({
        ...more,
        id: `${type}_${id}`,
        type,
        standing,
        status: standing,
        client_correlator: `c_${id}:a${retried ? 2 : 1}`,
        earlier_correlators: retried ? [`c_${id}:a1`] : [],
        isp_reference: standing === 'taken' && type === 'charge' ? `pay_${id}` : null,
        business_now: complete ? MORNING : INCOMPLETE.business_now,
      }),
    );
const anyEntries = fc.tuple(...['1', '2', '3', '4'].map((id) => fc.option(anyEntry(id), { nil: undefined })));

describe('whatever a statement and our books hold', () => {
  const days = fc.record({
    lines: fc.array(anyLine, { maxLength: 8 }),
    entries: anyEntries.map((entries) => entries.filter((each) => each !== undefined)),
    absence_is_proof: fc.boolean(),
    stated_earlier: fc.subarray(['pay_1', 'pay_2']).map((keys) => new Set(keys)),
    previous: fc.array(anyLine, { maxLength: 2 }),
  });

  test('every line and every charge is accounted for exactly once', () => {
    fc.assert(
      fc.property(days, ({ lines, entries, ...more }) => {
        const matching = matchStatement(statement(lines, more), entries);
        expect(matching.lines.map((each) => each.line)).toEqual(lines);
        expect(matching.entries.map((each) => each.entry)).toEqual(entries);
        // A line that stands for a charge stands for one, and a charge has one line at most.
        const pairs = matching.lines.filter(({ fate }) => fate === 'matched' || fate === 'resolves');
        expect(new Set(pairs.map((pair) => pair.entry)).size).toBe(pairs.length);
        expect(matching.entries.filter(({ fate }) => fate === 'matched' || fate === 'taken')).toHaveLength(pairs.length);
        // Everything else on the statement is a discrepancy of its own, under a name of its own.
        const told = matching.mismatches.map(({ kind, subject }) => `${kind} ${subject}`);
        expect(new Set(told).size).toBe(told.length);
        const of_lines = matching.mismatches.filter(
          ({ subject, details }) => details.payment_id && !subject.startsWith('charge_') && !subject.startsWith('refund_'),
        );
        expect(of_lines).toHaveLength(lines.length - pairs.length);
        for (const { kind } of matching.mismatches) expect(DISCREPANCY_KINDS).toContain(kind);
      }),
      { numRuns: 500 },
    );
  });

  test('a doubt is never settled on suspicion, and nothing counts as missing before its statement is complete', () => {
    fc.assert(
      fc.property(days, ({ lines, entries, ...more }) => {
        const matching = matchStatement(statement(lines, more), entries);
        for (const { entry: each, fate, line: found } of matching.entries) {
          if (fate === 'taken') expect(found?.client_correlator).toBe(each.client_correlator);
          if (fate === 'not_taken_there') {
            expect(more.absence_is_proof && each.in_doubt && each.business_now === MORNING).toBe(true);
            expect(lines.some((one) => one.type === each.type && one.client_correlator === each.client_correlator)).toBe(false);
          }
          if (fate === 'missing') expect(each.business_now).toBe(MORNING);
        }
      }),
      { numRuns: 500 },
    );
  });
});
