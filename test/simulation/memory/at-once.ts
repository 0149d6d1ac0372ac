import type { Context, Statement } from './statement.ts';
import type { Row, Table } from './table.ts';

/**
 * `atOnce` of db/at-once.ts: its parts one after the other within one statement, in which nobody else gets a turn but while it waits for a
 * lock. PostgreSQL shows none of them what another one writes; here they would see it, so what asks for that is refused there first.
 */
export function isAtOnce(sql: string): boolean {
  return /^with part_1 as \((insert into|update) .+ select \(select count\(\*\)::int from part_1\) as part_1/.test(sql);
}

type Done = { ids: Set<unknown>; count: number };
type Part = { name: string; run: (context: Context, rows: unknown[], done: Map<string, Done>) => Promise<Done> };

/** Takes the text with the driver's places or the ORM's. */
export function statementAtOnce(sql: string): Statement {
  const parts = partsOf(sql.replace(/\$\d+/g, '?')).map(({ name, text }): Part => ({ name, run: runOf(text) }));
  return async (context, parameters) => {
    const done = new Map<string, Done>();
    for (const [index, { name, run }] of parts.entries()) done.set(name, await run(context, JSON.parse(parameters[index] as string), done));
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

const INSERT =
  /^insert into (\w+) \(([^)]+)\) select \2 from jsonb_populate_recordset\(null::\1, \?::jsonb\)(?: where (\w+) in \(select id from (\w+)\))?(?: on conflict \(([^)]+)\) do nothing)? returning \w+$/;
const UPDATE =
  /^update (\w+) set (.+) from jsonb_array_elements\(\?::jsonb\) as pair, jsonb_populate_record\(null::\1, pair -> 0\) as old, jsonb_populate_record\(null::\1, pair -> 1\) as new where (.+) returning 1$/;

function runOf(text: string): Part['run'] {
  const [, table, , column, made, once] = INSERT.exec(text) ?? [];
  if (table)
    return insertion({
      table,
      made_with: column && made ? { column, made } : undefined,
      once: once === undefined ? undefined : list(once),
    });
  const [, updated, changes, where] = UPDATE.exec(text) ?? [];
  if (!updated || !changes?.includes(' = new.') || !where?.includes(' = old.'))
    throw new Error(`test/simulation/memory/at-once.ts doesn't know: ${text}`);
  return change(updated);
}

/** What comes as JSON, as a column of its type. */
function rowOf({ schema }: Table, json: object): Row {
  const read = (name: string, value: unknown) => {
    const type = schema.columns.get(name)?.type;
    if (value === null) return null;
    if (type === 'bytea') return Buffer.from((value as string).slice(2), 'hex');
    if (type === 'bigint') return BigInt(value as string);
    return type === 'timestamptz' ? new Date(value as string) : value;
  };
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, read(name, value)]));
}

type Insertion = { table: string; made_with: { column: string; made: string } | undefined; once: string[] | undefined };

function insertion({ table, made_with, once }: Insertion): Part['run'] {
  return async ({ database, transaction }, rows, done) => {
    const into = database.table(table);
    const ids = new Set<unknown>();
    let count = 0;
    for (const json of rows as object[]) {
      const row = rowOf(into, json);
      if (made_with && !done.get(made_with.made)?.ids.has(row[made_with.column])) continue;
      if (!(await transaction.insertNow(into, row, once ? { on_conflict: { columns: once } } : {}))) continue;
      ids.add(row.id);
      count += 1;
    }
    return { ids, count };
  };
}

function change(table: string): Part['run'] {
  return async ({ database, transaction }, pairs) => {
    const of = database.table(table);
    let count = 0;
    for (const [where, to] of pairs as [object, object][]) count += await transaction.updateNow(of, rowOf(of, where), rowOf(of, to));
    return { ids: new Set(), count };
  };
}
