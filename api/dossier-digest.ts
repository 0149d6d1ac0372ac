import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../domain/canonical-json.ts';

/** SHA-256 over the canonical JSON of a value, in hexadecimal: two exports that say the same have the same. */
export function digestOf(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
