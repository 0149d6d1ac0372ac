import { Listr } from 'listr2';
import { z } from 'zod';
import { readConfig } from '../../../config.ts';
import { apiProgram, workerProgram } from '../../../local/own-programs.ts';
import type { Program } from '../../../local/program.ts';
import { LocalStack } from '../../../local/stack.ts';
import { startSteps } from '../../../local/start-steps.ts';

/** What the starter hands over as the one argument. */
export const stackOptionsSchema = z.object({
  /** Beside the first worker and the first API that `npm start` has, too: the ports that they listen on. */
  further_workers: z.array(z.object({ WORKER_METRICS_PORT: z.int() })),
  further_apis: z.array(z.object({ API_PORT: z.int(), ADMIN_PORT: z.int() })),
  addresses: z.object({ database: z.string(), temporal: z.string(), isps: z.string() }).partial(),
  restarting: z.object({ restart_delay_ms: z.int(), restart_delay_ms_max: z.int() }).partial(),
});
export type StackOptions = z.output<typeof stackOptionsSchema>;

/**
 * The stack of `npm start` in a process of its own, with as many workers and APIs as are asked for. Ends, with all that it started, when it
 * is told to or when its starter is gone, however that went.
 */
async function main(): Promise<void> {
  const { addresses, restarting, ...further } = stackOptionsSchema.parse(JSON.parse(process.argv[2] ?? ''));
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const stack = new LocalStack(readConfig('local'), say, { addresses: defined(addresses), restarting: defined(restarting) });
  const stopping = new AbortController();
  const stop = () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    resume(stack);
    void stack.stop(() => undefined).finally(() => process.exit());
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, stop);
  process.on('exit', () => stack.supervisor.forceStop());
  try {
    await new Listr(startSteps(stack, false), { renderer: 'silent', registerSignalListeners: false }).run();
    await Promise.all(furtherPrograms(stack, further).map((program) => stack.supervisor.start(program)));
    await stack.describe();
    process.send?.('ready');
  } catch (error) {
    if (stopping.signal.aborted) return;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
    stop();
  }
}

function furtherPrograms(stack: LocalStack, further: Pick<StackOptions, 'further_workers' | 'further_apis'>): Program[] {
  const { settings, folder, addresses, secrets } = stack;
  const worker = (ports: { WORKER_METRICS_PORT: number }) => {
    const own = { ...addresses, worker: `http://127.0.0.1:${ports.WORKER_METRICS_PORT}` };
    return workerProgram({ folder, secrets, addresses: own, settings: { ...settings, ...ports } });
  };
  const api = (ports: { API_PORT: number; ADMIN_PORT: number }) =>
    apiProgram({ folder, secrets, addresses, settings: { ...settings, ...ports } });
  return [further.further_workers.map(worker), further.further_apis.map(api)].flatMap((programs) =>
    programs.map((program, index) => ({ ...program, name: `${program.name}-${index + 2}` })),
  );
}

/** A process that a test has stopped hears no signal but the hardest. */
function resume(stack: LocalStack): void {
  for (const pid of Object.values(stack.supervisor.pids)) {
    try {
      process.kill(pid, 'SIGCONT');
    } catch {
      // It has ended meanwhile.
    }
  }
}

function defined<T extends object>(settings: T) {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

// Whoever reads what we say may be gone.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
await main();
