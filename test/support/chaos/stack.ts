import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { inheritedEnvironment } from '../../../local/environment.ts';
import { CHECKOUT } from '../../../local/folder.ts';
import { readJsonFile } from '../../../local/json-file.ts';
import { postgresUrl } from '../../../local/postgres.ts';
import { isRunning, type ProcessProof } from '../../../local/process-identity.ts';
import { answersOk } from '../../../local/program.ts';
import { ensureSecrets, type LocalSecrets } from '../../../local/secrets.ts';
import { freePortsInARow } from './ports.ts';
import { processTree } from './process-tree.ts';
import type { StackOptions } from './stack-process.ts';
import { TcpLink } from './tcp-link.ts';

const runSchema = z.object({ programs: z.array(z.object({ name: z.string(), pid: z.int(), identity: z.string() })) });
const stackSchema = z.object({ merchant: z.object({ id: z.string() }) });

export type Victim = 'worker' | 'worker-2' | 'api' | 'api-2' | 'isps' | 'postgres' | 'temporal';

export type Kill = { victim: Victim; at: number };

export const LINKED = ['isps', 'postgres', 'temporal'] as const;
export type Linked = (typeof LINKED)[number];

/** One worker and one API with nothing in between, where nothing else is said. */
export type StackSize = { workers?: 1 | 2; apis?: 1 | 2; is_linked?: boolean; restarting?: StackOptions['restarting'] };

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
] as const;
type Ports = Record<(typeof PORT_SETTINGS)[number], number>;

/** Of the second worker and API, and of the links. */
const FURTHER_PORTS = 6;
const START_LIMIT_MS = 150_000;
const RESTART_LIMIT_MS = 60_000;

type Made = {
  folder: string;
  starter: ChildProcess;
  /** What the supervisor has told. */
  said: readonly string[];
  ports: Ports;
  links: Map<Linked, TcpLink>;
  apis: string[];
  workers: string[];
};

/** The real stack of `npm start`, in a folder and on ports of its own, whose processes are killed or stopped and whose network is held up. */
export class ChaosStack {
  readonly apis: string[];
  readonly isps: string;
  readonly database: string;
  readonly temporal: string;
  readonly links: ReadonlyMap<Linked, TcpLink>;
  readonly kills: Kill[] = [];
  readonly secrets: LocalSecrets;
  readonly merchant_id: string;
  readonly #made: Made;

  private constructor(made: Made, known: { secrets: LocalSecrets; merchant_id: string }) {
    this.apis = made.apis;
    this.isps = `http://localhost:${made.ports.SIMULATOR_PORT}`;
    this.database = postgresUrl(made.ports.POSTGRES_PORT);
    this.temporal = `127.0.0.1:${made.ports.TEMPORAL_PORT}`;
    this.links = made.links;
    this.secrets = known.secrets;
    this.merchant_id = known.merchant_id;
    this.#made = made;
  }

  get api_key(): string {
    return this.secrets.DEMO_API_KEY;
  }

  /** Resolves when everything stands. Aborting the signal ends what was begun. */
  static async start(settings: Record<string, string>, size: StackSize = {}, signal?: AbortSignal): Promise<ChaosStack> {
    const folder = await mkdtemp(path.join(tmpdir(), 'isp-billing-chaos-'));
    // PostgreSQL's own account must be able to pass through.
    await chmod(folder, 0o711);
    const numbers = await freePortsInARow(PORT_SETTINGS.length + FURTHER_PORTS);
    const ports = Object.fromEntries(PORT_SETTINGS.map((setting, index) => [setting, numbers[index]])) as Ports;
    const [worker = 0, api = 0, admin = 0, ...link_ports] = numbers.slice(PORT_SETTINGS.length);
    const links = size.is_linked ? await openLinks(ports, link_ports) : new Map<Linked, TcpLink>();
    const options: StackOptions = {
      further_workers: size.workers === 2 ? [{ WORKER_METRICS_PORT: worker }] : [],
      further_apis: size.apis === 2 ? [{ API_PORT: api, ADMIN_PORT: admin }] : [],
      addresses: addressesOf(links),
      restarting: size.restarting ?? {},
    };
    const apis = [ports.API_PORT, ...options.further_apis.map(({ API_PORT }) => API_PORT)].map((port) => `http://localhost:${port}`);
    const starter = spawnStack({ ...asText(ports), LOCAL_DIR: folder, LOG_LEVEL: 'warn', NODE_OPTIONS: '', ...settings }, options);
    const workers = [ports.WORKER_METRICS_PORT, ...options.further_workers.map((further) => further.WORKER_METRICS_PORT)];
    const said = heard(starter);
    const made = { folder, starter, said, ports, links, apis, workers: workers.map((port) => `http://127.0.0.1:${port}/readyz`) };
    try {
      await untilReady(made, signal);
      const secrets = await ensureSecrets(path.join(folder, 'secrets.json'));
      const stack = await readJsonFile(path.join(folder, 'stack.json'), stackSchema);
      return new ChaosStack(made, { secrets, merchant_id: stack?.merchant.id ?? '' });
    } catch (error) {
      await end(made);
      throw error;
    }
  }

  /** kill -9, without a warning, and waits until the supervisor has started the program again by itself. */
  async kill(victim: Victim): Promise<Kill> {
    const proof = await this.#proof(victim);
    const kill = await this.strike(victim);
    if (!proof || !kill) throw new Error(`There is no process of ${victim} to kill.`);
    await this.#untilReplaced(victim, proof.pid);
    return kill;
  }

  /** kill -9, and nothing more; undefined where the program is dead already. */
  async strike(victim: Victim): Promise<Kill | undefined> {
    const proof = await this.#proof(victim);
    if (!proof || !(await isRunning(proof))) return undefined;
    process.kill(proof.pid, 'SIGKILL');
    const kill = { victim, at: Date.now() };
    this.kills.push(kill);
    return kill;
  }

  /** Stops a program with all its processes for a while: it keeps its connections and says nothing. False where it is dead. */
  async freeze(victim: Victim, duration_ms: number): Promise<boolean> {
    const proof = await this.#proof(victim);
    if (!proof || !(await isRunning(proof))) return false;
    const pids = await processTree(proof.pid);
    const send = (signal: NodeJS.Signals) => {
      for (const pid of pids) sendIfThere(pid, signal);
    };
    send('SIGSTOP');
    try {
      await sleep(duration_ms);
    } finally {
      send('SIGCONT');
    }
    return true;
  }

  /** Until every worker takes tasks. */
  async untilWorkersReady(): Promise<void> {
    const give_up_at = Date.now() + RESTART_LIMIT_MS;
    while (!(await Promise.all(this.#made.workers.map(answersOk))).every((is_ready) => is_ready)) {
      if (Date.now() > give_up_at) throw new Error('A worker does not come back.');
      await sleep(100);
    }
  }

  async copyLogs(to: string): Promise<void> {
    await cp(path.join(this.#made.folder, 'logs'), to, { recursive: true });
    await writeFile(path.join(to, 'supervisor.log'), this.#made.said.join(''));
  }

  async stop(): Promise<void> {
    await end(this.#made);
  }

  async #untilReplaced(victim: Victim, old_pid: number): Promise<void> {
    const give_up_at = Date.now() + RESTART_LIMIT_MS;
    for (;;) {
      const proof = await this.#proof(victim);
      if (proof && proof.pid !== old_pid) return;
      if (Date.now() > give_up_at) throw new Error(`Nobody started ${victim} again.`);
      await sleep(50);
    }
  }

  async #proof(victim: Victim): Promise<ProcessProof | undefined> {
    const run = await readJsonFile(path.join(this.#made.folder, 'run.json'), runSchema);
    if (!run) throw new Error('The stack has ended.');
    return run.programs.find(({ name }) => name === victim);
  }
}

async function openLinks(ports: Ports, link_ports: number[]): Promise<Map<Linked, TcpLink>> {
  const to = { isps: ports.SIMULATOR_PORT, postgres: ports.POSTGRES_PORT, temporal: ports.TEMPORAL_PORT };
  const open = async (name: Linked, index: number) =>
    [name, await TcpLink.open({ port: link_ports[index] ?? 0, to_port: to[name] })] as const;
  return new Map(await Promise.all(LINKED.map(open)));
}

function addressesOf(links: Map<Linked, TcpLink>): StackOptions['addresses'] {
  const port = (name: Linked) => links.get(name)?.port;
  const [isps, postgres, temporal] = [port('isps'), port('postgres'), port('temporal')];
  if (isps === undefined || postgres === undefined || temporal === undefined) return {};
  return { isps: `http://127.0.0.1:${isps}`, database: postgresUrl(postgres), temporal: `127.0.0.1:${temporal}` };
}

function asText(ports: Ports): Record<string, string> {
  return Object.fromEntries(Object.entries(ports).map(([setting, port]) => [setting, String(port)]));
}

/** By the channel it learns that we are gone, were we killed. In a group of its own: Ctrl-C reaches us, and we end it in order. */
function spawnStack(settings: Record<string, string>, options: StackOptions): ChildProcess {
  const file = path.join(import.meta.dirname, 'stack-process.ts');
  const env = inheritedEnvironment(settings);
  return spawn(process.execPath, [file, JSON.stringify(options)], {
    cwd: CHECKOUT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** What it says, as it comes. */
function heard(starter: ChildProcess): readonly string[] {
  const said: string[] = [];
  for (const stream of [starter.stdout, starter.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
  return said;
}

async function untilReady({ starter, said }: Pick<Made, 'starter' | 'said'>, signal?: AbortSignal): Promise<void> {
  const giving_up = AbortSignal.any([AbortSignal.timeout(START_LIMIT_MS), ...(signal ? [signal] : [])]);
  const ready = once(starter, 'message', { signal: giving_up });
  const gone = once(starter, 'exit', { signal: giving_up }).then(() => Promise.reject(new Error('it has ended')));
  gone.catch(() => undefined);
  try {
    await Promise.race([ready, gone]);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new Error(`The stack does not start:\n${said.join('')}`, { cause: error });
  }
}

async function end({ starter, links, folder }: Made): Promise<void> {
  if (starter.exitCode === null && starter.signalCode === null) {
    const exit = once(starter, 'exit');
    starter.kill('SIGTERM');
    await exit;
  }
  for (const link of links.values()) await link.close();
  await rm(folder, { recursive: true, force: true });
}

function sendIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
