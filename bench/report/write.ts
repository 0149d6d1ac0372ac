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

/** The newest figures, for programs; and those of a full run, as they are published. */
const LATEST = 'bench/results/latest.json';
const PUBLISHED = 'docs/benchmarks/results.json';

/** Where the figures lie that a run of some scenes goes on with. */
export const figuresFile = ({ quick }: { quick: boolean }) => path.join(CHECKOUT, quick ? LATEST : PUBLISHED);

export type Report = {
  results: Results;
  scenes: SceneRecords;
  setting: Record<string, string>;
  quick: boolean;
  started_at: Date;
  seconds: number;
};

/** Always `bench/results/latest.json`; of a full run its figures, the page and its charts in docs/benchmarks/, of a quick one beside the latest. Answers where they lie. */
export async function writeReport(report: Report): Promise<string[]> {
  const { results } = report;
  const ratios = ratiosOf(results);
  const told = { ratios, goals: goalsOf(results, ratios), projections: projectionsOf(results), ...report };
  const folder = report.quick ? 'bench/results' : 'docs/benchmarks';
  const files = new Map([
    ...(report.quick ? [LATEST] : [LATEST, PUBLISHED]).map((name) => [name, `${JSON.stringify(told, undefined, 2)}\n`] as const),
    [`${folder}/README.md`, reportPage({ ...report, ratios })],
    ...[...chartsOf(results)].map(([name, chart]) => [`${folder}/${name}`, chart] as const),
  ]);
  for (const [name, text] of files) {
    await mkdir(path.dirname(path.join(CHECKOUT, name)), { recursive: true });
    await writeFile(path.join(CHECKOUT, name), text);
  }
  return [...files.keys()];
}
