import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CHECKOUT } from '../../local/folder.ts';
import type { HerdFigures } from '../loads/herd-of-workflows.ts';
import { PEERS, type Peer } from '../loads/peers.ts';
import type { SceneRecords } from '../results.ts';
import type { Results } from '../scenes.ts';
import { type Bar, barChart } from './chart.ts';
import { reportPage } from './markdown.ts';
import { perSecond, ratiosOf } from './ratios.ts';

/** The newest figures, for people and for programs. */
export const LATEST = path.join(CHECKOUT, 'bench/results/latest.json');

export type Report = {
  results: Results;
  scenes: SceneRecords;
  setting: Record<string, string>;
  quick: boolean;
  started_at: Date;
  seconds: number;
};

/** Always `bench/results/latest.json`; of a full run also the page and its chart in docs/benchmarks/. Answers where they lie. */
export async function writeReport(report: Report): Promise<string[]> {
  const ratios = ratiosOf(report.results);
  const files = new Map([['bench/results/latest.json', `${JSON.stringify({ ratios, ...report }, undefined, 2)}\n`]]);
  const folder = report.quick ? 'bench/results' : 'docs/benchmarks';
  files.set(`${folder}/README.md`, reportPage({ ...report, ratios }));
  if (report.results.engine.length > 0) files.set(`${folder}/renewals.svg`, renewalChart(report.results));
  for (const [name, text] of files) {
    await mkdir(path.dirname(path.join(CHECKOUT, name)), { recursive: true });
    await writeFile(path.join(CHECKOUT, name), text);
  }
  return [...files.keys()];
}

function renewalChart(results: Results): string {
  const peers = (Object.entries(results.peers) as [Peer, HerdFigures[]][]).map(([peer, figures]) => bar(PEERS[peer], figures));
  const bars = [
    bar('bare, one activity', results.bare_activity),
    bar('bare, one local activity', results.bare_local),
    bar("Temporal's usual way", results.usual_way),
    { ...bar('this engine', results.engine), is_ours: true },
    ...peers,
  ];
  return barChart({ title: 'Renewals a second, one worker', unit: 'median of the repeats, with the lowest and the highest', bars });
}

function bar(label: string, figures: readonly { per_second: number }[]): Bar {
  const { median, min, max } = perSecond(figures) ?? { median: 0, min: 0, max: 0 };
  return { label, value: median, min, max };
}
