import type { Schema } from './operations.ts';

/** A piece of JSON that no value stands for: a number beyond numbers, a character in half. */
export class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const LONG = 5_000;

/** What most fields don't take: the schema says for which of them it is wrong. */
const ANYWHERE: readonly unknown[] = [null, true, 1.5, '', [], {}];

/** What is odd in some other way. Each field gets a few of them in turn, so that over all calls all are sent many times. */
const IN_TURN: readonly unknown[] = [
  0,
  ' ',
  '1',
  [null],
  '__proto__',
  'constructor',
  "doc_' or 1=1 --",
  'doc_01jd4x8k2v9qzr7m5t3wc6bhna',
  new Raw('-0'),
  new Raw('1e400'),
  new Raw('-1e400'),
  new Raw('1e-7'),
  new Raw('9007199254740993'),
  new Raw('100000000000000000000000000000000000000'),
  new Raw('"\\u0000"'),
  new Raw('"a\\ud800"'),
  new Raw('"\\udc00a"'),
  'order\r\nBcc: everybody@example.org',
  'order\u2028',
  '\u202eshop',
  `e${'\u0301'.repeat(LONG)}`,
  '👩‍🚀'.repeat(LONG / 5),
  'x'.repeat(LONG),
  new Raw('{"__proto__": {"polluted": true}}'),
  new Raw(`${'['.repeat(LONG)}${']'.repeat(LONG)}`),
];

/** Just outside of what a schema allows. */
export function beyond(schema: Schema): unknown[] {
  const { minimum, maximum, minLength, maxLength, maxItems, minItems } = schema;
  const word = typeof schema.example === 'string' && schema.example !== '' ? schema.example : 'x';
  return [
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
    ...(minLength === undefined || minLength === 0 ? [] : [word.slice(0, minLength - 1)]),
    ...(maxLength === undefined ? [] : [word.padEnd(maxLength + 1, 'x'), '𝒳'.repeat(maxLength + 1)]),
    ...(minItems === undefined || minItems === 0 ? [] : [[]]),
    ...(maxItems === undefined
      ? []
      : [Array.from({ length: maxItems + 1 }, () => (schema.items && 'example' in schema.items ? schema.items.example : null))]),
  ];
}

const TURN = 3;
let next = 0;

function someInTurn(): unknown[] {
  return Array.from({ length: TURN }, () => IN_TURN[next++ % IN_TURN.length]);
}

export function wrongValues(schema: Schema): unknown[] {
  const alternatives = [schema, ...((schema.anyOf ?? []) as Schema[]), ...((schema.oneOf ?? []) as Schema[])];
  return [...ANYWHERE, ...someInTurn(), ...alternatives.flatMap(beyond)];
}

/** JSON of a value with raw pieces in it. */
export function jsonOf(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, field]) => `${JSON.stringify(name)}:${jsonOf(field)}`)
    .join(',')}}`;
}
