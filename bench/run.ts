import { Command, Option } from 'commander';
import { openGround } from './ground/ground.ts';
import { settingOf } from './report/setting.ts';
import { writeReport } from './report/write.ts';
import { measureAll, QUICK_SCENES, SCENES } from './scenes.ts';
import { SIZES } from './sizes.ts';

/** `npm run bench`: everything on one machine in one run, so that figures are compared as ratios. docs/benchmarks/ */

type Options = { quick?: boolean; only?: string[] };

const options = new Command('bench')
  .description(
    'Measures the engine beside the ceiling of Temporal, its usual way, and other ways to do the same. Settings are printed; figures are ratios inside one run.',
  )
  .option('--quick', 'a few minutes: shows that all of it works, and roughly where it stands')
  .addOption(new Option('--only <scenes...>', 'some of it').choices(SCENES))
  .parse()
  .opts<Options>();

const say = (text: string) => void process.stderr.write(`${text}\n`);
const sizes = options.quick ? SIZES.quick : SIZES.full;
const started_at = new Date();
const ground = await openGround(say);
try {
  const results = await measureAll(ground, { sizes, only: options.only ?? (options.quick ? QUICK_SCENES : SCENES), say });
  const seconds = (Date.now() - started_at.getTime()) / 1_000;
  const written = await writeReport({ results, setting: await settingOf(ground), quick: options.quick === true, started_at, seconds });
  say(`written: ${written.join(', ')}`);
} finally {
  await ground.close();
}
