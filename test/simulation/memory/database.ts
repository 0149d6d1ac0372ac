import { connectionLost, databaseError } from './errors.ts';
import { type LockMode, Locks } from './locks.ts';
import { readSchema } from './schema.ts';
import { type Row, Table } from './table.ts';
import { MemoryTransaction } from './transaction.ts';

export type Change = { table: string; before: Row | undefined; after: Row | null };

/** What a world makes of a database: time passes at each statement, and commits are where faults strike. */
export type Surroundings = {
  /** Before each statement; undefined where it goes on at once: most do, and each promise takes its time. */
  pause(): Promise<void> | undefined;
  /** The process of this session; a transaction ends with it, and whoever waits in it hears nothing more. */
  onSessionEnd(end: () => void): () => void;
  /** Around a commit that writes; may never return, or throw before or after the commit was carried out. */
  aroundCommit(commit: () => void, changes: () => Change[]): Promise<void>;
  /** A transaction that wrote nothing has ended. */
  hasRead(): void;
  after(delay_ms: number, act: () => void): { cancelled: boolean };
  /** PostgreSQL's `random()`. */
  random(): number;
};

export const UNDISTURBED: Surroundings = {
  pause: () => undefined,
  onSessionEnd: () => () => undefined,
  aroundCommit: async (commit) => commit(),
  hasRead: () => undefined,
  after: () => ({ cancelled: false }),
  random: () => 0.5,
};

/** As the product sets it for its connections. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** Tables in memory, with transactions as PostgreSQL has them at read committed. */
export class MemoryDatabase {
  readonly #tables = new Map<string, Table>();
  readonly #locks = new Locks();
  readonly #open = new Set<MemoryTransaction>();
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings = UNDISTURBED) {
    this.#surroundings = surroundings;
    for (const schema of readSchema().values()) this.#tables.set(schema.name, new Table(schema));
  }

  table(name: string): Table {
    const table = this.#tables.get(name);
    if (!table) throw new Error(`there is no table ${name}`);
    return table;
  }

  /** The committed rows of a table. */
  rows<T>(name: string): T[] {
    return [...this.table(name).rows.values()] as T[];
  }

  random(): number {
    return this.#surroundings.random();
  }

  pause(): Promise<void> | undefined {
    return this.#surroundings.pause();
  }

  /** As `skip locked` does: false where somebody else has it. Whoever is gone takes none. */
  tryLock(owner: MemoryTransaction, name: string, mode: LockMode): boolean {
    return this.#open.has(owner) && this.#locks.tryAcquire(owner, name, mode);
  }

  /** Waits for a lock, as long as a statement may take. */
  async lock(owner: MemoryTransaction, name: string, mode: LockMode): Promise<void> {
    // Ended between the pause before its statement and the statement: a lock that it took now would be held for ever.
    if (!this.#open.has(owner)) {
      if (owner.lost) throw owner.lost;
      return await new Promise(() => undefined);
    }
    const waiting = this.#locks.acquire(owner, name, mode);
    if (!waiting) return;
    const timer = this.#surroundings.after(STATEMENT_TIMEOUT_MS, () => {
      this.#locks.abandon(owner, databaseError('DriverException', '57014', 'canceling statement due to statement timeout'));
    });
    try {
      await waiting;
    } finally {
      timer.cancelled = true;
    }
    await this.pause();
    if (owner.lost) throw owner.lost;
  }

  async transaction<T>(work: (transaction: MemoryTransaction) => Promise<T>): Promise<T> {
    const pause = this.pause();
    if (pause !== undefined) await pause;
    const transaction = new MemoryTransaction(this);
    this.#open.add(transaction);
    const forget = this.#surroundings.onSessionEnd(() => this.#end(transaction, { silently: true }));
    try {
      const result = await work(transaction);
      if (transaction.written.size > 0) await this.#commit(transaction);
      else if (transaction.lost) throw transaction.lost;
      else this.#surroundings.hasRead();
      return result;
    } finally {
      forget();
      this.#end(transaction);
    }
  }

  async #commit(transaction: MemoryTransaction): Promise<void> {
    const carryOut = () => {
      if (transaction.lost) throw transaction.lost;
      for (const [table, rows] of transaction.written) for (const [key, row] of rows) table.put(key, row);
      this.#end(transaction);
    };
    await this.#surroundings.aroundCommit(carryOut, () => this.#changes(transaction));
  }

  #changes({ written }: MemoryTransaction): Change[] {
    return [...written].flatMap(([table, rows]) =>
      [...rows].map(([key, after]) => ({ table: table.name, before: table.rows.get(key), after })),
    );
  }

  #end(transaction: MemoryTransaction, how: { silently?: boolean; lost?: Error } = {}): void {
    if (!this.#open.delete(transaction)) return;
    if (how.lost) transaction.lost = how.lost;
    this.#locks.abandon(transaction, how.silently ? undefined : how.lost);
    this.#locks.releaseAll(transaction);
  }

  /** Every connection breaks: what was not committed is gone. */
  disconnectAll(): void {
    for (const transaction of [...this.#open]) this.#end(transaction, { lost: connectionLost() });
  }
}
