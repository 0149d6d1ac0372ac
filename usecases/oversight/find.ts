import type { ChargeRow } from '../../db/entities/charge.ts';
import type { EventRow } from '../../db/entities/event.ts';
import type { MailRow } from '../../db/entities/mail.ts';
import type { RefundRow } from '../../db/entities/refund.ts';
import type { Stores } from '../../db/stores/index.ts';
import { Refusal } from '../../domain/refusals.ts';
import { withoutQuery } from './deliveries.ts';
import type { Fields, FoundView } from './types.ts';

/** Of the parts of a long life this many, the newest. */
const PARTS_MAX = 15;

/** What a person may have typed or pasted: an id of ours, a reference, or an ISP's name for a payment, refund or mandate. */
const NAME = /^[\w.:-]{3,120}$/;

type Finder = (stores: Stores, id: string) => Promise<Omit<FoundView, 'id'> | undefined>;

/** By the prefix of an id. Each shows the columns that are named here and no others: none holds anything about a buyer. */
const FINDERS: Readonly<Record<string, Finder>> = {
  pur: findPurchase,
  sub: findSubscription,
  chg: findCharge,
  ref: findRefund,
  evt: findEvent,
  mail: async (stores, id) => {
    const letter = await stores.lookingUp.letter(id);
    return letter ? { kind: 'letter', fields: letterFields(letter), lists: [], workflow_id: null } : undefined;
  },
  doc: async (stores, id) => {
    const row = await stores.lookingUp.document(id);
    if (!row) return undefined;
    const { kind, mode, merchant_id, name, site_url, price_cents, max_codes, callback_disabled_at, created_at, updated_at } = row;
    const callback_address = withoutQuery(row.callback_url ?? '');
    const fields = { kind, mode, merchant_id, name, site_url, price_cents, max_codes, callback_address, callback_disabled_at };
    return { kind: 'document', fields: { ...fields, created_at, updated_at }, lists: [], workflow_id: null };
  },
  mer: async (stores, id) => {
    const row = await stores.lookingUp.merchant(id);
    if (!row) return undefined;
    return { kind: 'merchant', fields: { name: row.name, tier: row.tier, created_at: row.created_at }, lists: [], workflow_id: null };
  },
  clk: async (stores, id) => {
    const row = await stores.lookingUp.testClock(id);
    if (!row) return undefined;
    const { merchant_id, now_at, target_at, advancing, created_at } = row;
    return { kind: 'test clock', fields: { merchant_id, now_at, target_at, advancing, created_at }, lists: [], workflow_id: id };
  },
  chk: async (stores, id) => {
    const row = await stores.lookingUp.checkout(id);
    if (!row) return undefined;
    const { merchant_id, mode, document_id, isp, locale, failure, created_at, expires_at, form_shown_at, completed_at } = row;
    const { purchase_id, subscription_id } = row;
    // The ids are chosen beforehand: until it is completed they lead nowhere.
    const sold = completed_at ? { purchase_id, subscription_id } : {};
    const fields = { merchant_id, mode, document_id, isp, locale, failure, created_at, expires_at, form_shown_at, completed_at, ...sold };
    return { kind: 'checkout', fields, lists: [], workflow_id: null };
  },
};

/** Refuses with not_found. */
export async function findByName(stores: Stores, name: string): Promise<FoundView> {
  const text = name.trim();
  const id = FINDERS[prefixOf(text)] ? text : NAME.test(text) ? await stores.lookingUp.idOfName(text) : undefined;
  const found = id === undefined ? undefined : await FINDERS[prefixOf(id)]?.(stores, id);
  if (id === undefined || found === undefined) throw new Refusal('not_found', 'Nothing has this id or reference.');
  return { id, ...found };
}

function prefixOf(id: string): string {
  return /^([a-z]{2,5})_\w{1,40}$/.exec(id)?.[1] ?? '';
}

async function findPurchase(stores: Stores, id: string): Promise<Omit<FoundView, 'id'> | undefined> {
  const row = await stores.lookingUp.purchase(id);
  if (!row) return undefined;
  const { reference, merchant_id, mode, document_id, isp, quantity, unit_price_cents, amount_cents, status, decline_reason } = row;
  const charge = await stores.charges.ofPurchase(id);
  const fields = { reference, merchant_id, mode, document_id, isp, quantity, unit_price_cents, amount_cents, status, decline_reason };
  const lists = await partsOf(stores, { charges: charge ? [charge] : [], subject_id: id, subject: { purchase_id: id } });
  return { kind: 'purchase', fields: { ...fields, created_at: row.created_at, completed_at: row.completed_at }, lists, workflow_id: id };
}

async function findSubscription(stores: Stores, id: string): Promise<Omit<FoundView, 'id'> | undefined> {
  const row = await stores.lookingUp.subscription(id);
  if (!row) return undefined;
  const { reference, merchant_id, mode, document_id, offer_id, isp, period, price_cents, test_clock_id, status } = row;
  const { anchor_at, paid_index, paid_until: paid_until_at, next_index, next_charge_at, created_at } = row;
  const { ended_at, end_reason, end_source, mandate_reference, mandate_cancelled_at } = row;
  const charges = await stores.lookingUp.charges(id, PARTS_MAX);
  return {
    kind: 'subscription',
    fields: {
      ...{ reference, merchant_id, mode, document_id, offer_id, isp, period, price_cents, test_clock_id, status },
      ...{ anchor_at, paid_index, paid_until_at, next_index, next_charge_at, created_at },
      ...{ ended_at, end_reason, end_source, mandate_reference, mandate_cancelled_at },
    },
    lists: await partsOf(stores, { charges, subject_id: id, subject: { subscription_id: id } }),
    workflow_id: id,
  };
}

async function findCharge(stores: Stores, id: string): Promise<Omit<FoundView, 'id'> | undefined> {
  const row = await stores.charges.findAny(id);
  if (!row) return undefined;
  const { purchase_id, subscription_id, key, reference, merchant_id, mode, document_id, refund_reserved_cents, refunded_cents } = row;
  const { decline_raw, due_at, booked_at, sent_at, settled_at, in_doubt_at, doubt_looks, next_look_at, escalated_at, created_at } = row;
  const attempts = await stores.charges.attempts([id]);
  const fields = {
    ...{ purchase_id, subscription_id, key, reference, merchant_id, mode, document_id },
    ...chargeFields(row),
    ...{ refund_reserved_cents, refunded_cents, decline_raw, due_at, booked_at, sent_at, settled_at },
    ...{ in_doubt_at, doubt_looks, next_look_at, escalated_at, created_at },
  };
  const attempt_rows = attempts.map(({ number, client_correlator, outcome, detail, sent_at: tried_at, finished_at }) => ({
    ...{ number, client_correlator, outcome, detail, sent_at: tried_at, finished_at },
  }));
  const lists = [
    { title: 'Attempts', rows: attempt_rows },
    { title: 'Refunds', rows: (await stores.refunds.ofCharges([id])).map(refundFields) },
  ];
  return { kind: 'charge', fields, lists, workflow_id: purchase_id ?? subscription_id ?? null };
}

async function findRefund(stores: Stores, id: string): Promise<Omit<FoundView, 'id'> | undefined> {
  const row = await stores.lookingUp.refund(id);
  if (!row) return undefined;
  const { merchant_id, mode, isp, source, attempt, client_correlator, payment_reference, decline_raw, sent_at, booked_at } = row;
  const { in_doubt_at, doubt_looks, next_look_at, escalated_at } = row;
  const fields = {
    ...{ charge_id: row.charge_id, merchant_id, mode, isp, source },
    ...refundFields(row),
    ...{ attempt, client_correlator, payment_reference, decline_raw, sent_at, booked_at },
    ...{ in_doubt_at, doubt_looks, next_look_at, escalated_at },
  };
  return { kind: 'refund', fields, lists: [], workflow_id: id };
}

async function findEvent(stores: Stores, id: string): Promise<Omit<FoundView, 'id'> | undefined> {
  const row = await stores.lookingUp.event(id);
  if (!row) return undefined;
  const { merchant_id, mode, document_id, purchase_id, subscription_id, sequence, occurred_at, next_attempt_at } = row;
  const callback_address = withoutQuery(row.callback_url ?? '');
  const subject = { merchant_id, mode, document_id, purchase_id, subscription_id, sequence };
  // What the merchant's server answered in words may hold anything: its status tells enough.
  const deliveries = (await stores.events.deliveries([id])).map(({ attempted_at, latency_ms, response_status, error }) => ({
    ...{ attempted_at, latency_ms, response_status, error },
  }));
  const fields = { ...subject, ...eventFields(row), occurred_at, next_attempt_at, callback_address };
  return { kind: 'event', fields, lists: [{ title: 'Deliveries', rows: deliveries.slice(-PARTS_MAX) }], workflow_id: id };
}

type Parts = { charges: ChargeRow[]; subject_id: string; subject: { purchase_id: string } | { subscription_id: string } };

async function partsOf(stores: Stores, { charges, subject_id, subject }: Parts): Promise<FoundView['lists']> {
  const refunds = await stores.refunds.ofCharges(charges.map(({ id }) => id));
  const events = await stores.lookingUp.events(subject, PARTS_MAX);
  const letters = await stores.mails.ofSubjects([subject_id]);
  return [
    { title: 'Charges', rows: charges.map(chargeFields) },
    { title: 'Refunds', rows: refunds.map(refundFields) },
    { title: 'Events', rows: events.map(eventFields) },
    { title: 'Letters', rows: letters.slice(-PARTS_MAX).map(letterFields) },
  ];
}

const chargeFields = ({ id, isp, period_index, amount_cents, status, attempt, decline_reason, isp_reference }: ChargeRow): Fields => ({
  ...{ id, isp, period_index, amount_cents, status, attempt, decline_reason, isp_reference },
});

const refundFields = ({ id, amount_cents, status, isp_reference, decline_reason, created_at, settled_at }: RefundRow): Fields => ({
  ...{ id, amount_cents, status, isp_reference, decline_reason, created_at, settled_at },
});

const eventFields = ({ id, type, delivery_status, created_at, delivered_at }: EventRow): Fields => ({
  ...{ id, type, delivery_status, created_at, delivered_at },
});

const letterFields = ({ id, kind, occasion, status, attempts, last_error, occurred_at, next_attempt_at, sent_at }: MailRow): Fields => ({
  ...{ id, kind, occasion, status, attempts, last_error, occurred_at, next_attempt_at, sent_at },
});
