import { type EntityData, type EntityManager, LockMode, type RequiredEntityData } from '@mikro-orm/postgresql';
import type { Isp } from '../../domain/isps.ts';
import { change as changeOf, type Write } from '../at-once.ts';
import { Subscription, type SubscriptionRow } from '../entities/subscription.ts';
import { findOwned, type ListQuery, listOwned, type Owner, type Rows } from './paging.ts';

export class SubscriptionStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** False where the id or the subscriber token was taken already; the caller looks which. */
  async insert(row: RequiredEntityData<SubscriptionRow>): Promise<boolean> {
    const result = await this.#em.qb(Subscription).insert(row).onConflict().ignore().execute('run');
    return result.affectedRows === 1;
  }

  async find(owner: Owner & { id: string }): Promise<SubscriptionRow | null> {
    return await findOwned(this.#em, Subscription, owner);
  }

  async list(owner: Owner, query: ListQuery): Promise<Rows<SubscriptionRow>> {
    return await listOwned(this.#em, Subscription, { owner, ...query });
  }

  async get(id: string): Promise<SubscriptionRow> {
    return await this.#em.findOneOrFail(Subscription, { id }, { disableIdentityMap: true });
  }

  /** Waits for whoever else moves this subscription: an end and a charge are put in order by this lock. */
  async lock(id: string): Promise<SubscriptionRow> {
    return await this.#em.findOneOrFail(Subscription, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
  }

  async update(id: string, change: EntityData<SubscriptionRow>): Promise<void> {
    await this.#em.nativeUpdate(Subscription, { id }, change);
  }

  /** The same, to go out with other writes. */
  updating(id: string, change: Partial<SubscriptionRow>): Write {
    return changeOf('subscription', { id }, change);
  }

  async findByUnsubscribeToken(unsubscribe_token_hash: Uint8Array): Promise<SubscriptionRow | null> {
    return await this.#em.findOne(Subscription, { unsubscribe_token_hash }, { disableIdentityMap: true });
  }

  async findByMandate(isp: Isp, mandate_reference: string): Promise<SubscriptionRow | null> {
    return await this.#em.findOne(Subscription, { isp, mandate_reference }, { disableIdentityMap: true });
  }

  /** The first subscription on a clock that is due up to an instant; ties in the order of their making. */
  async nextDueOnClock(test_clock_id: string, until: Date): Promise<SubscriptionRow | null> {
    return await this.#em.findOne(
      Subscription,
      { test_clock_id, next_charge_at: { $lte: until }, ended_at: null },
      { orderBy: { next_charge_at: 'asc', id: 'asc' }, disableIdentityMap: true },
    );
  }

  /** Subscriptions of a clock with a doubt that the ISP is asked about by then. */
  async doubtsOnClock(test_clock_id: string, looked_at_before: Date): Promise<number> {
    const rows = await this.#em.execute<{ count: string }[]>(
      `select count(*) from charge join subscription on subscription.id = charge.subscription_id
         where subscription.test_clock_id = ? and charge.status = 'in_doubt' and charge.next_look_at < ?`,
      [test_clock_id, looked_at_before],
    );
    return Number(rows[0]?.count ?? 0);
  }

  /** Ended, but the ISP has not confirmed the mandate's end for a while: the workflow was never told, or is stuck. */
  async unfinishedEnds(before: Date, limit: number): Promise<SubscriptionRow[]> {
    return await this.#em.find(
      Subscription,
      { ended_at: { $ne: null }, mandate_cancelled_at: null, updated_at: { $lt: before } },
      { limit, orderBy: { updated_at: 'asc' }, disableIdentityMap: true },
    );
  }

  /** Due, or in doubt, for so long that no workflow can be working on them; a random few of them. */
  async overdue(before: Date, limit: number): Promise<SubscriptionRow[]> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `select id from (
         select id from subscription where ended_at is null and test_clock_id is null and next_charge_at < ?
         union
         select subscription_id from charge where status in ('sent', 'in_doubt') and sent_at < ? and coalesce(next_look_at, sent_at) < ?
           and subscription_id is not null
       ) as due order by random() limit ?`,
      [before, before, before, limit],
    );
    return await this.#many(rows);
  }

  async #many(rows: { id: string }[]): Promise<SubscriptionRow[]> {
    const ids = rows.map((row) => row.id);
    return ids.length === 0 ? [] : await this.#em.find(Subscription, { id: { $in: ids } }, { disableIdentityMap: true });
  }

  /** Written, but nothing was sent for it yet: it is about to be, or its starter died in between. */
  async uncharged(written: { after: Date; before: Date; limit: number }): Promise<SubscriptionRow[]> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `select id from subscription where status = 'pending' and created_at >= ? and created_at < ?
         and not exists (select 1 from charge where charge.subscription_id = subscription.id and charge.status <> 'intent') limit ?`,
      [written.after, written.before, written.limit],
    );
    return await this.#many(rows);
  }
}
