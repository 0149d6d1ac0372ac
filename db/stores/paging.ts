import type { EntityManager, EntityName, FilterQuery } from '@mikro-orm/postgresql';
import type { Mode } from '../../domain/subscriptions.ts';

/** Every row that a merchant can see is found through these three. */
export type Owner = { merchant_id: string; mode: Mode };
/** By what a list is ordered, newest first, where not by id; and where in that order an id stands that is of no row. */
export type DateOrder = { column: 'created_at' | 'booked_at'; unknown_at: Date };
export type PageQuery = { limit: number; after: string | undefined };
export type ListQuery = { page: PageQuery; filter?: object; order?: DateOrder | undefined };
export type Rows<T> = { rows: T[]; has_more: boolean };

type Owned = { id: string; merchant_id: string; mode: Mode };

export async function findOwned<T extends Owned>(
  em: EntityManager,
  entity: EntityName<T>,
  owner: Owner & { id: string },
): Promise<T | null> {
  const where = { id: owner.id, merchant_id: owner.merchant_id, mode: owner.mode } as unknown as FilterQuery<T>;
  return (await em.findOne(entity, where, { disableIdentityMap: true })) as T | null;
}

/** Newest first by id, which sorts by time, or by a date; `after` is the last id of the page before. */
export async function listOwned<T extends Owned>(
  em: EntityManager,
  entity: EntityName<T>,
  query: ListQuery & { owner: Owner },
): Promise<Rows<T>> {
  const { owner, page, filter, order } = query;
  const { merchant_id, mode } = owner;
  const where = { $and: [{ merchant_id, mode }, filter ?? {}, await below(em, entity, query)] } as unknown as FilterQuery<T>;
  const rows = (await em.find(entity, where, {
    orderBy: { ...(order ? { [order.column]: 'desc' } : {}), id: 'desc' } as never,
    limit: page.limit + 1,
    disableIdentityMap: true,
  })) as unknown as T[];
  return { rows: rows.slice(0, page.limit), has_more: rows.length > page.limit };
}

/** What stands below the last item of the page before. The first condition on a date is what an index begins at. */
async function below<T extends Owned>(em: EntityManager, entity: EntityName<T>, query: ListQuery & { owner: Owner }): Promise<object> {
  const { owner, page, order } = query;
  if (page.after === undefined) return {};
  if (!order) return { id: { $lt: page.after } };
  const { column, unknown_at } = order;
  const last = (await findOwned(em, entity, { ...owner, id: page.after })) as Record<string, unknown> | null;
  const at = last?.[column] instanceof Date ? last[column] : unknown_at;
  return { [column]: { $lte: at }, $or: [{ [column]: { $lt: at } }, { id: { $lt: page.after } }] };
}
