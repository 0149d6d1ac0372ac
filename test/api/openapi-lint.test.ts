import { beforeAll, expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { createOpenApi, type OpenApiDocument } from '../../api/openapi.ts';
import { describeAll, merchantOperations } from '../../api/routes/index.ts';
import { createWrongCodes } from '../../api/wrong-codes.ts';
import { createFakeUseCases } from '../support/api/fake-use-cases.ts';

let document: OpenApiDocument;
beforeAll(() => {
  const operations = merchantOperations(createFakeUseCases().useCases, createWrongCodes(1));
  document = createOpenApi(describeAll(operations), 'https://billing.example');
});

/** Beside Redocly's strict set, which makes every warning an error: what it leaves to taste and we promise. */
const RULES = {
  'array-parameter-serialization': 'error',
  'component-name-unique': 'error',
  'operation-4xx-problem-details-rfc7807': 'error',
  'operation-singular-tag': 'error',
  'operation-tag-defined': 'error',
  'parameter-description': 'error',
  'path-params-defined': 'error',
  'response-contains-header': { severity: 'error', names: { '2xx': ['x-request-id'], '4xx': ['x-request-id'], '5xx': ['x-request-id'] } },
  'spec-example-values': 'error',
  // Health and documentation take nothing that could be wrong.
  'operation-4xx-response': 'off',
} as const;

/** Of the answers that we give; a callback is answered by the merchant's server. */
const OF_ANSWERS = ['response-contains-header', 'operation-4xx-problem-details-rfc7807'];

test('a strict linter finds nothing in the document', async () => {
  const config = await createConfig({ extends: ['recommended-strict'], rules: RULES });
  const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: '/openapi.json', config });
  const ours = found.filter(({ ruleId, location }) => !(location[0]?.pointer?.startsWith('#/webhooks/') && OF_ANSWERS.includes(ruleId)));
  expect(ours.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)).toEqual([]);
});

test('and it would find a wrong example, a parameter without a word about it and an answer of another form', async () => {
  const config = await createConfig({ extends: ['recommended-strict'], rules: RULES });
  const broken = JSON.parse(JSON.stringify(document)) as typeof document & { paths: Record<string, Record<string, never>> };
  const operation = broken.paths['/v1/documents/{id}']?.patch as unknown as {
    parameters: { description?: string }[];
    requestBody: { content: { 'application/json': { example: unknown } } };
    responses: Record<string, unknown>;
  };
  operation.requestBody.content['application/json'].example = { name: 7 };
  delete operation.parameters[0]?.description;
  operation.responses['404'] = { description: 'gone', content: { 'text/plain': { schema: { type: 'string' } } } };
  const found = await lintFromString({ source: JSON.stringify(broken), absoluteRef: '/openapi.json', config });
  expect([...new Set(found.map(({ ruleId }) => ruleId))].sort()).toEqual([
    'no-invalid-media-type-examples',
    'operation-4xx-problem-details-rfc7807',
    'parameter-description',
    'response-contains-header',
  ]);
});

test('every body that is sent or answered has an example', () => {
  const lacking = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (['get', 'post', 'patch', 'put', 'delete'] as const).flatMap((method) => {
      const { requestBody, responses = {} } = item[method] ?? {};
      const bodies = [...(requestBody ? [['body', requestBody] as const] : []), ...Object.entries(responses)];
      return bodies.flatMap(([what, body]) =>
        mediaOf(body).some((media: object) => !('example' in media) && !('examples' in media)) ? [`${method} ${path} ${what}`] : [],
      );
    }),
  );
  expect(lacking).toEqual([]);
});

function mediaOf(body: object): object[] {
  return Object.values('content' in body ? (body.content as Record<string, object>) : {});
}
