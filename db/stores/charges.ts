import { type EntityData, type EntityManager, type FilterQuery, type RequiredEntityData, raw } from '@mikro-orm/postgresql';
import type { ChargeStatus, DeclineReason } from '../../domain/charges.ts';
import { mayMove } from '../../domain/charges.ts';
import type { Isp } from '../../domain/isps.ts';
import type { Mode } from '../../domain/subscriptions.ts';
import { change as changeOf, insertion, type Write } from '../at-once.ts';
import { Charge, ChargeAttempt, type ChargeAttemptRow, type ChargeRow } from '../entities/charge.ts';
import { findOwned, type ListQuery, listOwned, type Owner, type Rows } from './paging.ts';

export type ChargeListQuery = ListQuery & { given_back?: keyof typeof GIVEN_BACK | undefined };

type AttemptResult = { outcome: ChargeAttemptRow['outcome']; detail: string | null; finished_at: Date };

const GIVEN_BACK = {
  nothing: () => ({ $eq: 0n }),
  part: () => ({ $gt: 0n, $lt: raw('amount_cents') }),
  all: () => ({ $gt: 0n, $eq: raw('amount_cents') }),
};

export class ChargeStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(row: RequiredEntityData<ChargeRow>): Promise<void> {
    await this.#em.insert(Charge, row);
  }

  async find(owner: Owner & { id: string }): Promise<ChargeRow | null> {
    return await findOwned(this.#em, Charge, owner);
  }

  /** `given_back` narrows to charges of which nothing, a part or all was given back. */
  async list(owner: Owner, { given_back, ...query }: ChargeListQuery): Promise<Rows<ChargeRow>> {
    const filter = { $and: [query.filter ?? {}, given_back === undefined ? {} : { refunded_cents: GIVEN_BACK[given_back]() }] };
    return await listOwned(this.#em, Charge, { ...query, owner, filter });
  }

  async get(id: string): Promise<ChargeRow> {
    return await this.#em.findOneOrFail(Charge, { id }, { disableIdentityMap: true });
  }

  /** Of whichever merchant. */
  async findAny(id: string): Promise<ChargeRow | null> {
    return await this.#em.findOne(Charge, { id }, { disableIdentityMap: true });
  }

  /** All charges in the order of their ids, a page at a time; `after` is the last id of the page before. */
  async page({ after, limit }: { after: string; limit: number }): Promise<ChargeRow[]> {
    return await this.#em.find(Charge, { id: { $gt: after } }, { orderBy: { id: 'asc' }, limit, disableIdentityMap: true });
  }

  async ofPurchase(purchase_id: string): Promise<ChargeRow | null> {
    return await this.#em.findOne(Charge, { purchase_id }, { disableIdentityMap: true });
  }

  async ofPurchases(purchase_ids: string[]): Promise<ChargeRow[]> {
    return await this.#em.find(Charge, { purchase_id: { $in: purchase_ids } }, { disableIdentityMap: true });
  }

  /** The reason of the latest period of each subscription, where that period was refused. */
  async lastDeclines(subscription_ids: string[]): Promise<Map<string, DeclineReason>> {
    if (subscription_ids.length === 0) return new Map();
    const rows = await this.#em.execute<{ subscription_id: string; status: string; decline_reason: DeclineReason }[]>(
      `select distinct on (subscription_id) subscription_id, status, decline_reason from charge
         where subscription_id in (?) and status <> 'void' order by subscription_id, period_index desc`,
      [subscription_ids],
    );
    return new Map(rows.filter((row) => row.status === 'declined').map((row) => [row.subscription_id, row.decline_reason]));
  }

  async ofSubscription(subscription_id: string): Promise<ChargeRow[]> {
    return await this.#em.find(Charge, { subscription_id }, { orderBy: { period_index: 'asc' }, disableIdentityMap: true });
  }

  async ofPeriod(subscription_id: string, period_index: number): Promise<ChargeRow | null> {
    return await this.#em.findOne(Charge, { subscription_id, period_index }, { disableIdentityMap: true });
  }

  /** The one charge of a subscription whose outcome is not known; null where all are. */
  async unresolved(subscription_id: string): Promise<ChargeRow | null> {
    const where = { subscription_id, status: { $in: ['sent', 'in_doubt'] } } satisfies FilterQuery<ChargeRow>;
    return await this.#em.findOne(Charge, where, { disableIdentityMap: true });
  }

  /**
   * Moves a charge from the status that the caller saw. Throws where the state machine has no such arrow or where somebody else moved it
   * first: both are broken invariants, since callers hold the lock of the purchase or subscription.
   */
  async move(charge: ChargeRow, to: ChargeStatus, change: EntityData<ChargeRow> = {}): Promise<ChargeRow> {
    if (!mayMove(charge.status, to)) throw new Error(`a charge never goes from ${charge.status} to ${to}`);
    const moved = await this.#em.nativeUpdate(Charge, { id: charge.id, status: charge.status }, { ...change, status: to });
    if (moved !== 1) throw new Error(`charge ${charge.id} was no longer ${charge.status}`);
    return Object.assign(Object.create(null) as object, charge, change, { status: to }) as ChargeRow;
  }

  /** The same move, to go out with other writes. */
  moving(charge: ChargeRow, to: ChargeStatus, change: Partial<ChargeRow>): Write {
    if (!mayMove(charge.status, to)) throw new Error(`a charge never goes from ${charge.status} to ${to}`);
    const { id, status } = charge;
    return changeOf('charge', { id, status }, { ...change, status: to }, `charge ${id} was no longer ${status}`);
  }

  /** Changes what is known about a charge, not its status. */
  async note(id: string, change: Omit<EntityData<ChargeRow>, 'status'>): Promise<void> {
    await this.#em.nativeUpdate(Charge, { id }, change);
  }

  /** Charges in doubt, by ISP and by whether operators are to look at them. */
  async doubts(): Promise<{ isp: Isp; escalated: boolean; count: number; oldest: Date }[]> {
    const rows = await this.#em.execute<{ isp: Isp; escalated: boolean; count: string; oldest: Date }[]>(
      `select isp, escalated_at is not null as escalated, count(*) as count, min(in_doubt_at) as oldest from charge
         where status = 'in_doubt' group by isp, escalated_at is not null`,
    );
    return rows.map((row) => ({ ...row, count: Number(row.count), oldest: new Date(row.oldest) }));
  }

  async spentBetween(month: { buyer_id: string; mode: Mode; start: Date; end: Date }): Promise<bigint> {
    const sum = spentCents({ buyer_id: '?', mode: '?', start: '?', end: '?' });
    const rows = await this.#em.execute<{ spent_cents: string }[]>(sum, [month.buyer_id, month.mode, month.start, month.end]);
    return BigInt(rows[0]?.spent_cents ?? '0');
  }

  /** Intents that an end overtook. */
  async voidIntents(subscription_id: string): Promise<void> {
    await this.#em.nativeUpdate(Charge, { subscription_id, status: 'intent' }, { status: 'void' });
  }

  /** Opens an attempt, or opens it again after proof that it had not been sent. */
  async openAttempt(row: { charge_id: string; number: number; client_correlator: string; sent_at: Date }): Promise<void> {
    await this.#em.execute(
      `insert into charge_attempt (charge_id, number, client_correlator, outcome, sent_at) values (?, ?, ?, 'sent', ?)
         on conflict (charge_id, number) do update set outcome = 'sent', sent_at = excluded.sent_at, finished_at = null, detail = null`,
      [row.charge_id, row.number, row.client_correlator, row.sent_at],
    );
  }

  /** A charge of which there is no row yet, as `sent` with its attempt, to go out at once. */
  insertingSent(row: ChargeRow, client_correlator: string): Write[] {
    const { id: charge_id, attempt: number, sent_at } = row;
    const attempt = { charge_id, number, client_correlator, outcome: 'sent', sent_at };
    return [insertion('charge', [row]), insertion('charge_attempt', [attempt])];
  }

  async closeAttempt(charge: { id: string; attempt: number }, result: AttemptResult): Promise<void> {
    await this.#em.nativeUpdate(ChargeAttempt, { charge_id: charge.id, number: charge.attempt }, result);
  }

  /** The same, to go out with other writes. */
  closingAttempt(charge: { id: string; attempt: number }, result: AttemptResult): Write {
    return changeOf('charge_attempt', { charge_id: charge.id, number: charge.attempt }, result);
  }

  async attempts(charge_ids: string[]): Promise<ChargeAttemptRow[]> {
    return await this.#em.find(ChargeAttempt, { charge_id: { $in: charge_ids } }, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  }

  async findByCorrelator(client_correlator: string): Promise<ChargeRow | null> {
    const attempt = await this.#em.findOne(ChargeAttempt, { client_correlator }, { disableIdentityMap: true });
    return attempt ? await this.get(attempt.charge_id) : null;
  }
}

/** What a subscriber has spent and not got back, is about to, or may have spent, by what stands in a statement for whose it is and when. */
export function spentCents({ buyer_id, mode, start, end }: Record<'buyer_id' | 'mode' | 'start' | 'end', string>): string {
  return `select coalesce(sum(amount_cents - refunded_cents), 0)::text as spent_cents from charge
    where buyer_id = ${buyer_id} and mode = ${mode} and status in ('sent', 'in_doubt', 'succeeded')
      and booked_at >= ${start} and booked_at < ${end}`;
}
