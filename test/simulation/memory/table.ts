import { checkOf, type Row } from './checks.ts';
import { broken } from './errors.ts';
import type { TableSchema, Unique } from './schema.ts';
import { comparable, fieldOf, valuesOf, type Where } from './where.ts';

export type { Row } from './checks.ts';

/** The committed rows of one table, with what the migrations demand of them. */
export class Table {
  readonly schema: TableSchema;
  readonly rows = new Map<string, Row>();
  /** Column, value → keys. */
  readonly #indexes = new Map<string, Map<unknown, Set<string>>>();
  readonly #unique = new Map<string, Map<string, string>>();
  readonly #checks: { name: string; holds: (row: Row) => boolean }[];
  serial = 0n;

  constructor(schema: TableSchema) {
    this.schema = schema;
    this.#checks = schema.checks.map((check) => ({ name: check.name, holds: checkOf(check) }));
    // Statuses too: here every table is small, and what is not finished is smaller.
    const statuses = schema.columns.has('status') ? ['status'] : [];
    for (const column of [...schema.indexed, ...schema.uniques.map(({ columns }) => columns[0] ?? ''), ...statuses])
      this.#indexes.set(column, new Map());
    for (const { name } of schema.uniques) this.#unique.set(name, new Map());
  }

  get name(): string {
    return this.schema.name;
  }

  keyOf(row: Row): string {
    return this.schema.primary_key.map((column) => String(comparable(row[column]))).join('|');
  }

  /** What a unique constraint compares; undefined where a null keeps the row out of it. */
  uniqueValue({ columns, covers }: Unique, row: Row): string | undefined {
    if (covers && !covers(row)) return undefined;
    const values = columns.map((column) => comparable(row[column]));
    return values.includes(null) ? undefined : values.join('|');
  }

  /** The key of the committed row that has this value. */
  committedWith(unique: Unique, value: string): string | undefined {
    return this.#unique.get(unique.name)?.get(value);
  }

  /** A new row as it would be kept: complete, with its types' precision. Throws what PostgreSQL throws. */
  complete(row: Row): Row {
    const whole: Row = {};
    for (const name of Object.keys(row)) {
      if (!this.schema.columns.has(name)) throw new Error(`table ${this.name} has no column ${name}`);
    }
    for (const [name, column] of this.schema.columns) {
      let value = row[name] === undefined ? column.default : row[name];
      if (value === null && column.serial) {
        this.serial += 1n;
        value = this.serial;
      }
      if (column.type === 'jsonb' && value !== null) value = JSON.parse(JSON.stringify(value));
      if (value === null && !column.nullable) throw broken.notNull(name);
      if (column.length !== null && typeof value === 'string' && value.length > column.length) throw broken.tooLong(name);
      whole[name] = value;
    }
    for (const { name, holds } of this.#checks) if (!holds(whole)) throw broken.check(name);
    return whole;
  }

  /** Keys of committed rows that may match, in groups; all where no index helps. */
  candidates(where: Where): Iterable<string>[] {
    const keys = this.#keysOf(where);
    if (keys) return [keys];
    let fewest: Set<string>[] | undefined;
    let count = 0;
    for (const [column, index] of this.#indexes) {
      const values = valuesOf(where, column);
      if (!values) continue;
      const found: Set<string>[] = [];
      let found_count = 0;
      for (const value of values) {
        const set = index.get(comparable(value));
        if (!set) continue;
        found.push(set);
        found_count += set.size;
      }
      if (fewest && found_count >= count) continue;
      fewest = found;
      count = found_count;
      if (count === 0) break;
    }
    return fewest ?? [this.rows.keys()];
  }

  /** By the primary key, where the filter names all of it. */
  #keysOf(where: Where): string[] | undefined {
    const [first = '', ...more] = this.schema.primary_key;
    let keys = valuesOf(where, first)?.map((value) => String(comparable(value)));
    for (const column of more) {
      const values = keys && valuesOf(where, column);
      keys = values && keys?.flatMap((key) => values.map((value) => `${key}|${String(comparable(value))}`));
    }
    return keys;
  }

  put(key: string, row: Row | null): void {
    const before = this.rows.get(key);
    if (before) this.#index(key, before, false);
    if (!row) return void this.rows.delete(key);
    this.rows.set(key, row);
    this.#index(key, row, true);
  }

  #index(key: string, row: Row, add: boolean): void {
    for (const [column, index] of this.#indexes) {
      const value = comparable(fieldOf(row, column));
      const keys = index.get(value) ?? new Set();
      if (add) index.set(value, keys.add(key));
      else keys.delete(key);
    }
    for (const unique of this.schema.uniques) {
      const value = this.uniqueValue(unique, row);
      if (value === undefined) continue;
      if (add) this.#unique.get(unique.name)?.set(value, key);
      else this.#unique.get(unique.name)?.delete(value);
    }
  }
}
