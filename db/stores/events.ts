import type { EntityData, EntityManager, RequiredEntityData } from '@mikro-orm/postgresql';
import type { EventType } from '../../domain/events.ts';
import { Event, EventDelivery, type EventDeliveryRow, type EventRow } from '../entities/event.ts';
import { findOwned, listOwned, type Owner, type PageQuery, type Rows } from './paging.ts';

export class EventStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(row: RequiredEntityData<EventRow>): Promise<void> {
    await this.#em.insert(Event, row);
  }

  async find(owner: Owner & { id: string }): Promise<EventRow | null> {
    return await findOwned(this.#em, Event, owner);
  }

  async list(owner: Owner, page: PageQuery, filter: object): Promise<Rows<EventRow>> {
    return await listOwned(this.#em, Event, { owner, page, filter });
  }

  /** What was told about a subscription, in order; only of one type where that is named. */
  async ofSubscription(subscription_id: string, type?: EventType): Promise<EventRow[]> {
    const where = { subscription_id, ...(type === undefined ? {} : { type }) };
    return await this.#em.find(Event, where, { orderBy: { sequence: 'asc' }, disableIdentityMap: true });
  }

  async get(id: string): Promise<EventRow> {
    return await this.#em.findOneOrFail(Event, { id }, { disableIdentityMap: true });
  }

  async update(id: string, change: EntityData<EventRow>): Promise<void> {
    await this.#em.nativeUpdate(Event, { id }, change);
  }

  async insertDelivery(row: Omit<EventDeliveryRow, 'id'>): Promise<void> {
    await this.#em.insert(EventDelivery, row);
  }

  async deliveries(event_ids: string[]): Promise<EventDeliveryRow[]> {
    return await this.#em.find(EventDelivery, { event_id: { $in: event_ids } }, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  }
}
