import type { EntityManager } from '@mikro-orm/postgresql';
import { insertion, type Write } from '../at-once.ts';
import { Code, type CodeRow } from '../entities/code.ts';

export class CodeStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** To go out with other writes. */
  inserting(rows: readonly CodeRow[]): Write {
    return insertion('code', rows);
  }

  async ofPurchases(purchase_ids: string[]): Promise<CodeRow[]> {
    return await this.#em.find(Code, { purchase_id: { $in: purchase_ids } }, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  }

  async ofSubscriptions(subscription_ids: string[]): Promise<CodeRow[]> {
    return await this.#em.find(Code, { subscription_id: { $in: subscription_ids } }, { disableIdentityMap: true });
  }

  async findByHash(code_hash: Uint8Array): Promise<CodeRow | null> {
    return await this.#em.findOne(Code, { code_hash }, { disableIdentityMap: true });
  }
}
