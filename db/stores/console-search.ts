import type { EntityManager } from '@mikro-orm/postgresql';
import type { ChargeStatus } from '../../domain/charges.ts';
import type { Isp } from '../../domain/isps.ts';
import type { Period } from '../../domain/offers.ts';
import type { SubscriptionStatus } from '../../domain/subscriptions.ts';
import type { Owner, PageQuery, Rows } from './paging.ts';

export type FoundCharge = {
  id: string;
  reference: string;
  purchase_id: string | null;
  subscription_id: string | null;
  period_index: number | null;
  document_name: string;
  client_reference: string | null;
  isp: Isp;
  amount_cents: string;
  refunded_cents: string;
  status: ChargeStatus;
  at: Date;
};

export type FoundSubscription = {
  id: string;
  reference: string;
  document_name: string;
  client_reference: string | null;
  isp: Isp;
  period: Period;
  price_cents: string;
  status: SubscriptionStatus;
  anchor_at: Date;
  next_charge_at: Date | null;
  ended_at: Date | null;
};

export type ChargeConditions = {
  text?: string | undefined;
  isp?: Isp | undefined;
  status?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};
export type SubscriptionConditions = { text?: string | undefined; isp?: Isp | undefined; status?: string | undefined };

type Condition = { sql: string; values: unknown[] };

const CHARGES = `select charge.id, charge.reference, charge.purchase_id, charge.subscription_id, charge.period_index, document.name as document_name,
    coalesce(purchase.client_reference, subscription.client_reference) as client_reference, charge.isp, charge.amount_cents::text as amount_cents,
    charge.refunded_cents::text as refunded_cents, charge.status, coalesce(charge.booked_at, charge.due_at) as at
  from charge join document on document.id = charge.document_id
    left join purchase on purchase.id = charge.purchase_id left join subscription on subscription.id = charge.subscription_id`;

const SUBSCRIPTIONS = `select subscription.id, subscription.reference, document.name as document_name, subscription.client_reference, subscription.isp,
    subscription.period, subscription.price_cents::text as price_cents, subscription.status, subscription.anchor_at,
    subscription.next_charge_at, subscription.ended_at
  from subscription join document on document.id = subscription.document_id`;

/** The lists of the console, narrowed by what a person looks for, with the names that go with them; newest first. */
export class ConsoleSearchStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async charges(owner: Owner, page: PageQuery, wanted: ChargeConditions): Promise<Rows<FoundCharge>> {
    const conditions: Condition[] = [...common('charge', owner, page)];
    if (wanted.text !== undefined) conditions.push(await this.#chargesNamed(owner, wanted.text));
    if (wanted.isp !== undefined) conditions.push({ sql: 'charge.isp = ?', values: [wanted.isp] });
    if (wanted.status === 'refunded') conditions.push({ sql: 'charge.refunded_cents > 0', values: [] });
    else if (wanted.status !== undefined) conditions.push({ sql: 'charge.status = ?', values: [wanted.status] });
    if (wanted.from) conditions.push({ sql: 'coalesce(charge.booked_at, charge.due_at) >= ?', values: [wanted.from] });
    if (wanted.until) conditions.push({ sql: 'coalesce(charge.booked_at, charge.due_at) < ?', values: [wanted.until] });
    const found = await this.#page<FoundCharge>(`${CHARGES} where ${allOf(conditions)} order by charge.id desc`, conditions, page);
    return { ...found, rows: found.rows.map((row) => ({ ...row, at: new Date(row.at) })) };
  }

  async subscriptions(owner: Owner, page: PageQuery, wanted: SubscriptionConditions): Promise<Rows<FoundSubscription>> {
    const conditions: Condition[] = [...common('subscription', owner, page)];
    if (wanted.text !== undefined) conditions.push(subscriptionsNamed(wanted.text));
    if (wanted.isp !== undefined) conditions.push({ sql: 'subscription.isp = ?', values: [wanted.isp] });
    if (wanted.status !== undefined) conditions.push({ sql: 'subscription.status = ?', values: [wanted.status] });
    const sql = `${SUBSCRIPTIONS} where ${allOf(conditions)} order by subscription.id desc`;
    const found = await this.#page<FoundSubscription>(sql, conditions, page);
    return { ...found, rows: found.rows.map(withDates) };
  }

  /** Own references are looked up first, each by its index, so that the list is never read through for one. */
  async #chargesNamed(owner: Owner, text: string): Promise<Condition> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `select id from purchase where merchant_id = ? and mode = ? and client_reference = ?
         union all select id from subscription where merchant_id = ? and mode = ? and (client_reference = ? or reference = ?)`,
      [owner.merchant_id, owner.mode, text, owner.merchant_id, owner.mode, text, text.toUpperCase()],
    );
    const subjects = [text, ...rows.map((row) => row.id)];
    const marks = subjects.map(() => '?').join(', ');
    return {
      sql: `(charge.id = ? or charge.reference = ? or charge.purchase_id in (${marks}) or charge.subscription_id in (${marks}))`,
      values: [text, text.toUpperCase(), ...subjects, ...subjects],
    };
  }

  async #page<T>(sql: string, conditions: Condition[], page: PageQuery): Promise<Rows<T>> {
    const values = [...conditions.flatMap((condition) => condition.values), page.limit + 1];
    const rows = await this.#em.execute<T[]>(`${sql} limit ?`, values);
    return { rows: rows.slice(0, page.limit), has_more: rows.length > page.limit };
  }
}

function common(table: 'charge' | 'subscription', { merchant_id, mode }: Owner, { after }: PageQuery): Condition[] {
  const owned = { sql: `${table}.merchant_id = ? and ${table}.mode = ?`, values: [merchant_id, mode] };
  return after === undefined ? [owned] : [owned, { sql: `${table}.id < ?`, values: [after] }];
}

function subscriptionsNamed(text: string): Condition {
  return {
    sql: '(subscription.id = ? or subscription.reference = ? or subscription.client_reference = ?)',
    values: [text, text.toUpperCase(), text],
  };
}

function allOf(conditions: Condition[]): string {
  return conditions.map(({ sql }) => sql).join(' and ');
}

function withDates(row: FoundSubscription): FoundSubscription {
  const dateOf = (value: Date | null) => (value === null ? null : new Date(value));
  return { ...row, anchor_at: new Date(row.anchor_at), next_charge_at: dateOf(row.next_charge_at), ended_at: dateOf(row.ended_at) };
}
