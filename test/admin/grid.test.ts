import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Books, succeeded } from '../billing/support.ts';
import { EXAMPLE_GRID } from '../support/world/seed.ts';
import { adminOf } from './support.ts';

const NOW = new Date('2026-06-15T10:00:00.000Z');
const COLUMNS = 'isp,kind,period,tier,price_from_cents,price_to_cents,merchant_share_bp,isp_fee_bp,valid_from,valid_to';

let books: Books;
let example: string;
beforeEach(async () => {
  books = await Books.open();
  example = await readFile(EXAMPLE_GRID, 'utf8');
});
afterEach(() => books.close());

const rows = () => books.rows<{ count: string }>('select count(*)::text as count from payout_grid_row');
const importing = (csv: string, ...more: string[]) =>
  adminOf(books, { now: NOW, files: { 'grid.csv': csv } })('grid', 'import', 'grid.csv', ...more);

describe('npm run admin -- grid', () => {
  test('import says what it did; the same file again, or its export, changes nothing', async () => {
    await books.rows('alter table payout_grid_row disable trigger all');
    await books.rows('delete from payout_grid_row');
    await books.rows('alter table payout_grid_row enable trigger all');
    expect(await importing(example, '--dry-run')).toEqual({
      exit: 0,
      out: '60 rows would be imported, 0 would be closed, 0 unchanged\n',
      err: '',
    });
    expect(await rows()).toEqual([{ count: '0' }]);
    expect((await importing(example)).out).toBe('60 rows imported, 0 closed, 0 unchanged\n');
    expect((await importing(example)).out).toBe('0 rows imported, 0 closed, 60 unchanged\n');
    const exported = await adminOf(books)('grid', 'export');
    expect(exported.out.split('\n')[0]).toBe(COLUMNS);
    expect((await importing(`\uFEFF${exported.out.replaceAll('\n', '\r\n')}`)).out).toBe('0 rows imported, 0 closed, 60 unchanged\n');
    expect(await rows()).toEqual([{ count: '60' }]);
  });

  test('import of a later grid closes rows and adds its own, and charges keep the row that they were made under', async () => {
    const sell = async (at: Date) => {
      const id = await books.purchase({ at, quantity: 2 });
      await books.openPurchase(id, at);
      await books.settlePurchase(id, succeeded(), at);
      return (await books.chargeOf(id))?.grid_row_id;
    };
    const before = await sell(NOW);
    const csv = `# from July on\n${COLUMNS}\nfree,one_shot,,premium,1,3000,8000,1000,2026-07-01,\n`;
    expect((await importing(csv)).out).toBe('1 rows imported, 2 closed, 0 unchanged\n');
    expect(await sell(new Date('2026-06-30T21:59:59.000Z'))).toBe(before);
    const after = await sell(new Date('2026-06-30T22:00:00.000Z'));
    const shares = await books.rows<{ id: string; merchant_share_bp: number; valid_to: string | null }>(
      'select id, merchant_share_bp, valid_to::text from payout_grid_row where id in (?) order by valid_from',
      [[before, after]],
    );
    expect(shares).toEqual([
      { id: before, merchant_share_bp: 6_500, valid_to: '2026-07-01' },
      { id: after, merchant_share_bp: 8_000, valid_to: null },
    ]);
    const ended = await adminOf(books)('grid', 'export', '--at', '2026-07-01');
    expect(ended.out).toContain('free,one_shot,,premium,1,3000,8000,1000,2026-07-01,\n');
    expect(ended.out).not.toContain('2020-01-01,2026-07-01');
    const listed = await adminOf(books)('grid', 'list', '--isp', 'free', '--at', '2026-06-30');
    expect(listed.out).toMatch(/free +one_shot +premium +5\.00-30\.00 +65\.00 % +10\.00 % +2020-01-01 +2026-07-01/);
    expect(JSON.parse((await adminOf(books)('grid', 'list', '--json')).out)).toHaveLength(61);
  });

  test('import refuses a file with one bad row whole, says every error with its line and column, and exits with 1', async () => {
    const lines = example.split('\n');
    lines[6] = lines[6]?.replace('2020-01-01', 'soon') ?? '';
    lines[9] = `${lines[9]?.replace(/\d+,\d+,2020-01-01,$/, '9500,1200,2020-01-01,')}`;
    const { exit, out, err } = await importing(`${COLUMNS}\n${lines.filter((line) => /^\w+,(one|re)/.test(line)).join('\n')}`);
    expect([exit, out]).toEqual([1, '']);
    expect(err.split('\n')).toEqual([
      'grid.csv: line 5, valid_from: "soon" was found; a day such as 2026-11-23 is expected',
      'grid.csv: line 8, isp_fee_bp: "1200" was found; at most 500, what a merchant_share_bp of 9500 leaves of 10000, is expected',
      'nothing was imported: 2 problems',
      '',
    ]);
    const json = JSON.parse((await importing(lines.join('\n'), '--json')).out);
    // Comments count as lines.
    expect(json.problems.map(({ line }: { line: number }) => line)).toEqual([7, 10]);
    expect(await rows()).toEqual([{ count: '60' }]);
  });

  test.each([
    ['a quote that never ends', `${COLUMNS}\n"alice`, /this is no CSV/],
    ['nothing in it', '', /the file is empty/],
    ['other columns', 'a;b\n1;2', /the column isp is missing/],
  ])('import refuses a file with %s', async (_what, csv, why) => {
    const { exit, err } = await importing(csv);
    expect([exit, err]).toEqual([1, expect.stringMatching(why)]);
  });

  test('import says which file is not there', async () => {
    expect(await adminOf(books)('grid', 'import', 'none.csv')).toEqual({ exit: 2, out: '', err: 'none.csv cannot be read: ENOENT\n' });
  });

  test('two imports at once come one after the other: the second is judged by what the first left', async () => {
    const of = (share: number) => `${COLUMNS}\nfree,rebilling,week,premium,1,500,${share},1000,2026-07-01,\n`;
    const done = await Promise.all([importing(of(7_000)), importing(of(8_000))]);
    expect(done.map(({ out }) => out)).toEqual(['1 rows imported, 1 closed, 0 unchanged\n', '1 rows imported, 1 closed, 0 unchanged\n']);
    const left = await books.rows(
      "select valid_from::text, valid_to::text from payout_grid_row where isp = 'free' and period = 'week' and tier = 'premium' order by created_at, valid_to",
    );
    expect(left.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      { valid_from: '2020-01-01', valid_to: '2026-07-01' },
      { valid_from: '2026-07-01', valid_to: '2026-07-01' },
      { valid_from: '2026-07-01', valid_to: null },
    ]);
  });
});
