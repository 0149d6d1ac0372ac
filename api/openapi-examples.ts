import type { oas31 } from 'zod-openapi';
import { BY_FIELD, BY_SCHEMA } from './example-values.ts';

type Schema = oas31.SchemaObject | oas31.ReferenceObject;
type Schemas = Record<string, Schema>;
type Json = string | number | boolean | null | Json[] | { [field: string]: Json };

/** What a schema without an example of its own is shown as. */
const BY_FORMAT: Record<string, string> = {
  'date-time': '2027-01-31T10:00:00.000Z',
  date: '2027-01-31',
  uri: 'https://shop.example/internetplus',
  email: 'buyer@example.com',
};

/**
 * An example of a schema, made of the examples of its parts: required fields, of each alternative the first. So every call has an
 * example that cannot fall behind its schema. `changes` replace fields where the first that comes to hand would mislead.
 */
export function exampleOf(schema: Schema, schemas: Schemas, changes?: unknown): unknown {
  return changed(sample(schema, schemas), changes);
}

function changed(base: unknown, changes: unknown): unknown {
  if (changes === undefined) return base;
  if (!isObject(base) || !isObject(changes)) return changes;
  const fields = Object.entries(changes).map(([name, value]) => [name, changed(base[name], value)]);
  return { ...base, ...Object.fromEntries(fields) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sample(schema: Schema, schemas: Schemas): Json {
  if ('$ref' in schema && typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return changed(sample(schemas[name] ?? {}, schemas), BY_SCHEMA[name]) as Json;
  }
  const whole = schema as oas31.SchemaObject;
  const given = whole.examples?.[0] ?? whole.example ?? whole.default ?? whole.const ?? whole.enum?.[0];
  if (given !== undefined) return given as Json;
  const alternatives = whole.oneOf ?? whole.anyOf;
  if (alternatives?.[0]) return sample(alternatives[0], schemas);
  if (whole.allOf) return Object.assign({}, ...whole.allOf.map((part) => sample(part, schemas))) as Json;
  return sampleOfType(whole, schemas);
}

function sampleOfType(schema: oas31.SchemaObject, schemas: Schemas): Json {
  const type = [schema.type ?? 'object'].flat().find((each) => each !== 'null');
  if (type === 'object') {
    const required = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
    return Object.fromEntries(required.map(([name, field]) => [name, sampleOfField(name, field, schemas)]));
  }
  if (type === 'array') return schema.items ? [sample(schema.items, schemas)] : [];
  if (type === 'string') return BY_FORMAT[schema.format ?? ''] ?? 'text';
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 0, 0);
  return type === 'boolean' ? false : null;
}

/** The field's own example comes first, then what fields of its name are shown with. */
function sampleOfField(name: string, field: Schema, schemas: Schemas): Json {
  const has_own = '$ref' in field || 'example' in field || 'examples' in field || 'const' in field || 'enum' in field;
  const value = BY_FIELD[name];
  return !has_own && value !== undefined ? (value as Json) : sample(field, schemas);
}
