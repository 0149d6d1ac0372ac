import type { MemoryDatabase } from './database.ts';
import { broken, databaseError } from './errors.ts';
import type { LockMode } from './locks.ts';
import type { Unique } from './schema.ts';
import type { Row, Table } from './table.ts';
import { comparable, matches, type Where } from './where.ts';

export type Order = Record<string, 'asc' | 'desc'>;
export type Select = { where: Where; order?: Order | undefined; limit?: number | undefined; lock?: LockMode; skip_locked?: boolean };

/** `ignore`: a row that exists already is left; on these columns only, or on any unique constraint. */
export type Insert = { on_conflict?: { columns: string[] | null } };

/**
 * One transaction at read committed: sees what is committed at each statement and what it wrote itself; rows that it changes or locks are
 * its own until it ends.
 */
export class MemoryTransaction {
  readonly #database: MemoryDatabase;
  readonly written = new Map<Table, Map<string, Row | null>>();
  /** Set by whatever ended its connection. */
  lost: Error | undefined;
  #failed = false;

  constructor(database: MemoryDatabase) {
    this.#database = database;
  }

  /** Every statement: a pause, in which others get their turn, and a connection that may be gone. */
  async #statement<T>(work: () => Promise<T> | T): Promise<T> {
    const pause = this.#database.pause();
    if (pause !== undefined) await pause;
    if (this.lost) throw this.lost;
    if (this.#failed) throw databaseError('DriverException', '25P02', 'current transaction is aborted');
    try {
      const answer = work();
      const result = answer instanceof Promise ? await answer : answer;
      // The connection may have broken while a lock was waited for.
      if (this.lost) throw this.lost;
      return result;
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  select(table: Table, select: Select): Promise<Row[]> {
    return this.#statement(() => (select.lock ? this.selectNow(table, select) : this.#read(table, select).map((row) => ({ ...row }))));
  }

  /** For a statement that is made of several of these. */
  statement<T>(work: () => Promise<T> | T): Promise<T> {
    return this.#statement(work);
  }

  #read(table: Table, { where, order, limit }: Select): Row[] {
    const rows = this.visible(table, where);
    if (order && rows.length > 1) rows.sort(byOrder(order));
    return limit !== undefined && rows.length > limit ? rows.slice(0, limit) : rows;
  }

  async selectNow(table: Table, select: Select): Promise<Row[]> {
    const { where, lock, skip_locked = false } = select;
    let rows = this.#read(table, select);
    if (lock) {
      const locked: Row[] = [];
      for (const row of rows) {
        const key = table.keyOf(row);
        if (skip_locked && !this.#database.tryLock(this, `${table.name}/${key}`, lock)) continue;
        const current = await this.#lockRow(table, key, { mode: lock, where });
        if (current) locked.push(current);
      }
      rows = locked;
    }
    return rows.map((row) => ({ ...row }));
  }

  /** Rows as this transaction sees them at this moment. */
  visible(table: Table, where: Where): Row[] {
    const own = this.written.get(table);
    const rows: Row[] = [];
    for (const keys of table.candidates(where)) {
      for (const key of keys) {
        if (own?.has(key)) continue;
        const row = table.rows.get(key);
        if (row && matches(row, where)) rows.push(row);
      }
    }
    if (own) for (const row of own.values()) if (row && matches(row, where)) rows.push(row);
    return rows;
  }

  /** The row as it is once it is ours; undefined where it no longer matches (PostgreSQL looks again after waiting). */
  async #lockRow(table: Table, key: string, { mode, where }: { mode: LockMode; where: Where }): Promise<Row | undefined> {
    await this.#database.lock(this, `${table.name}/${key}`, mode);
    const row = this.#current(table, key);
    return row && matches(row, where) ? row : undefined;
  }

  #current(table: Table, key: string): Row | undefined {
    const own = this.written.get(table);
    return (own?.has(key) ? own.get(key) : table.rows.get(key)) ?? undefined;
  }

  /** True where the row is new. */
  insert(table: Table, row: Row, options: Insert = {}): Promise<boolean> {
    return this.#statement(() => this.insertNow(table, row, options));
  }

  async insertNow(table: Table, row: Row, { on_conflict }: Insert = {}): Promise<boolean> {
    const whole = table.complete(row);
    const primary: Unique = { name: `${table.name}_pkey`, columns: table.schema.primary_key };
    const isIgnored = ({ columns }: Unique) => on_conflict?.columns === null || on_conflict?.columns.join() === columns.join();
    // The constraint that a conflict may be of is looked at before those that it may not.
    const uniques = [primary, ...table.schema.uniques].sort((a, b) => Number(isIgnored(b)) - Number(isIgnored(a)));
    for (const unique of uniques) {
      if (!(await this.#takenBy(table, unique, whole))) continue;
      if (isIgnored(unique)) return false;
      throw broken.unique(unique.name);
    }
    for (const { name, columns, table: other } of table.schema.references) {
      const values = columns.map((column) => comparable(whole[column]));
      if (!values.includes(null)) await this.#refer(name, this.#database.table(other), values.map(String).join('|'));
    }
    this.#write(table, table.keyOf(whole), whole);
    return true;
  }

  async #refer(name: string, other: Table, key: string): Promise<void> {
    await this.#database.lock(this, `${other.name}/${key}`, 'key_share');
    if (!this.#current(other, key)) throw broken.reference(name);
  }

  /** Waits for whoever is about to write the same value, and says whether it is taken. */
  async #takenBy(table: Table, unique: Unique, row: Row, except?: string): Promise<boolean> {
    const value = table.uniqueValue(unique, row);
    if (value === undefined) return false;
    const lock = `${table.name}#${unique.name}#${value}`;
    await this.#database.lock(this, lock, 'update');
    const own = this.written.get(table);
    const taken = [...(own ?? [])].some(([key, other]) => key !== except && other && table.uniqueValue(unique, other) === value);
    const is_primary = unique.columns === table.schema.primary_key;
    const committed = is_primary ? (table.rows.has(value) ? value : undefined) : table.committedWith(unique, value);
    return taken || (committed !== undefined && committed !== except && !own?.has(committed));
  }

  update(table: Table, where: Where, change: Row): Promise<number> {
    return this.#statement(() => this.updateNow(table, where, change));
  }

  async updateNow(table: Table, where: Where, change: Row): Promise<number> {
    const known = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const uniques = table.schema.uniques.filter(({ columns }) => columns.some((column) => column in known));
    const mode = uniques.some(({ covers }) => !covers) ? 'update' : 'no_key_update';
    let count = 0;
    for (const key of this.visible(table, where).map((row) => table.keyOf(row))) {
      const current = await this.#lockRow(table, key, { mode, where });
      if (!current) continue;
      const next = table.complete(known, current);
      for (const unique of uniques) {
        const moved = table.uniqueValue(unique, next) !== table.uniqueValue(unique, current);
        if (moved && (await this.#takenBy(table, unique, next, key))) throw broken.unique(unique.name);
      }
      this.#write(table, key, next);
      count += 1;
    }
    return count;
  }

  delete(table: Table, where: Where): Promise<number> {
    return this.#statement(async () => {
      const keys = this.visible(table, where).map((row) => table.keyOf(row));
      let count = 0;
      for (const key of keys) {
        if (!(await this.#lockRow(table, key, { mode: 'update', where }))) continue;
        this.#write(table, key, null);
        count += 1;
      }
      return count;
    });
  }

  #write(table: Table, key: string, row: Row | null): void {
    const own = this.written.get(table) ?? new Map<string, Row | null>();
    this.written.set(table, own.set(key, row));
  }
}

function byOrder(order: Order): (a: Row, b: Row) => number {
  const columns = Object.entries(order);
  return (a, b) => {
    for (const [column, direction] of columns) {
      const [left, right] = [a[column], b[column]] as [number, number];
      if (left < right) return direction === 'asc' ? -1 : 1;
      if (left > right) return direction === 'asc' ? 1 : -1;
    }
    return 0;
  };
}
