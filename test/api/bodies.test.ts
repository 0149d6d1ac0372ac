import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ONE_SHOT, startApi, type TestApi } from '../support/api/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('a body', () => {
  test.each<[string, string, Record<string, string>, number, string]>([
    ['is refused when it is broken JSON', '{"kind": "one_shot",', {}, 400, 'malformed_json'],
    [
      'is refused when it is a form',
      'kind=one_shot',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['is refused as plain text', JSON.stringify(ONE_SHOT), { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['is refused in Latin 1', '{}', { 'content-type': 'application/json; charset=latin1' }, 415, 'unsupported_media_type'],
    ['is refused when it is text', '"one_shot"', {}, 422, 'validation_failed'],
    ['of 1 MB is refused', JSON.stringify({ ...ONE_SHOT, name: 'n'.repeat(1_000_000) }), {}, 413, 'body_too_large'],
  ])('%s', async (_what, text, headers, status, code) => {
    expect(await api.call('POST', '/v1/documents', { text, headers })).toMatchObject({ status, body: { code } });
  });

  test('is refused when it is compressed, so that no small one becomes huge', async () => {
    const response = await fetch(`${api.url}/v1/documents`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_premium', 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(JSON.stringify(ONE_SHOT))),
    });
    expect(response.status).toBe(415);
  });

  test('that is not there lacks every field', async () => {
    const answer = await api.call('POST', '/v1/codes/validate');
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(['/code', '/document']);
  });

  test('is read with a charset parameter, and may be in any script', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const answer = await api.call('POST', '/v1/documents', { body: { ...ONE_SHOT, name: ' Été à 東京 👩‍🚀 ' }, headers });
    expect(answer).toMatchObject({ status: 201, body: { name: 'Été à 東京 👩‍🚀' } });
  });

  test('names at most fifty wrong fields', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field_${index}`, 1]));
    expect((await api.call('POST', '/v1/codes/validate', { body: many })).body.errors).toHaveLength(50);
  });
});
