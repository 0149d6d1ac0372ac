import type { Schema } from './operations.ts';
import { jsonOf, Raw, wrongValues } from './wrong-values.ts';

/** A body as it is sent, and what is odd about it. Whether that makes it wrong is the schema's to say. */
export type OddBody = { what: string; text: string };

/** Names that mean something to JavaScript, to JSON pointers or to nobody. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'a/b~c', '', 'Name', 'x'.repeat(300), '\u202e', 'é'];

/** Every field of a right body in every wrong way, fields that are not there, and bodies that are none. */
export function oddBodies(schema: Schema, right: unknown): OddBody[] {
  const fields = placesOf(schema, right).flatMap(({ place, schema: of }) =>
    wrongValues(of).map((value) => ({
      what: `${place.join('/') || 'the body'} is ${shown(value)}`,
      text: jsonOf(replaced(right, place, value)),
    })),
  );
  return [...fields, ...missing(right), ...unknown(right)];
}

function shown(value: unknown): string {
  const text = jsonOf(value);
  return text.length > 60 ? `${text.slice(0, 50)}… (${text.length} characters)` : text;
}

function missing(right: unknown): OddBody[] {
  if (!isObject(right)) return [];
  return Object.keys(right).map((name) => {
    const { [name]: _without, ...rest } = right;
    return { what: `${name} is missing`, text: JSON.stringify(rest) };
  });
}

function unknown(right: unknown): OddBody[] {
  if (!isObject(right)) return [];
  return NAMES.map((name) => ({
    what: `there is a field ${JSON.stringify(name.slice(0, 20))}`,
    text: jsonOf(right).replace(/\}$/, `,${JSON.stringify(name)}:1}`),
  }));
}

type Place = { place: (string | number)[]; schema: Schema };

/** The body itself, and each of its fields: those that it has, and those that its schema has beside them. */
function placesOf(schema: Schema, value: unknown, place: (string | number)[] = []): Place[] {
  const here = { place, schema };
  if (Array.isArray(value)) {
    return [here, ...value.slice(0, 1).flatMap((item, index) => placesOf((schema.items ?? {}) as Schema, item, [...place, index]))];
  }
  if (!isObject(value)) return [here];
  const fields = Object.assign({}, ...alternativesOf(schema).map(({ properties }) => properties ?? {})) as Record<string, Schema>;
  const names = new Set([...Object.keys(fields), ...Object.keys(value)]);
  return [here, ...[...names].flatMap((name) => placesOf(fields[name] ?? {}, value[name], [...place, name]))];
}

function alternativesOf(schema: Schema): Schema[] {
  const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])] as Schema[];
  return [schema, ...parts.flatMap(alternativesOf)];
}

function replaced(value: unknown, [step, ...rest]: (string | number)[], by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, by) : item));
  const object = isObject(value) ? value : {};
  return { ...object, [step]: replaced(object[step], rest, by) };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Raw);
}
