import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { Profiler } from 'node:inspector';
import path from 'node:path';
import { CHECKOUT } from '../../local/folder.ts';
import type { Child } from '../ground/child.ts';
import { cpuBetween, cpuSeconds } from '../ground/cpu.ts';
import { callTree, timeByPlace } from './call-tree.ts';
import { flameGraph } from './flame-graph.ts';
import type { RecorderOrder } from './recorder.ts';

/** Where profiles of the newest run lie, with a flame graph of each thread and `README.md`, which tells where time goes. */
export const PROFILES = path.join(CHECKOUT, 'bench/results/profile');

/** What a worker is started with that is to be profiled. It costs nothing until it is told to begin. */
export const RECORDER = ['--import', new URL('./recorder.ts', import.meta.url).href];

/** Records a worker while something is done, and writes down where its time went, for each of so many renewals. */
export async function profiled(worker: Child, renewals: number, work: () => Promise<unknown>): Promise<string> {
  await rm(PROFILES, { recursive: true, force: true });
  await mkdir(PROFILES, { recursive: true });
  const before = await cpuSeconds({ worker: worker.pid });
  await worker.ask({ profile: 'start' } satisfies RecorderOrder);
  await work();
  await worker.ask({ profile: 'stop', folder: PROFILES } satisfies RecorderOrder);
  const { worker: seconds = 0 } = cpuBetween(before, await cpuSeconds({ worker: worker.pid }));
  return await writeSummary(renewals, seconds * 1_000);
}

const LISTED = 12;

async function writeSummary(renewals: number, processor_ms: number): Promise<string> {
  const sections: string[] = [];
  let seen_ms = 0;
  for (const file of (await readdir(PROFILES)).filter((name) => name.endsWith('.cpuprofile')).toSorted()) {
    const thread = path.basename(file, '.cpuprofile');
    const tree = callTree(JSON.parse(await readFile(path.join(PROFILES, file), 'utf8')) as Profiler.Profile);
    await writeFile(path.join(PROFILES, `${thread}.svg`), flameGraph(tree, `thread ${thread}, ${renewals} renewals`));
    seen_ms += tree.inclusive_ms;
    const rows = timeByPlace(tree).map(
      ([place, ms]) => `| ${place} | ${(ms / renewals).toFixed(2)} | ${((100 * ms) / tree.inclusive_ms).toFixed(0)} % |`,
    );
    const each = (tree.inclusive_ms / renewals).toFixed(2);
    sections.push(
      `## Thread ${thread}: ${each} ms a renewal\n\n| where | ms a renewal, of its own | of the thread |\n| --- | ---: | ---: |\n${rows.slice(0, LISTED).join('\n')}`,
    );
  }
  const all = (processor_ms / renewals).toFixed(2);
  const native = (Math.max(0, processor_ms - seen_ms) / renewals).toFixed(2);
  const head = `# Where a worker's processor time goes\n\n${renewals} renewals, ${all} ms each; ${native} ms of them outside JavaScript: Temporal's core and helpers of V8 in their own threads.`;
  const text = [head, ...sections].join('\n\n').concat('\n');
  await writeFile(path.join(PROFILES, 'README.md'), text);
  return text;
}
