import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CHECKOUT } from '../../local/folder.ts';
import type { Results } from '../scenes.ts';

export type Report = { results: Results; quick: boolean; started_at: Date; seconds: number };

export async function writeReport(report: Report): Promise<void> {
  const folder = path.join(CHECKOUT, 'bench/results');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'latest.json'), `${JSON.stringify(report, undefined, 2)}\n`);
}
