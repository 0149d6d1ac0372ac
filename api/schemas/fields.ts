import { z } from 'zod';
import type { ZodOpenApiOverrideMetaContext } from 'zod-openapi/api';
import { ISPS } from '../../domain/isps.ts';
import { CURRENCY } from '../../domain/money.ts';
import { PERIODS } from '../../domain/offers.ts';
import { LOCALES } from '../../domain/subscriptions.ts';

/** Fields that callers send, each checked in one place. Messages finish the sentence that begins with the field's pointer. */

/** Above every price that a ceiling allows, and far inside what a database column and a JSON number can hold. */
const WIRE_INTEGER_MAX = 1_000_000_000;

/**
 * Control characters and line breaks (header injection), and marks that turn the reading direction. Written out and not by Unicode
 * property, because it stands in the OpenAPI document, whose readers have regular expressions of many kinds.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
const PRINTABLE = /^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*$/u;
const URL_SYMBOLS = /^https?:\/\/[\w!#$%&'()*+,\-./:;=?@[\]~]+$/i;

/**
 * A text of one line. Characters are counted as JSON Schema and PostgreSQL count them: by code points, while JavaScript counts some of them
 * twice.
 */
function textField(characters_max: number) {
  return z
    .string({ error: 'must be a text' })
    .refine((text) => [...text].length <= characters_max, `must have at most ${characters_max} characters`)
    .regex(PRINTABLE, CONTROL)
    .refine((text) => text.isWellFormed(), CONTROL)
    .meta({ maxLength: characters_max });
}

const CONTROL = 'must not contain control characters or line breaks';

export const priceField = z
  .number({ error: 'must be an integer number of euro cents, such as 300' })
  .int('must be an integer number of euro cents, such as 300')
  .min(1, 'must be at least 1 cent')
  .max(WIRE_INTEGER_MAX, `must be at most ${WIRE_INTEGER_MAX} cents`)
  .meta({ description: 'Euro cents, VAT included.', example: 300 });

export const quantityField = z
  .number({ error: 'must be an integer' })
  .int('must be an integer')
  .min(1, 'must be at least 1')
  .max(WIRE_INTEGER_MAX, `must be at most ${WIRE_INTEGER_MAX}`)
  .meta({ description: 'How many codes.', example: 2 });

export const currencyField = z.literal(CURRENCY, { error: 'must be "EUR"' }).exactOptional().meta({ description: 'May be left out.' });

export const nameField = textField(120)
  .trim()
  .min(1, 'must not be empty')
  .meta({ description: 'What the buyer reads.', example: 'Le Journal' });

export const urlField = z
  .string({ error: 'must be a text' })
  .max(2000, 'must have at most 2000 characters')
  .regex(URL_SYMBOLS, 'must be an absolute http or https URL')
  .refine(URL.canParse, 'must be an absolute http or https URL')
  .refine(hasNoCredentials, 'must not contain a user name or a password')
  .meta({ format: 'uri', example: 'https://shop.example/internetplus' });

function hasNoCredentials(text: string): boolean {
  // What isn't a URL at all is told by the rule before.
  if (!URL.canParse(text)) return true;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

export const emailField = z
  .email('must be an e-mail address')
  .max(254, 'must have at most 254 characters')
  .meta({ description: 'Where codes and the unsubscribe link are sent. Kept encrypted.', example: 'buyer@example.com' });

export const clientReferenceField = textField(200)
  .min(1, 'must not be empty')
  .meta({ description: 'Your own reference, given back in answers and callbacks.', example: 'order-1042' });

export const reasonField = textField(200)
  .trim()
  .min(1, 'must not be empty')
  .meta({ description: 'Why, in your words; the ISP and the dossier show it.', example: 'service not delivered' });

export const subscriberTokenField = z
  .string({ error: 'must be a text' })
  .regex(/^[\x21-\x7e]{1,2048}$/, 'must be the token that the page of the ISP gave back')
  .meta({ description: "What the ISP's hosted page gave back after the buyer accepted.", example: 'tok_9f2c' });

export const codeField = z
  .string({ error: 'must be a text' })
  .min(1, 'must not be empty')
  .refine((text) => [...text].length <= 64, 'must have at most 64 characters')
  .meta({ maxLength: 64 })
  .meta({ description: 'As the buyer typed it: case and separators do not matter.', example: 'K7QX-2M9T-WB4H-81RC' });

export const ispField = z.enum(ISPS, { error: `must be one of ${ISPS.join(', ')}` }).meta({ example: 'orange' });

export const localeField = z.enum(LOCALES, { error: `must be one of ${LOCALES.join(', ')}` }).meta({ example: 'fr' });

export const periodField = z.enum(PERIODS, { error: `must be one of ${PERIODS.join(', ')}` }).meta({ example: 'month' });

/** Test clocks live between these years: inside them every calendar computation is exact and every instant has four-digit years. */
const CLOCK_MIN = Date.UTC(1970, 0, 1);
const CLOCK_END = Date.UTC(2201, 0, 1);

export const clockInstantField = z.iso
  .datetime({ offset: true, error: 'must be an RFC 3339 instant with its zone, such as 2027-01-31T10:00:00Z' })
  .refine((text) => isClockInstant(Date.parse(text)), 'must lie in the years 1970 to 2200')
  .meta({ example: '2027-01-31T10:00:00Z', override: withYears });

/** Keeps zod's long pattern of instants out of the OpenAPI document, where `format` says it. */
export function withoutPattern({ jsonSchema }: ZodOpenApiOverrideMetaContext): void {
  delete jsonSchema.pattern;
}

/** The years that are taken, in place of zod's long pattern: the document allows no more than the API does. */
export function withYears({ jsonSchema }: ZodOpenApiOverrideMetaContext): void {
  jsonSchema.pattern = '^(19[7-9]\\d|2[01]\\d\\d|2200)-';
}

function isClockInstant(milliseconds: number): boolean {
  return milliseconds >= CLOCK_MIN && milliseconds < CLOCK_END;
}

/** The id of an object in a body: whether it exists is the use case's to say. */
export function idField(prefix: string, what: string) {
  return z
    .string({ error: 'must be a text' })
    .regex(new RegExp(`^${prefix}_\\w{1,64}$`), `must be the id of ${what}, ${prefix}_…`)
    .meta({ example: exampleId(prefix) });
}

export function exampleId(prefix: string): string {
  return `${prefix}_01jd4x8k2v9qzr7m5t3wc6bhna`;
}

export const offerField = z
  .string({ error: 'must be a text' })
  .regex(/^(off_\w{1,64}|week|month|quarter)$/, 'must be the id of an offer, off_…, or a period')
  .meta({ description: "An offer's id, or its period where the document has one offer of that period.", example: 'month' });
