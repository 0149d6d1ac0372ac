import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inheritedEnvironment } from '../environment.ts';
import { CHECKOUT, type LocalFolder, localFolder, removeData } from '../folder.ts';
import { readJsonFile } from '../json-file.ts';
import { freePort } from '../ports.ts';
import { type Stack, stackSchema } from './answers.ts';
import type { Narrator } from './narrator.ts';
import { until } from './patience.ts';
import { TourProblem } from './tour-problem.ts';

/** The stack that the tour is made on. */
export interface ChosenStack {
  stack: Stack;
  /** Where its settings and secrets lie. */
  local_dir: string;
  /** Ends what was started for the tour; where something went wrong its logs are kept. */
  close(keep: boolean): Promise<void>;
}

/** The first start of all may have to build the Temporal CLI from source. */
const START_LIMIT_MS = 20 * 60_000;
const SHOWN_LINES = 15;

const PORT_SETTINGS = [
  ...['API_PORT', 'ADMIN_PORT', 'WORKER_METRICS_PORT', 'SIMULATOR_PORT', 'INBOX_SMTP_PORT', 'INBOX_HTTP_PORT'],
  ...['SHOP_PORT', 'POSTGRES_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'],
];

export type OwnStack = ChosenStack & { folder: LocalFolder };

/** `npm start` as a child, and everything that it writes in a folder that goes with it. `settings` reach the processes that it starts. */
export async function startOwnStack(narrator: Narrator, stopping: AbortSignal, settings: Record<string, string> = {}): Promise<OwnStack> {
  const root = await mkdtemp(path.join(tmpdir(), 'isp-billing-tour-'));
  // PostgreSQL's own account must be able to pass through.
  await chmod(root, 0o711);
  const folder = localFolder(root);
  const child = spawn(process.execPath, ['local/start.ts'], {
    cwd: CHECKOUT,
    env: inheritedEnvironment({ ...settings, ...(await freePorts()), LOCAL_DIR: root }),
    // A group of its own: Ctrl-C reaches the tour only, which ends the stack in order.
    detached: true,
    // The channel tells the stack to end should the tour be killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = followOutput(child, narrator);
  const onExit = () => void child.kill('SIGTERM');
  process.once('exit', onExit);
  const close = async (keep: boolean) => {
    await endChild(child);
    process.removeListener('exit', onExit);
    if (keep) return narrator.say(`The logs and data of the tour's stack are kept in ${root}`);
    await removeData(folder);
    await rm(root, { recursive: true, force: true });
  };
  try {
    const stack = await untilReady({ child, folder, output, stopping });
    narrator.say(`ready (${narrator.seconds()}).`);
    return { stack, local_dir: root, folder, close };
  } catch (error) {
    narrator.say('');
    await close(!stopping.aborted);
    throw error;
  }
}

async function freePorts(): Promise<Record<string, string>> {
  const ports = new Set<number>();
  while (ports.size < PORT_SETTINGS.length) ports.add(await freePort());
  const chosen = [...ports];
  return Object.fromEntries(PORT_SETTINGS.map((setting, index) => [setting, String(chosen[index])]));
}

/** Mutters the steps that are done, and keeps the last lines for a message. */
function followOutput(child: ChildProcess, narrator: Narrator): string[] {
  const lines: string[] = [];
  narrator.mutter('  ');
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) {
        const step = /^✔ ([A-Z]\w*(?: \w+)*)/.exec(line)?.[1];
        if (step !== undefined && !step.startsWith('Writing')) narrator.mutter(`${step}, `);
        lines.push(line);
      }
      lines.splice(0, lines.length - SHOWN_LINES);
    });
  }
  return lines;
}

interface Starting {
  child: ChildProcess;
  folder: LocalFolder;
  output: readonly string[];
  stopping: AbortSignal;
}

async function untilReady({ child, folder, output, stopping }: Starting) {
  return await until(
    async () => {
      stopping.throwIfAborted();
      if (hasEnded(child)) throw new TourProblem(`The tour's own stack did not start:\n${output.join('\n').trim()}`);
      return await readJsonFile(folder.stack, stackSchema);
    },
    { what: "the tour's own stack to start", limit_ms: START_LIMIT_MS },
  );
}

/** It ends its programs in their order, each with its own patience. */
async function endChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null || pid === undefined;
}
