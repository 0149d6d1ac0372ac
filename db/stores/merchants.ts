import { type EntityData, type EntityManager, LockMode, type RequiredEntityData } from '@mikro-orm/postgresql';
import type { Tier } from '../../domain/offers.ts';
import type { Mode } from '../../domain/subscriptions.ts';
import { ApiKey, type ApiKeyRow, CallbackSecret, type CallbackSecretRow, Merchant, type MerchantRow } from '../entities/merchant.ts';
import type { PageQuery, Rows } from './paging.ts';

/** Something of one merchant. */
type Owned = { merchant_id: string; id: string };

export class MerchantStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(row: RequiredEntityData<MerchantRow>): Promise<void> {
    await this.#em.insert(Merchant, row);
  }

  /** True where it was new: the same id again changes nothing. */
  async insertNew(row: RequiredEntityData<MerchantRow>): Promise<boolean> {
    const result = await this.#em.qb(Merchant).insert(row).onConflict('id').ignore().execute('run');
    return result.affectedRows === 1;
  }

  async find(id: string): Promise<MerchantRow | null> {
    return await this.#em.findOne(Merchant, { id }, { disableIdentityMap: true });
  }

  /** Waits for whoever else changes what this merchant has or may. */
  async lock(id: string): Promise<MerchantRow | null> {
    return await this.#em.findOne(Merchant, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
  }

  /** As it stands until the end of this transaction: who changes it waits, others who look at it don't. */
  async hold(id: string): Promise<MerchantRow | null> {
    return await this.#em.findOne(Merchant, { id }, { lockMode: LockMode.PESSIMISTIC_READ, disableIdentityMap: true });
  }

  async update(id: string, change: EntityData<MerchantRow>): Promise<void> {
    await this.#em.nativeUpdate(Merchant, { id }, change);
  }

  /** Newest first. */
  async list({ limit, after, tier }: PageQuery & { tier?: Tier | undefined }): Promise<Rows<MerchantRow>> {
    const where = { ...(tier === undefined ? {} : { tier }), ...(after === undefined ? {} : { id: { $lt: after } }) };
    const rows = await this.#em.find(Merchant, where, { orderBy: { id: 'desc' }, limit: limit + 1, disableIdentityMap: true });
    return { rows: rows.slice(0, limit), has_more: rows.length > limit };
  }

  async insertKey(row: RequiredEntityData<ApiKeyRow>): Promise<void> {
    await this.#em.insert(ApiKey, row);
  }

  async key(wanted: Owned): Promise<ApiKeyRow | null> {
    return await this.#em.findOne(ApiKey, wanted, { disableIdentityMap: true });
  }

  async keyById(id: string): Promise<ApiKeyRow | null> {
    return await this.#em.findOne(ApiKey, { id }, { disableIdentityMap: true });
  }

  /** Newest first. */
  async keys(merchant_id: string): Promise<ApiKeyRow[]> {
    return await this.#em.find(ApiKey, { merchant_id }, { orderBy: { created_at: 'desc', id: 'desc' }, disableIdentityMap: true });
  }

  async liveKeys({ merchant_id, mode }: { merchant_id: string; mode: Mode }): Promise<number> {
    return await this.#em.count(ApiKey, { merchant_id, mode, revoked_at: null });
  }

  /** One that was revoked already keeps its instant. */
  async revokeKey({ merchant_id, id }: Owned, revoked_at: Date): Promise<void> {
    await this.#em.nativeUpdate(ApiKey, { merchant_id, id, revoked_at: null }, { revoked_at });
  }

  /** Of many at once that have seen the same old instant, one writes. */
  async noteKeyUse(id: string, { now, noted_before }: { now: Date; noted_before: Date }): Promise<void> {
    const stale = { $or: [{ last_used_at: null }, { last_used_at: { $lte: noted_before } }] };
    await this.#em.nativeUpdate(ApiKey, { id, ...stale }, { last_used_at: now });
  }

  async insertCallbackSecret(row: { id: string; merchant_id: string; secret_sealed: Uint8Array; created_at: Date }): Promise<void> {
    await this.#em.insert(CallbackSecret, { ...row, expires_at: null });
  }

  async secret(wanted: Owned): Promise<CallbackSecretRow | null> {
    return await this.#em.findOne(CallbackSecret, wanted, { disableIdentityMap: true });
  }

  async secretById(id: string): Promise<CallbackSecretRow | null> {
    return await this.#em.findOne(CallbackSecret, { id }, { disableIdentityMap: true });
  }

  /** Newest first. */
  async secrets(merchant_id: string): Promise<CallbackSecretRow[]> {
    return await this.#em.find(CallbackSecret, { merchant_id }, { orderBy: { created_at: 'desc', id: 'desc' }, disableIdentityMap: true });
  }

  async expireSecret(id: string, expires_at: Date | null): Promise<void> {
    await this.#em.nativeUpdate(CallbackSecret, { id }, { expires_at });
  }

  /** Sealed secrets that sign at this moment, the newest first: two while a merchant rotates. */
  async callbackSecrets(merchant_id: string, now: Date): Promise<Uint8Array[]> {
    const rows = await this.#em.find(
      CallbackSecret,
      { merchant_id, $or: [{ expires_at: null }, { expires_at: { $gt: now } }] },
      { orderBy: { created_at: 'desc' }, disableIdentityMap: true },
    );
    return rows.map((row) => row.secret_sealed);
  }
}
