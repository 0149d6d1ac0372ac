import type { EntityData, EntityManager, RequiredEntityData } from '@mikro-orm/postgresql';
import { LeaveRequest, type LeaveRequestRow } from '../entities/leave-request.ts';
import { Subscription, type SubscriptionRow } from '../entities/subscription.ts';

/** More subscriptions of one address than this are not shown at once; who ends some sees the others. */
const SHOWN_MAX = 50;

/** Requests for the link that lists one's subscriptions, and what is found by an address's hash. */
export class LeaveRequestStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(row: RequiredEntityData<LeaveRequestRow>): Promise<void> {
    await this.#em.insert(LeaveRequest, row);
  }

  async find(id: string): Promise<LeaveRequestRow | null> {
    return await this.#em.findOne(LeaveRequest, { id }, { disableIdentityMap: true });
  }

  async findByToken(token_hash: Uint8Array): Promise<LeaveRequestRow | null> {
    return await this.#em.findOne(LeaveRequest, { token_hash }, { disableIdentityMap: true });
  }

  async update(id: string, change: EntityData<LeaveRequestRow>): Promise<void> {
    await this.#em.nativeUpdate(LeaveRequest, { id }, change);
  }

  async remove(id: string): Promise<void> {
    await this.#em.nativeDelete(LeaveRequest, { id });
  }

  /** Nothing is kept of a request once its link has been dead for a while. */
  async removeExpired(before: Date): Promise<void> {
    await this.#em.nativeDelete(LeaveRequest, { expires_at: { $lt: before } });
  }

  /** Takes letters that are due and holds them until `held_until`, one sender each. */
  async claimDue(claim: { now: Date; held_until: Date; limit: number }): Promise<string[]> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `update leave_request set next_attempt_at = ?, attempts = attempts + 1 where id in (
         select id from leave_request where next_attempt_at is not null and next_attempt_at <= ?
         order by next_attempt_at, id limit ? for update skip locked
       ) returning id`,
      [claim.held_until, claim.now, claim.limit],
    );
    return rows.map((row) => row.id);
  }

  /** What runs under this address, and what ended since `ended_after`; the latest first. */
  async subscriptionsOf(email_hash: Uint8Array, ended_after: Date): Promise<SubscriptionRow[]> {
    return await this.#em.find(
      Subscription,
      { email_hash, $or: [{ ended_at: null }, { updated_at: { $gte: ended_after } }] },
      { orderBy: { id: 'desc' }, limit: SHOWN_MAX, disableIdentityMap: true },
    );
  }

  /** Subscriptions from before addresses were hashed, as far as their buyers were not erased, with the key that their address lies under. */
  async unhashed(limit: number): Promise<{ id: string; email_sealed: Uint8Array; key_wrapped: Uint8Array }[]> {
    return await this.#em.execute(
      `select subscription.id, subscription.email_sealed, buyer.key_wrapped
         from subscription join buyer on buyer.id = subscription.buyer_id
         where subscription.email_hash is null and buyer.key_wrapped is not null order by subscription.id limit ?`,
      [limit],
    );
  }

  async setEmailHash(subscription_id: string, email_hash: Uint8Array): Promise<void> {
    await this.#em.nativeUpdate(Subscription, { id: subscription_id }, { email_hash });
  }
}
