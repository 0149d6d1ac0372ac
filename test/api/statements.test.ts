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

test('a purchase is read in two statements: who asks, and all that its view shows', async () => {
  const statements = await statementsOf(async () => {
    const { body } = await api.call('GET', `/v1/purchases/${api.theirs.ids.pur}`, { key: api.theirs.merchant.api_key });
    expect(body).toMatchObject({ status: 'completed', charge: api.theirs.ids.chg, codes: [{ status: 'used' }, { status: 'unused' }] });
  });
  expect(statements).toEqual([expect.stringContaining('from api_key'), expect.stringContaining('from purchase')]);
});

test('a sale takes the API eight statements, with the one transaction that writes it', async () => {
  const { one_shot: document, api_key: key } = api.ours.merchant;
  const body = { document, quantity: 1, email: 'buyer@example.org', isp: 'free', subscriber_token: 'one_shot:2' };
  const statements = await statementsOf(async () => {
    const headers = { 'idempotency-key': 'counted' };
    expect((await api.call('POST', '/v1/purchases', { body, key, headers })).status).toBe(202);
  });
  expect(statements).toEqual(A_SALE.map((part) => expect.stringContaining(part)));
});

const A_SALE = [
  ...['from api_key', 'insert into idempotent_request'],
  ...['begin', 'from document', 'insert into buyer', 'commit'],
  ...['from purchase', 'update idempotent_request'],
];
