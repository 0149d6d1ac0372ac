import { IsolationLevel } from '@mikro-orm/core';
import type { Database } from './database.ts';
import { createHotPaths, type HotPaths } from './hot-paths.ts';
import { createSharedTransactions, type SharedTransactions } from './shared-transactions.ts';
import { Stores } from './stores/index.ts';
import { orUnavailable } from './unavailable.ts';

/** The one place that opens, commits and rolls back transactions. */
export type UnitOfWork = {
  /** Statements that each stand alone. */
  read<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Reads that all see one moment; nothing can be written. */
  snapshot<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** All or nothing, read committed. Rows that decide are locked by the stores' `lock…` methods. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Transactions that sales and charges of one process have in common where they come at the same time. */
  share(): SharedTransactions;
  /** What is asked thousands of times a second: one statement each, which is its own transaction. */
  hot: HotPaths;
};

export function createUnitOfWork(database: Pick<Database, 'em' | 'run' | 'transact'>): UnitOfWork {
  const transaction = <T>(work: (stores: Stores) => Promise<T>) =>
    orUnavailable(database.em.fork().transactional((em) => work(new Stores(em))));
  return {
    read: (work) => orUnavailable(work(new Stores(database.em.fork()))),
    snapshot: (work) =>
      orUnavailable(
        database.em.fork().transactional((em) => work(new Stores(em)), { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true }),
      ),
    transaction,
    share: () => {
      const { selling, opening, settling } = createSharedTransactions(database.transact, transaction);
      return {
        selling: (of, work) => orUnavailable(selling(of, work)),
        opening: (of, work) => orUnavailable(opening(of, work)),
        settling: (of, work) => orUnavailable(settling(of, work)),
      };
    },
    hot: createHotPaths(database.run),
  };
}
