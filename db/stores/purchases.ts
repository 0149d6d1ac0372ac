import { type EntityData, type EntityManager, LockMode, type RequiredEntityData } from '@mikro-orm/postgresql';
import { change as changeOf, type Write } from '../at-once.ts';
import { Purchase, type PurchaseRow } from '../entities/purchase.ts';
import { findOwned, type ListQuery, listOwned, type Owner, type Rows } from './paging.ts';

export class PurchaseStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** False where the id or the subscriber token was taken already; the caller looks which. */
  async insert(row: RequiredEntityData<PurchaseRow>): Promise<boolean> {
    const result = await this.#em.qb(Purchase).insert(row).onConflict().ignore().execute('run');
    return result.affectedRows === 1;
  }

  async find(owner: Owner & { id: string }): Promise<PurchaseRow | null> {
    return await findOwned(this.#em, Purchase, owner);
  }

  async list(owner: Owner, query: ListQuery): Promise<Rows<PurchaseRow>> {
    return await listOwned(this.#em, Purchase, { owner, ...query });
  }

  async get(id: string): Promise<PurchaseRow> {
    return await this.#em.findOneOrFail(Purchase, { id }, { disableIdentityMap: true });
  }

  /** Waits for whoever else moves this purchase. */
  async lock(id: string): Promise<PurchaseRow> {
    return await this.#em.findOneOrFail(Purchase, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
  }

  async update(id: string, change: EntityData<PurchaseRow>): Promise<void> {
    await this.#em.nativeUpdate(Purchase, { id }, change);
  }

  /** The same, to go out with other writes. */
  updating(id: string, change: Partial<PurchaseRow>): Write {
    return changeOf('purchase', { id }, change);
  }

  /** Sent or in doubt for so long that no workflow can be working on them; a random few of them. */
  async unsettled(before: Date, limit: number): Promise<PurchaseRow[]> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `select purchase_id as id from charge where status in ('sent', 'in_doubt') and sent_at < ? and coalesce(next_look_at, sent_at) < ?
         and purchase_id is not null order by random() limit ?`,
      [before, before, limit],
    );
    return await this.#many(rows);
  }

  async #many(rows: { id: string }[]): Promise<PurchaseRow[]> {
    const ids = rows.map((row) => row.id);
    return ids.length === 0 ? [] : await this.#em.find(Purchase, { id: { $in: ids } }, { disableIdentityMap: true });
  }

  /** Written, but nothing was sent for it yet: it is about to be, or its starter died in between. */
  async uncharged(written: { after: Date; before: Date; limit: number }): Promise<PurchaseRow[]> {
    const rows = await this.#em.execute<{ id: string }[]>(
      `select id from purchase where status = 'processing' and created_at >= ? and created_at < ?
         and not exists (select 1 from charge where charge.purchase_id = purchase.id and charge.status <> 'intent') limit ?`,
      [written.after, written.before, written.limit],
    );
    return await this.#many(rows);
  }
}
