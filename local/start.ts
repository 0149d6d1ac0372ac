import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Listr } from 'listr2';
import { ConfigurationError, readConfig } from '../config.ts';
import { LocalStack } from './stack.ts';
import { StartProblem } from './start-problem.ts';
import { startSteps } from './start-steps.ts';
import { readyText } from './table.ts';

const USAGE = `npm start [-- --fresh]
  Starts everything on this machine: PostgreSQL, Temporal, the billing engine, four simulated ISPs, a mail inbox and a demo shop.
  --fresh   deletes the data of earlier starts first
`;

/** Within this time a second signal is an echo: npm passes Ctrl-C on to a program that the terminal has told already. */
const ECHO_MS = 1_000;

const SHOW_CURSOR = '\u001b[?25h';

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return void process.stdout.write(USAGE);
  const stack = new LocalStack(readConfig('local'), say);
  const stopping = stopOnSignals(stack);
  // Whatever ends us, no program stays behind; after a kill -9 the next start sees to that.
  process.on('exit', () => {
    stack.supervisor.forceStop();
    // The renderer hides the cursor while it draws, and knows nothing of our end. Written past it, as it holds back the stream.
    if (process.stdout.isTTY) writeSync(process.stdout.fd, SHOW_CURSOR);
  });
  try {
    await new Listr(startSteps(stack, values.fresh), {
      fallbackRenderer: 'simple',
      // Signals are ours: the renderer would end the process at once.
      registerSignalListeners: false,
      // The error itself is told below, once.
      rendererOptions: { collapseSubtasks: false, showErrorMessage: false },
    }).run();
    say(readyText(stack.addresses, stack.secrets, stack.folder));
  } catch (error) {
    // A step that breaks because we are being stopped is no failure.
    if (stopping.signal.aborted) return;
    await stack.stop(() => undefined);
    throw error;
  }
}

/** Ends the stack in order at the first signal, and by force at the next. */
function stopOnSignals(stack: LocalStack): AbortController {
  const stopping = new AbortController();
  let first_at = 0;
  const onSignal = () => {
    if (stopping.signal.aborted) {
      if (Date.now() - first_at > ECHO_MS) process.exit(1);
      return;
    }
    first_at = Date.now();
    stopping.abort();
    say('\nStopping; once more to force it.');
    stack
      .stop((name) => say(`  ${name}`))
      .then(
        () => {
          say('Stopped. The data stays for the next start.');
          process.exit(0);
        },
        (error: unknown) => fail(error),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  // A program that starts us (the tour does) holds a channel: its closing tells that the program is gone, however it went.
  process.on('disconnect', onSignal);
  return stopping;
}

function fail(error: unknown): never {
  const known = error instanceof StartProblem || error instanceof ConfigurationError;
  process.stderr.write(`\n${error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error)}\n`);
  process.exit(1);
}

// A reader that has gone away (npm start | head) is no reason to die.
process.stdout.on('error', () => undefined);
main().catch(fail);
