import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import { makeDocument, REBILLING, startApi, subscriptionOf, type TestApi } from '../support/api/api.ts';
import { KEYS } from '../support/api/fake-use-cases.ts';

let api: TestApi;
let path: string;

beforeAll(async () => {
  api = await startApi();
  const document = await makeDocument(api, REBILLING);
  const { id } = (await api.call('POST', '/v1/subscriptions', { body: subscriptionOf(document) })).body;
  path = `/v1/subscriptions/${id}/dossier`;
});
afterAll(() => api.close());

describe('a dossier', () => {
  test('has the digest of everything else in it, the same for each export that says the same', async () => {
    const [one, two] = [await api.call('GET', path), await api.call('GET', `${path}?format=json`)];
    expect([one.status, one.text]).toEqual([200, two.text]);
    const { digest, ...content } = one.body;
    const expected = createHash('sha256')
      .update(canonicalJson(content as Json))
      .digest('hex');
    expect(digest).toBe(expected);
  });

  test('as a page says the same, with every value escaped and no script', async () => {
    const { body } = await api.call('GET', path);
    const page = await api.call('GET', `${path}?format=html`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const shown = page.text.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCodePoint(Number(code)));
    const parts = [body.subscription, body.reference, body.consent, body.mandate, body.end, body.digest];
    const told = [
      ...parts.flatMap(leaves),
      'Le <Journal>',
      '€10.00 a month',
      'line_suspended',
      'pay_1',
      '€2.50',
      'half <bad>',
      'ref_at_isp',
      'subscription_started',
      'subscription.activated',
    ];
    for (const value of told) if (value !== 'EUR') expect(shown).toContain(value);
    expect(page.text).not.toMatch(/<b>|<bad>|<Journal>|A & B|<script/);
  });

  test.each([
    // key         path                        status  code
    [null, '', 401, 'missing_api_key'],
    ['sk_test_wrong', '', 401, 'invalid_api_key'],
    [KEYS.other, '', 404, 'not_found'],
    [KEYS.live, '', 404, 'not_found'],
    [KEYS.premium, '?format=pdf', 422, 'validation_failed'],
    [KEYS.premium, '?language=fr', 422, 'validation_failed'],
  ])('asked for with the key %s as %p is refused with %i %s', async (key, query, status, code) => {
    expect(await api.call('GET', `${path}${query}`, { key })).toMatchObject({ status, body: { code, status } });
  });

  test('of no subscription is not found, as a page too', async () => {
    for (const id of ['sub_01jd4x8k2v9qzr7m5t3wc6bhna', 'pur_1']) {
      const answer = await api.call('GET', `/v1/subscriptions/${id}/dossier?format=html`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    }
  });
});

/** Every text in a value, at any depth. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
