import { html } from 'ghtml';
import type { oas31 } from 'zod-openapi';
import { renderProse } from './layout.ts';

type Schema = oas31.SchemaObject | oas31.ReferenceObject;

export function isReference(schema: Schema): schema is oas31.ReferenceObject {
  return '$ref' in schema && typeof schema.$ref === 'string';
}

export function schemaAnchor(name: string): string {
  return `schema-${name}`;
}

/** A link to a named schema, or a few words on one without a name. */
export function renderType(schema: Schema): string {
  if (isReference(schema)) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return html`<a href="#${schemaAnchor(name)}">${name}</a>`;
  }
  if (schema.enum) return schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`).join(' | ');
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return alternatives.map(renderType).join(' | ');
  if (schema.items) return html`list of !${renderType(schema.items)}`;
  if (schema.properties) return renderFields(schema);
  return html`${[schema.type ?? 'any'].flat().join(' | ')}${schema.format ? `, ${schema.format}` : ''}${bounds(schema)}`;
}

function bounds({ minimum, maximum, maxLength }: oas31.SchemaObject): string {
  const least = minimum === undefined || minimum < -1e15 ? '' : `, at least ${minimum}`;
  const most = maximum === undefined || maximum > 1e15 ? '' : `, at most ${maximum}`;
  return `${least}${most}${maxLength === undefined ? '' : `, at most ${maxLength} characters`}`;
}

/** The fields of an object as a table; of alternatives, one table each. */
export function renderFields(schema: oas31.SchemaObject): string {
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return alternatives.map((each) => (isReference(each) ? renderType(each) : renderFields(each))).join('<p>or</p>');
  if (!schema.properties) return renderType(schema);
  const rows = Object.entries(schema.properties).map(([name, field]) => {
    const description = 'description' in field && typeof field.description === 'string' ? field.description : '';
    const optional = schema.required?.includes(name) ? '' : html` <small>optional</small>`;
    return html`<tr><td><code>${name}</code>!${optional}</td><td>!${renderType(field)}</td><td>!${renderProse(description)}</td></tr>`;
  });
  return html`<table><tbody>!${rows}</tbody></table>`;
}
