import { describe, expect, test } from '@jest/globals';
import { barChart, shown } from '../../bench/report/chart.ts';
import { chartsOf } from '../../bench/report/charts.ts';
import { goalsOf } from '../../bench/report/goals.ts';
import { reportPage } from '../../bench/report/markdown.ts';
import { cpuByProcess } from '../../bench/report/processes.ts';
import { ratiosOf } from '../../bench/report/ratios.ts';
import { percentile, spread } from '../../bench/report/statistics.ts';
import { noResults } from '../../bench/results.ts';
import type { Results } from '../../bench/scenes.ts';

const NOTHING = noResults();

const herd = (per_second: number) => ({ renewals: 100, seconds: 100 / per_second, per_second, cpu_seconds_per_thousand: { total: 40 } });
const renewal = (per_second: number): Results['engine'][number] => ({
  ...herd(per_second),
  cpu_seconds_per_thousand: { total: 40, temporal: 20 },
  seconds_until_all_told: 3,
  lateness_ms: { p50: 900, p99: 1_900, max: 2_000 },
  history: { events: 11, bytes: 2_000 },
  transactions_per_renewal: 4,
  wal_bytes_per_renewal: { product: 5_000, temporal: 9_000 },
});
const asleep: Results['sleepers'][number] = {
  sleeping: 1_000,
  started_per_second: 209,
  start_cpu_seconds_per_thousand: 9,
  worker_resident_bytes: 100,
  worker_resident_bytes_started: 120,
  bytes_each: 9_000,
  bytes_by_table: {},
  bytes_each_charge: 2_000,
  charge_bytes_by_table: {},
  renewals: [renewal(30), renewal(50), renewal(40)],
};
const sale = (p50: number, per_second: number) => {
  const times = { p50, p95: 2 * p50, p99: 3 * p50 };
  return { idle_ms: times, busy_ms: times, per_second, cpu_seconds_per_thousand: {} };
};

describe('figures', () => {
  test.each([
    // values          rank  is    why
    [[5, 1, 4, 2, 3], 50, 3, 'the middle one, whatever their order'],
    [[1, 2, 3, 4], 50, 2, 'the lower of two middle ones: a value that was measured'],
    [[1, 2, 3, 4], 99, 4, 'the highest of few'],
    [[7], 95, 7, 'the only one'],
  ])('of %j the percentile %i is %i: %s', (values, rank, is) => expect(percentile(values, rank)).toBe(is));

  test('a spread tells the median, and between what it lay', () => {
    expect(spread([3, 9, 6])).toEqual({ median: 6, min: 3, max: 9, runs: 3 });
  });

  test.each([
    [1234.56, '1,230'],
    [0.04567, '0.0457'],
    [38, '38'],
  ])('%d is shown with three figures, as %s', (value, text) => expect(shown(value)).toBe(text));
});

describe('ratios', () => {
  test('are medians beside medians of one run', () => {
    const results = {
      ...NOTHING,
      engine: [herd(30), herd(50), herd(40)] as Results['engine'],
      bare_activity: [herd(20), herd(80), herd(50)],
      usual_way: [herd(10)],
      bare_sales: [sale(100, 20)],
      engine_sales: [sale(150, 15)],
    };
    expect(ratiosOf(results)).toEqual({
      engine_vs_bare_activity: 0.8,
      engine_vs_usual_way: 4,
      one_shot_p50_vs_bare: 1.5,
      one_shot_rate_vs_bare: 0.75,
    });
  });

  test('of what was not measured are left out', () => expect(ratiosOf(NOTHING)).toEqual({}));
});

describe('the page', () => {
  const report = { ratios: {}, setting: { machine: '2 × a processor' }, started_at: new Date('2027-01-05T10:00:00Z'), seconds: 120 };

  test('of a quick run says that it is none to compare by', () => {
    const page = reportPage({ ...report, results: NOTHING, quick: true });
    expect(page).toContain('too short to compare by');
    expect(page).toContain('| machine | 2 × a processor |');
    expect(page).not.toContain('## Renewals');
  });

  const kill = { renewals: 100, doubled: 6, lying: 40, unbooked: 3, seconds_until_all_paid: undefined };

  test('says who doubled, left lying or waived periods after a kill, and what becomes of those', () => {
    const kills = {
      engine: [{ ...kill, doubled: 0, lying: 2, unbooked: 0, waived: 2, seconds_until_all_paid: 8.2 }],
      'pg-boss': [kill, { ...kill, doubled: 8 }],
    };
    const page = reportPage({ ...report, results: { ...NOTHING, kills }, quick: false });
    expect(page).toContain('| **this engine**, one of two workers | 1 × 100 | 0 | 2 | 0 | 2 | 8.2 s |');
    expect(page).toContain('| pg-boss | 2 × 100 | 6, 8 | 40, 40 | 3, 3 | – | over 90 s |');
    expect(page).toContain('- pg-boss: jobs that were under way expire after 15 minutes by default');
  });

  test('says of each run that left nothing lying how long it took, and of how many that is not known', () => {
    const kills = { dbos: [kill, { ...kill, lying: 0, unbooked: 0, seconds_until_all_paid: 4 }] };
    const page = reportPage({ ...report, results: { ...NOTHING, kills }, quick: false });
    expect(page).toContain('| 4 s, over 90 s in 1 of 2 |');
  });

  test('says of sleepers how fast those renew that are due beside them, and what Temporal takes for it', () => {
    const page = reportPage({ ...report, results: { ...NOTHING, sleepers: [asleep] }, quick: false });
    expect(page).toContain('| 40 (30–50) | 20 |');
  });

  test('says plainly who is faster, and for how much less', () => {
    const results = { ...NOTHING, engine: [renewal(50)], peers: { 'pg-boss': [herd(1000)], dbos: [herd(25)] } };
    const page = reportPage({ ...report, results, quick: false });
    expect(page).toContain('- pg-boss: 20 times as fast, for 100 % of our CPU');
    expect(page).toContain('- DBOS: slower (0.5 times our rate)');
    expect(page).toContain('| pg-boss | 1,000 | 1 | – | 20 | 40 |');
  });

  test('marks what it reckons as a projection', () => {
    const page = reportPage({ ...report, results: { ...NOTHING, engine: [renewal(43)] }, quick: false });
    expect(page).toContain("**Projection.** All of France's market is about 8.6 transactions a second");
    expect(page).toContain('carries 5 such markets');
  });
});

describe('the goals', () => {
  const waits = { p50: 20, p99: 6_000, max: 14_000 };
  const killed = {
    renewals: 100,
    doubled: 0,
    lying: 0,
    unbooked: 0,
    seconds_until_all_paid: 8,
    flow: { renewals: 50, wait_ms: waits, in_doubt: 2, doubled: 0 },
  };
  const times = { p50: 100, p95: 200, p99: 300 };
  const minute = {
    ...{ subscriptions: 1_000, per_second: 48, lateness_ms: { p50: 9_000, p99: 20_000, max: 21_000 }, doubled: 0, missing: 0 },
    ...{ purchases_idle_ms: times, purchases_ms: { ...times, p95: 500, count: 9 }, turned_away: 0 },
  };
  const many = { ...asleep, sleeping: 100_000, worker_resident_bytes: 109 };
  const met = (results: Partial<Results>, ratios = {}) =>
    goalsOf({ ...NOTHING, ...results }, ratios).map((goal) => [goal.figure, goal.met]);

  test.each<[string, Partial<Results>, object, [string, boolean][]]>([
    ['a ratio at its least is met', {}, { engine_vs_bare_activity: 1 }, [['1 ×', true]]],
    ['a ratio below its least is not', {}, { engine_vs_usual_way: 2.99 }, [['2.99 ×', false]]],
    ['a latency at its most is met', {}, { one_shot_p50_vs_bare: 1.5 }, [['1.5 ×', true]]],
    ['a latency above its most is not', {}, { one_shot_p50_vs_bare: 1.51 }, [['1.51 ×', false]]],
    ['what was not measured is no goal of the run', {}, {}, []],
    [
      'a sleeping herd is within its memory and bytes',
      { sleepers: [asleep, many] },
      {},
      [
        ['+9 %, renewals/s 1 ×', true],
        ['7.97 min', true],
        ['8.79 KiB', true],
      ],
    ],
    [
      'memory that grows is not, nor are slow starts',
      { sleepers: [asleep, { ...many, worker_resident_bytes: 111, bytes_each: 12_289, started_per_second: 208, renewals: [renewal(20)] }] },
      {},
      [
        ['+11 %, renewals/s 0.5 ×', false],
        ['8.01 min', false],
        ['12 KiB', false],
      ],
    ],
    [
      'a herd without a measured rate is judged by its purchases',
      { herd: [minute] },
      {},
      [
        ['2.5 ×', true],
        ['0 turned away', true],
      ],
    ],
    [
      'a herd later than its rate allows',
      { herd: [{ ...minute, turned_away: 3 }], engine: [renewal(60)] },
      {},
      [
        ['20 s of 18.3 s', false],
        ['2.5 ×', true],
        ['3 turned away', false],
      ],
    ],
    [
      'a kill that costs nobody anything',
      { kills: { engine: [killed] } },
      {},
      [
        ['14 s at most', true],
        ['0 doubled, 0 lost', true],
      ],
    ],
    [
      'a period that was doubled in the steady flow',
      { kills: { engine: [{ ...killed, flow: { ...killed.flow, doubled: 1 } }], dbos: [{ ...killed, doubled: 7 }] } },
      {},
      [
        ['14 s at most', true],
        ['1 doubled, 0 lost; the durable peers together 7', false],
      ],
    ],
  ])('%s', (_, results, ratios, expected) => expect(met(results, ratios)).toEqual(expected));
});

test('the processor time of several workers counts as one, and is the median of the repeats', () => {
  const run = (worker: number) => ({
    ...herd(10),
    cpu_seconds_per_thousand: { 'worker-1': worker, 'worker-2': 1, postgres: 2, total: worker + 3 },
  });
  expect(cpuByProcess([run(3), run(9), run(5)])).toEqual({ worker: 6, postgres: 2 });
});

describe('the charts', () => {
  test('are those of what was measured', () => {
    expect([...chartsOf(NOTHING).keys()]).toEqual([]);
    const kill = { renewals: 200, doubled: 1, lying: 0, unbooked: 2, seconds_until_all_paid: undefined };
    const results = { ...NOTHING, engine: [renewal(50)], peers: { dbos: [herd(400)] }, kills: { dbos: [kill] } };
    const charts = chartsOf(results);
    expect([...charts.keys()]).toEqual(['renewals.svg', 'peers.svg', 'cpu.svg', 'kills.svg']);
    // Of a thousand: not everybody was given as many.
    expect(charts.get('kills.svg')).toContain('DBOS: 15');
  });

  test('tell what they show to those who do not see them', () => {
    const svg = barChart({ title: 'Rates', unit: 'renewals/s', bars: [{ label: 'ours', value: 41.26, min: 40, max: 42 }] });
    expect(svg).toContain('role="img" aria-labelledby="title what"');
    expect(svg).toContain('<desc id="what">renewals/s. ours: 41.3</desc>');
  });

  test('give each kind of part one colour, named in a legend', () => {
    const parts = [
      { kind: 'worker', value: 3 },
      { kind: 'PostgreSQL', value: 1 },
    ];
    const bar = { label: 'a', value: 4, min: 4, max: 4, parts };
    const svg = barChart({ title: 'CPU', unit: 's', bars: [bar, { ...bar, label: 'b', parts: parts.slice(1) }] });
    expect(svg.match(/>PostgreSQL<\/text>/g)).toHaveLength(1);
    expect(svg.match(/fill="#5b9bd5"/g)).toHaveLength(3);
  });
});

test('a chart keeps names from becoming markup, and draws the spread of repeats only where there is one', () => {
  const bars = [
    { label: 'ours <& theirs', value: 40, min: 30, max: 50, is_ours: true },
    { label: 'once', value: 20, min: 20, max: 20 },
  ];
  const svg = barChart({ title: 'A "chart"', unit: 'renewals/s', bars });
  expect(svg).toContain('ours &lt;&amp; theirs');
  expect(svg).toContain('<title id="title">A &quot;chart&quot;</title>');
  expect(svg.match(/<path /g)).toHaveLength(1);
});
