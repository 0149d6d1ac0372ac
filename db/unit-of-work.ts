import type { Database } from './database.ts';
import { Stores } from './stores/index.ts';

/** The one place that opens, commits and rolls back transactions. */
export type UnitOfWork = {
  /** Statements that each stand alone. */
  read<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** All or nothing, read committed. Rows that decide are locked by the stores' `lock…` methods. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
};

export function createUnitOfWork(database: Pick<Database, 'em'>): UnitOfWork {
  return {
    read: (work) => work(new Stores(database.em.fork())),
    transaction: (work) => database.em.fork().transactional((em) => work(new Stores(em))),
  };
}
