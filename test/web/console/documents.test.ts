import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConsoleHouse } from '../../support/console/console-house.ts';
import type { Visitor } from '../../support/console/visitor.ts';
import { readable } from '../support.ts';

let house: ConsoleHouse;
let claire: Visitor;
/** Another merchant's person. */
let stranger: Visitor;

beforeAll(async () => {
  house = await ConsoleHouse.open();
  claire = await house.signedIn('claire@example.com');
  stranger = await house.signedIn('stranger@example.com', (await house.merchant('Un Autre', 'standard')).scope.merchant_id);
});
afterAll(() => house.close());

test('a document is created, previewed, changed, and an offer left out is archived; unchanged offers keep their ids', async () => {
  const common = { name: 'Le Kiosque', site_url: 'https://kiosque.example', locale: 'fr', callback_url: '' };
  const offers = { period_0: 'week', price_0: '4,50', period_1: 'month', price_1: '9', period_2: 'quarter', price_2: '' };
  const made = await claire.send('/console/documents/new?kind=rebilling', '/console/documents/new', {
    kind: 'rebilling',
    ...common,
    ...offers,
  });
  const path = made.location?.split('?')[0] ?? '';
  expect(path).toMatch(/^\/console\/documents\/doc_/);
  const sold = async () =>
    await house.books.rows<{ id: string; period: string; price: string }>(
      'select id, period, price_cents::text as price from offer where document_id = ? and archived_at is null order by position',
      [path.split('/').at(-1)],
    );
  const first = await sold();
  expect(first.map(({ period, price }) => [period, price])).toEqual([
    ['week', '450'],
    ['month', '900'],
  ]);
  await claire.send(path, path, { ...common, name: 'Le Grand Kiosque', ...offers });
  expect(await sold()).toEqual(first);
  await claire.send(path, path, { ...common, ...offers, price_0: '' });
  expect((await sold()).map(({ period }) => period)).toEqual(['month']);
  const wrong = await claire.send(path, path, { ...common, ...offers, price_0: '5,01' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('within the limit of each rhythm');
});

test('a document is archived after a question, is then in a list of its own, and is put back on sale', async () => {
  const path = `/console/documents/${house.books.merchant.one_shot}`;
  const listed = async (query = '') => (await claire.get(`/console/documents${query}`)).text.includes(path);
  const { text } = await claire.get(path);
  expect(text).toContain('<details class="c-end c-wide"><summary>Archive this document…</summary><p>Stop selling?');
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  for (const act of ['archive', 'unarchive']) expect((await claire.post(`${path}/${act}`, { csrf }, foreign)).status).toBe(403);
  expect(await listed()).toBe(true);
  expect(await claire.send(path, `${path}/archive`, {})).toMatchObject({ status: 303, location: `${path}?done=archived` });
  expect([await listed(), await listed('?archived=yes')]).toEqual([false, true]);
  const archived = readable((await claire.get(path)).text);
  for (const told of ['Archived since', 'Running subscriptions renew on', 'codes that were sold still work'])
    expect(archived).toContain(told);
  const other = /name="csrf" value="([^"]+)"/.exec((await stranger.get('/console')).text)?.[1] ?? '';
  expect((await stranger.post(`${path}/unarchive`, { csrf: other })).status).toBe(404);
  expect((await claire.send(path, `${path}/unarchive`, {})).location).toBe(`${path}?done=unarchived`);
  expect([await listed(), await listed('?archived=yes')]).toEqual([true, false]);
});

test('each version of a document says what it changed, and the oldest are on pages of their own', async () => {
  const fields = { kind: 'one_shot', name: 'Archives', site_url: 'https://archives.example', locale: 'en', price: '1', max_codes: '5' };
  const made = await claire.send('/console/documents/new?kind=one_shot', '/console/documents/new', fields);
  const path = made.location?.split('?')[0] ?? '';
  for (let euros = 2; euros <= 11; euros += 1) await claire.send(path, path, { ...fields, price: String(euros) });
  await claire.send(path, path, { ...fields, price: '12', name: 'The Archives' });
  const newest = readable((await claire.get(path)).text);
  for (const told of ['Name: The Archives (before: Archives)', 'Price: €12.00 (before: €11.00)', 'Price: €3.00 (before: €2.00)'])
    expect(newest).toContain(told);
  expect(newest).not.toContain('First version');
  const oldest = readable((await claire.get(`${path}?after=3`)).text);
  for (const told of ['Price: €2.00 (before: €1.00)', 'First version']) expect(oldest).toContain(told);
});
