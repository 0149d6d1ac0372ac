import type { EntityData, EntityManager, RequiredEntityData } from '@mikro-orm/postgresql';
import { Document, type DocumentRow, Offer, type OfferRow } from '../entities/document.ts';
import { findOwned, listOwned, type Owner, type PageQuery, type Rows } from './paging.ts';

export class DocumentStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** True where it was new: the same id again changes nothing. */
  async insert(row: RequiredEntityData<DocumentRow>): Promise<boolean> {
    const result = await this.#em.qb(Document).insert(row).onConflict('id').ignore().execute('run');
    return result.affectedRows === 1;
  }

  async update(id: string, change: EntityData<DocumentRow>): Promise<void> {
    await this.#em.nativeUpdate(Document, { id }, change);
  }

  /** True where they were not disabled yet: of several at once, one disables them. */
  async disableCallbacks(id: string, at: Date): Promise<boolean> {
    return (await this.#em.nativeUpdate(Document, { id, callback_disabled_at: null }, { callback_disabled_at: at })) > 0;
  }

  async find(owner: Owner & { id: string }): Promise<DocumentRow | null> {
    return await findOwned(this.#em, Document, owner);
  }

  async get(id: string): Promise<DocumentRow> {
    return await this.#em.findOneOrFail(Document, { id }, { disableIdentityMap: true });
  }

  async list(owner: Owner, page: PageQuery): Promise<Rows<DocumentRow>> {
    return await listOwned(this.#em, Document, { owner, page });
  }

  async insertOffers(rows: RequiredEntityData<OfferRow>[]): Promise<void> {
    if (rows.length > 0) await this.#em.insertMany(Offer, rows);
  }

  async archiveOffers(ids: string[], now: Date): Promise<void> {
    await this.#em.nativeUpdate(Offer, { id: { $in: ids } }, { archived_at: now });
  }

  /** The offers on sale, in the merchant's order. */
  async offers(document_ids: string[]): Promise<OfferRow[]> {
    const where = { document_id: { $in: document_ids }, archived_at: null };
    return await this.#em.find(Offer, where, { orderBy: { document_id: 'asc', position: 'asc' }, disableIdentityMap: true });
  }

  async offer(id: string): Promise<OfferRow> {
    return await this.#em.findOneOrFail(Offer, { id }, { disableIdentityMap: true });
  }
}
