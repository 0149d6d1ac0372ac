import { checkOf, type Row } from './checks.ts';
import { broken } from './errors.ts';
import { foundBy, type TableSchema, type Unique } from './schema.ts';
import { comparable, fieldOf, valuesOf, type Where } from './where.ts';

export type { Row } from './checks.ts';

/** The committed rows of one table, with what the migrations demand of them. */
export class Table {
  readonly schema: TableSchema;
  readonly rows = new Map<string, Row>();
  /** Column, value → keys. */
  readonly #indexes = new Map<string, Index>();
  readonly #unique = new Map<string, Map<string, string>>();
  readonly #checks: { name: string; holds: (row: Row) => boolean }[];
  serial = 0n;

  constructor(schema: TableSchema) {
    this.schema = schema;
    this.#checks = schema.checks.map((check) => ({ name: check.name, holds: checkOf(check) }));
    // Statuses too: here every table is small, and what is not finished is smaller.
    const statuses = schema.columns.has('status') ? ['status'] : [];
    const keys = [...schema.uniques.map(({ columns }) => columns), ...(schema.primary_key.length > 1 ? [schema.primary_key] : [])];
    for (const column of [...schema.indexed, ...keys.flatMap(foundBy), ...statuses]) this.#indexes.set(column, new Map());
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

  /** A row as it would be kept, new or changed: complete, with its types' precision. Throws what PostgreSQL throws. */
  complete(row: Row, before?: Row): Row {
    for (const name in row) {
      if (!this.schema.columns.has(name)) throw new Error(`table ${this.name} has no column ${name}`);
    }
    const whole: Row = { ...before };
    for (const [name, column] of this.schema.columns) {
      if (before && (row[name] === undefined || row[name] === before[name])) continue;
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
    for (const column in where) {
      const index = this.#indexes.get(column);
      const values = index && valuesOf(where, column);
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

  /** Whether a committed row has something else in an indexed column. */
  hasOther(column: string, values: ReadonlySet<unknown>): boolean {
    for (const value of this.#indexes.get(column)?.keys() ?? []) if (!values.has(value)) return true;
    return false;
  }

  put(key: string, row: Row | null): void {
    const before = this.rows.get(key) ?? null;
    if (row) this.rows.set(key, row);
    else this.rows.delete(key);
    for (const [column, index] of this.#indexes) {
      const left = before ? comparable(fieldOf(before, column)) : undefined;
      const entered = row ? comparable(fieldOf(row, column)) : undefined;
      if (left === entered) continue;
      if (before) leave(index, left, key);
      if (row) enter(index, entered, key);
    }
    for (const unique of this.schema.uniques) {
      const left = before ? this.uniqueValue(unique, before) : undefined;
      const entered = row ? this.uniqueValue(unique, row) : undefined;
      if (left === entered) continue;
      if (left !== undefined) this.#unique.get(unique.name)?.delete(left);
      if (entered !== undefined) this.#unique.get(unique.name)?.set(entered, key);
    }
  }
}

type Index = Map<unknown, Set<string>>;

function enter(index: Index, value: unknown, key: string): void {
  const keys = index.get(value);
  if (keys) keys.add(key);
  else index.set(value, new Set([key]));
}

function leave(index: Index, value: unknown, key: string): void {
  const keys = index.get(value);
  keys?.delete(key);
  if (keys?.size === 0) index.delete(value);
}
