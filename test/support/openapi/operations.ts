import type { oas31 } from 'zod-openapi';
import type { OpenApiDocument } from '../../../api/openapi.ts';

export type Schema = oas31.SchemaObject;

export type Parameter = { name: string; schema: Schema };
/** One call, as the OpenAPI document tells of it. */
export type DocumentedCall = {
  name: string;
  method: string;
  path: string;
  access: 'api_key' | 'isp' | 'public';
  path_parameters: Parameter[];
  query: Parameter[];
  takes_key: boolean;
  body: { schema: Schema; media_type: string; example: unknown } | undefined;
};

const METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const;

/** Every call of a document, so that a new one is looked at without anybody thinking of it. */
export function documentedCalls(document: OpenApiDocument): DocumentedCall[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [callOf(document, { method, path, operation })] : [];
    }),
  );
}

type Found = { method: string; path: string; operation: oas31.OperationObject };

function callOf(document: OpenApiDocument, { method, path, operation }: Found): DocumentedCall {
  const parameters = (operation.parameters ?? []).flatMap((parameter) => ('name' in parameter ? [parameter] : []));
  const named = (place: string) =>
    parameters.flatMap(({ in: found, name, schema }) => (found === place ? [{ name, schema: resolved(document, schema ?? {}) }] : []));
  const content = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
  const [body] = Object.entries(content);
  const [scheme = 'public'] = (operation.security ?? []).flatMap((needed) => Object.keys(needed));
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    access: scheme as DocumentedCall['access'],
    path_parameters: named('path'),
    query: named('query'),
    takes_key: named('header').some(({ name }) => name === 'Idempotency-Key'),
    body: body && { media_type: body[0], schema: resolved(document, body[1].schema ?? {}), example: body[1].example },
  };
}

/** A schema without references. */
function resolved(document: OpenApiDocument, schema: object): Schema {
  return JSON.parse(JSON.stringify(schema), (_name, value: unknown) => {
    const reference = typeof value === 'object' && value !== null && '$ref' in value ? String(value.$ref) : undefined;
    if (reference === undefined) return value;
    return resolved(document, document.components?.schemas?.[reference.split('/').at(-1) ?? ''] ?? {});
  }) as Schema;
}
