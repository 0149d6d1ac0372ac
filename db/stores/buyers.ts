import type { EntityManager } from '@mikro-orm/postgresql';
import type { Isp } from '../../domain/isps.ts';
import { Buyer, type BuyerRow } from '../entities/buyer.ts';

export class BuyerStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** The row of this subscriber, made where there is none; two at once meet in one row (unique on isp and subscriber). */
  async findOrInsert(row: {
    id: string;
    isp: Isp;
    subscriber_hash: Uint8Array;
    key_wrapped: Uint8Array;
    created_at: Date;
  }): Promise<BuyerRow> {
    const where = { isp: row.isp, subscriber_hash: row.subscriber_hash };
    const found = await this.#em.findOne(Buyer, where, { disableIdentityMap: true });
    if (found) return found;
    const inserted = await this.#em.qb(Buyer).insert(row).onConflict(['isp', 'subscriber_hash']).ignore().execute('run');
    if (inserted.affectedRows === 1) return row;
    return await this.#em.findOneOrFail(Buyer, where, { disableIdentityMap: true });
  }

  /** One at a time for what is counted over all purchases and subscriptions of a subscriber. Rows that refer to the buyer don't wait. */
  async lock(id: string): Promise<Pick<BuyerRow, 'key_wrapped'>> {
    const [buyer] = await this.#em.execute<Pick<BuyerRow, 'key_wrapped'>[]>(
      'select key_wrapped from buyer where id = ? for no key update',
      [id],
    );
    if (!buyer) throw new Error(`there is no buyer ${id}`);
    return buyer;
  }

  async get(id: string): Promise<BuyerRow> {
    return await this.#em.findOneOrFail(Buyer, { id }, { disableIdentityMap: true });
  }

  /** What the buyer's data is sealed under; null once the buyer is erased. */
  async keyOf(id: string): Promise<Pick<BuyerRow, 'key_wrapped'>> {
    return await this.get(id);
  }

  async many(ids: string[]): Promise<Map<string, BuyerRow>> {
    const rows = await this.#em.find(Buyer, { id: { $in: ids } }, { disableIdentityMap: true });
    return new Map(rows.map((row) => [row.id, row]));
  }
}
