import type { Row } from './checks.ts';

/** A filter as stores write it: columns with values or operators, and `$or`. */
export type Where = Record<string, unknown>;

/** A value in a form that compares by `===` and `<`. */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
  return value ?? null;
}

/** A column of a row, or an entry of a jsonb column: `data ->> 'charge'`. */
export function fieldOf(row: Row, name: string): unknown {
  const value = row[name];
  if (value !== undefined || !name.includes(' ')) return value;
  const [, column, entry] = /^(\w+) ->> '(\w+)'$/.exec(name) ?? [];
  if (column === undefined || entry === undefined) return undefined;
  return (row[column] as Row | null)?.[entry] ?? null;
}

function isOperators(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array) && !Array.isArray(value);
}

/** SQL's three values: a comparison with null is true for nobody. */
const OPERATORS: Record<string, (value: unknown, operand: unknown) => boolean> = {
  $eq: (value, operand) => comparable(value) === comparable(operand),
  $ne: (value, operand) => (operand === null ? comparable(value) !== null : comparable(value) !== comparable(operand)),
  $in: (value, operand) => (operand as unknown[]).some((each) => comparable(each) === comparable(value)),
  $lt: (value, operand) => comparable(value) !== null && (comparable(value) as number) < (comparable(operand) as number),
  $lte: (value, operand) => comparable(value) !== null && (comparable(value) as number) <= (comparable(operand) as number),
  $gt: (value, operand) => comparable(value) !== null && (comparable(value) as number) > (comparable(operand) as number),
  $gte: (value, operand) => comparable(value) !== null && (comparable(value) as number) >= (comparable(operand) as number),
};

export function matches(row: Row, where: Where): boolean {
  for (const column in where) {
    const wanted = where[column];
    if (column === '$or') {
      if (!(wanted as Where[]).some((each) => matches(row, each))) return false;
    } else if (wanted !== undefined && !holds(fieldOf(row, column), wanted)) return false;
  }
  return true;
}

function holds(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return OPERATORS.$in?.(value, wanted) ?? false;
  if (!isOperators(wanted)) return comparable(value) === comparable(wanted);
  for (const name in wanted) {
    const operator = OPERATORS[name];
    if (!operator) throw new Error(`test/simulation/memory/where.ts doesn't know ${name}`);
    if (!operator(value, wanted[name])) return false;
  }
  return true;
}

/** The values that a column must have for a row to match, where the filter names them. */
export function valuesOf(where: Where, column: string): unknown[] | undefined {
  const wanted = where[column];
  if (wanted === undefined || wanted === null) return undefined;
  if (Array.isArray(wanted)) return wanted;
  if (!isOperators(wanted)) return [wanted];
  return Array.isArray(wanted.$in) ? wanted.$in : undefined;
}
