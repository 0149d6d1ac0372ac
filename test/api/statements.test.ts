import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openRealApi, type RealApi } from '../support/api/real-api.ts';
import { statementsOf } from '../support/statements.ts';

/** What a request costs is counted in statements, for they are the same on each machine. */
let api: RealApi;
let code: string;
beforeAll(async () => {
  api = await openRealApi();
  // The first request with a key also notes that it is used.
  const { body } = await api.call('GET', `/v1/purchases/${api.theirs.ids.pur}`, { key: api.theirs.merchant.api_key });
  code = (body.codes as { code: string }[])[0]?.code ?? '';
});
afterAll(() => api.close());

test('a validation takes two statements and no transaction around them: who asks, and the code', async () => {
  const { api_key: key, one_shot: document } = api.theirs.merchant;
  const statements = await statementsOf(async () => {
    const { body } = await api.call('POST', '/v1/codes/validate', { body: { code, document }, key });
    expect(body).toMatchObject({ valid: true, kind: 'one_shot' });
  });
  expect(statements).toEqual([expect.stringContaining('from api_key'), expect.stringContaining('update code')]);
});
