import { z } from 'zod';
import { createDocument, type oas31, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { EVENT_TYPES } from '../domain/events.ts';
import { answersOf } from './openapi-answers.ts';
import type { Description } from './operation.ts';
import { callbackSchema } from './schemas/events.ts';
import { exampleId } from './schemas/fields.ts';

export type OpenApiDocument = oas31.OpenAPIObject;

const ABOUT = `Sells codes and subscriptions on the invoice of French internet providers.

Amounts are integer euro cents. Instants are RFC 3339 in UTC. Send an \`Idempotency-Key\` with every POST that creates or moves money:
the same key and body give the first answer again, for 30 days. Errors are RFC 9457 problems: decide by \`code\`.`;

/** The OpenAPI 3.1 document of what is mounted, from the very schemas that check requests. */
export function createOpenApi(descriptions: readonly Description[], public_url: string): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const description of descriptions) {
    paths[description.path] = { ...paths[description.path], [description.method]: operationOf(description) };
  }
  return createDocument({
    openapi: '3.1.1',
    info: { title: 'Internet+ billing', version: '1', description: ABOUT, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: public_url }],
    tags: [...new Set(descriptions.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    webhooks: webhooks(),
    components: {
      securitySchemes: {
        api_key: {
          type: 'http',
          scheme: 'bearer',
          description: 'A secret key: `sk_test_…` sees test data only, `sk_live_…` live data only.',
        },
        isp: { type: 'http', scheme: 'bearer', description: 'The sink credential that was handed to the ISP.' },
      },
    },
  });
}

function operationOf(description: Description): ZodOpenApiOperationObject {
  const { name, tag, summary, access, query, body } = description;
  const path = pathParameters(description);
  return {
    operationId: name,
    tags: [tag],
    summary,
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
  .optional()
  .meta({ description: 'Makes the request safe to repeat: 1 to 255 printable ASCII characters of your choice.', example: 'order-1042' });

function pathParameters({ path, id_prefix }: Description): z.ZodObject | undefined {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  if (names.length === 0) return undefined;
  const example = id_prefix === undefined ? {} : { example: exampleId(id_prefix) };
  return z.object(Object.fromEntries(names.map((name) => [name, z.string().meta(example)])));
}

function requestBody({ example, body_media_type = 'application/json' }: Description, schema: z.ZodType) {
  return { required: true, content: { [body_media_type]: { schema, ...(example === undefined ? {} : { example }) } } };
}

/** What merchants' servers are told, signed by the Standard Webhooks specification. */
function webhooks(): ZodOpenApiPathsObject {
  return Object.fromEntries(
    EVENT_TYPES.map((type) => [
      type,
      {
        post: {
          operationId: `callback ${type}`,
          summary: `Posted to the callback URL of the document for ${type}`,
          security: [],
          requestParams: { header: webhookHeaders },
          requestBody: { required: true, content: { 'application/json': { schema: callbackSchema } } },
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
