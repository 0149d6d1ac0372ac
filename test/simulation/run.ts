import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { SOMETIMES, type SometimesName } from './engine/sometimes.ts';
import { runLanes } from './lanes.ts';
import type { PlantName } from './plants.ts';
import { Report } from './report.ts';

/** `npm run simulate`: runs seeds, says what was reached, and how to see a failure again. docs/reference/simulation.md */

type Range = { first: number; last: number };
type Options = { seeds: Range; lanes: number; json?: string; trace?: boolean; plant?: PlantName };

const PLANT_NAMES: PlantName[] = ['retry_without_asking', 'refund_retry_without_asking', 'cancel_checked_before'];

/** Below this a range is too short to reach every hard path. */
const SEEDS_FOR_SOMETIMES = 50;

function range(text: string): Range {
  const [, first, last = first] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text) ?? [];
  if (first === undefined || Number(last) < Number(first)) throw new InvalidArgumentError('A range is like 1..200, or one seed.');
  return { first: Number(first), last: Number(last) };
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('A number from 1 to 999.');
  return Number(text);
}

const options = new Command('simulate')
  .description('Runs billing through years of virtual time, with faults at every step, and judges it by the books of the ISPs.')
  .addOption(new Option('--seeds <range>', 'which runs, such as 1..200').argParser(range).default({ first: 1, last: 20 }, '1..20'))
  .addOption(new Option('--lanes <count>', 'processes at once').argParser(positive).default(availableParallelism()))
  .addOption(new Option('--plant <bug>', 'with a bug planted, which must be caught').choices(PLANT_NAMES))
  .option('--trace', 'print everything that happened')
  .option('--json <file>', 'write the whole report there')
  .parse()
  .opts<Options>();

const { first, last } = options.seeds;
const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
const report = new Report({ plant: options.plant });
const write = (text: string) => process.stdout.write(`${text}\n`);

const lanes = Math.min(options.lanes, Math.ceil(seeds.length / 2));
const order = { plant: options.plant, trace: options.trace ?? false };
for await (const result of runLanes(seeds, { lanes, order })) {
  if (options.trace) write(result.trace.join('\n'));
  report.add(result);
  if (result.violations.length > 0) write(report.failureOf(result));
}

const missed = seeds.length >= SEEDS_FOR_SOMETIMES && !options.plant ? report.neverReached() : [];
for (const name of missed) write(`FAILED: no seed of ${first}..${last} ever reached ${name}: ${SOMETIMES[name as SometimesName]}`);
write(report.summary());
if (options.json) writeFileSync(options.json, `${JSON.stringify(report.json(missed), undefined, 2)}\n`);
process.exitCode = report.failed || missed.length > 0 ? 1 : 0;
