import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import { deprecationHeaders } from '../../api/deprecation.ts';
import { renderReference } from '../../api/docs/reference-page.ts';
import { createErrorHandler } from '../../api/error-handler.ts';
import { type Listening, listen } from '../../api/listen.ts';
import { mountOperations } from '../../api/mount.ts';
import { createOpenApi } from '../../api/openapi.ts';
import { operation } from '../../api/operation.ts';
import { createRateLimit } from '../../api/rate-limit.ts';
import { merchantOperations } from '../../api/routes/index.ts';
import { createWrongCodes } from '../../api/wrong-codes.ts';
import { createFakeUseCases, KEYS } from '../support/api/fake-use-cases.ts';

/** A made-up call, as nothing is deprecated. */
const OLD = operation({
  name: 'listOldThings',
  tag: 'Documents',
  method: 'get',
  path: '/v1/old_things',
  summary: 'List things as it was done before',
  deprecated: { since: '2027-01-01', sunset: '2028-01-01', successor: '/v1/documents' },
  answers: { 200: { description: 'None.', schema: z.object({ data: z.array(z.string()) }) } },
  refusals: [],
  handle: async () => ({ status: 200, body: { data: [] } }),
});
const NOTICE = {
  deprecation: '@1798761600',
  sunset: 'Sat, 01 Jan 2028 00:00:00 GMT',
  link: '</docs#deprecation>; rel="deprecation"; type="text/html", </v1/documents>; rel="successor-version"',
};

let server: Listening;
beforeAll(async () => {
  const { useCases } = createFakeUseCases();
  const app = express();
  app.use(mountOperations([OLD], { useCases, limitRate: createRateLimit(100), onUnkept: () => undefined }));
  app.use(createErrorHandler(pino({ level: 'silent' })));
  server = await listen(app, { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

test.each<[string, Record<string, string>, string, number]>([
  ['an answer', { authorization: `Bearer ${KEYS.premium}` }, '', 200],
  ['a refusal for lack of a key', {}, '', 401],
  ['a refusal of the query', { authorization: `Bearer ${KEYS.premium}` }, '?limit=no', 422],
])('%s of a deprecated call says since when, until when and what to use instead', async (_what, headers, query, status) => {
  const answer = await fetch(`${server.url}/v1/old_things${query}`, { headers });
  expect(answer.status).toBe(status);
  expect(Object.fromEntries(Object.keys(NOTICE).map((name) => [name, answer.headers.get(name)]))).toEqual(NOTICE);
});

test('the document and the page mark it, with the headers of its answers', () => {
  const document = createOpenApi([OLD], 'https://billing.example');
  const described = document.paths?.['/v1/old_things']?.get;
  expect(described).toMatchObject({
    deprecated: true,
    description: 'Deprecated since 2027-01-01; works until 2028-01-01 at least. Use `/v1/documents` instead.',
  });
  for (const status of ['200', '401', '422', '429', '500'] as const) {
    const response = described?.responses?.[status];
    const headers = response !== undefined && 'headers' in response ? Object.keys(response.headers ?? {}) : [];
    expect([status, ...headers]).toEqual(expect.arrayContaining([status, 'Deprecation', 'Sunset', 'Link']));
  }
  const page = renderReference(document);
  expect(page).toContain('<small>deprecated</small>');
  expect(page).toContain('id="deprecation"');
});

test('nothing goes away before it was announced for twelve months', () => {
  const operations = [...merchantOperations(createFakeUseCases().useCases, createWrongCodes(1)), OLD];
  for (const { name, deprecated } of operations) {
    if (deprecated === undefined) continue;
    const months = (Date.parse(deprecated.sunset) - Date.parse(deprecated.since)) / (30.4 * 86_400_000);
    expect([name, months >= 12]).toEqual([name, true]);
  }
});

test('a day that is none is a mistake of ours, found when the call is mounted', () => {
  expect(() => deprecationHeaders({ since: '2027-02-31x', sunset: '2028-01-01' })).toThrow('is not a day');
});
