import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ISPS } from '../../domain/isps.ts';
import { cellCeilingCents, type GridCell, type GridEntry, gridCells, gridRowFor, isSameCell } from '../../domain/payout-grid.ts';
import { GRID_COLUMNS, type GridRecord, gridFile, readGrid } from '../../domain/payout-grid-file.ts';
import { gridHoles, holeText } from '../../domain/payout-grid-holes.ts';
import { type KeptRow, planImport, problemText } from '../../domain/payout-grid-import.ts';

const TODAY = '2026-06-15';
const entry = (change: Partial<GridEntry> = {}): GridEntry => ({
  isp: 'orange',
  kind: 'rebilling',
  period: 'week',
  tier: 'premium',
  price_from_cents: 1n,
  price_to_cents: 500n,
  merchant_share_bp: 7_000,
  isp_fee_bp: 1_500,
  valid_from: '2026-01-01',
  valid_to: null,
  ...change,
});
/** A whole grid in which every cell has one row. */
const whole = (change: Partial<GridEntry> = {}) =>
  gridCells(ISPS).map((cell) => entry({ ...cell, price_to_cents: cellCeilingCents(cell), ...change }));
const recordsOf = (rows: readonly GridEntry[]): GridRecord[] =>
  gridFile(rows)
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ line: index + 1, fields: line.split(',') }));
const kept = (rows: readonly GridEntry[]): KeptRow[] => rows.map((row, index) => ({ ...row, id: `grd_${index}` }));
const plan = (before: readonly KeptRow[], rows: readonly GridEntry[], last: [string, Date][] = []) =>
  planImport({ kept: before, read: readGrid(recordsOf(rows)), today: TODAY, last_live_charges: new Map(last) });
const problems = (...given: Parameters<typeof plan>) => plan(...given).problems.map(problemText);

describe('the row of a price', () => {
  const rows = [
    entry({ price_to_cents: 250n, valid_to: '2026-03-01' }),
    entry({ price_from_cents: 251n, merchant_share_bp: 7_100 }),
    entry({ price_to_cents: 250n, valid_from: '2026-03-01', merchant_share_bp: 7_200 }),
    entry({ period: null, kind: 'one_shot', merchant_share_bp: 6_000 }),
  ];
  const orange = { isp: 'orange', kind: 'rebilling', period: 'week', tier: 'premium' } as const;
  test.each<[GridCell, bigint, string, number | undefined, string]>([
    // lookup                                    price  at                      share      why
    [orange, 250n, '2026-02-01T12:00:00Z', 7_000, 'both ends of a price range belong to it'],
    [orange, 251n, '2026-02-01T12:00:00Z', 7_100, 'the next cent is the next row'],
    [orange, 250n, '2026-02-28T22:59:59Z', 7_000, 'a second before midnight in Paris'],
    [orange, 250n, '2026-02-28T23:00:00Z', 7_200, 'midnight in Paris is the next day'],
    [orange, 250n, '2025-12-31T22:59:59Z', undefined, 'before the first day'],
    [orange, 501n, '2026-02-01T12:00:00Z', undefined, 'above every range'],
    [{ ...orange, kind: 'one_shot', period: null } as const, 250n, '2026-02-01T12:00:00Z', 6_000, 'a one-shot has rows of its own'],
    [{ ...orange, tier: 'prestige' } as const, 250n, '2026-02-01T12:00:00Z', undefined, 'another tier'],
    [{ ...orange, isp: 'free' } as const, 250n, '2026-02-01T12:00:00Z', undefined, 'another ISP'],
  ])('of %j at %d cents, %s: %s, %s', (cell, price_cents, at, share) => {
    expect(gridRowFor(rows, { ...cell, price_cents, at: new Date(at) })?.merchant_share_bp).toBe(share);
  });
});

describe('a line of the file', () => {
  const line = (change: Record<string, string>, columns: readonly string[] = GRID_COLUMNS) => {
    const [header, fields] = recordsOf([entry()]).map((record) => [...record.fields]);
    for (const [column, text] of Object.entries(change)) if (fields) fields[columns.indexOf(column)] = text;
    return readGrid([
      { line: 3, fields: header ?? [] },
      { line: 4, fields: fields ?? [] },
    ]).problems.map(problemText);
  };
  test.each<[Record<string, string>, string[]]>([
    [{}, []],
    [{ isp: 'bouygues' }, ['line 4, isp: "bouygues" was found; one of alice, free, orange, sfr is expected']],
    [{ isp: 'Orange' }, ['line 4, isp: "Orange" was found; one of alice, free, orange, sfr is expected']],
    [{ kind: '' }, ['line 4, kind: nothing was found; one of one_shot, rebilling is expected']],
    [{ period: 'year' }, ['line 4, period: "year" was found; one of week, month, quarter is expected']],
    [{ period: '' }, ['line 4, period: nothing was found; one of week, month, quarter is expected']],
    [{ kind: 'one_shot' }, ['line 4, period: "week" was found; nothing, for a one_shot has no period, is expected']],
    [{ tier: 'gold' }, ['line 4, tier: "gold" was found; one of standard, premium, prestige is expected']],
    [{ price_from_cents: '0' }, ['line 4, price_from_cents: "0" was found; a whole number from 1 to 500 is expected']],
    [{ price_from_cents: '1.00' }, ['line 4, price_from_cents: "1.00" was found; a whole number from 1 to 500 is expected']],
    [
      { price_to_cents: '501' },
      ['line 4, price_to_cents: "501" was found; a whole number from 1, the price_from_cents, to 500 is expected'],
    ],
    [
      { price_from_cents: '300', price_to_cents: '299' },
      ['line 4, price_to_cents: "299" was found; a whole number from 300, the price_from_cents, to 500 is expected'],
    ],
    [{ price_to_cents: '99999999999999999999' }, [expect.stringContaining('price_to_cents') as unknown as string]],
    [{ merchant_share_bp: '-1' }, ['line 4, merchant_share_bp: "-1" was found; a whole number from 0 to 10000 is expected']],
    [{ merchant_share_bp: '70 %' }, ['line 4, merchant_share_bp: "70 %" was found; a whole number from 0 to 10000 is expected']],
    [{ isp_fee_bp: '10001' }, ['line 4, isp_fee_bp: "10001" was found; a whole number from 0 to 10000 is expected']],
    [
      { isp_fee_bp: '3001' },
      ['line 4, isp_fee_bp: "3001" was found; at most 3000, what a merchant_share_bp of 7000 leaves of 10000, is expected'],
    ],
    [{ isp_fee_bp: '3000' }, []],
    [{ valid_from: '2026-02-29' }, ['line 4, valid_from: "2026-02-29" was found; a day such as 2026-11-23 is expected']],
    [{ valid_to: '2026-01-01' }, ['line 4, valid_to: "2026-01-01" was found; a day after 2026-01-01 is expected']],
    [{ valid_to: 'never' }, ['line 4, valid_to: "never" was found; a day such as 2026-11-23, or nothing, is expected']],
    [
      { isp: 'x', tier: 'y', valid_from: 'z' },
      [
        'line 4, isp: "x" was found; one of alice, free, orange, sfr is expected',
        'line 4, tier: "y" was found; one of standard, premium, prestige is expected',
        'line 4, valid_from: "z" was found; a day such as 2026-11-23 is expected',
      ],
    ],
  ])('with %j is told as %j', (change, told) => expect(line(change)).toEqual(told));

  test.each<[string, GridRecord[], string]>([
    ['nothing', [], 'the file is empty; a line with the columns is expected first'],
    ['no rows', [{ line: 1, fields: GRID_COLUMNS }], 'the file has no rows'],
    ['a column too few', [{ line: 1, fields: GRID_COLUMNS.slice(1) }], 'line 1: the column isp is missing; expected are isp, kind'],
    ['a column too many', [{ line: 1, fields: [...GRID_COLUMNS, 'note'] }], 'line 1: "note" is no column; expected are isp, kind'],
    ['a column twice', [{ line: 1, fields: [...GRID_COLUMNS, 'isp'] }], 'line 1: the column isp stands twice; expected are isp, kind'],
    [
      'a field too few',
      [
        { line: 1, fields: GRID_COLUMNS },
        { line: 2, fields: ['orange'] },
      ],
      'line 2: 1 fields were found; 10 are expected',
    ],
  ])('is expected in a file with %s', (_what, records, told) => {
    expect(readGrid(records).problems.map(problemText)[0]).toContain(told);
  });

  test('is read whatever the order of the columns, and comes out of an export as it went in', () => {
    const rows = whole({ valid_to: '2027-01-01' });
    const shuffled = recordsOf(rows).map(({ line: number, fields }) => ({ line: number, fields: fields.toReversed() }));
    expect(readGrid(shuffled)).toEqual({ rows: rows.map((row, index) => ({ line: index + 2, entry: row })), problems: [] });
  });
});

describe('a grid', () => {
  test('that is whole is imported into an empty one', () => {
    expect(plan([], whole())).toMatchObject({ close: [], unchanged: 0, problems: [] });
    expect(plan([], whole()).insert).toEqual(whole());
  });

  test('that is the example is whole', () => {
    const lines = readFileSync(new URL('../../docs/examples/payout-grid.csv', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n');
    const records = lines
      .map((text, index) => ({ line: index + 1, fields: text.split(',') }))
      .filter(({ fields }) => !fields[0]?.startsWith('#'));
    expect(planImport({ kept: [], read: readGrid(records), today: TODAY, last_live_charges: new Map() }).problems).toEqual([]);
  });

  const all = whole();
  const orange_week = all.findIndex((row) => isSameCell(row, entry()));
  const instead = (...rows: GridEntry[]) => all.toSpliced(orange_week, 1, ...rows);
  test.each<[string, GridEntry[], string[]]>([
    ['a cell', instead(), ['orange rebilling week premium: no row for 0.01 to 5.00 from 2026-01-01']],
    [
      'the lowest prices',
      instead(entry({ price_from_cents: 100n })),
      ['orange rebilling week premium: no row for 0.01 to 0.99 from 2026-01-01'],
    ],
    [
      'prices in between and the highest',
      instead(entry({ price_to_cents: 100n }), entry({ price_from_cents: 102n, price_to_cents: 499n })),
      [
        'orange rebilling week premium: no row for 1.01 to 1.01 from 2026-01-01',
        'orange rebilling week premium: no row for 5.00 to 5.00 from 2026-01-01',
      ],
    ],
    [
      'days',
      instead(entry({ valid_to: '2026-03-01' }), entry({ valid_from: '2026-04-01' })),
      ['orange rebilling week premium: no row for 0.01 to 5.00 from 2026-03-01 to 2026-04-01'],
    ],
    [
      'all days to come',
      instead(entry({ valid_to: '2026-03-01' })),
      ['orange rebilling week premium: no row for 0.01 to 5.00 from 2026-03-01'],
    ],
    [
      'the first days of the grid',
      instead(entry({ valid_from: '2026-02-01' })),
      ['orange rebilling week premium: no row for 0.01 to 5.00 from 2026-01-01 to 2026-02-01'],
    ],
    [
      'a price over several rows, which is told once',
      instead(entry({ price_to_cents: 499n, valid_to: '2026-02-01' }), entry({ price_to_cents: 499n, valid_from: '2026-02-01' })),
      ['orange rebilling week premium: no row for 5.00 to 5.00 from 2026-01-01'],
    ],
  ])('that lacks %s is refused, and says so by name', (_what, rows, told) => {
    expect(problems([], rows)).toEqual(told);
  });

  test.each<[string, GridEntry, GridEntry]>([
    ['a price', entry({ price_to_cents: 250n }), entry({ price_from_cents: 250n })],
    ['days', entry({ valid_to: '2026-03-02' }), entry({ valid_from: '2026-03-01' })],
    ['everything', entry(), entry()],
  ])('whose rows overlap in %s is refused, and names both lines', (_what, one, other) => {
    expect(problems([], instead(one, other))).toEqual([
      expect.stringMatching(/^line \d+: it overlaps line \d+ \(orange rebilling week premium, /),
    ]);
  });

  test('says all that is wrong with all lines at once, in their order', () => {
    const rows = instead(entry({ merchant_share_bp: 9_000 }), entry({ tier: 'gold' as 'premium' }), entry({ price_to_cents: 900n }));
    const told = problems([], rows);
    expect(told.map((text) => text.replace(/^line \d+, (\w+).*$/, '$1'))).toEqual(['isp_fee_bp', 'tier', 'price_to_cents']);
  });
});

describe('a later import', () => {
  const before = kept(whole());
  const id = before.find((row) => isSameCell(row, entry()))?.id ?? '';

  test('of the same file changes nothing', () => {
    expect(plan(before, whole())).toEqual({ insert: [], close: [], unchanged: before.length, problems: [] });
  });

  test('of one cell closes its row on the day on which the new one begins', () => {
    const next = entry({ valid_from: '2026-07-01', merchant_share_bp: 7_500 });
    expect(plan(before, [next])).toEqual({ insert: [next], close: [{ id, valid_to: '2026-07-01' }], unchanged: 0, problems: [] });
  });

  test('may divide the prices anew', () => {
    const next = [entry({ price_to_cents: 200n, valid_from: '2026-07-01' }), entry({ price_from_cents: 201n, valid_from: '2026-07-01' })];
    expect(plan(before, next)).toMatchObject({ insert: next, close: [{ id, valid_to: '2026-07-01' }], problems: [] });
  });

  test('replaces a row that has not begun, which then never holds', () => {
    const rows = [
      ...before.map((row) => (row.id === id ? { ...row, valid_to: '2026-08-01' } : row)),
      { ...entry({ valid_from: '2026-08-01' }), id: 'grd_next' },
    ];
    const next = entry({ valid_from: '2026-08-01', merchant_share_bp: 7_500 });
    expect(plan(rows, [next])).toMatchObject({ insert: [next], close: [{ id: 'grd_next', valid_to: '2026-08-01' }], problems: [] });
    const sooner = entry({ valid_from: '2026-07-01', merchant_share_bp: 7_500 });
    expect(plan(rows, [sooner]).close).toEqual([
      { id, valid_to: '2026-07-01' },
      { id: 'grd_next', valid_to: '2026-08-01' },
    ]);
  });

  test('of an exported file with ends filled in and rows added closes what it says', () => {
    const rows = whole().map((row) => (isSameCell(row, entry()) ? { ...row, valid_to: '2026-07-01' } : row));
    const next = entry({ valid_from: '2026-07-01', isp_fee_bp: 0 });
    expect(plan(before, [...rows, next])).toEqual({
      insert: [next],
      close: [{ id, valid_to: '2026-07-01' }],
      unchanged: rows.length - 1,
      problems: [],
    });
  });

  test.each<[string, GridEntry[], string[]]>([
    [
      'other shares for a row that holds',
      [entry({ merchant_share_bp: 7_500 })],
      ['line 2, merchant_share_bp: "7500" was found; 7000 stands since the import, and other shares need a valid_from after 2026-06-15'],
    ],
    [
      'a beginning that is not later than today',
      [entry({ valid_from: TODAY, isp_fee_bp: 0 })],
      [
        'line 2, valid_from: "2026-06-15" was found; a day after 2026-06-15 is expected, for orange rebilling week premium has rows already',
      ],
    ],
    [
      'an end that has passed',
      [entry({ valid_to: '2026-06-01' })],
      ['line 2, valid_to: "2026-06-01" was found; nothing, as it is, or an earlier end after 2026-06-15 is expected'],
    ],
    [
      'an end that nothing follows',
      [entry({ valid_to: '2026-07-01' })],
      ['orange rebilling week premium: no row for 0.01 to 5.00 from 2026-07-01'],
    ],
    [
      'a row for some days only',
      [entry({ valid_from: '2026-07-01', valid_to: '2026-08-01', isp_fee_bp: 0 })],
      ['orange rebilling week premium: no row for 0.01 to 5.00 from 2026-08-01'],
    ],
    [
      'a row for some prices only',
      [entry({ valid_from: '2026-07-01', price_to_cents: 499n })],
      ['orange rebilling week premium: no row for 5.00 to 5.00 from 2026-07-01'],
    ],
    [
      'a new row beside the old one without its end',
      [entry(), entry({ valid_from: '2026-07-01', isp_fee_bp: 0 })],
      ['line 3: it overlaps line 2 (orange rebilling week premium, 0.01 to 5.00, from 2026-01-01)'],
    ],
  ])('with %s is refused', (_what, rows, told) => expect(problems(before, rows)).toEqual(told));

  test('cannot end a row before the last live charge that was made under it', () => {
    const next = entry({ valid_from: '2026-07-01', isp_fee_bp: 0 });
    expect(problems(before, [next], [[id, new Date('2026-07-01T10:00:00Z')]])).toEqual([
      'orange rebilling week premium, 0.01 to 5.00, from 2026-01-01 cannot end on 2026-07-01: a live charge was made under it on 2026-07-01',
    ]);
    expect(problems(before, [next], [[id, new Date('2026-06-30T10:00:00Z')]])).toEqual([]);
  });
});

test('a grid without holes and overlaps has exactly one row for every price on every day, whatever its rows', () => {
  const cut = fc.array(fc.integer({ min: 2, max: 500 }), { maxLength: 6 }).map((cuts) => [1, ...new Set(cuts)].toSorted((a, b) => a - b));
  const days = ['2026-01-01', '2026-02-01', '2026-03-29', '2026-05-01'] as const;
  fc.assert(
    fc.property(
      fc.array(cut, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 0, max: 200 }),
      (prices, price, day) => {
        const rows = prices.flatMap((starts, index) =>
          starts.map((from, at) =>
            entry({
              price_from_cents: BigInt(from),
              price_to_cents: BigInt((starts[at + 1] ?? 501) - 1),
              valid_from: days[index] ?? '',
              valid_to: index + 1 < prices.length ? (days[index + 1] ?? null) : null,
            }),
          ),
        );
        expect(gridHoles(rows, [entry()]).map(holeText)).toEqual([]);
        const at = new Date(Date.parse('2026-01-01T12:00:00Z') + day * 86_400_000);
        const holding = rows.filter((row) => gridRowFor([row], { ...entry(), price_cents: BigInt(price), at }));
        expect(holding).toHaveLength(1);
      },
    ),
  );
});
