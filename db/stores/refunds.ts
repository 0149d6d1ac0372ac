import type { EntityData, EntityManager, RequiredEntityData } from '@mikro-orm/postgresql';
import type { Isp } from '../../domain/isps.ts';
import { mayMoveRefund, type RefundStatus } from '../../domain/refunds.ts';
import { Refund, type RefundRow } from '../entities/refund.ts';
import { findOwned, type Owner } from './paging.ts';
import type { Between, IspDay } from './reconciliations.ts';

/** What a statement can speak of in one refund: the row, what its clock says, and whether the merchant was told. */
export type RefundInBooks = { refund: RefundRow; clock_now: Date | null; is_told: boolean; stated_elsewhere: boolean };

export class RefundStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** False where the id is taken, or where reconciliation gives this payment back already. */
  async insert(row: RequiredEntityData<RefundRow>): Promise<boolean> {
    const result = await this.#em.qb(Refund).insert(row).onConflict().ignore().execute('run');
    return result.affectedRows === 1;
  }

  /** Takes an amount of a charge for a refund. False where less than that is left: of any number at once, none passes the charged amount. */
  async reserve(charge_id: string, amount_cents: bigint): Promise<boolean> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `update charge set refund_reserved_cents = refund_reserved_cents + ?
         where id = ? and refund_reserved_cents + ? <= amount_cents returning id`,
      [amount_cents, charge_id, amount_cents],
    );
    return rows.length === 1;
  }

  /** What was reserved is free again: the ISP refused. */
  async free(charge_id: string, amount_cents: bigint): Promise<void> {
    await this.#em.execute('update charge set refund_reserved_cents = refund_reserved_cents - ? where id = ?', [amount_cents, charge_id]);
  }

  /** What was reserved has been given back. Answers all that has been given back of the charge. */
  async given(charge_id: string, amount_cents: bigint): Promise<bigint> {
    const rows = await this.#em.execute<{ total: string }[]>(
      'update charge set refunded_cents = refunded_cents + ? where id = ? returning refunded_cents::text as total',
      [amount_cents, charge_id],
    );
    return BigInt(rows[0]?.total ?? '0');
  }

  async find(owner: Owner & { id: string }): Promise<RefundRow | null> {
    return await findOwned(this.#em, Refund, owner);
  }

  async get(id: string): Promise<RefundRow> {
    return await this.#em.findOneOrFail(Refund, { id }, { disableIdentityMap: true });
  }

  async ofCharges(charge_ids: string[]): Promise<RefundRow[]> {
    return await this.#em.find(Refund, { charge_id: { $in: charge_ids } }, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  }

  async findByCorrelator(client_correlator: string): Promise<RefundRow | null> {
    return await this.#em.findOne(Refund, { client_correlator }, { disableIdentityMap: true });
  }

  /** Moves a refund from the status that the caller saw; throws as `ChargeStore.move`. */
  async move(refund: RefundRow, to: RefundStatus, change: EntityData<RefundRow> = {}): Promise<RefundRow> {
    if (!mayMoveRefund(refund.status, to)) throw new Error(`a refund never goes from ${refund.status} to ${to}`);
    const moved = await this.#em.nativeUpdate(Refund, { id: refund.id, status: refund.status }, { ...change, status: to });
    if (moved !== 1) throw new Error(`refund ${refund.id} was no longer ${refund.status}`);
    return Object.assign(Object.create(null) as object, refund, change, { status: to }) as RefundRow;
  }

  /** Changes what is known about a refund, not its status. */
  async note(id: string, change: Omit<EntityData<RefundRow>, 'status'>): Promise<void> {
    await this.#em.nativeUpdate(Refund, { id }, change);
  }

  /** Written, but nothing was sent for it yet: it is about to be, or its starter died in between. */
  async unsent(before: Date, limit: number): Promise<RefundRow[]> {
    const where = { status: 'intent', attempt: 1, created_at: { $lt: before } } as const;
    return await this.#em.find(Refund, where, { limit, orderBy: { created_at: 'asc' }, disableIdentityMap: true });
  }

  /** Neither made nor refused for so long that no workflow can be working on them; a random few of them. */
  async unsettled(before: Date, limit: number): Promise<RefundRow[]> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `select id from refund where status in ('intent', 'sent', 'in_doubt') and created_at < ? and coalesce(next_look_at, created_at) < ?
         order by random() limit ?`,
      [before, before, limit],
    );
    return await this.#many(rows);
  }

  async #many(rows: { id: string }[]): Promise<RefundRow[]> {
    const ids = rows.map((row) => row.id);
    return ids.length === 0 ? [] : await this.#em.find(Refund, { id: { $in: ids } }, { disableIdentityMap: true });
  }

  /** The refunds that were sent within these instants, and those that the kept statement of the day names in any way. */
  async inBooks({ isp, day }: IspDay, { from, until }: Between): Promise<RefundInBooks[]> {
    const rows = await this.#em.execute<(Pick<RefundInBooks, 'is_told' | 'stated_elsewhere'> & { id: string; clock_now: string | null })[]>(
      `with named as (
         select id from refund where isp = ? and booked_at >= ? and booked_at < ?
         union select refund.id from statement_line line join refund on refund.id = split_part(line.client_correlator, ':', 1)
           where line.isp = ? and line.day = ? and line.type = 'refund')
       select refund.id, test_clock.target_at as clock_now,
         exists (select 1 from event where data ->> 'refund' = refund.id and type = 'charge.refunded') as is_told,
         exists (select 1 from statement_line line where line.isp = refund.isp and line.payment_id = refund.payment_reference
           and line.client_correlator = refund.client_correlator and line.type = 'refund' and line.day <> ?) as stated_elsewhere
       from named join refund using (id) join charge on charge.id = refund.charge_id
         left join subscription on subscription.id = charge.subscription_id left join test_clock on test_clock.id = subscription.test_clock_id
       where refund.isp = ? order by refund.id`,
      [isp, from, until, isp, day, day, isp],
    );
    const refunds = new Map((await this.#many(rows)).map((row) => [row.id, row]));
    return rows.flatMap(({ id, clock_now, ...known }) => {
      const refund = refunds.get(id);
      return refund ? [{ ...known, refund, clock_now: clock_now === null ? null : new Date(clock_now) }] : [];
    });
  }

  /** Refunds in doubt, by ISP and by whether operators are to look at them. */
  async doubts(): Promise<{ isp: Isp; escalated: boolean; count: number }[]> {
    const rows = await this.#em.execute<{ isp: Isp; escalated: boolean; count: string }[]>(
      `select isp, escalated_at is not null as escalated, count(*) as count from refund where status = 'in_doubt' group by isp, escalated_at is not null`,
    );
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }
}
