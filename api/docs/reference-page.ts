import { html } from 'ghtml';
import type { oas31 } from 'zod-openapi';
import type { OpenApiDocument } from '../openapi.ts';
import { problemType } from '../problems.ts';
import { renderPage, renderProse } from './layout.ts';
import { isReference, renderFields, renderType, schemaAnchor } from './schema-tables.ts';

type Listed = { method: string; path: string; operation: oas31.OperationObject };

const METHODS = ['get', 'post', 'patch'] as const;

/** The OpenAPI document as one page that reads without JavaScript. */
export function renderReference(document: OpenApiDocument): string {
  const operations = listOperations(document.paths ?? {});
  const sections = (document.tags ?? []).map((tag) => renderTag(tag, operations));
  const about = (document.info.description ?? '').split('\n\n').map(renderParagraph);
  const callbacks = Object.keys(document.webhooks ?? {}).map((type) => html`<li><code>${type}</code></li>`);
  return renderPage(
    document.info.title,
    html`<h1>${document.info.title}</h1>
!${about}
<p><a href="/openapi.json">OpenAPI document</a> · <a href="/docs/problems">Problems</a></p>
<nav aria-label="Calls"><ul>!${operations.map((listed) => html`<li><a href="#${anchor(listed)}">${listed.operation.summary}</a></li>`)}</ul></nav>
!${sections}
!${callbacks.length === 0 ? '' : renderCallbacks(callbacks)}
<h2>Schemas</h2>
!${Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => renderSchema(name, schema))}`,
  );
}

function renderCallbacks(callbacks: readonly string[]): string {
  return html`<h2>Callbacks</h2>
<p>Posted to the callback URL by the Standard Webhooks specification; the body is a <a href="#${schemaAnchor('Callback')}">Callback</a>.</p>
<ul>!${callbacks}</ul>`;
}

function listOperations(paths: oas31.PathsObject): Listed[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );
}

function anchor({ operation }: Listed): string {
  return operation.operationId ?? '';
}

/** A paragraph that begins with `Word:` can be linked to by that word: `/docs#deprecation`. */
function renderParagraph(paragraph: string): string {
  const word = /^(\w+):/.exec(paragraph)?.[1]?.toLowerCase();
  return word === undefined ? html`<p>!${renderProse(paragraph)}</p>` : html`<p id="${word}">!${renderProse(paragraph)}</p>`;
}

function renderTag({ name, description = '' }: oas31.TagObject, operations: readonly Listed[]): string {
  const own = operations.filter(({ operation }) => operation.tags?.includes(name));
  return html`<h2>${name}</h2><p>!${renderProse(description)}</p>!${own.map(renderOperation)}`;
}

function renderOperation(listed: Listed): string {
  const { method, path, operation } = listed;
  return html`<h3 id="${anchor(listed)}"><span class="method">${method}</span> <code>${path}</code>!${operation.deprecated ? html` <small>deprecated</small>` : ''}</h3>
<p>${operation.summary}</p>
!${(operation.description ?? '').split('\n\n').filter(Boolean).map(renderParagraph)}
!${renderParameters(operation.parameters ?? [])}
!${renderBody(operation.requestBody)}
<table><tbody>!${Object.entries(operation.responses ?? {}).map(([status, response]) => renderResponse(status, response))}</tbody></table>`;
}

function renderParameters(parameters: readonly (oas31.ParameterObject | oas31.ReferenceObject)[]): string {
  const rows = parameters.flatMap((parameter) => {
    if ('$ref' in parameter) return [];
    const { name, in: place, schema, description = '' } = parameter as oas31.ParameterObject;
    return [
      html`<tr><td><code>${name}</code> <small>${place}</small></td><td>!${schema ? renderType(schema) : ''}</td><td>!${renderProse(description)}</td></tr>`,
    ];
  });
  return rows.length === 0 ? '' : html`<table><tbody>!${rows}</tbody></table>`;
}

function renderBody(body: oas31.RequestBodyObject | oas31.ReferenceObject | undefined): string {
  if (body === undefined || '$ref' in body) return '';
  const parts = Object.entries((body as oas31.RequestBodyObject).content).map(([media_type, { schema, example }]) => {
    const shown = example === undefined ? '' : html`<pre tabindex="0">${JSON.stringify(example, null, 2)}</pre>`;
    return html`<p>Body, <code>${media_type}</code>: !${schema ? renderType(schema) : ''}</p>!${shown}`;
  });
  return parts.join('');
}

function renderResponse(status: string, response: oas31.ResponseObject | oas31.ReferenceObject): string {
  if ('$ref' in response) return '';
  const { description, content = {}, headers = {} } = response as oas31.ResponseObject;
  const refused = content['application/problem+json'];
  if (refused)
    return html`<tr><td>${status}</td><td>!${Object.keys(refused.examples ?? {})
      .map(problemLink)
      .join(', ')}</td><td>!${'Retry-After' in headers ? 'tells in <code>Retry-After</code> when to come back' : ''}</td></tr>`;
  const media = Object.entries(content).map(([media_type, { schema, example }]) => {
    const shown =
      typeof example === 'object'
        ? html`<details><summary>example</summary><pre tabindex="0">${JSON.stringify(example, null, 2)}</pre></details>`
        : '';
    return html`<p><code>${media_type}</code> !${schema ? renderType(schema) : ''}</p>!${shown}`;
  });
  return html`<tr><td>${status}</td><td>${description}</td><td>!${media}</td></tr>`;
}

function problemLink(code: string): string {
  return html`<a href="${problemType(code as Parameters<typeof problemType>[0])}"><code>${code}</code></a>`;
}

function renderSchema(name: string, schema: oas31.SchemaObject | oas31.ReferenceObject): string {
  const description = isReference(schema) ? '' : (schema.description ?? '');
  return html`<h3 id="${schemaAnchor(name)}">${name}</h3>
<p>!${renderProse(description)}</p>
!${isReference(schema) ? renderType(schema) : renderFields(schema)}`;
}
