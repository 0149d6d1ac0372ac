import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CHECKOUT } from '../../local/folder.ts';
import type { SceneRecords } from '../results.ts';
import type { Results } from '../scenes.ts';
import { chartsOf } from './charts.ts';
import { goalsOf } from './goals.ts';
import { reportPage } from './markdown.ts';
import { projectionsOf } from './projections.ts';
import { ratiosOf } from './ratios.ts';

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

/** Always `bench/results/latest.json`; of a full run the page and its charts in docs/benchmarks/, of a quick one beside the figures. Answers where they lie. */
export async function writeReport(report: Report): Promise<string[]> {
  const { results } = report;
  const ratios = ratiosOf(results);
  const told = { ratios, goals: goalsOf(results, ratios), projections: projectionsOf(results), ...report };
  const folder = report.quick ? 'bench/results' : 'docs/benchmarks';
  const files = new Map([
    ['bench/results/latest.json', `${JSON.stringify(told, undefined, 2)}\n`],
    [`${folder}/README.md`, reportPage({ ...report, ratios })],
    ...[...chartsOf(results)].map(([name, chart]) => [`${folder}/${name}`, chart] as const),
  ]);
  for (const [name, text] of files) {
    await mkdir(path.dirname(path.join(CHECKOUT, name)), { recursive: true });
    await writeFile(path.join(CHECKOUT, name), text);
  }
  return [...files.keys()];
}
