import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createOpenApi } from '../../api/openapi.ts';
import { describeAll, merchantOperations } from '../../api/routes/index.ts';
import { createWrongCodes } from '../../api/wrong-codes.ts';
import { createFakeUseCases } from '../support/api/fake-use-cases.ts';
import { ISP_SECRET, openRealApi, type RealApi } from '../support/api/real-api.ts';
import { type KnownIds, valuesOf } from '../support/openapi/arbitrary.ts';
import { createJudge } from '../support/openapi/formats.ts';
import { type DocumentedCall, documentedCalls } from '../support/openapi/operations.ts';
import { oddBodies } from '../support/openapi/wrong-bodies.ts';
import { wrongValues } from '../support/openapi/wrong-values.ts';

/** Of every call of the document, so that a new one is looked at too, on a real database. */
const CALLS = documentedCalls(
  createOpenApi(describeAll(merchantOperations(createFakeUseCases().useCases, createWrongCodes(1))), 'http://localhost:3000'),
).filter(({ access }) => access !== 'public');

let api: RealApi;
let kept: Record<string, number>;
beforeAll(async () => {
  api = await openRealApi();
  kept = await api.counts();
}, 60_000);
afterAll(() => api?.close());

type Sent = { what: string; path?: string; text?: string; headers?: Record<string, string>; key?: string | null };
type Seen = { what: string; status: number; code: unknown };

/** Sends some requests at once, a few at a time; answers those that were not refused. Each answer is compared with the document as well. */
async function accepted(call: DocumentedCall, requests: Sent[]): Promise<Seen[]> {
  const through: Seen[] = [];
  const waiting = [...requests];
  const send = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { status, body } = await sendOne(call, next);
      if (status < 400 || status >= 500) through.push({ what: next.what, status, code: body?.code });
    }
  };
  await Promise.all(Array.from({ length: 8 }, send));
  return through;
}

async function sendOne(call: DocumentedCall, { path = rightPath(call), text, headers, key }: Sent) {
  const own_key = call.access === 'isp' ? ISP_SECRET : undefined;
  const body = text ?? (call.body && JSON.stringify(rightBody(call)));
  return await api.call(call.method, path, {
    ...(key === undefined ? (own_key === undefined ? {} : { key: own_key }) : { key }),
    ...(body === undefined ? {} : { text: body }),
    headers: { ...(call.body ? { 'content-type': call.body.media_type } : {}), ...headers },
  });
}

const prefixOf = (schema: { pattern?: string | undefined }) => /^\^(\w+?)_/.exec(schema.pattern ?? '')?.[1];

/** The address of an object of ours, where we have one of its kind. */
function rightPath(call: DocumentedCall, ids: Record<string, string> = api.ours.ids): string {
  return call.path_parameters.reduce((path, { name, schema }) => {
    const value = ids[prefixOf(schema) ?? ''] ?? String(schema.example ?? '');
    return path.replace(`{${name}}`, encodeURIComponent(value));
  }, call.path);
}

/** The example of the document, with ids that there are. */
function rightBody({ body }: DocumentedCall): unknown {
  return JSON.parse(JSON.stringify(body?.example ?? {}), (_name, value: unknown) => {
    const prefix = typeof value === 'string' ? /^([a-z]{2,4})_01jd4x8k2v9qzr7m5t3wc6bhna$/.exec(value)?.[1] : undefined;
    return (prefix && api.ours.ids[prefix]) ?? value;
  });
}

async function expectAllRefused(call: DocumentedCall, requests: Sent[]): Promise<void> {
  expect(await accepted(call, requests)).toEqual([]);
  expect(await api.counts()).toEqual(kept);
}

describe('a body is refused, and nothing is kept of it, for whatever is wrong', () => {
  test.each(CALLS.filter(({ body }) => body).map((call) => [call.name, call] as const))('%s', async (_name, call) => {
    const isRight = createJudge(call.body?.schema ?? {});
    const wrong = oddBodies(call.body?.schema ?? {}, rightBody(call)).filter(({ text }) => !isRight(JSON.parse(text)));
    expect(wrong.length).toBeGreaterThan(20);
    await expectAllRefused(call, wrong);
  });
});

describe('an address is refused, and nothing is done, for', () => {
  const with_ids = CALLS.filter(({ path_parameters }) => path_parameters.some(({ name }) => name === 'id'));
  const strange = (prefix: string) => [
    `${prefix}_01jd4x8k2v9qzr7m5t3wc6bhna`,
    `${prefix}_`,
    prefix,
    `${prefix}_${'x'.repeat(65)}`,
    `${prefix}_${'x'.repeat(3_000)}`,
    `${prefix}_é`,
    `${prefix}_01jd4x8k2v9qzr7m5t3wc6bhna'`,
    `${prefix.toUpperCase()}_01jd4x8k2v9qzr7m5t3wc6bhna`,
    'usr_01jd4x8k2v9qzr7m5t3wc6bhna',
    '__proto__',
    'constructor',
    '-1',
    '1e400',
  ];
  const RAW = ['%00', '%F0%9F%92%B6', '%ED%A0%80', '%2e%2e', '%2F', 'a%2Fb', '%E2%80%AE', '%', '%zz'];

  test.each(with_ids.map((call) => [call.name, call] as const))('%s: what is no id of ours', async (_name, call) => {
    const prefix = prefixOf(call.path_parameters.find(({ name }) => name === 'id')?.schema ?? {}) ?? '';
    const pathTo = (id: string) => rightPath(call, { [prefix]: id });
    const other_kinds = Object.entries(api.ours.ids).flatMap(([kind, id]) => (kind === prefix ? [] : [id]));
    const encoded = [...strange(prefix), ...other_kinds].map((id) => ({ what: id.slice(0, 40), path: pathTo(id) }));
    const raw = RAW.map((id) => ({ what: id, path: pathTo('ID').replace('ID', id) }));
    await expectAllRefused(call, [...encoded, ...raw]);
  });

  test.each(with_ids.map((call) => [call.name, call] as const))('%s: what is of others', async (_name, call) => {
    const prefix = prefixOf(call.path_parameters.find(({ name }) => name === 'id')?.schema ?? {}) ?? '';
    const { [prefix]: id = `${prefix}_01jd4x8k2v9qzr7m5t3wc6bhna` } = api.theirs.ids;
    const keys = { 'another merchant': api.ours.merchant.api_key, 'the other mode': api.theirs.merchant.live_key };
    for (const [what, key] of Object.entries(keys)) {
      const answer = await sendOne(call, { what, key, path: rightPath(call, { [prefix]: id }) });
      // A body may be refused first, for what it names is not there either.
      expect([what, answer.status]).toEqual([what, answer.body.code === 'not_found' ? 404 : 422]);
    }
    expect(await api.counts()).toEqual(kept);
  });
});

describe('a query is refused for', () => {
  const UNKNOWN = ['page=2', '__proto__=1', 'constructor=1', 'limit[]=1', 'limit%5Bgt%5D=1', 'LIMIT=1', '=', '%00=1', 'x'.repeat(300)];

  test.each(CALLS.filter(({ access }) => access === 'api_key').map((call) => [call.name, call] as const))('%s', async (_name, call) => {
    const address = rightPath(call);
    const wrong = call.query.flatMap((parameter) => {
      const isRight = createJudge(parameter.schema);
      const values = wrongValues(parameter.schema).filter((value) => typeof value === 'string' || typeof value === 'number');
      // Node refuses an address of more than 16 kB before we see it.
      const short = values.map(String).filter((text) => encodeURIComponent(text).length < 4_000);
      const texts = [...short, '0x10', '1e1', ' 5', '5 ', '+5', '1_0', '٣', '-0', '1,2', '5;x'];
      return texts.filter((text) => !isRight(text) && !isRight(asNumber(text))).map((text) => [parameter.name, text] as const);
    });
    const twice = call.query.map(({ name, schema }) => `${name}=${schema.example}&${name}=${schema.example}`);
    const queries = [...wrong.map(([name, text]) => `${name}=${encodeURIComponent(text)}`), ...twice, ...UNKNOWN];
    await expectAllRefused(
      call,
      queries.map((query) => ({ what: query.slice(0, 60), path: `${address}?${query}` })),
    );
  });

  /** As OpenAPI writes numbers in a query: in plain digits. */
  function asNumber(text: string): unknown {
    return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  }
});

describe('a request is refused that', () => {
  const UNREADABLE: (Sent & { code: string })[] = [
    { what: 'is broken off', text: '{"document":', code: 'malformed_json' },
    { what: 'has a comma too many', text: '{"document":"x",}', code: 'malformed_json' },
    { what: 'is none', text: '\u0000', code: 'malformed_json' },
    { what: 'names NaN', text: '{"quantity":NaN}', code: 'malformed_json' },
    { what: 'has two bodies', text: '{}{}', code: 'malformed_json' },
    { what: 'names one field twice', text: '{"document":"a","document":"a"}', code: 'malformed_json' },
    { what: 'names one field twice, once in disguise', text: '{"document":"a","\\u0064ocument":"a"}', code: 'malformed_json' },
    { what: 'names one field twice deep inside', text: '{"offers":[{"a":{"b":1,"c":[],"b":2}}]}', code: 'malformed_json' },
    { what: 'is one byte too large', text: JSON.stringify('x'.repeat(99_999)), code: 'body_too_large' },
    { what: 'is a form', text: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' }, code: 'unsupported_media_type' },
    { what: 'is a file', text: '{}', headers: { 'content-type': 'multipart/form-data; boundary=x' }, code: 'unsupported_media_type' },
    { what: 'is XML', text: '<a/>', headers: { 'content-type': 'application/xml' }, code: 'unsupported_media_type' },
    { what: 'is of no type', text: '{}', headers: { 'content-type': 'json' }, code: 'unsupported_media_type' },
    { what: 'is in UTF-16', text: '{}', headers: { 'content-type': 'application/json; charset=utf-16' }, code: 'unsupported_media_type' },
    { what: 'is said to be compressed', text: '{}', headers: { 'content-encoding': 'br' }, code: 'unsupported_media_type' },
  ];

  test.each(CALLS.filter(({ method }) => method !== 'GET').map((call) => [call.name, call] as const))('%s', async (_name, call) => {
    for (const { code, headers, ...request } of UNREADABLE) {
      const media_type = call.body?.media_type ?? 'application/json';
      const typed = { 'content-type': media_type, ...headers };
      expect([request.what, (await sendOne(call, { ...request, headers: typed })).body.code]).toEqual([request.what, code]);
    }
    const deep = ['[', '{"a":'].map((open) => ({ what: `is nested without end: ${open}`, text: deepBody(open) }));
    await expectAllRefused(call, deep);
  });

  /** As deep as a body can be. */
  function deepBody(open: string): string {
    const depth = Math.floor(90_000 / (open.length + 1));
    return `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`;
  }

  const KEYS = ['', ' '.repeat(256), 'k'.repeat(256), 'clé', '\t'];
  test.each(CALLS.filter(({ takes_key }) => takes_key).map((call) => [call.name, call] as const))(
    '%s with an Idempotency-Key that is none',
    async (_name, call) => {
      await expectAllRefused(
        call,
        KEYS.map((key) => ({ what: `${key.length}`, headers: { 'idempotency-key': key } })),
      );
    },
  );
});

describe('whatever is sent', () => {
  const known = (): KnownIds => {
    const prefixes = new Set([...Object.keys(api.ours.ids), ...Object.keys(api.theirs.ids)]);
    return Object.fromEntries([...prefixes].map((prefix) => [prefix, [api.ours.ids, api.theirs.ids].flatMap((ids) => ids[prefix] ?? [])]));
  };

  type Request = { call: DocumentedCall; path: string; text: string | undefined; key: string | undefined };

  function requests(call: DocumentedCall): fc.Arbitrary<Request> {
    const path = fc.tuple(
      ...call.path_parameters.map(({ name, schema }) => valuesOf(schema, known()).map((value) => [name, value] as const)),
    );
    const query = fc.tuple(
      ...call.query.map(({ name, schema }) => fc.option(valuesOf(schema, known()).map((value) => [name, value] as const))),
    );
    const body = call.body ? fc.tuple(valuesOf(call.body.schema, known()), fc.option(fc.nat(), { freq: 2 })) : fc.constant(undefined);
    const key = fc.option(fc.uuid(), { nil: undefined });
    return fc.record({ path, query, body, key }).map((drawn) => {
      const [right, odd] = drawn.body ?? [];
      const odd_bodies = typeof odd === 'number' ? oddBodies(call.body?.schema ?? {}, right) : [];
      const text = odd_bodies[(odd ?? 0) % Math.max(odd_bodies.length, 1)]?.text ?? (call.body && JSON.stringify(right));
      return { call, path: addressOf(call, drawn.path, drawn.query), text, key: call.takes_key ? drawn.key : undefined };
    });
  }

  type Pair = readonly [name: string, value: unknown];

  function addressOf(call: DocumentedCall, path: readonly Pair[], query: readonly (Pair | null)[]): string {
    const address = path.reduce((text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(String(value))), call.path);
    const given = query.flatMap((pair) => (pair ? [[pair[0], String(pair[1])] as [string, string]] : []));
    return given.length === 0 ? address : `${address}?${new URLSearchParams(given)}`;
  }

  test('the answer is one that the document has for the call, is never a failure of ours, and stays the same under one key', async () => {
    const statuses = new Map<number, number>();
    const any = fc.constantFrom(...CALLS).chain(requests);
    await fc.assert(
      fc.asyncProperty(any, async ({ call, path, text, key }) => {
        const sent = {
          what: call.name,
          path,
          headers: key === undefined ? {} : { 'idempotency-key': key },
          ...(text === undefined ? {} : { text }),
        };
        const answer = await sendOne(call, sent);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        expect(answer.status).toBeLessThan(500);
        if (key === undefined || answer.status === 409 || answer.body.code === 'validation_failed') return;
        const again = await sendOne(call, sent);
        expect([again.status, again.text]).toEqual([answer.status, answer.text]);
      }),
      { numRuns: 80 },
    );
    // It came through to what is answered, to what is not found and to what is refused.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 404, 422]));
  });
});
