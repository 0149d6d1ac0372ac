import { Command, Option } from 'commander';
import { openGround } from './ground/ground.ts';
import { DYNAMIC_SETTINGS } from './ground/temporal-server.ts';
import { playAll } from './play.ts';
import { settingOf } from './report/setting.ts';
import { figuresFile, writeReport } from './report/write.ts';
import { keptIn, runsOf, withNewer } from './results.ts';
import { QUICK_SCENES, SCENES } from './scenes.ts';
import { SIZES } from './sizes.ts';

/** `npm run bench`: everything on one machine in one run, so that figures are compared as ratios. docs/benchmarks/ */

type Options = { quick?: boolean; only?: string[]; profile?: boolean };

const options = new Command('bench')
  .description(
    'Measures the engine beside the ceiling of Temporal, its usual way, and other ways to do the same. Settings are printed; figures are ratios inside one run.',
  )
  .option('--quick', 'a few minutes: shows that all of it works, and roughly where it stands')
  .option(
    '--profile',
    "with `renewals`: records the engine's worker in a herd of its own, and draws where its time goes: bench/results/profile/",
  )
  .addOption(new Option('--only <scenes...>', 'some of it').choices(SCENES))
  .parse()
  .opts<Options>();

const shownSettings = (settings: object) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
const say = (text: string) => void process.stderr.write(`${text}\n`);
const quick = options.quick === true;
const sizes = quick ? SIZES.quick : SIZES.full;
const started_at = new Date();
const ground = await openGround(say, { with_profile: options.profile === true });
// Servers would outlive us otherwise.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void ground.close().finally(() => process.exit(130)));
try {
  const played = await playAll(ground, { sizes, only: options.only ?? (quick ? QUICK_SCENES : SCENES), say, began: started_at });
  // Only some of it: the others stay as they were measured.
  const kept = options.only ? await keptIn(figuresFile({ quick }), { quick }) : undefined;
  const { results, scenes } = kept ? withNewer(kept, played) : played;
  const seconds = Object.values(scenes).reduce((sum, scene) => sum + scene.seconds, 0);
  const setting = {
    ...(await settingOf(ground)),
    'temporal, set otherwise than by default': shownSettings(DYNAMIC_SETTINGS),
    ...runsOf(scenes),
  };
  const written = await writeReport({ results, scenes, setting, quick, started_at, seconds });
  say(`written: ${written.join(', ')}`);
  if (Object.values(played.scenes).some(({ failure }) => failure !== null)) process.exitCode = 1;
} finally {
  await ground.close();
}
