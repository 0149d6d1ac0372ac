import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { MemoryDatabase } from './database.ts';
import { statementOf } from './statements.ts';
import type { Row } from './table.ts';
import type { MemoryTransaction, Order } from './transaction.ts';
import type { Where } from './where.ts';

type Named = { meta: { tableName: string } };
type Options = { orderBy?: Order; limit?: number; lockMode?: LockMode };

const LOCKS: Partial<Record<LockMode, 'share' | 'update'>> = {
  [LockMode.PESSIMISTIC_READ]: 'share',
  [LockMode.PESSIMISTIC_WRITE]: 'update',
};

/**
 * What the stores ask of MikroORM, on tables in memory: so the stores themselves, and the unit of work, are the product's own. Where a store
 * asks for something else, it says so.
 */
class MemoryEntityManager {
  readonly #database: MemoryDatabase;
  readonly #transaction: MemoryTransaction | undefined;

  constructor(database: MemoryDatabase, transaction?: MemoryTransaction) {
    this.#database = database;
    this.#transaction = transaction;
  }

  fork(): MemoryEntityManager {
    return new MemoryEntityManager(this.#database);
  }

  transactional<T>(work: (em: MemoryEntityManager) => Promise<T>): Promise<T> {
    return this.#database.transaction((transaction) => work(new MemoryEntityManager(this.#database, transaction)));
  }

  /** Outside of a transaction each statement is one. */
  #in<T>(work: (transaction: MemoryTransaction) => Promise<T>): Promise<T> {
    return this.#transaction ? work(this.#transaction) : this.#database.transaction(work);
  }

  #table(entity: Named) {
    return this.#database.table(entity.meta.tableName);
  }

  find(entity: Named, where: Where, { orderBy, limit, lockMode }: Options = {}): Promise<Row[]> {
    const lock = lockMode === undefined ? undefined : LOCKS[lockMode];
    const select = { where, order: orderBy, limit, ...(lock ? { lock } : {}) };
    return this.#in((transaction) => transaction.select(this.#table(entity), select));
  }

  async findOne(entity: Named, where: Where, options: Options = {}): Promise<Row | null> {
    const [row] = await this.find(entity, where, { ...options, limit: 1 });
    return row ?? null;
  }

  async findOneOrFail(entity: Named, where: Where, options: Options = {}): Promise<Row> {
    const row = await this.findOne(entity, where, options);
    if (!row) throw new Error(`${entity.meta.tableName} not found`);
    return row;
  }

  async insert(entity: Named, row: Row): Promise<void> {
    await this.#in((transaction) => transaction.insert(this.#table(entity), row));
  }

  async insertMany(entity: Named, rows: Row[]): Promise<void> {
    await this.#in((transaction) =>
      transaction.statement(async () => {
        for (const row of rows) await transaction.insertNow(this.#table(entity), row);
      }),
    );
  }

  nativeUpdate(entity: Named, where: Where, change: Row): Promise<number> {
    return this.#in((transaction) => transaction.update(this.#table(entity), where, change));
  }

  nativeDelete(entity: Named, where: Where): Promise<number> {
    return this.#in((transaction) => transaction.delete(this.#table(entity), where));
  }

  /** `qb(…).insert(…).onConflict(…).ignore().execute('run')`, the one sentence that stores say to it. */
  qb(entity: Named) {
    const insert = (row: Row) => ({
      onConflict: (columns?: string | string[]) => ({
        ignore: () => ({
          execute: async () => {
            const on_conflict = { columns: columns === undefined ? null : [columns].flat() };
            const is_new = await this.#in((transaction) => transaction.insert(this.#table(entity), row, { on_conflict }));
            return { affectedRows: is_new ? 1 : 0 };
          },
        }),
      }),
    });
    return { insert };
  }

  async execute(sql: string, parameters: unknown[] = []): Promise<unknown> {
    const statement = statementOf(sql);
    const database = this.#database;
    return await this.#in((transaction) => transaction.statement(() => statement({ database, transaction }, parameters)));
  }
}

/** In the place of MikroORM's own. */
export function createMemoryEntityManager(database: MemoryDatabase): EntityManager {
  return new MemoryEntityManager(database) as unknown as EntityManager;
}
