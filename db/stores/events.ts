import type { EntityData, EntityManager, RequiredEntityData } from '@mikro-orm/postgresql';
import type { EventType } from '../../domain/events.ts';
import { insertion, type Write } from '../at-once.ts';
import { Event, EventDelivery, type EventDeliveryRow, type EventRow } from '../entities/event.ts';
import { findOwned, type ListQuery, listOwned, type Owner, type Rows } from './paging.ts';

export type RedeliveryQuery = Owner & {
  statuses: readonly string[];
  filter: {
    purchase?: string | undefined;
    subscription?: string | undefined;
    document?: string | undefined;
    type?: string | undefined;
    created_from?: Date | undefined;
    created_to?: Date | undefined;
  };
  limit: number;
};

export class EventStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(row: RequiredEntityData<EventRow>): Promise<void> {
    await this.#em.insert(Event, row);
  }

  /** The same, to go out with other writes. */
  inserting(row: EventRow): Write {
    return insertion('event', [row]);
  }

  async find(owner: Owner & { id: string }): Promise<EventRow | null> {
    return await findOwned(this.#em, Event, owner);
  }

  async list(owner: Owner, query: ListQuery): Promise<Rows<EventRow>> {
    return await listOwned(this.#em, Event, { ...query, owner });
  }

  /** Of one subscription, which the filter names: in the order in which things happened. */
  async listBySequence(owner: Owner, { page, filter }: ListQuery): Promise<Rows<EventRow>> {
    const last = page.after === undefined ? null : await this.find({ ...owner, id: page.after });
    const { merchant_id, mode } = owner;
    const where = { $and: [{ merchant_id, mode }, filter ?? {}, { sequence: { $gt: last?.sequence ?? 0 } }] };
    const rows = await this.#em.find(Event, where, { orderBy: { sequence: 'asc' }, limit: page.limit + 1, disableIdentityMap: true });
    return { rows: rows.slice(0, page.limit), has_more: rows.length > page.limit };
  }

  /**
   * Queues events for the dispatchers, the oldest first: those of documents whose callbacks go somewhere. Answers how many, and whether there
   * are more than the limit. One that somebody is at this moment writing to is left out.
   */
  async queueAgain(query: RedeliveryQuery, due: EntityData<EventRow>): Promise<{ count: number; has_more: boolean }> {
    const { merchant_id, mode, statuses, filter, limit } = query;
    const { purchase, subscription, document, type, created_from, created_to } = filter;
    const conditions: [sql: string, parameter: unknown][] = [
      ['event.purchase_id = ?', purchase],
      ['event.subscription_id = ?', subscription],
      ['event.document_id = ?', document],
      ['event.type = ?', type],
      ['event.created_at >= ?', created_from],
      ['event.created_at < ?', created_to],
    ];
    const given = conditions.filter(([, parameter]) => parameter !== undefined);
    const found = await this.#em.execute<{ id: string }[]>(
      `select event.id from event join document on document.id = event.document_id
         where event.merchant_id = ? and event.mode = ? and event.delivery_status in (${statuses.map(() => '?').join(', ')})
           and document.callback_url is not null and document.callback_disabled_at is null ${given.map(([sql]) => `and ${sql}`).join(' ')}
         order by event.id limit ? for update of event skip locked`,
      [merchant_id, mode, ...statuses, ...given.map(([, parameter]) => parameter), limit + 1],
    );
    const ids = found.slice(0, limit).map(({ id }) => id);
    if (ids.length > 0) await this.#em.nativeUpdate(Event, { id: { $in: ids } }, due);
    return { count: ids.length, has_more: found.length > limit };
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

  /** The last attempts of each event, the oldest of them first. */
  async latestDeliveries(event_ids: string[], per_event: number): Promise<EventDeliveryRow[]> {
    if (event_ids.length === 0) return [];
    const latest = await this.#em.execute<{ id: string }[]>(
      `select latest.id from jsonb_array_elements_text(?::jsonb) as wanted (event_id)
         cross join lateral (select id from event_delivery where event_id = wanted.event_id order by id desc limit ?) as latest`,
      [JSON.stringify(event_ids), per_event],
    );
    const where = { id: { $in: latest.map(({ id }) => BigInt(id)) } };
    return await this.#em.find(EventDelivery, where, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  }

  async deliveries(event_ids: string[]): Promise<EventDeliveryRow[]> {
    return await this.#em.find(EventDelivery, { event_id: { $in: event_ids } }, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  }
}
