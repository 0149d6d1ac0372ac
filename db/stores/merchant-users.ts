import type { EntityManager } from '@mikro-orm/postgresql';
import type { Locale } from '../../domain/subscriptions.ts';
import { MerchantUser, type MerchantUserRow } from '../entities/merchant.ts';

/** The people of merchants. */
export class MerchantUserStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** True where the person was not of this merchant yet; otherwise nothing changes. */
  async insert(row: MerchantUserRow): Promise<boolean> {
    const result = await this.#em.qb(MerchantUser).insert(row).onConflict().ignore().execute('run');
    return result.affectedRows === 1;
  }

  async find(
    wanted: { merchant_id: string; id: string } | { merchant_id: string; email_hash: Uint8Array },
  ): Promise<MerchantUserRow | null> {
    return await this.#em.findOne(MerchantUser, wanted, { disableIdentityMap: true });
  }

  async findById(id: string): Promise<MerchantUserRow | null> {
    return await this.#em.findOne(MerchantUser, { id }, { disableIdentityMap: true });
  }

  /** All of one merchant, the first that was added first. */
  async ofMerchant(merchant_id: string): Promise<MerchantUserRow[]> {
    return await this.#em.find(MerchantUser, { merchant_id }, { orderBy: { created_at: 'asc', id: 'asc' }, disableIdentityMap: true });
  }

  /** The same person at each merchant that the person is of. */
  async ofEmail(email_hash: Uint8Array): Promise<MerchantUserRow[]> {
    return await this.#em.find(MerchantUser, { email_hash }, { orderBy: { created_at: 'asc', id: 'asc' }, disableIdentityMap: true });
  }

  async setLocale(id: string, locale: Locale): Promise<void> {
    await this.#em.nativeUpdate(MerchantUser, { id }, { locale });
  }

  /** True where there was one. */
  async remove({ merchant_id, id }: { merchant_id: string; id: string }): Promise<boolean> {
    return (await this.#em.nativeDelete(MerchantUser, { merchant_id, id })) === 1;
  }
}
