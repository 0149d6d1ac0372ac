import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inheritedEnvironment } from '../../local/environment.ts';
import { createNarrator } from '../../local/tour/narrator.ts';
import { startOwnStack } from '../../local/tour/own-stack.ts';
import { makeSales } from './sales.ts';

/**
 * `npm run fuzz -- --schemathesis /path/to/st [--examples 100] [--seed 1]`: a stack of its own, some sales, and Schemathesis on all of the API with the
 * demo merchant's test key. docs/reference/fuzzing.md says how to get it and how to read what it finds.
 */
const { values } = parseArgs({
  options: {
    schemathesis: { type: 'string', default: 'st' },
    examples: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});
const here = import.meta.dirname;
const narrator = createNarrator(process.stdout);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

narrator.mutter('Starting a stack of its own: ');
// The limit of one key is another test's business.
const { stack, folder, close } = await startOwnStack(narrator, stopping.signal, { RATE_LIMIT_PER_SECOND: '10000' });
try {
  process.exitCode = await fuzz(await prepare());
} finally {
  await close(false);
}

async function prepare(): Promise<Record<string, string>> {
  narrator.say('Selling something of everything.');
  const report = await mkdtemp(path.join(tmpdir(), 'isp-billing-fuzz-'));
  const known = path.join(report, 'known.json');
  await writeFile(known, JSON.stringify({ isps: stack.isps.base, ids: await makeSales(stack) }));
  const secrets = JSON.parse(await readFile(folder.secrets, 'utf8')) as Record<string, string>;
  return {
    FUZZ_API_KEY: stack.merchant.api_key,
    FUZZ_ISP_SECRET: secrets.ISP_NOTIFICATION_SECRET ?? '',
    FUZZ_HOOKS: path.join(here, 'hooks.py'),
    FUZZ_KNOWN: known,
    FUZZ_REPORT: report,
  };
}

async function fuzz(settings: Record<string, string>): Promise<number> {
  const command = ['--config-file', path.join(here, 'schemathesis.toml'), 'run', `${stack.api}/openapi.json`, '--checks', 'all'];
  const options = [
    '--max-examples',
    values.examples,
    '--seed',
    values.seed,
    '--report',
    'ndjson',
    '--report-dir',
    settings.FUZZ_REPORT ?? '',
  ];
  const child = spawn(values.schemathesis, [...command, ...options], {
    stdio: 'inherit',
    env: inheritedEnvironment(settings),
  });
  stopping.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  narrator.say(`Every request and answer is kept in ${settings.FUZZ_REPORT}`);
  return code ?? 1;
}
