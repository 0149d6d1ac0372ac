import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { inheritedEnvironment } from '../../local/environment.ts';
import { CHECKOUT } from '../../local/folder.ts';

export type ChildOptions = {
  name: string;
  command: string;
  args: readonly string[];
  settings: Record<string, string>;
  log_file: string;
  cwd?: string;
};

/** One measured process. It ends with us, however we end: by the closing of its channel, or by our last signal. */
export class Child {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #log_file: string;
  #answered: Promise<unknown> = Promise.resolve();

  constructor(name: string, child: ChildProcess, log_file: string) {
    this.name = name;
    this.#process = child;
    this.#log_file = log_file;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null || this.#process.pid === undefined;
  }

  /** What the process answers when it stands: the first message on its channel. */
  async ready<T>(limit_ms = 120_000): Promise<T> {
    const giving_up = AbortSignal.timeout(limit_ms);
    const said = once(this.#process, 'message', { signal: giving_up }).then(([message]) => message as T);
    const gone = once(this.#process, 'exit', { signal: giving_up }).then(() => Promise.reject(new Error(`${this.name} has ended`)));
    gone.catch(() => undefined);
    try {
      return await Promise.race([said, gone]);
    } catch (error) {
      throw new Error(`${this.name} does not start:\n${await this.log()}`, { cause: error });
    }
  }

  /** Asks the process for something over its channel, one question at a time, whoever asks. */
  async ask<T>(question: unknown): Promise<T> {
    const answer = this.#answered.then(async () => {
      this.#process.send(question as object);
      return (await once(this.#process, 'message'))[0] as T;
    });
    this.#answered = answer.catch(() => undefined);
    return await answer;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.hasEnded()) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const patience = setTimeout(() => this.#process.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(patience);
  }

  /** The end of what it printed. */
  async log(): Promise<string> {
    const lines = (await readFile(this.#log_file, 'utf8')).trim().split('\n').slice(-12);
    return lines.map((line) => line.slice(0, 400)).join('\n');
  }
}

export function startChild({ name, command, args, settings, log_file, cwd = CHECKOUT }: ChildOptions): Child {
  const log = openSync(log_file, 'a');
  const child = spawn(command, args, { cwd, env: inheritedEnvironment(settings), stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  const last = () => void child.kill('SIGKILL');
  process.once('exit', last);
  child.once('exit', () => process.removeListener('exit', last));
  return new Child(name, child, log_file);
}

/** A program of this checkout on the Node that runs us; what it needs to know is in its environment. */
export function startScript(
  name: string,
  args: readonly string[],
  { settings, log_folder }: { settings: Record<string, string>; log_folder: string },
): Child {
  return startChild({ name, command: process.execPath, args, settings, log_file: `${log_folder}/${name}.log` });
}

/** A program of the benchmarks: its order is JSON on its command line. */
export function startOrdered(
  name: string,
  script: string,
  order: object,
  { log_folder, node_options = [] }: { log_folder: string; node_options?: readonly string[] },
): Child {
  const args = [...node_options, `bench/${script}`, JSON.stringify(order)];
  return startChild({ name, command: process.execPath, args, settings: {}, log_file: `${log_folder}/${name}.log` });
}
