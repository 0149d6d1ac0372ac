import { readdirSync, readFileSync } from 'node:fs';

/** What the migrations say of a table, as far as rows can break it. */
export type Column = { type: string; length: number | null; nullable: boolean; serial: boolean; default: unknown };
/** `covers`: the rows that a partial one is about. */
export type Unique = { name: string; columns: string[]; covers?: ((row: Record<string, unknown>) => boolean) | undefined };
export type Check = { name: string; expression: string };
export type Reference = { name: string; columns: string[]; table: string };
export type TableSchema = {
  name: string;
  columns: Map<string, Column>;
  primary_key: string[];
  uniques: Unique[];
  checks: Check[];
  references: Reference[];
  /** Columns, or expressions, of indexes by which rows are found. */
  indexed: Set<string>;
};

const FOLDER = new URL('../../../db/migrations/', import.meta.url);

/**
 * What migrations may hold that rows in memory are not judged by. It is proved on PostgreSQL, in test/db; anything else that can't be read
 * stops the simulation.
 */
const NOT_SIMULATED: readonly [statement: RegExp, why: string][] = [
  [/^create extension /, 'brings what only the others of this list use'],
  [/^create (or replace )?function /, 'code in the database'],
  [/^create (or replace )?(constraint )?trigger /, 'code in the database: what it would refuse, the invariants look for'],
  [/^alter table \w+ add constraint \w+ exclude /, 'keeps ranges apart that no run writes'],
  [/^drop index /, 'changes only how rows are found'],
  [/^do /, 'is done once, at the migration'],
  [
    /^(update \w+ set|delete from \w+|insert into \w+ (\([^)]*\) )?(with|select)) /,
    'moves rows that were there before: here there are none',
  ],
];

/** Reads all migrations in their order. A statement that it does not know stops it, so that none is overlooked. */
export function readSchema(): Map<string, TableSchema> {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const tables = new Map<string, TableSchema>();
  for (const file of files) {
    for (const statement of statementsOf(readFileSync(new URL(file, FOLDER), 'utf8'))) {
      if (NOT_SIMULATED.some(([pattern]) => pattern.test(statement)) || apply(tables, statement)) continue;
      throw new Error(`test/simulation/memory/schema.ts can't read of ${file}: ${statement}`);
    }
  }
  return tables;
}

/** One by one, on one line each, without comments and without the bodies of functions. */
export function statementsOf(sql: string): string[] {
  const bare = sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, 'body').replace(/--.*$/gm, '');
  return bare
    .split(';')
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');
}

const list = (text: string | undefined) => (text ?? '').split(',').map((name) => name.trim());

type Reader = [pattern: RegExp, read: (table: TableSchema, groups: string[]) => void];

const READERS: Reader[] = [
  [
    /^alter table (\w+) add constraint (\w+) unique \(([^)]+)\)$/,
    (table, [name = '', columns]) => table.uniques.push({ name, columns: list(columns) }),
  ],
  [
    /^alter table (\w+) add constraint (\w+) check (\(.+\))$/,
    (table, [name = '', expression = '']) => table.checks.push({ name, expression }),
  ],
  [
    // To the other table's primary key, of which the columns are named in its order.
    /^alter table (\w+) add constraint (\w+) foreign key \(([^)]+)\) references (\w+) \([^)]+\)/,
    (table, [name = '', columns, other = '']) => table.references.push({ name, columns: list(columns), table: other }),
  ],
  [
    /^alter table (\w+) drop constraint (?:if exists )?(\w+)$/,
    (table, [name]) => {
      table.uniques = table.uniques.filter((unique) => unique.name !== name);
      table.checks = table.checks.filter((check) => check.name !== name);
      table.references = table.references.filter((reference) => reference.name !== name);
    },
  ],
  [
    /^alter table (\w+) (alter column \w+ (?:(?:drop|set) not null|drop default)(?:, alter column \w+ (?:(?:drop|set) not null|drop default))*)$/,
    (table, [changes = '']) => {
      for (const change of changes.split(', ')) changeColumn(table, change);
    },
  ],
  [/^alter table (\w+) add column (?:if not exists )?(\w+ .+)$/, (table, [column = '']) => addColumn(table, column)],
];

function apply(tables: Map<string, TableSchema>, statement: string): boolean {
  const created = /^create table (\w+) \((.+)\)$/.exec(statement);
  if (created) return Boolean(tables.set(created[1] ?? '', newTable(created[1] ?? '', created[2] ?? '')));
  const index = /^create (unique )?index (\w+) on (\w+) \((\([^)]+\)|[^()]+)\)(.*)$/.exec(statement);
  if (index) return addIndex(tables, index);
  for (const [pattern, read] of READERS) {
    const [matched, on, ...groups] = pattern.exec(statement) ?? [];
    const table = tables.get(on ?? '');
    if (matched === undefined || !table) continue;
    read(table, groups);
    return true;
  }
  return false;
}

function addIndex(tables: Map<string, TableSchema>, index: string[]): boolean {
  const [, unique, name = '', on = '', columns = '', rest = ''] = index;
  const table = tables.get(on);
  if (!table) return false;
  for (const column of foundBy(list(columns))) table.indexed.add(column.replace(/^\(|\)$/g, ''));
  if (!unique) return true;
  const [whole, column = '', condition, word] = /^ where (\w+) (is null|is not null|= '(\w+)')$/.exec(rest) ?? [];
  if (whole === undefined && rest !== '') return false;
  const covers = whole === undefined ? undefined : coveredBy(column, { condition, word });
  table.uniques.push({ name, columns: list(columns), covers });
  return true;
}

/** By which columns of an index rows are looked up: by the first, and where that is the ISP, of which there are four, by the next as well. */
export function foundBy([first = '', second]: string[]): string[] {
  return first === 'isp' && second !== undefined ? [first, second] : [first];
}

function coveredBy(column: string, { condition, word }: { condition: string | undefined; word: string | undefined }) {
  const isCovered = (value: unknown) =>
    condition === 'is null' ? value === null : condition === 'is not null' ? value !== null : value === word;
  return (row: Record<string, unknown>) => isCovered(row[column]);
}

function changeColumn(table: TableSchema, change: string): void {
  const [, name = '', what] = /^alter column (\w+) (.+)$/.exec(change) ?? [];
  const column = table.columns.get(name);
  if (!column) throw new Error(`test/simulation/memory/schema.ts knows no column ${name} of ${table.name}`);
  if (what === 'drop default') column.default = null;
  else column.nullable = what === 'drop not null';
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
  const [, text, number] = /default (?:'(\w*)'|(\d+))/.exec(rest) ?? [];
  if (/default/.test(rest) && text === undefined && number === undefined)
    throw new Error(`test/simulation/memory/schema.ts can't read the default of ${line}`);
  table.columns.set(name, {
    default: text ?? (number === undefined ? null : type === 'bigint' ? BigInt(number) : Number(number)),
    type,
    length: type === 'varchar' ? Number(length) : null,
    nullable: !primary && !serial && !/not null/.test(rest),
    serial,
  });
}
