import type { Stores } from '../../db/stores/index.ts';
import type { StatementLine } from '../../domain/statements.ts';

/** What refunds, reconciliation and the revival of forgotten work say to the database, after the steps of faithful-script.ts. */
const AT = new Date('2026-05-12T08:15:00.123Z');
const later = (ms: number) => new Date(AT.getTime() + ms);
const DAY = { isp: 'free', day: '2026-05-12' } as const;
const NEXT_DAY = { isp: 'free', day: '2026-05-13' } as const;
const ALL_DAY = { from: new Date('2026-05-11T21:30:00Z'), until: new Date('2026-05-12T22:05:00Z') };

type Rows = { [Store in keyof Stores]: Stores[Store] extends { insert(row: infer Row): unknown } ? Row : never };

export const refund = (id: string, change: object = {}) =>
  ({
    ...{ id, charge_id: 'chg_1', merchant_id: 'mer_1', mode: 'test', isp: 'free', payment_reference: 'p1', amount_cents: 200n },
    ...{ reason: 'asked for', source: 'merchant', status: 'intent', attempt: 1, client_correlator: `${id}:a1`, isp_reference: null },
    ...{ decline_reason: null, decline_raw: null, booked_at: null, sent_at: null, finished_at: null, settled_at: null },
    ...{ in_doubt_at: null, doubt_looks: 0, next_look_at: null, escalated_at: null, created_at: AT },
    ...change,
  }) as Rows['refunds'];

const line = (type: StatementLine['type'], payment_id: string, client_correlator: string): StatementLine => ({
  ...{ type, payment_id, client_correlator, reference_code: 'ref-pur_1', amount_cents: 600n, booked_at: '2026-05-12T08:15:01Z' },
});

const discrepancy = (id: string, change: object = {}) =>
  ({
    ...{ id, ...DAY, kind: 'unknown_to_us', subject: 'p9', details: { payment_id: 'p9' }, opened_at: AT },
    ...{ resolved_at: null, resolution: null, note: null },
    ...change,
  }) as Rows['discrepancies'];

const told = (id: string, type: 'purchase.completed' | 'charge.refunded', of: object) =>
  ({
    ...{ id, merchant_id: 'mer_1', mode: 'test', document_id: 'doc_1', type, purchase_id: 'pur_1', subscription_id: null, sequence: null },
    ...{ data: { reference: 'r', amount: 600, currency: 'EUR', isp: 'free', document: 'doc_1', client_reference: null, ...of } },
    ...{ occurred_at: AT, created_at: AT, callback_url: null, delivery_status: 'none', next_attempt_at: null, delivered_at: null },
  }) as Rows['events'];

const consent = (change: object = {}) =>
  ({
    ...{
      subscription_id: 'sub_1',
      channel: 'api',
      checkout_id: null,
      merchant_name: 'M',
      document_name: 'D',
      site_url: 'https://m.example',
    },
    ...{ ceiling_cents: 1_000n, text_version: null, shown_at: null, accepted_at: null, isp_page: null },
    ...{ token_presented_at: AT, mandate_made_at: null },
    ...change,
  }) as Rows['consents'];

/** Keys in order and amounts as text, so that two sides compare. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, plain(each)]),
  );
}

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
/** For what comes in an order of chance. */
const sortedIds = (rows: { id: string }[]) => ids(rows).sort();

const moved = async (stores: Stores, id: string, to: 'sent' | 'in_doubt' | 'succeeded' | 'intent', change: object = {}) =>
  (await stores.refunds.move(await stores.refunds.get(id), to, change)).status;

type Step = [what: string, work: (stores: Stores) => Promise<unknown>];

const REFUNDS: Step[] = [
  ['a refund', (stores) => stores.refunds.insert(refund('ref_1'))],
  ['its id again', (stores) => stores.refunds.insert(refund('ref_1', { client_correlator: 'other' }))],
  ['its correlator for another refund', (stores) => stores.refunds.insert(refund('ref_2', { client_correlator: 'ref_1:a1' }))],
  ['a refund of a charge that is not there', (stores) => stores.refunds.insert(refund('ref_2', { charge_id: 'chg_99' }))],
  ['a refund of nothing', (stores) => stores.refunds.insert(refund('ref_2', { amount_cents: 0n }))],
  ['a refund of an unknown source', (stores) => stores.refunds.insert(refund('ref_2', { source: 'chance' }))],
  ['a part is taken', (stores) => stores.refunds.reserve('chg_1', 200n)],
  ['more than is left', (stores) => stores.refunds.reserve('chg_1', 401n)],
  ['of a charge that is not there', (stores) => stores.refunds.reserve('chg_99', 1n)],
  ['all that is left', (stores) => stores.refunds.reserve('chg_1', 400n)],
  ['freed', (stores) => stores.refunds.free('chg_1', 400n)],
  ['more freed than was taken', (stores) => stores.refunds.free('chg_1', 201n)],
  ['more given than was taken', (stores) => stores.refunds.given('chg_1', 201n)],
  ['given', (stores) => stores.refunds.given('chg_1', 150n)],
  ['given of a charge that is not there', (stores) => stores.refunds.given('chg_99', 150n)],
  ['spent, less what was given', (stores) => stores.charges.spentBetween({ buyer_id: 'buy_1', mode: 'test', start: AT, end: later(1) })],
  ['a refund that is sent', (stores) => moved(stores, 'ref_1', 'sent', { sent_at: AT, booked_at: AT })],
  ['made without a reference', (stores) => moved(stores, 'ref_1', 'succeeded', { settled_at: AT })],
  ['made', (stores) => moved(stores, 'ref_1', 'succeeded', { isp_reference: 'r1', settled_at: AT })],
  ['another that is in doubt', (stores) => stores.refunds.insert(refund('ref_2'))],
  ['it is sent', (stores) => moved(stores, 'ref_2', 'sent', { sent_at: AT, booked_at: AT })],
  ['it is in doubt', (stores) => moved(stores, 'ref_2', 'in_doubt', { in_doubt_at: AT, next_look_at: later(1_000) })],
  ['it is the same at the ISP', (stores) => moved(stores, 'ref_2', 'succeeded', { isp_reference: 'r1', settled_at: AT })],
  ['refunds in doubt', async (stores) => plain(await stores.refunds.doubts())],
  ['by reconciliation', (stores) => stores.refunds.insert(refund('ref_3', { source: 'reconciliation' }))],
  ['by reconciliation again', (stores) => stores.refunds.insert(refund('ref_4', { source: 'reconciliation' }))],
  ['by a merchant, of that payment', (stores) => stores.refunds.insert(refund('ref_5', { created_at: later(5_000) }))],
  ['unsent refunds', async (stores) => ids(await stores.refunds.unsent(later(1), 9))],
  ['unsettled refunds', async (stores) => sortedIds(await stores.refunds.unsettled(later(1_001), 9))],
  ['unsettled refunds before the next look', async (stores) => sortedIds(await stores.refunds.unsettled(later(999), 9))],
  ['refunds of a charge', async (stores) => ids(await stores.refunds.ofCharges(['chg_1', 'chg_2']))],
  ['a refund by its correlator', async (stores) => (await stores.refunds.findByCorrelator('ref_2:a1'))?.id],
];

const RECONCILIATION: Step[] = [
  ['a discrepancy of a day that is not there', (stores) => stores.discrepancies.insert(discrepancy('dsc_1'))],
  ['a day', async (stores) => (await stores.reconciliations.lock(DAY, AT)).day],
  ['the day again', async (stores) => (await stores.reconciliations.lock(DAY, later(1))).first_run_at.toISOString()],
  ['the next day', async (stores) => (await stores.reconciliations.lock(NEXT_DAY, AT)).runs],
  ['days seen, none completed', async (stores) => plain(await stores.reconciliations.seen('free', '2026-05-13'))],
  ['completed', (stores) => stores.reconciliations.update(DAY, { completed_at: later(9), digest: 'd', runs: 1, last_run_at: later(9) })],
  ['days seen', async (stores) => plain(await stores.reconciliations.seen('free', '2026-05-01'))],
  ['days seen of another ISP', async (stores) => plain(await stores.reconciliations.seen('sfr', '2026-05-01'))],
  ['last completed', async (stores) => plain(await stores.reconciliations.lastCompleted())],
  ['a statement', (stores) => stores.reconciliations.replaceLines(DAY, [line('charge', 'p1', 'c1'), line('refund', 'p1', 'ref_1:a1')])],
  [
    'lines of a day that is not there',
    (stores) => stores.reconciliations.replaceLines({ ...DAY, day: '2026-05-20' }, [line('charge', 'p', 'c')]),
  ],
  [
    'the statement again, and longer',
    (stores) =>
      stores.reconciliations.replaceLines(DAY, [
        line('charge', 'p1', 'c1'),
        line('refund', 'p1', 'ref_1:a1'),
        line('refund', 'p1', 'ref_2:a1'),
      ]),
  ],
  ['the next', (stores) => stores.reconciliations.replaceLines(NEXT_DAY, [line('charge', 'p1', 'c9'), line('refund', 'p1', 'ref_2:a1')])],
  ['lines', async (stores) => plain(await stores.reconciliations.lines(DAY))],
  ['stated earlier', async (stores) => plain(await stores.reconciliations.statedEarlier(NEXT_DAY))],
  ['nothing stated earlier', async (stores) => plain(await stores.reconciliations.statedEarlier(DAY))],
  ['takings', (stores) => stores.reconciliations.hasTakings('free', { from: AT, until: later(1) })],
  ['no takings', (stores) => stores.reconciliations.hasTakings('free', { from: later(1), until: later(2) })],
  ['told of a charge', (stores) => stores.events.insert(told('evt_8', 'purchase.completed', { charge: 'chg_1' }))],
  ['told of a refund', (stores) => stores.events.insert(told('evt_9', 'charge.refunded', { charge: 'chg_1', refund: 'ref_1' }))],
  ['charges in the books', async (stores) => plain(await stores.reconciliations.charges(DAY, ALL_DAY))],
  [
    'charges named by a statement',
    async (stores) => plain(await stores.reconciliations.charges(NEXT_DAY, { from: later(1), until: later(2) })),
  ],
  [
    'refunds in the books',
    async (stores) => (await stores.refunds.inBooks(DAY, ALL_DAY)).map(({ refund: row, ...known }) => plain({ id: row.id, ...known })),
  ],
  ['a discrepancy', (stores) => stores.discrepancies.insert(discrepancy('dsc_1'))],
  ['the same again', (stores) => stores.discrepancies.insert(discrepancy('dsc_2'))],
  ['of a kind that there is not', (stores) => stores.discrepancies.insert(discrepancy('dsc_2', { kind: 'odd' }))],
  ['half resolved', (stores) => stores.discrepancies.update('dsc_1', { resolved_at: AT })],
  ['by hand without a word', (stores) => stores.discrepancies.resolve('dsc_1', { resolution: 'by_hand', resolved_at: AT, note: '' })],
  ['open ones', async (stores) => plain(await stores.discrepancies.countOpen())],
  ['gone', (stores) => stores.discrepancies.resolve('dsc_1', { resolution: 'gone', resolved_at: AT, note: null })],
  ['gone again', (stores) => stores.discrepancies.resolve('dsc_1', { resolution: 'gone', resolved_at: AT, note: null })],
  [
    'one that is owed',
    (stores) => stores.discrepancies.insert(discrepancy('dsc_3', { kind: 'charged_though_not_charged', subject: 'p1' })),
  ],
  [
    'settled',
    (stores) =>
      stores.discrepancies.settle(
        { isp: 'free', kind: 'charged_though_not_charged', subject: 'p1' },
        { resolution: 'refunded', resolved_at: AT, note: 'ref_3' },
      ),
  ],
  ['of the day', async (stores) => ids(await stores.discrepancies.ofDay(DAY))],
  ['none open', async (stores) => plain(await stores.discrepancies.countOpen())],
];

const REVIVAL: Step[] = [
  ['overdue subscriptions', async (stores) => sortedIds(await stores.subscriptions.overdue(later(10_000), 9))],
  ['none overdue', async (stores) => sortedIds(await stores.subscriptions.overdue(AT, 9))],
  ['no unsettled purchases', async (stores) => sortedIds(await stores.purchases.unsettled(later(10_000), 9))],
  ['a consent by the API', (stores) => stores.consents.insert(consent())],
  ['one that claims what was not shown', (stores) => stores.consents.insert(consent({ subscription_id: 'sub_2', accepted_at: AT }))],
  ['one of the checkout without its text', (stores) => stores.consents.insert(consent({ subscription_id: 'sub_2', channel: 'checkout' }))],
];

export const MONEY_BACK: Step[] = [...REFUNDS, ...RECONCILIATION, ...REVIVAL];
