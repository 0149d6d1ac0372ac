import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { PROBLEM_CODES, problems } from '../../api/problems.ts';
import { merchantOperations } from '../../api/routes/index.ts';
import { createWrongCodes } from '../../api/wrong-codes.ts';
import { EVENT_TYPES, PING_TYPE } from '../../domain/events.ts';
import { startApi, type TestApi } from '../support/api/api.ts';
import { createFakeUseCases } from '../support/api/fake-use-cases.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** contract.md's table, without the pages. */
const CONTRACT = [
  'get /docs',
  'get /docs/problems/{code}',
  'get /healthz',
  'get /openapi.json',
  'get /readyz',
  'get /v1/balance',
  'get /v1/charges',
  'get /v1/charges/{id}',
  'get /v1/checkouts/{id}',
  'get /v1/documents',
  'get /v1/documents/{id}',
  'get /v1/documents/{id}/versions',
  'get /v1/events',
  'get /v1/events/{id}',
  'get /v1/payouts',
  'get /v1/payouts/{id}',
  'get /v1/payouts/{id}/items',
  'get /v1/purchases',
  'get /v1/purchases/{id}',
  'get /v1/refunds/{id}',
  'get /v1/reports/daily',
  'get /v1/subscriptions',
  'get /v1/subscriptions/{id}',
  'get /v1/subscriptions/{id}/dossier',
  'get /v1/test_clocks',
  'get /v1/test_clocks/{id}',
  'patch /v1/documents/{id}',
  'post /isp/{isp}/notifications',
  'post /v1/charges/{id}/refund',
  'post /v1/checkouts',
  'post /v1/codes/validate',
  'post /v1/documents',
  'post /v1/documents/{id}/archive',
  'post /v1/documents/{id}/callbacks/enable',
  'post /v1/documents/{id}/ping',
  'post /v1/documents/{id}/unarchive',
  'post /v1/events/redeliver',
  'post /v1/events/{id}/redeliver',
  'post /v1/payouts',
  'post /v1/purchases',
  'post /v1/subscriptions',
  'post /v1/subscriptions/{id}/cancel',
  'post /v1/test_clocks',
  'post /v1/test_clocks/{id}/advance',
];

function operations() {
  return Object.entries(api.document.paths ?? {}).flatMap(([path, item]) => {
    return (['get', 'post', 'patch'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ name: `${method} ${path}`, path, method, operation }] : [];
    });
  });
}

test('the document has every call of the contract, and no other', () => {
  expect(
    operations()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(CONTRACT);
});

test('every documented call is there: none answers that its route or its method is unknown', async () => {
  for (const { path, method } of operations()) {
    const answer = await fetch(`${api.url}${path.replace('{isp}', 'free').replaceAll(/\{\w+\}/g, 'internal_error')}`, {
      method: method.toUpperCase(),
    });
    const [, problem] = /^\{"type":"([^"]*)"/.exec(await answer.text()) ?? [];
    expect([path, problem]).not.toEqual([path, '/docs/problems/unknown_route']);
    expect([path, problem]).not.toEqual([path, '/docs/problems/method_not_allowed']);
  }
});

test('calls of merchants need a key, those of ISPs their credential, and the rest nothing', () => {
  for (const { path, operation } of operations()) {
    const expected = path.startsWith('/v1') ? [{ api_key: [] }] : path.startsWith('/isp') ? [{ isp: [] }] : [];
    expect([path, operation.security]).toEqual([path, expected]);
  }
});

test('POSTs that create or move money document the Idempotency-Key', () => {
  for (const { path, method, operation } of operations()) {
    const headers = (operation.parameters ?? []).flatMap((parameter) => ('name' in parameter ? [parameter.name] : []));
    expect([path, headers.includes('Idempotency-Key')]).toEqual([path, method === 'post' && path.startsWith('/v1')]);
  }
});

test('every example of a body passes the schema that checks requests', () => {
  const fake = createFakeUseCases();
  for (const { name, example, body, prepare } of merchantOperations(fake.useCases, createWrongCodes(1))) {
    if (body) expect([name, typeof prepare({ query: {}, body: example })]).toEqual([name, 'function']);
  }
});

test('every schema is one that a JSON Schema validator takes', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(api.document, 'document');
  for (const name of Object.keys(api.document.components?.schemas ?? {})) {
    expect(ajv.getSchema(`document#/components/schemas/${name}`)).toBeDefined();
  }
});

test('every callback is documented', () => {
  expect(Object.keys(api.document.webhooks ?? {})).toEqual([...EVENT_TYPES, PING_TYPE]);
});

test('the page for people shows every call and leads to every schema that it names', async () => {
  const page = await (await fetch(`${api.url}/docs`)).text();
  for (const { operation } of operations()) expect(page).toContain(`id="${operation.operationId}"`);
  const anchors = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, anchor]) => anchor));
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(anchors).toContain(target);
  expect(page).not.toContain('<script');
});

test('every problem has its page', async () => {
  for (const code of PROBLEM_CODES) {
    const response = await fetch(`${api.url}/docs/problems/${code}`);
    expect([code, response.status]).toEqual([code, 200]);
    expect(await response.text()).toContain(`<code>${problems[code].status}</code>`);
  }
});
