import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Schema } from './operations.ts';

/** Says whether a value is what a schema of the document allows, its formats and its patterns in Unicode included. */
export function createJudge(schema: Schema): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, strictNumbers: true, coerceTypes: false });
  ajv.addFormat('date-time', (text) => /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text)));
  ajv.addFormat('date', (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)));
  ajv.addFormat('uri', (text) => URL.canParse(text));
  ajv.addFormat('uri-reference', true);
  ajv.addFormat('email', true);
  return ajv.compile(schema);
}
