import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { inheritedEnvironment } from '../../../local/environment.ts';
import { CHECKOUT } from '../../../local/folder.ts';
import { readJsonFile } from '../../../local/json-file.ts';
import { freePortsInARow } from './ports.ts';

const stackSchema = z.object({
  api: z.url(),
  isps: z.object({ base: z.url() }),
  merchant: z.object({ api_key: z.string() }),
  pids: z.record(z.string(), z.number().int()),
});

export type Victim = 'worker' | 'api' | 'isps' | 'postgres' | 'temporal';

export type Kill = { victim: Victim; at: number };

const PORT_SETTINGS = [
  'API_PORT',
  'ADMIN_PORT',
  'WORKER_METRICS_PORT',
  'SIMULATOR_PORT',
  'INBOX_SMTP_PORT',
  'INBOX_HTTP_PORT',
  'SHOP_PORT',
  'POSTGRES_PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
];
const START_LIMIT_MS = 120_000;

/** The real stack of `npm start`, in a folder and on ports of its own, whose processes are killed. */
export class ChaosStack {
  readonly api: string;
  readonly isps: string;
  readonly api_key: string;
  readonly kills: Kill[] = [];
  readonly #folder: string;
  readonly #starter: ChildProcess;

  private constructor(made: { folder: string; starter: ChildProcess; description: z.output<typeof stackSchema> }) {
    this.api = made.description.api;
    this.isps = made.description.isps.base;
    this.api_key = made.description.merchant.api_key;
    this.#folder = made.folder;
    this.#starter = made.starter;
  }

  /** Resolves when everything stands. */
  static async start(settings: Record<string, string>): Promise<ChaosStack> {
    const folder = await mkdtemp(path.join(tmpdir(), 'isp-billing-chaos-'));
    // PostgreSQL's own account must be able to pass through.
    await chmod(folder, 0o711);
    const numbers = await freePortsInARow(PORT_SETTINGS.length);
    const ports = Object.fromEntries(PORT_SETTINGS.map((setting, index) => [setting, String(numbers[index])]));
    const env = inheritedEnvironment({ ...ports, LOCAL_DIR: folder, LOG_LEVEL: 'warn', NODE_OPTIONS: '', ...settings });
    const starter = spawn(process.execPath, ['local/start.ts'], { cwd: CHECKOUT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [starter.stdout, starter.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
    process.once('exit', () => starter.kill('SIGTERM'));
    const give_up_at = Date.now() + START_LIMIT_MS;
    for (;;) {
      const description = await readJsonFile(path.join(folder, 'stack.json'), stackSchema);
      if (description) return new ChaosStack({ folder, starter, description });
      if (starter.exitCode !== null || Date.now() > give_up_at) {
        await ended(starter);
        throw new Error(`The stack does not start:\n${said.join('')}`);
      }
      await sleep(100);
    }
  }

  /** kill -9, without a warning. The supervisor starts the program again by itself. */
  async kill(victim: Victim): Promise<Kill> {
    const pid = (await this.#description()).pids[victim];
    if (pid === undefined) throw new Error(`There is no process of ${victim} to kill.`);
    process.kill(pid, 'SIGKILL');
    const kill = { victim, at: Date.now() };
    this.kills.push(kill);
    await this.#untilReplaced(victim, pid);
    return kill;
  }

  async stop(): Promise<void> {
    await ended(this.#starter);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #untilReplaced(victim: Victim, old_pid: number): Promise<void> {
    const give_up_at = Date.now() + 30_000;
    for (;;) {
      const pid = (await this.#description()).pids[victim];
      if (pid !== undefined && pid !== old_pid) return;
      if (Date.now() > give_up_at) throw new Error(`Nobody started ${victim} again.`);
      await sleep(50);
    }
  }

  async #description() {
    const description = await readJsonFile(path.join(this.#folder, 'stack.json'), stackSchema);
    if (!description) throw new Error('The stack has ended.');
    return description;
  }
}

async function ended(starter: ChildProcess): Promise<void> {
  if (starter.exitCode !== null || starter.signalCode !== null) return;
  const exit = once(starter, 'exit');
  starter.kill('SIGTERM');
  await exit;
}
