import { readdirSync, readFileSync } from 'node:fs';

/** What the migrations say of a table, as far as rows can break it. */
export type Column = { type: string; length: number | null; nullable: boolean; serial: boolean };
export type Unique = { name: string; columns: string[]; where_not_null: boolean };
export type Check = { name: string; expression: string };
export type TableSchema = {
  name: string;
  columns: Map<string, Column>;
  primary_key: string[];
  uniques: Unique[];
  checks: Check[];
  references: { name: string; column: string; table: string }[];
  /** First columns of indexes: what rows are found by. */
  indexed: Set<string>;
};

const FOLDER = new URL('../../../db/migrations/', import.meta.url);

/** Reads all migrations in their order. A statement that it does not know stops it, so that none is overlooked. */
export function readSchema(): Map<string, TableSchema> {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const tables = new Map<string, TableSchema>();
  for (const file of files) {
    const sql = readFileSync(new URL(file, FOLDER), 'utf8').replace(/--.*$/gm, '');
    for (const statement of sql.split(';').map((text) => text.replace(/\s+/g, ' ').trim())) {
      if (statement !== '' && !apply(tables, statement))
        throw new Error(`test/simulation/memory/schema.ts can't read of ${file}: ${statement}`);
    }
  }
  return tables;
}

const list = (text: string | undefined) => (text ?? '').split(',').map((name) => name.trim());

type Reader = [pattern: RegExp, read: (table: TableSchema, groups: string[]) => void];

const READERS: Reader[] = [
  [
    /^alter table (\w+) add constraint (\w+) unique \(([^)]+)\)$/,
    (table, [name = '', columns]) => table.uniques.push({ name, columns: list(columns), where_not_null: false }),
  ],
  [
    /^alter table (\w+) add constraint (\w+) check (\(.+\))$/,
    (table, [name = '', expression = '']) => table.checks.push({ name, expression }),
  ],
  [
    /^alter table (\w+) add constraint (\w+) foreign key \((\w+)\) references (\w+) \(id\)/,
    (table, [name = '', column = '', other = '']) => table.references.push({ name, column, table: other }),
  ],
  [
    /^alter table (\w+) drop constraint (?:if exists )?(\w+)$/,
    (table, [name]) => {
      table.uniques = table.uniques.filter((unique) => unique.name !== name);
      table.checks = table.checks.filter((check) => check.name !== name);
      table.references = table.references.filter((reference) => reference.name !== name);
    },
  ],
  [/^alter table (\w+) add column (?:if not exists )?(\w+ .+)$/, (table, [column = '']) => addColumn(table, column)],
];

function apply(tables: Map<string, TableSchema>, statement: string): boolean {
  const created = /^create table (\w+) \((.+)\)$/.exec(statement);
  if (created) return Boolean(tables.set(created[1] ?? '', newTable(created[1] ?? '', created[2] ?? '')));
  const index = /^create (unique )?index (\w+) on (\w+) \(([^)]+)\)(.*)$/.exec(statement);
  if (index) {
    const [, unique, name = '', on = '', columns = '', rest = ''] = index;
    const table = tables.get(on);
    if (!table) return false;
    table.indexed.add(list(columns)[0] ?? '');
    if (!unique) return true;
    table.uniques.push({ name, columns: list(columns), where_not_null: true });
    return /^( where \w+ is not null)?$/.test(rest);
  }
  for (const [pattern, read] of READERS) {
    const [matched, on, ...groups] = pattern.exec(statement) ?? [];
    const table = tables.get(on ?? '');
    if (matched === undefined || !table) continue;
    read(table, groups);
    return true;
  }
  return false;
}

function newTable(name: string, body: string): TableSchema {
  const table: TableSchema = { name, columns: new Map(), primary_key: [], uniques: [], checks: [], references: [], indexed: new Set() };
  // Commas within parentheses belong to one column.
  for (const line of body.split(/,(?![^(]*\))/).map((text) => text.trim())) {
    const key = /^primary key \(([^)]+)\)$/.exec(line);
    if (key) table.primary_key = list(key[1]);
    else addColumn(table, line);
  }
  return table;
}

function addColumn(table: TableSchema, line: string): void {
  const [, name, type, length, rest] = /^(\w+) (\w+)(?:\((\d+)\))?(.*)$/.exec(line) ?? [];
  if (!name || !type || rest === undefined) throw new Error(`test/simulation/memory/schema.ts can't read the column ${line}`);
  const primary = /primary key/.test(rest);
  if (primary) table.primary_key = [name];
  const serial = type === 'bigserial';
  table.columns.set(name, {
    type,
    length: type === 'varchar' ? Number(length) : null,
    nullable: !primary && !serial && !/not null/.test(rest),
    serial,
  });
}
