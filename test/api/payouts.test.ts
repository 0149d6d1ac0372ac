import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { type CallOptions, startApi, type TestApi } from '../support/api/api.ts';
import { EVIL_NAME, STATEMENT } from '../support/api/fake-payouts.ts';
import { KEYS } from '../support/api/fake-use-cases.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const PATH = `/v1/payouts/${STATEMENT.id}`;
const get = (path: string, options: CallOptions = {}) => api.call('GET', path, options);

describe('the balance', () => {
  test('says what is pending, available and carried forward, by ISP, and what that comes to', async () => {
    const { body } = await get('/v1/balance');
    expect(body).toMatchObject({ livemode: false, currency: 'EUR', pending: 100, available: -250, carried_forward: 325, total: 175 });
    expect(body.isps).toContainEqual({ isp: 'free', settlement_days: 45, pending: 25, available: -250 });
    expect((await get('/v1/balance', { key: KEYS.live })).body).toMatchObject({ livemode: true });
  });

  test.each([
    ['/v1/balance?currency=EUR', 422, 'validation_failed'],
    ['/v1/payouts?limit=101', 422, 'validation_failed'],
    ['/v1/payouts?after=chg_1', 422, 'validation_failed'],
    ['/v1/payouts?month=2026-05', 422, 'validation_failed'],
    ['/v1/payouts/po_2', 404, 'not_found'],
    ['/v1/payouts/pur_1', 404, 'not_found'],
    [`${PATH}?format=pdf`, 422, 'validation_failed'],
    [`${PATH}?locale=de`, 422, 'validation_failed'],
    [`${PATH}/items?after=po_1`, 422, 'validation_failed'],
    ['/v1/payouts/po_2/items', 404, 'not_found'],
  ])('GET %s is refused with %i %s', async (path, status, code) => expect(await get(path)).toMatchObject({ status, body: { code } }));
});

describe('a statement', () => {
  test('is listed without its lines, and read with them and what they come to', async () => {
    const [listed] = (await get('/v1/payouts')).body.data;
    const summary = { id: 'po_1', livemode: false, month: '2026-05', number: 2, status: 'paid_out', amount: 66_872_162, currency: 'EUR' };
    expect(listed).toMatchObject({ ...summary, carried_in: 325, earned: 66_871_837, carried_out: 0, minimum: 1_000 });
    expect(listed).not.toHaveProperty('lines');
    const { body } = await get(PATH);
    expect(body).toMatchObject({
      ...summary,
      merchant_name: EVIL_NAME,
      totals: { gross: 123_455_699, vat: 20_575_950, isp_fee: 10_287_975, platform_share: 25_719_937, merchant_share: 66_871_837 },
    });
    expect(body.lines).toMatchObject([
      { kind: 'sales', price: 600, count: 205_761, grid_row: { merchant_share_bp: 6_500 } },
      { kind: 'clawbacks' },
    ]);
    expect((await get(`${PATH}/items`)).body.data).toMatchObject([{ id: 'pst_1', refund: 'ref_1', gross: -901, merchant_share: -488 }]);
  });

  test('is the merchant’s own, and of the mode of the key', async () => {
    for (const key of [KEYS.other, KEYS.live]) {
      for (const path of [PATH, `${PATH}?format=csv`, `${PATH}/items`]) expect((await get(path, { key })).status).toBe(404);
      expect((await get('/v1/payouts', { key })).body.data).toEqual([]);
    }
  });

  test('as CSV has a row for each line, and adds up', async () => {
    const answer = await get(`${PATH}?format=csv`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=po_1.csv');
    expect(answer.text.split('\r\n')).toHaveLength(7);
    const rows = parse(answer.text, { columns: true }) as Record<string, string>[];
    expect(rows.map(({ entry, merchant_share_cents }) => [entry, merchant_share_cents])).toEqual([
      ['sales', '66872325'],
      ['clawbacks', '-488'],
      ['carried_in', '325'],
      ['paid_out', '66872162'],
      ['carried_out', '0'],
    ]);
    expect(rows[1]).toMatchObject({
      payout: 'po_1',
      livemode: 'false',
      month: '2026-05',
      isp: 'free',
      period: 'month',
      gross_cents: '-901',
    });
  });

  test('as CSV holds no formula: a name that looks like one is made plain', async () => {
    const [row] = parse((await get(`${PATH}?format=csv`)).text, { columns: true }) as Record<string, string>[];
    expect(row?.merchant).toBe(`'${EVIL_NAME}`);
  });

  test.each([
    // Accept                                        ?format=   form
    ['*/*', '', 'application/json'],
    ['text/csv', '', 'text/csv'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', '', 'text/html'],
    ['text/csv;q=0.5, application/json', '', 'application/json'],
    ['application/pdf', '', 'application/json'],
    ['text/csv', 'html', 'text/html'],
    ['text/html', 'json', 'application/json'],
  ])('for %s and the format %p is %s', async (accept, format, media_type) => {
    const answer = await get(`${PATH}${format && `?format=${format}`}`, { headers: { accept } });
    expect(answer.headers.get('content-type')?.split(';')[0]).toBe(media_type);
  });

  test('that is not there is a problem in JSON, whatever form was asked for', async () => {
    const answer = await get('/v1/payouts/po_2', { headers: { accept: 'text/csv' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  test.each([
    ['fr', 'Relevé de reversement, mai 2026', '1 234 566,00 €', '-9,01 €', '65 % / 10 %', '17 avril 2026', 'Mode test'],
    ['en', 'Payout statement, May 2026', '€1,234,566.00', '-€9.01', '65% / 10%', '17 April 2026', 'Test mode'],
  ])('as a page in %s is written as people read it there', async (locale, ...told) => {
    const page = (await get(`${PATH}?format=html&locale=${locale}`)).text;
    const shown = page.replaceAll('&#39;', "'").replaceAll(/[\u00a0\u202f]/g, ' ');
    for (const text of told) expect(shown).toContain(text);
    expect(page).toContain(`<html lang="${locale}">`);
    expect(page).not.toMatch(/<Journal>|<script/);
  });

  test('as a page is French unless another language is asked for', async () => {
    expect((await get(`${PATH}?format=html`)).text).toContain('Relevé de reversement');
  });
});

describe('a month of test data', () => {
  const post = (body: unknown, options: CallOptions = {}) => api.call('POST', '/v1/payouts', { body, ...options });

  test('is stated when it is asked for, once: again it is 200 and the same', async () => {
    const made = await post({ month: '2027-04' });
    expect(made).toMatchObject({ status: 201, body: { month: '2027-04', livemode: false } });
    expect((await post({ month: '2027-04' })).status).toBe(200);
  });

  test('is made once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'month-end' };
    const [first, second] = [await post({ month: '2027-05' }, { headers }), await post({ month: '2027-05' }, { headers })];
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect([first.status, first.text]).toEqual([second.status, second.text]);
    expect(await post({ month: '2027-06' }, { headers })).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  test.each<[unknown, string, number, string]>([
    [{ month: '2025-12' }, KEYS.premium, 409, 'payout_nothing_due'],
    [{ month: '2026-05' }, KEYS.live, 422, 'payout_in_live_mode'],
    [{}, KEYS.premium, 422, 'validation_failed'],
    [{ month: '2026-13' }, KEYS.premium, 422, 'validation_failed'],
    [{ month: '2026-5' }, KEYS.premium, 422, 'validation_failed'],
    [{ month: '2026-05-01' }, KEYS.premium, 422, 'validation_failed'],
    [{ month: '9999-01' }, KEYS.premium, 422, 'validation_failed'],
    [{ month: '２０２６-05' }, KEYS.premium, 422, 'validation_failed'],
    [{ month: 202_605 }, KEYS.premium, 422, 'validation_failed'],
    [{ month: null }, KEYS.premium, 422, 'validation_failed'],
    [{ month: '2026-05', mode: 'live' }, KEYS.premium, 422, 'validation_failed'],
    [[], KEYS.premium, 422, 'validation_failed'],
  ])('asked for as %j with %s is refused with %i %s', async (body, key, status, code) => {
    expect(await post(body, { key })).toMatchObject({ status, body: { code } });
  });
});
