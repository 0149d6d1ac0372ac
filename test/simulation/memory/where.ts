import type { Row } from './checks.ts';

/** A filter as stores write it: columns with values or operators, and `$or`. */
export type Where = Record<string, unknown>;

/** A value in a form that compares by `===` and `<`. */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
  return value ?? null;
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
  return Object.entries(where).every(([column, wanted]) => {
    if (column === '$or') return (wanted as Where[]).some((each) => matches(row, each));
    if (column === '$and') return (wanted as Where[]).every((each) => matches(row, each));
    if (wanted === undefined) return true;
    if (Array.isArray(wanted)) return OPERATORS.$in?.(row[column], wanted);
    if (!isOperators(wanted)) return comparable(row[column]) === comparable(wanted);
    return Object.entries(wanted).every(([name, operand]) => {
      const operator = OPERATORS[name];
      if (!operator) throw new Error(`test/simulation/memory/where.ts doesn't know ${name}`);
      return operator(row[column], operand);
    });
  });
}

/** The values that a column must have for a row to match, where the filter names them. */
export function valuesOf(where: Where, column: string): unknown[] | undefined {
  const wanted = where[column];
  if (wanted === undefined || wanted === null) return undefined;
  if (Array.isArray(wanted)) return wanted;
  if (!isOperators(wanted)) return [wanted];
  return Array.isArray(wanted.$in) ? wanted.$in : undefined;
}
