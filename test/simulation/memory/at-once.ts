import type { Context, Statement } from './statement.ts';
import type { Row, Table } from './table.ts';

/**
 * `atOnce` of db/at-once.ts: its parts one after the other within one statement, in which nobody else gets a turn but while it waits for a
 * lock. PostgreSQL shows none of them what another one writes; here they would see it, so what asks for that is refused there first.
 */
export function isAtOnce(sql: string): boolean {
  return /^with \w+ as \((insert into|update) .+ select \(select count\(\*\)::int from \w+\) as \w+/.test(sql);
}

type Done = { rows: Row[]; count: number };
type Part = { name: string; places: number; run: (context: Context, values: unknown[], done: Map<string, Done>) => Promise<Done> };

export function statementAtOnce(sql: string): Statement {
  const parts = partsOf(sql).map(({ name, text }): Part => ({ name, places: text.split('?').length - 1, run: runOf(text) }));
  return async (context, parameters) => {
    const done = new Map<string, Done>();
    let from = 0;
    for (const { name, places, run } of parts) {
      done.set(name, await run(context, parameters.slice(from, from + places), done));
      from += places;
    }
    return [Object.fromEntries([...done].map(([name, { count }]) => [name, count]))];
  };
}

/** `name as (…), …`, up to the select that counts them. */
function partsOf(sql: string): { name: string; text: string }[] {
  const parts: { name: string; text: string }[] = [];
  const begins = /(?:^with|,) (\w+) as \(/y;
  for (let begin = begins.exec(sql); begin; begin = begins.exec(sql)) {
    const from = begins.lastIndex;
    let open = 1;
    let at = from;
    for (; open > 0; at += 1) open += { '(': 1, ')': -1 }[sql[at] ?? ''] ?? 0;
    parts.push({ name: begin[1] ?? '', text: sql.slice(from, at - 1) });
    begins.lastIndex = at;
  }
  return parts;
}

const list = (text: string | undefined) => (text ?? '').split(', ').filter((name) => name !== '');

function runOf(text: string): Part['run'] {
  const [, table, names, , once] =
    /^insert into (\w+) \(([^)]+)\) values ((?:\([?, ]+\)(?:, )?)+)(?: on conflict \(([^)]+)\) do nothing)? returning \w+$/.exec(text) ??
    [];
  if (table) return insertion({ table, columns: list(names), once: once === undefined ? undefined : list(once) });
  const [, lines, line_names, made] =
    /^insert into (\w+) \((\w+, [^)]+)\) select (\w+)\.id, line\.\* from \3 cross join \(values .+ returning 1$/.exec(text) ?? [];
  if (lines && made) return linesOf({ table: lines, columns: list(line_names), made });
  const [, updated, changes, where] = /^update (\w+) set (.+) where (.+) returning 1$/.exec(text) ?? [];
  if (!updated) throw new Error(`test/simulation/memory/at-once.ts doesn't know: ${text}`);
  const columnsOf = (pairs: string | undefined, between: string) => (pairs ?? '').split(between).map((pair) => pair.replace(/ = \?$/, ''));
  return change({ table: updated, changed: columnsOf(changes, ', '), where: columnsOf(where, ' and ') });
}

/** What is kept as jsonb comes as its text. */
function rowOf({ schema }: Table, columns: readonly string[], values: readonly unknown[]): Row {
  const read = (name: string, value: unknown) => (schema.columns.get(name)?.type === 'jsonb' ? JSON.parse(value as string) : value);
  return Object.fromEntries(columns.map((name, index) => [name, read(name, values[index])]));
}

function insertion({ table, columns, once }: { table: string; columns: string[]; once: string[] | undefined }): Part['run'] {
  return async ({ database, transaction }, values) => {
    const into = database.table(table);
    const rows: Row[] = [];
    for (let from = 0; from < values.length; from += columns.length) {
      const row = rowOf(into, columns, values.slice(from, from + columns.length));
      if (await transaction.insertNow(into, row, once ? { on_conflict: { columns: once } } : {})) rows.push(row);
    }
    return { rows, count: rows.length };
  };
}

/** Lines of a row that another part made; none where it made none. */
function linesOf({ table, columns, made }: { table: string; columns: string[]; made: string }): Part['run'] {
  const [head = '', ...more] = columns;
  return async ({ database, transaction }, values, done) => {
    const [row] = done.get(made)?.rows ?? [];
    if (!row) return { rows: [], count: 0 };
    const into = database.table(table);
    const rows: Row[] = [];
    for (let from = 0; from < values.length; from += more.length) {
      const line = { [head]: row.id, ...rowOf(into, more, values.slice(from, from + more.length)) };
      await transaction.insertNow(into, line);
      rows.push(line);
    }
    return { rows, count: rows.length };
  };
}

function change({ table, changed, where }: { table: string; changed: string[]; where: string[] }): Part['run'] {
  return async ({ database, transaction }, values) => {
    const of = database.table(table);
    const to = rowOf(of, changed, values.slice(0, changed.length));
    const count = await transaction.updateNow(of, rowOf(of, where, values.slice(changed.length)), to);
    return { rows: [], count };
  };
}
