import type { EntityManager, EntityName, FilterQuery } from '@mikro-orm/postgresql';
import type { Mode } from '../../domain/subscriptions.ts';

/** Every row that a merchant can see is found through these three. */
export type Owner = { merchant_id: string; mode: Mode };
export type PageQuery = { limit: number; after: string | undefined };
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

/** Newest first by id, which sorts by time; `after` is the last id of the page before. */
export async function listOwned<T extends Owned>(
  em: EntityManager,
  entity: EntityName<T>,
  query: { owner: Owner; page: PageQuery; filter?: object },
): Promise<Rows<T>> {
  const { owner, page, filter } = query;
  const where = {
    merchant_id: owner.merchant_id,
    mode: owner.mode,
    ...filter,
    ...(page.after === undefined ? {} : { id: { $lt: page.after } }),
  } as unknown as FilterQuery<T>;
  const rows = (await em.find(entity, where, {
    orderBy: { id: 'desc' } as never,
    limit: page.limit + 1,
    disableIdentityMap: true,
  })) as unknown as T[];
  return { rows: rows.slice(0, page.limit), has_more: rows.length > page.limit };
}
