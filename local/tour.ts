import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config.ts';
import { StartProblem } from './start-problem.ts';
import { makeTour, type Outcome } from './tour/chapters.ts';
import { chooseStack } from './tour/choose-stack.ts';
import { createNarrator, type Narrator } from './tour/narrator.ts';
import type { ChosenStack } from './tour/own-stack.ts';
import { TourProblem } from './tour/tour-problem.ts';
import { meetWorld } from './tour/world.ts';

const USAGE = `npm run tour [-- --json]
  Plays the story of buyers and subscribers on real requests, on the stack that runs or on one of its own, and compares at the end
  the ISPs' books, our charges and the callbacks received, then the statements of a month end with the books, the grid and VAT.
  Ends with 1 where anything differs.
  --json   prints the comparison as JSON (npm run --silent tour -- --json), and the story on the error output
`;

const INTERRUPTED = 130;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return void process.stdout.write(USAGE);
  const narrator = createNarrator(values.json ? process.stderr : process.stdout);
  const stopping = new AbortController();
  const chosen = chooseStack(narrator, stopping.signal);
  stopOnSignals({ chosen, narrator, stopping });
  try {
    await tour({ chosen: await chosen, narrator, stopping, json: values.json });
  } catch (error) {
    // A story that breaks off because we are being stopped is no failure.
    if (!stopping.signal.aborted) fail(error);
  }
}

interface Tour {
  chosen: ChosenStack;
  narrator: Narrator;
  stopping: AbortController;
  json: boolean;
}

async function tour({ chosen, narrator, stopping, json }: Tour): Promise<void> {
  // Anything but a clean tour keeps what can tell why.
  const { stack, close } = chosen;
  let ok = false;
  try {
    const run = randomBytes(4).toString('hex');
    const outcome = await makeTour(meetWorld(chosen, run), narrator);
    ok = isClean(outcome);
    narrator.verdict(ok, verdictText(outcome, narrator));
    if (json && !stopping.signal.aborted) process.stdout.write(`${JSON.stringify({ ok, run, api: stack.api, ...outcome }, null, 2)}\n`);
  } finally {
    if (!stopping.signal.aborted) await close(!ok);
  }
  if (!stopping.signal.aborted) process.exitCode = ok ? 0 : 1;
}

function isClean({ lines, months, failures }: Outcome): boolean {
  const compared = [...lines, ...months];
  return failures.length === 0 && lines.length > 0 && months.length > 0 && compared.every(({ differences }) => differences.length === 0);
}

function verdictText({ lines, months, failures }: Outcome, narrator: Narrator): string {
  const differing = [...lines, ...months].filter(({ differences }) => differences.length > 0);
  const of_lines = `${lines.length} lines and ${months.length} of statements compared, ${differing.length} with a difference`;
  if (failures.length === 0) return `${of_lines}; every fact of the story holds (${narrator.seconds()}).`;
  return [
    `${of_lines}; ${failures.length} facts of the story do not hold (${narrator.seconds()}):`,
    ...failures.map((text) => `  ${text}`),
  ].join('\n');
}

interface Stopping {
  chosen: Promise<ChosenStack>;
  narrator: Narrator;
  stopping: AbortController;
}

/** The first signal ends a stack of the tour's own in order; one that was running stays. The next ends the tour at once. */
function stopOnSignals({ chosen, narrator, stopping }: Stopping): void {
  const onSignal = () => {
    if (stopping.signal.aborted) process.exit(INTERRUPTED);
    stopping.abort();
    narrator.say('\nStopping; once more to force it.');
    narrator.hush();
    const closed = chosen.then(
      ({ close }) => close(false),
      () => undefined,
    );
    closed.then(() => process.exit(INTERRUPTED), fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

function fail(error: unknown): void {
  process.stderr.write(`\n${messageOf(error)}\n`);
  process.exitCode = 1;
}

/** A stack trace only where nobody but us could put it right. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isUsageError(error)) return `${error.message}\n\n${USAGE}`;
  const is_known = error instanceof TourProblem || error instanceof StartProblem || error instanceof ConfigurationError;
  return is_known ? error.message : (error.stack ?? error.message);
}

function isUsageError(error: NodeJS.ErrnoException): boolean {
  return error.code?.startsWith('ERR_PARSE_ARGS') ?? false;
}

// A reader that has gone away (npm run tour | head) is no reason to die before the stack is stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
main().catch(fail);
