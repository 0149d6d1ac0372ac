import type { CodeRow } from '../../db/entities/code.ts';
import type { Stores } from '../../db/stores/index.ts';
import type { UnitOfWork } from '../../db/unit-of-work.ts';
import { AT_ONCE } from './faithful-at-once.ts';
import { MONEY_BACK } from './faithful-money-back.ts';

/** The same operations for PostgreSQL and for the tables in memory. Each answers in words what came of it. */
export const AT = new Date('2026-05-12T08:15:00.123Z');
const later = (ms: number) => new Date(AT.getTime() + ms);
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

type Rows = { [Store in keyof Stores]: Stores[Store] extends { insert(row: infer Row): unknown } ? Row : never };
export const purchase = (id: string, change: object = {}) =>
  ({
    ...{
      id,
      reference: `ref-${id}`,
      merchant_id: 'mer_1',
      mode: 'test',
      document_id: 'doc_1',
      buyer_id: 'buy_1',
      isp: 'free',
      quantity: 2,
    },
    ...{ unit_price_cents: 300n, amount_cents: 600n, locale: 'fr', client_reference: null, email_sealed: bytes('e') },
    ...{
      token_hash: bytes(`token-${id}`),
      token_sealed: bytes('t'),
      status: 'processing',
      decline_reason: null,
      created_at: AT,
      completed_at: null,
    },
    ...change,
  }) as Rows['purchases'];
export const subscription = (id: string, change: object = {}) =>
  ({
    ...{
      id,
      reference: `ref-${id}`,
      merchant_id: 'mer_1',
      mode: 'test',
      document_id: 'doc_1',
      offer_id: 'off_1',
      buyer_id: 'buy_1',
      isp: 'free',
    },
    ...{
      period: 'month',
      price_cents: 1_000n,
      locale: 'fr',
      client_reference: null,
      email_sealed: bytes('e'),
      token_hash: bytes(`token-${id}`),
    },
    ...{
      token_sealed: null,
      mandate_reference: null,
      mandate_cancelled_at: null,
      unsubscribe_token_hash: bytes(`link-${id}`),
      test_clock_id: null,
    },
    ...{
      status: 'pending',
      anchor_at: AT,
      paid_index: null,
      paid_until: null,
      next_index: 0,
      next_charge_at: AT,
      ended_at: null,
      end_reason: null,
    },
    ...{ end_source: null, event_sequence: 0, updated_at: AT, created_at: AT },
    ...change,
  }) as Rows['subscriptions'];
export const charge = (id: string, subject: object, change: object = {}) =>
  ({
    ...{
      id,
      key: id,
      reference: `ref-${id}`,
      merchant_id: 'mer_1',
      mode: 'test',
      document_id: 'doc_1',
      buyer_id: 'buy_1',
      purchase_id: null,
    },
    ...{
      subscription_id: null,
      period_index: null,
      period_start: null,
      period_end: null,
      isp: 'free',
      amount_cents: 600n,
      refund_reserved_cents: 0n,
      refunded_cents: 0n,
      status: 'intent',
    },
    ...{
      attempt: 1,
      isp_reference: null,
      decline_reason: null,
      decline_raw: null,
      due_at: AT,
      sent_at: null,
      settled_at: null,
      booked_at: null,
    },
    ...{ in_doubt_at: null, doubt_looks: 0, next_look_at: null, escalated_at: null, created_at: AT },
    ...subject,
    ...change,
  }) as Rows['charges'];
const ofPurchase = (id: string) => ({ key: id, purchase_id: id });
const ofPeriod = (id: string, index: number) => ({ key: `${id}:${index}`, subscription_id: id, period_index: index });
const code = (id: string, change: object) =>
  ({
    id,
    merchant_id: 'mer_1',
    mode: 'test',
    document_id: 'doc_1',
    buyer_id: 'buy_1',
    purchase_id: null,
    subscription_id: null,
    code_hash: bytes(id),
    code_sealed: bytes('c'),
    used_at: null,
    used_by: null,
    created_at: AT,
    ...change,
  }) as CodeRow;
const codesIn = (stores: Stores, rows: CodeRow[]) => stores.atOnce([stores.codes.inserting(rows)]);
const mail = (id: string, occasion: string) =>
  ({
    id,
    kind: 'purchase_codes',
    subject_id: 'pur_1',
    occasion,
    locale: 'fr',
    occurred_at: AT,
    status: 'queued',
    attempts: 0,
    next_attempt_at: AT,
    sent_at: null,
    last_error: null,
  }) as Rows['mails'];
const event = (id: string, sequence: number) =>
  ({
    id,
    merchant_id: 'mer_1',
    mode: 'test',
    document_id: 'doc_1',
    type: 'subscription.renewed',
    purchase_id: null,
    subscription_id: 'sub_1',
    sequence,
    data: { reference: 'r', amount: 600, currency: 'EUR', isp: 'free', document: 'doc_1', client_reference: null },
    occurred_at: AT,
    created_at: AT,
    callback_url: 'https://m.example',
    delivery_status: 'pending',
    next_attempt_at: later(sequence),
    delivered_at: null,
  }) as Rows['events'];

/** What everything below refers to. */
export async function settle(stores: Stores): Promise<void> {
  await stores.merchants.insert({ id: 'mer_1', name: 'M', tier: 'premium', created_at: AT });
  const common = {
    merchant_id: 'mer_1',
    mode: 'test',
    site_url: 'https://m.example',
    locale: 'fr',
    callback_url: null,
    callback_disabled_at: null,
    created_at: AT,
    updated_at: AT,
  } as const;
  await stores.documents.insert({ ...common, id: 'doc_1', kind: 'rebilling', name: 'D', price_cents: null, max_codes: null });
  await stores.documents.insertOffers([
    { id: 'off_1', document_id: 'doc_1', period: 'month', price_cents: 1_000n, position: 0, archived_at: null },
  ]);
  await stores.documents.keepVersion('doc_1', AT);
  await stores.buyers.findOrInsert({ id: 'buy_1', isp: 'free', subscriber_hash: bytes('line-1'), key_wrapped: bytes('k'), created_at: AT });
}

type Step = [what: string, work: (stores: Stores, hot: UnitOfWork['hot']) => Promise<unknown>];

/** Each is a transaction of its own. */
export const STEPS: Step[] = [
  [
    'the same subscriber again',
    (stores) =>
      stores.buyers
        .findOrInsert({ id: 'buy_2', isp: 'free', subscriber_hash: bytes('line-1'), key_wrapped: bytes('k'), created_at: AT })
        .then(({ id }) => id),
  ],
  ['a purchase', (stores) => stores.purchases.insert(purchase('pur_1'))],
  ['its id again', (stores) => stores.purchases.insert(purchase('pur_1', { token_hash: bytes('other') }))],
  ['its token again', (stores) => stores.purchases.insert(purchase('pur_2', { token_hash: bytes('token-pur_1') }))],
  ['a total that is no sum', (stores) => stores.purchases.insert(purchase('pur_3', { amount_cents: 601n }))],
  ['a total above the ceiling', (stores) => stores.purchases.insert(purchase('pur_3', { quantity: 11, amount_cents: 3_300n }))],
  ['an unknown status', (stores) => stores.purchases.update('pur_1', { status: 'lost' as never })],
  ['an unknown buyer', (stores) => stores.purchases.insert(purchase('pur_3', { buyer_id: 'buy_9' }))],
  ['a reference that is too long', (stores) => stores.purchases.insert(purchase('pur_3', { reference: 'x'.repeat(41) }))],
  ['a null that may not be', (stores) => stores.purchases.update('pur_1', { status: null as never })],
  ['a subscription', (stores) => stores.subscriptions.insert(subscription('sub_1'))],
  ['half an end', (stores) => stores.subscriptions.update('sub_1', { ended_at: AT })],
  [
    'an end with a next charge',
    (stores) => stores.subscriptions.update('sub_1', { status: 'ended', ended_at: AT, end_reason: 'unsubscribed' }),
  ],
  ['a mandate', (stores) => stores.subscriptions.update('sub_1', { mandate_reference: 'mdt_1', token_sealed: null })],
  [
    'another with the same mandate',
    (stores) =>
      stores.subscriptions.insert(subscription('sub_2')).then(() => stores.subscriptions.update('sub_2', { mandate_reference: 'mdt_1' })),
  ],
  ['that one without', (stores) => stores.subscriptions.insert(subscription('sub_2', { created_at: later(1_000) }))],
  ['found by mandate', (stores) => stores.subscriptions.findByMandate('free', 'mdt_1').then((row) => row?.id)],
  ['found by its link', (stores) => stores.subscriptions.findByUnsubscribeToken(bytes('link-sub_2')).then((row) => row?.id)],
  ['a charge', (stores) => stores.charges.insert(charge('chg_1', ofPurchase('pur_1')))],
  ['a second one for the purchase', (stores) => stores.charges.insert(charge('chg_2', ofPurchase('pur_1')))],
  ['one of nothing', (stores) => stores.charges.insert(charge('chg_2', { key: 'x' }))],
  ['one with a key of its own', (stores) => stores.charges.insert(charge('chg_2', { ...ofPeriod('sub_1', 0), key: 'sub_1:1' }))],
  ['one of a period', (stores) => stores.charges.insert(charge('chg_2', ofPeriod('sub_1', 0)))],
  ['the period again', (stores) => stores.charges.insert(charge('chg_3', ofPeriod('sub_1', 0)))],
  ['sent without an instant', async (stores) => stores.charges.move(await stores.charges.get('chg_1'), 'sent')],
  ['an arrow that is not there', async (stores) => stores.charges.move(await stores.charges.get('chg_1'), 'succeeded')],
  ['sent', async (stores) => (await stores.charges.move(await stores.charges.get('chg_1'), 'sent', { sent_at: AT, booked_at: AT })).status],
  [
    'from a status that it has no more',
    async (stores) => stores.charges.move({ ...(await stores.charges.get('chg_1')), status: 'intent' }, 'sent', { sent_at: AT }),
  ],
  ['an attempt', (stores) => stores.charges.openAttempt({ charge_id: 'chg_1', number: 1, client_correlator: 'c1', sent_at: AT })],
  [
    'closed',
    (stores) => stores.charges.closeAttempt({ id: 'chg_1', attempt: 1 }, { outcome: 'not_sent', detail: 'd', finished_at: later(5) }),
  ],
  ['opened again', (stores) => stores.charges.openAttempt({ charge_id: 'chg_1', number: 1, client_correlator: 'c1', sent_at: later(9) })],
  [
    'its correlator for another charge',
    (stores) => stores.charges.openAttempt({ charge_id: 'chg_2', number: 1, client_correlator: 'c1', sent_at: AT }),
  ],
  ['found by correlator', (stores) => stores.charges.findByCorrelator('c1').then((row) => row?.id)],
  [
    'succeeded without a reference',
    async (stores) => stores.charges.move(await stores.charges.get('chg_1'), 'succeeded', { settled_at: AT }),
  ],
  [
    'succeeded',
    async (stores) =>
      (await stores.charges.move(await stores.charges.get('chg_1'), 'succeeded', { isp_reference: 'p1', settled_at: AT })).status,
  ],
  [
    'another with the same payment',
    async (stores) => {
      const sent = await stores.charges.move(await stores.charges.get('chg_2'), 'sent', { sent_at: AT, booked_at: AT });
      return await stores.charges.move(sent, 'succeeded', { isp_reference: 'p1', settled_at: AT });
    },
  ],
  ['of which nothing is kept', (stores) => stores.charges.get('chg_2').then(({ status }) => status)],
  ['spent', (stores) => stores.charges.spentBetween({ buyer_id: 'buy_1', mode: 'test', start: AT, end: later(1) })],
  ['spent in another month', (stores) => stores.charges.spentBetween({ buyer_id: 'buy_1', mode: 'test', start: later(1), end: later(2) })],
  [
    'uncharged subscriptions',
    (stores) =>
      stores.subscriptions.uncharged({ after: AT, before: later(2_000), limit: 9 }).then((rows) => rows.map(({ id }) => id).sort()),
  ],
  [
    'uncharged purchases',
    (stores) => stores.purchases.uncharged({ after: AT, before: later(2_000), limit: 9 }).then((rows) => rows.length),
  ],
  [
    'in doubt',
    async (stores) => {
      const sent = await stores.charges.move(await stores.charges.get('chg_2'), 'sent', { sent_at: AT, booked_at: AT });
      await stores.charges.move(sent, 'in_doubt', { in_doubt_at: AT, next_look_at: AT });
    },
  ],
  [
    'doubts',
    (stores) =>
      stores.charges
        .doubts()
        .then((rows) => rows.map(({ isp, escalated, count, oldest }) => [isp, escalated, count, oldest.toISOString()])),
  ],
  ['unresolved', (stores) => stores.charges.unresolved('sub_1').then((row) => row?.id)],
  [
    'intents void',
    async (stores) => {
      await stores.charges.insert(charge('chg_4', ofPeriod('sub_1', 1)));
      await stores.charges.voidIntents('sub_1');
    },
  ],
  ['a code', (stores) => codesIn(stores, [code('cod_1', { subscription_id: 'sub_1' })])],
  ['a second one', (stores) => codesIn(stores, [code('cod_2', { subscription_id: 'sub_1' })])],
  ['one that nobody uses', (stores) => codesIn(stores, [code('cod_3', { purchase_id: 'pur_1' })])],
  ['an event', (stores) => stores.events.insert(event('evt_1', 1))],
  ['its sequence again', (stores) => stores.events.insert(event('evt_2', 1))],
  ['the next', (stores) => stores.events.insert(event('evt_2', 2))],
  [
    'events claimed',
    (_stores, hot) => hot.claimCallbacks({ now: later(1), held_until: later(9), turns: [{ document_id: 'doc_1', room: 5 }] }),
  ],
  ['a letter', (stores) => stores.mails.insert(mail('mail_1', 'o'))],
  ['the same letter', (stores) => stores.mails.insert(mail('mail_2', 'o'))],
  ['letters claimed', (_stores, hot) => hot.claimMails({ now: AT, held_until: later(9), limit: 5 })],
  [
    'an end',
    (stores) => stores.subscriptions.update('sub_1', { status: 'ended', ended_at: AT, end_reason: 'unsubscribed', next_charge_at: null }),
  ],
  ['unfinished ends', (stores) => stores.subscriptions.unfinishedEnds(later(1), 5).then((rows) => rows.map(({ id }) => id))],
  [
    'after an error',
    async (stores) => {
      await stores.purchases.update('pur_1', { client_reference: 'lost' });
      await stores.charges.insert(charge('chg_9', ofPurchase('pur_1'))).catch(() => undefined);
      await stores.purchases.get('pur_1');
    },
  ],
  ['of which nothing is kept either', (stores) => stores.purchases.get('pur_1').then((row) => row.client_reference)],
  ...MONEY_BACK,
  ...AT_ONCE,
];

export async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    const result = await work();
    return typeof result === 'bigint' ? `${result}n` : (JSON.stringify(result) ?? 'done');
  } catch (error) {
    const { code, constraint, message } = error as { code?: string; constraint?: string; message: string };
    return code === undefined ? `Error: ${message}` : [code, constraint].filter(Boolean).join(' ');
  }
}

export async function runSteps(unitOfWork: UnitOfWork): Promise<string[]> {
  const lines: string[] = [];
  for (const [what, work] of STEPS)
    lines.push(`${what}: ${await outcome(() => unitOfWork.transaction((stores) => work(stores, unitOfWork.hot)))}`);
  return lines;
}
