import type { ChargeRow } from '../../db/entities/charge.ts';
import type { EventRow } from '../../db/entities/event.ts';
import type { MailRow } from '../../db/entities/mail.ts';
import type { Stores } from '../../db/stores/index.ts';

/** What billing writes at once, after the steps of faithful-script.ts. */
const AT = new Date('2026-05-12T08:15:00.123Z');
const later = (ms: number) => new Date(AT.getTime() + ms);

const sent = (id: string, period_index: number, change: Partial<ChargeRow> = {}): ChargeRow => ({
  ...{ id, key: `sub_2:${period_index}`, reference: `ref-sub_2-${period_index}`, merchant_id: 'mer_1', mode: 'test', document_id: 'doc_1' },
  ...{ buyer_id: 'buy_1', purchase_id: null, subscription_id: 'sub_2', period_index, period_start: AT, period_end: later(5), isp: 'free' },
  ...{ amount_cents: 1_000n, refund_reserved_cents: 0n, refunded_cents: 0n, grid_row_id: null, status: 'sent', attempt: 1 },
  ...{ isp_reference: null, decline_reason: null, decline_raw: null, due_at: AT, sent_at: later(1), settled_at: null, booked_at: AT },
  ...{ in_doubt_at: null, doubt_looks: 0, next_look_at: null, escalated_at: null, created_at: AT },
  ...change,
});

const told = (id: string, sequence: number): EventRow => ({
  ...{ id, merchant_id: 'mer_1', mode: 'test', document_id: 'doc_1', type: 'subscription.renewed', purchase_id: null },
  ...{ subscription_id: 'sub_2', sequence, data: { reference: 'it\'s a ? \\ "question"', charge: 'chg_20' } as EventRow['data'] },
  ...{ occurred_at: AT, created_at: AT, callback_url: null, delivery_status: 'none', next_attempt_at: null, give_up_at: null },
  delivered_at: null,
});

const letter = (id: string, occasion: string): MailRow => ({
  ...{ id, kind: 'subscription_renewed', subject_id: 'sub_2', occasion, locale: 'fr', occurred_at: AT, status: 'queued', attempts: 0 },
  ...{ next_attempt_at: AT, sent_at: null, last_error: null },
});

const paid = (stores: Stores, charge: ChargeRow, isp_reference: string) => [
  stores.charges.closingAttempt(charge, { outcome: 'succeeded', detail: null, finished_at: later(9) }),
  ...stores.ledger.posting({
    ...{ id: `pst_${charge.id}`, key: `charge:${charge.id}:succeeded`, kind: 'charge_succeeded', mode: 'test', isp: 'free' },
    ...{ merchant_id: 'mer_1', charge_id: charge.id, occurred_at: AT, created_at: AT },
    postings: [
      { account: 'isp_receivable:free', side: 'debit', amount_cents: 1_000n },
      { account: 'unallocated:free', side: 'credit', amount_cents: 1_000n },
    ],
  }),
  stores.charges.moving(charge, 'succeeded', { isp_reference, settled_at: AT }),
];

const counts = async (stores: Stores) => [
  (await stores.charges.attempts(['chg_20', 'chg_21'])).map(({ charge_id, number, outcome }) => [charge_id, number, outcome]),
  (await stores.charges.ofSubscription('sub_2')).map(({ key, status }) => [key, status]),
  (await stores.mails.ofSubjects(['sub_2'])).map(({ occasion }) => occasion),
];

export const AT_ONCE: [what: string, work: (stores: Stores) => Promise<unknown>][] = [
  [
    'a charge that is sent at once, with its attempt',
    (stores) => stores.atOnce(stores.charges.insertingSent(sent('chg_20', 10), 'sub_2:10:a1')),
  ],
  ['the same period again', (stores) => stores.atOnce(stores.charges.insertingSent(sent('chg_21', 10), 'sub_2:10:a1'))],
  ['a correlator that is taken', (stores) => stores.atOnce(stores.charges.insertingSent(sent('chg_21', 11), 'sub_2:10:a1'))],
  [
    'sent at once, without an instant',
    (stores) => stores.atOnce(stores.charges.insertingSent(sent('chg_21', 11, { sent_at: null }), 'sub_2:11:a1')),
  ],
  [
    'of an unknown buyer',
    (stores) => stores.atOnce(stores.charges.insertingSent(sent('chg_21', 11, { buyer_id: 'buy_9' }), 'sub_2:11:a1')),
  ],
  ['of all which one is kept', counts],
  ['its success without a payment', (stores) => stores.atOnce(paid(stores, sent('chg_20', 10), null as unknown as string))],
  [
    'its success, from a status that it has not',
    (stores) => stores.atOnce(paid(stores, sent('chg_20', 10, { status: 'in_doubt' }), 'p20')),
  ],
  ['of which nothing is written', counts],
  [
    'its success, with what follows from it',
    (stores) =>
      stores.atOnce([
        ...paid(stores, sent('chg_20', 10), 'p20'),
        stores.events.inserting(told('evt_20', 21)),
        stores.subscriptions.updating('sub_2', { paid_index: 10, paid_until: later(5), event_sequence: 21, next_charge_at: null }),
        stores.mails.inserting(letter('mail_20', 'period-10')),
      ]),
  ],
  ['again', (stores) => stores.atOnce(paid(stores, sent('chg_20', 10), 'p20'))],
  ['a letter that is queued, and one that is not', (stores) => stores.atOnce([stores.mails.inserting(letter('mail_21', 'period-10'))])],
  ['an event with a number that is taken', (stores) => stores.atOnce([stores.events.inserting(told('evt_21', 21))])],
  ['all of it is there once', counts],
];
