import fc from 'fast-check';
import type { Schema } from './operations.ts';

/** Ids by their prefix: those that there are, of the caller and of others. */
export type KnownIds = Record<string, string[]>;

/** Values that a schema of the document describes: mostly such that mean something to the API. */
export function valuesOf(schema: Schema, known: KnownIds): fc.Arbitrary<unknown> {
  const alternatives = (schema.oneOf ?? schema.anyOf) as Schema[] | undefined;
  if (alternatives) return fc.oneof(...alternatives.map((each) => valuesOf(each, known)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => valuesOfType(type, schema, known)));
}

function valuesOfType(type: string, schema: Schema, known: KnownIds): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numbers(schema);
    case 'array':
      return fc.array(valuesOf((schema.items ?? {}) as Schema, known), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'string':
      return texts(schema, known);
    default:
      return objects(schema, known);
  }
}

/** Small ones more often: they are the prices and quantities that are sold. */
function numbers({ minimum = -1_000_000, maximum = 1_000_000 }: Schema): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: minimum, max: Math.min(maximum, minimum + 500) }), fc.integer({ min: minimum, max: maximum }));
}

function objects(schema: Schema, known: KnownIds): fc.Arbitrary<unknown> {
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(
    ([name, field]) => [name, valuesOf(field, known)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] });
}

const ADDRESSES = [
  'https://shop.example/',
  'https://shop.example:8443/a?b=c',
  'http://localhost/',
  'http://[::1]/',
  'https://xn--nxasmq6b/',
];

const BY_FORMAT: Record<string, fc.Arbitrary<string>> = {
  email: fc.constantFrom('buyer@example.org', 'b+tag@mail.example.org'),
  uri: fc.constantFrom(...ADDRESSES),
  date: fc
    .date({ min: new Date('1970-01-01'), max: new Date('2200-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  'date-time': fc.date({ min: new Date('1971-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
};

function texts(schema: Schema, known: KnownIds): fc.Arbitrary<string> {
  const by_format = BY_FORMAT[schema.format ?? ''];
  if (by_format) return by_format;
  const prefix = /^\^\(?([a-z]{2,4})_/.exec(schema.pattern ?? '')?.[1];
  if (prefix) return fc.constantFrom(...(known[prefix] ?? []), String(schema.example), `${prefix}_0`);
  return schema.pattern === undefined ? fitting(anyText(schema), schema) : matching(new RegExp(schema.pattern, 'u'), schema);
}

/** Writing of every kind, and words that the stand-in ISPs know. */
function anyText(schema: Schema): fc.Arbitrary<string> {
  const length = { minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 40, 200) };
  return fc.oneof(
    fc.string({ ...length, unit: 'grapheme' }),
    fc.string({ ...length, unit: 'grapheme-ascii' }),
    fc.constantFrom('one_shot:1', 'mandate:1'),
  );
}

/** Made by the pattern; where it lets nearly all writing pass, also any that it lets pass. Texts at random would not meet `^\d{4}-\d{2}$` in a year. */
function matching(pattern: RegExp, schema: Schema): fc.Arbitrary<string> {
  const made = fitting(fc.stringMatching(pattern), schema);
  const is_open = pattern.test('Où ça ? 日本 😀');
  return is_open
    ? fc.oneof(
        made,
        fitting(
          anyText(schema).filter((text) => pattern.test(text)),
          schema,
        ),
      )
    : made;
}

/** Lengths count characters. */
function fitting(texts: fc.Arbitrary<string>, { minLength = 0, maxLength = 1_000 }: Schema): fc.Arbitrary<string> {
  return texts.filter((text) => [...text].length >= minLength && [...text].length <= maxLength);
}
