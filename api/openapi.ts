import { z } from 'zod';
import { createDocument, type oas31, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { EVENT_TYPES, PING_TYPE } from '../domain/events.ts';
import { ISPS } from '../domain/isps.ts';
import { deprecationText } from './deprecation.ts';
import { answersOf } from './openapi-answers.ts';
import { exampleOf } from './openapi-examples.ts';
import type { Description } from './operation.ts';
import { callbackSchema, pingSchema } from './schemas/events.ts';
import { exampleId } from './schemas/fields.ts';
import { TAG_DESCRIPTIONS } from './tags.ts';

export type OpenApiDocument = oas31.OpenAPIObject;
type Schema = oas31.SchemaObject | oas31.ReferenceObject;

const ABOUT = `Sells codes and subscriptions on the invoice of French internet providers.

Amounts are integer euro cents. Instants are RFC 3339 in UTC. Fields may be added to answers at any time: ignore those that you don't know.

Authentication: send your secret key as \`Authorization: Bearer sk_test_…\` or \`sk_live_…\`. A key sees one merchant's data of one mode; anything else is 404.

Idempotency: send an \`Idempotency-Key\` with every POST that creates or moves money. The same key and body give the first answer again, for 30 days,
with \`Idempotent-Replayed: true\`; another body is refused with 422, and a request that still runs with 409. After 429, 5xx or silence send the same request with the same key.

Lists are newest first: \`limit\` is 1 to 100, and \`after\` is the last id of the page before. While \`has_more\` is true there is another page.
\`after\` is a place in the order, so an object that is gone, or was never yours, is no error: the page begins below where its id would stand.

Errors are RFC 9457 problems, \`application/problem+json\`: decide by \`code\`. Where a field is at fault, \`errors\` names it by a JSON pointer.

Limits: requests are counted per key. Each answer says what is left in \`RateLimit\`; 429 says in \`Retry-After\` when to come back.

Deprecation: a call that goes away is marked here and answers with \`Deprecation\` and \`Sunset\` for at least twelve months before.`;

/** What one document says beside its calls. */
export type DocumentHead = {
  title: string;
  description: string;
  /** Whether the document tells what merchants' servers are called with. */
  with_callbacks: boolean;
  securitySchemes: Record<string, oas31.SecuritySchemeObject>;
};

const MERCHANTS_HEAD: DocumentHead = {
  title: 'Internet+ billing',
  description: ABOUT,
  with_callbacks: true,
  securitySchemes: {
    api_key: {
      type: 'http',
      scheme: 'bearer',
      description: 'A secret key: `sk_test_…` sees test data only, `sk_live_…` live data only.',
    },
    isp: { type: 'http', scheme: 'bearer', description: 'The sink credential that was handed to the ISP.' },
  },
};

/** The OpenAPI 3.1 document of what is mounted, from the very schemas that check requests. */
export function createOpenApi(
  descriptions: readonly Description[],
  public_url: string,
  { title, description, with_callbacks, securitySchemes }: DocumentHead = MERCHANTS_HEAD,
): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const description of descriptions) {
    paths[description.path] = { ...paths[description.path], [description.method]: operationOf(description) };
  }
  const document = createDocument({
    openapi: '3.1.1',
    info: { title, version: '1', description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: public_url }],
    tags: [...new Set(descriptions.map(({ tag }) => tag))].map((name) => ({ name, description: TAG_DESCRIPTIONS[name] })),
    paths,
    ...(with_callbacks ? { webhooks: webhooks() } : {}),
    components: { securitySchemes },
  });
  addExamples(document, descriptions);
  return document;
}

/** Every body and every answer that has none yet gets the example that its schema makes. */
function addExamples(document: OpenApiDocument, descriptions: readonly Description[]): void {
  const schemas = document.components?.schemas ?? {};
  for (const { path, method, answers } of descriptions) {
    const operation = document.paths?.[path]?.[method];
    for (const [status, response] of Object.entries(operation?.responses ?? {})) {
      addToMedia('content' in response ? response.content : undefined, schemas, answers[Number(status)]?.example);
    }
    if (operation?.requestBody && 'content' in operation.requestBody) addToMedia(operation.requestBody.content, schemas);
  }
}

function addToMedia(content: Record<string, oas31.MediaTypeObject> | undefined, schemas: Record<string, Schema>, changes?: unknown): void {
  for (const [media_type, media] of Object.entries(content ?? {})) {
    if (media.example !== undefined || media.examples !== undefined || media.schema === undefined) continue;
    media.example = exampleOf(media.schema, schemas, media_type === 'text/html' ? undefined : changes);
  }
}

function operationOf(description: Description): ZodOpenApiOperationObject {
  const { name, tag, summary, access, query, body, deprecated } = description;
  const words = [description.description, deprecated && deprecationText(deprecated)].filter((text) => text !== undefined);
  const path = pathParameters(description);
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(words.length === 0 ? {} : { description: words.join('\n\n') }),
    ...(deprecated === undefined ? {} : { deprecated: true }),
    security: access === 'public' ? [] : [{ [access]: [] }],
    requestParams: {
      ...(path === undefined ? {} : { path }),
      ...(query === undefined ? {} : { query }),
      ...(description.idempotent === undefined ? {} : { header: z.object({ 'Idempotency-Key': idempotencyKeyField }) }),
    },
    ...(body === undefined ? {} : { requestBody: requestBody(description, body) }),
    responses: answersOf(description),
  };
}

const idempotencyKeyField = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x20-\x7e]+$/)
  .optional()
  .meta({ description: 'Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice.', example: 'order-1042' });

function pathParameters({ path, id_prefix }: Description): z.ZodObject | undefined {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  if (names.length === 0) return undefined;
  const fields = names.map((name) => [name, PATH_FIELDS[name] ?? pathId(id_prefix)] as const);
  return z.object(Object.fromEntries(fields));
}

/** What stands in a path and is no id. */
const PATH_FIELDS: Record<string, z.ZodType> = {
  isp: z.enum(ISPS).meta({ description: 'The provider that tells it.', example: 'orange' }),
  code: z.string().meta({ description: 'The `code` of a problem.', example: 'validation_failed' }),
};

function pathId(prefix: string | undefined) {
  if (prefix === undefined) return z.string().meta({ description: 'The id of the object.', example: 'text' });
  const description = `The id of the object, \`${prefix}_…\`.`;
  return z
    .string()
    .regex(new RegExp(`^${prefix}_\\w{1,64}$`))
    .meta({ description, example: exampleId(prefix) });
}

function requestBody({ example, body_media_type = 'application/json' }: Description, schema: z.ZodType) {
  // No body counts as `{}`, so it is only required where that would be refused.
  const required = !schema.safeParse({}).success;
  return { required, content: { [body_media_type]: { schema, ...(example === undefined ? {} : { example }) } } };
}

/** What merchants' servers are told, signed by the Standard Webhooks specification. */
function webhooks(): ZodOpenApiPathsObject {
  return Object.fromEntries(
    [...EVENT_TYPES, PING_TYPE].map((type) => [
      type,
      {
        post: {
          operationId: `callback_${type.replace('.', '_')}`,
          tags: ['Events'],
          summary: `Posted to the callback URL of the document for ${type}`,
          security: [],
          requestParams: { header: webhookHeaders },
          requestBody: { required: true, content: { 'application/json': { schema: type === PING_TYPE ? pingSchema : callbackSchema } } },
          responses: { '2XX': { description: 'Received.' }, '410': { description: 'No more callbacks to this URL.' } },
        },
      },
    ]),
  );
}

const webhookHeaders = z.object({
  'webhook-id': z.string().meta({ description: "The event's id, the same in every delivery." }),
  'webhook-timestamp': z.string().meta({ description: 'Seconds since 1970 of this delivery.' }),
  'webhook-signature': z.string().meta({ description: '`v1,…`, several during a rotation of secrets.' }),
});
