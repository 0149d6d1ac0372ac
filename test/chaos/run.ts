import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runChaos } from '../support/chaos/chaos-run.ts';
import { commandOf, isFaultless, type RunSettings, reportOf, tableOf } from '../support/chaos/report.ts';

const USAGE = `npm run chaos -- [--seed N] [--minutes M] [--kills-per-minute K] [--report file.json]
  Starts a stack of its own, sells on it, kills and holds up its processes meanwhile, and judges what is left by the ISPs' own books.
  --seed N               decides the plan of faults; a random one where it is left out
  --minutes M            how long there are faults, 0.5 to 240; 2 where it is left out. The run takes some minutes more, until all is quiet
  --kills-per-minute K   0 to 30; 12 where it is left out
  --report file.json     also writes the report there
  --logs folder          copies what the processes have logged there
  Ends with 0 where every promise was kept, with 1 otherwise.
`;

const optionsSchema = z.object({
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31),
  minutes: z.coerce.number().min(0.5).max(240),
  'kills-per-minute': z.coerce.number().min(0).max(30),
  report: z.string().optional(),
  logs: z.string().optional(),
});

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      minutes: { type: 'string', default: '2' },
      'kills-per-minute': { type: 'string', default: '12' },
      report: { type: 'string' },
      logs: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const parsed = optionsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
}

class UsageError extends Error {}

const say = (text: string) => void process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

async function run(settings: RunSettings, files: { report: string | undefined; logs: string | undefined }): Promise<number> {
  const stopping = new AbortController();
  let stopped = false;
  const stop = () => {
    stopped = true;
    stopping.abort(new Error('The run was stopped.'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // Whatever nobody waits for any more must not keep the end from being made in order.
  process.on('unhandledRejection', (error) => stopping.abort(error));
  say(commandOf(settings));
  try {
    const report = reportOf(await runChaos(settings, { signal: stopping.signal, say, logs: files.logs }));
    if (files.report !== undefined) await writeFile(files.report, `${JSON.stringify(report, undefined, 2)}\n`);
    process.stdout.write(`\n${tableOf(report)}\n`);
    if (isFaultless(report)) return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (stopped) return 130;
  }
  process.stderr.write(`The same plan again: ${commandOf(settings)}\n`);
  return 1;
}

try {
  const options = readOptions();
  if (!options) process.stdout.write(USAGE);
  else {
    const { seed, minutes, 'kills-per-minute': kills_per_minute, report, logs } = options;
    process.exitCode = await run({ seed, minutes, kills_per_minute }, { report, logs });
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
}
// Whatever still waits, waits for nothing.
process.exit();
