import { describe, expect, test } from '@jest/globals';
import { callTree, timeByPlace } from '../../bench/profile/call-tree.ts';
import { flameGraph } from '../../bench/profile/flame-graph.ts';

const frame = (functionName: string, url: string) => ({ functionName, url, scriptId: '1', lineNumber: 1, columnNumber: 1 });

/** A root that calls a function of ours, which calls a package; and it idles. */
const PROFILE = {
  nodes: [
    { id: 1, callFrame: frame('(root)', ''), children: [2, 4] },
    { id: 2, callFrame: frame('charge', 'file:///srv/isp-billing/billing/charge-period.ts'), children: [3] },
    { id: 3, callFrame: frame('query', 'file:///srv/isp-billing/node_modules/pg/lib/client.js') },
    { id: 4, callFrame: frame('(idle)', '') },
  ],
  startTime: 0,
  endTime: 100_000,
  samples: [2, 3, 3, 4],
  timeDeltas: [10_000, 20_000, 10_000, 60_000],
};

describe('a profile', () => {
  const tree = callTree(PROFILE);

  test('is a tree of what ran, without the time in which nothing did', () => {
    expect(tree.inclusive_ms).toBe(40);
    expect(tree.children.map(({ name, self_ms, inclusive_ms }) => [name, self_ms, inclusive_ms])).toEqual([['charge', 10, 40]]);
  });

  test('tells the time of each package and of each folder of ours', () => {
    expect(timeByPlace(tree)).toEqual([
      ['pg', 30],
      ['ours: billing', 10],
    ]);
  });

  test('is drawn with callers under those they call, as wide as their time', () => {
    const widths = [...flameGraph(tree, 'a < b').matchAll(/<title>(\w+|\(root\)), .*?y="(\d+)" width="([\d.]+)"/g)];
    expect(widths.map(([, name, y, width]) => [name, Number(y), Number(width)])).toEqual([
      ['(root)', 64, 1_600],
      ['charge', 48, 1_600],
      ['query', 32, 1_200],
    ]);
  });
});
