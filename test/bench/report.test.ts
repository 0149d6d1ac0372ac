import { describe, expect, test } from '@jest/globals';
import { barChart, shown } from '../../bench/report/chart.ts';
import { reportPage } from '../../bench/report/markdown.ts';
import { ratiosOf } from '../../bench/report/ratios.ts';
import { percentile, spread } from '../../bench/report/statistics.ts';
import type { Results } from '../../bench/scenes.ts';

const NOTHING: Results = {
  ...{ bare_activity: [], bare_local: [], usual_way: [], engine: [], bare_sales: [], engine_sales: [], reads: [] },
  ...{ peers: {}, kills: {}, herd: [], sleepers: [], growth: [] },
};

const herd = (per_second: number) => ({ renewals: 100, seconds: 100 / per_second, per_second, cpu_seconds_per_thousand: { total: 40 } });
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

  test('says who doubled and who left periods lying after a kill', () => {
    const kill = { renewals: 100, doubled: 6, lying: 40, unbooked: 3, seconds_until_all_paid: undefined };
    const kills = { engine: [{ ...kill, doubled: 0, lying: 0, unbooked: 0, seconds_until_all_paid: 8.2 }], 'pg-boss': [kill, kill] };
    const page = reportPage({ ...report, results: { ...NOTHING, kills }, quick: false });
    expect(page).toContain('| **this engine** | 100 | 0 | 0 | 8.2 s |');
    expect(page).toContain('| pg-boss | 200 | 12 | 80 | over a minute |');
  });
});

test('a chart keeps names from becoming markup, and draws the spread of repeats only where there is one', () => {
  const bars = [
    { label: 'ours <& theirs', value: 40, min: 30, max: 50, is_ours: true },
    { label: 'once', value: 20, min: 20, max: 20 },
  ];
  const svg = barChart({ title: 'A "chart"', unit: 'renewals/s', bars });
  expect(svg).toContain('ours &lt;&amp; theirs');
  expect(svg).toContain('aria-label="A &quot;chart&quot;"');
  expect(svg.match(/<path /g)).toHaveLength(1);
});
