import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { createNarrator, type Narrator } from '../../local/tour/narrator.ts';
import { type OwnStack, startOwnStack } from '../../local/tour/own-stack.ts';
import { startChromium } from '../support/e2e/chromium.ts';
import { fileName, type Shot, SIZES, take } from './camera.ts';
import { galleryOf } from './gallery.ts';
import { makeHistory } from './history.ts';
import { CHAPTERS } from './scenes/index.ts';
import { signInToConsole } from './steps.ts';
import { type ShownWorld, stageOf } from './world.ts';

const USAGE = `npm run screenshots [-- --only <part of a name>,…] [-- --to <folder>]
  Starts a stack of its own, fills it with a history, and takes a picture of every page at ${SIZES.map(({ width }) => width).join(' and ')} px.
  --only   takes only those whose name holds one of these; the others stay as they are
  --to     into this folder instead of docs/screenshots
  Ends with 1 where a page could not be shown, or a browser complained about it.
`;

const FOLDER = path.resolve(import.meta.dirname, '../../docs/screenshots');
/** A page that counts a slow ISP as a doubt after two seconds, and renews without jitter: nobody waits for a picture longer than that. */
const SETTINGS = { RENEWAL_JITTER_SECONDS: '0', LOG_LEVEL: 'error' };

type Run = { narrator: Narrator; only: string | undefined; folder: string };

async function run({ narrator, only, folder }: Run): Promise<number> {
  const stopping = new AbortController();
  let own: OwnStack | undefined;
  let browser: Browser | undefined;
  const stop = () => stopping.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  let failures = 1;
  try {
    own = await startOwnStack(narrator, stopping.signal, SETTINGS);
    const stage = stageOf(own);
    const history = await makeHistory(stage, (text) => narrator.say(`  ${text} (${narrator.seconds()})`));
    browser = await startChromium();
    const console_cookies = await signInToConsole(browser, stage);
    failures = await takeAll(
      { narrator, only, folder },
      { browser, world: { ...stage, history, console_cookies }, stopping: stopping.signal },
    );
  } finally {
    await browser?.close();
    await own?.close(failures > 0 && !stopping.signal.aborted);
  }
  return failures === 0 ? 0 : 1;
}

type Studio = { browser: Browser; world: ShownWorld; stopping: AbortSignal };

/** Answers how many pictures failed. */
async function takeAll({ narrator, only, folder }: Run, { browser, world, stopping }: Studio): Promise<number> {
  await mkdir(folder, { recursive: true });
  const all = CHAPTERS.flatMap(({ scenes }) => scenes.flatMap((scene) => SIZES.map((size): Shot => ({ scene, size }))));
  const wanted = all.filter((shot) => only === undefined || only.split(',').some((part) => fileName(shot).includes(part)));
  const failed: string[] = [];
  for (const shot of wanted) {
    stopping.throwIfAborted();
    const problems = await take(shot, { browser, world, folder }).catch((error: unknown) => [firstLines(error)]);
    if (problems.length > 0) failed.push(`${fileName(shot)}: ${problems.join('; ')}`);
    narrator.say(`  ${problems.length === 0 ? '✔' : '✘'} ${fileName(shot)}`);
  }
  if (only === undefined) await clearUp(folder, all.map(fileName));
  await writeFile(path.join(folder, 'README.md'), galleryOf(CHAPTERS));
  narrator.verdict(
    failed.length === 0,
    [`${wanted.length - failed.length} of ${wanted.length} pictures, ${await sizeOf(folder)} (${narrator.seconds()})`, ...failed].join(
      '\n  ',
    ),
  );
  return failed.length;
}

/** Pictures of pages that are no more. */
async function clearUp(folder: string, names: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) if (name.endsWith('.png') && !names.includes(name)) await rm(path.join(folder, name));
}

async function sizeOf(folder: string): Promise<string> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(path.join(folder, name))).size));
  return `${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1_024)} KB in all`;
}

function firstLines(error: unknown): string {
  return String(error instanceof Error ? error.message : error)
    .split('\n')
    .slice(0, 4)
    .join(' ');
}

const { values } = parseArgs({ options: { only: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean', default: false } } });
if (values.help) process.stdout.write(USAGE);
else {
  const narrator = createNarrator(process.stdout);
  try {
    process.exitCode = await run({ narrator, only: values.only, folder: path.resolve(values.to ?? FOLDER) });
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
  // Whatever still waits, waits for nothing.
  process.exit();
}
