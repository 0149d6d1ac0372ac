import { type EntityManager, LockMode, type RequiredEntityData } from '@mikro-orm/postgresql';
import { ApiKey, type ApiKeyRow, CallbackSecret, Merchant, type MerchantRow } from '../entities/merchant.ts';

export class MerchantStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(row: RequiredEntityData<MerchantRow>): Promise<void> {
    await this.#em.insert(Merchant, row);
  }

  async find(id: string): Promise<MerchantRow | null> {
    return await this.#em.findOne(Merchant, { id }, { disableIdentityMap: true });
  }

  /** Waits for whoever else changes what this merchant has or may. */
  async lock(id: string): Promise<MerchantRow | null> {
    return await this.#em.findOne(Merchant, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
  }

  async insertKey(row: RequiredEntityData<ApiKeyRow>): Promise<void> {
    await this.#em.insert(ApiKey, row);
  }

  /** The live key with this hash. */
  async findKey(key_hash: Uint8Array): Promise<ApiKeyRow | null> {
    return await this.#em.findOne(ApiKey, { key_hash, revoked_at: null }, { disableIdentityMap: true });
  }

  async insertCallbackSecret(row: { id: string; merchant_id: string; secret_sealed: Uint8Array; created_at: Date }): Promise<void> {
    await this.#em.insert(CallbackSecret, { ...row, expires_at: null });
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
