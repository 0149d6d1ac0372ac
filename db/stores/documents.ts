import { type EntityData, type EntityManager, LockMode, type RequiredEntityData } from '@mikro-orm/postgresql';
import { Document, type DocumentRow, DocumentVersion, type DocumentVersionRow, Offer, type OfferRow } from '../entities/document.ts';
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

  /** Where its callbacks go, and since when they don't. */
  async callbacksOf(id: string): Promise<Pick<DocumentRow, 'callback_url' | 'callback_disabled_at'>> {
    return await this.get(id);
  }

  /** As it stands until the end of this transaction: who changes or archives it waits, other sales don't. */
  async hold(owner: Owner & { id: string }): Promise<DocumentRow | null> {
    return await this.#em.findOne(Document, owner, { lockMode: LockMode.PESSIMISTIC_READ, disableIdentityMap: true });
  }

  /** Waits for whoever else changes it, and for the sales that hold it. */
  async lock(owner: Owner & { id: string }): Promise<DocumentRow | null> {
    return await this.#em.findOne(Document, owner, { lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true });
  }

  async list(owner: Owner, { archived, ...page }: PageQuery & { archived?: boolean | undefined }): Promise<Rows<DocumentRow>> {
    const filter = archived === undefined ? {} : { archived_at: archived ? { $ne: null } : null };
    return await listOwned(this.#em, Document, { owner, page, filter });
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

  async placeOffer(id: string, position: number): Promise<void> {
    await this.#em.nativeUpdate(Offer, { id }, { position });
  }

  async offer(id: string): Promise<OfferRow> {
    return await this.#em.findOneOrFail(Offer, { id }, { disableIdentityMap: true });
  }

  /** Keeps the document, as this transaction sees it, under the number that it has. */
  async keepVersion(id: string, created_at: Date): Promise<void> {
    const { version: number, name, site_url, locale, price_cents, max_codes, callback_url } = await this.get(id);
    const offers = (await this.offers([id])).map((offer) => ({
      id: offer.id,
      period: offer.period,
      price_cents: String(offer.price_cents),
    }));
    const kept = { name, site_url, locale, price_cents, max_codes, callback_url, offers };
    await this.#em.insert(DocumentVersion, { document_id: id, number, ...kept, created_at });
  }

  async version(document_id: string, number: number): Promise<DocumentVersionRow> {
    return await this.#em.findOneOrFail(DocumentVersion, { document_id, number }, { disableIdentityMap: true });
  }

  /** Newest first; `after` is the number of the last one of the page before. */
  async versions(document_id: string, { limit, after }: { limit: number; after: number | undefined }): Promise<Rows<DocumentVersionRow>> {
    const where = { document_id, ...(after === undefined ? {} : { number: { $lt: after } }) };
    const rows = await this.#em.find(DocumentVersion, where, { orderBy: { number: 'desc' }, limit: limit + 1, disableIdentityMap: true });
    return { rows: rows.slice(0, limit), has_more: rows.length > limit };
  }
}
