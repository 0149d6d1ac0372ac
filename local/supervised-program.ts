import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessProof, proofOf } from './process-identity.ts';
import type { Program } from './program.ts';
import { openProgramLog, type ProgramLog } from './program-log.ts';
import { StartProblem } from './start-problem.ts';
import { stopProcess } from './stop-process.ts';

export interface SupervisedOptions {
  log_folder: string;
  report: (message: string) => void;
  /** Called when the program runs as another process than before. */
  onProcess: () => Promise<void>;
  /** The first pause before a dead program is started again; it doubles up to the longest. */
  restart_delay_ms?: number;
  restart_delay_ms_max?: number;
  /** Having been ready for so long, a program starts again with the first pause. */
  steady_ms?: number;
}

/** One run of the program, from its spawn to its end. */
interface Run {
  child: ChildProcess;
  log: ProgramLog;
  /** Resolves with what happened to it, never rejects. */
  ended: Promise<string>;
  has_ended: boolean;
}

/** Keeps one program running: starts it, waits until it is ready, and starts it again whenever it ends by itself or no longer serves. */
export class SupervisedProgram {
  readonly program: Program;
  readonly #options: Required<SupervisedOptions>;
  readonly #stopping = new AbortController();
  #run: Run | undefined;
  #proof: ProcessProof | undefined;
  /** The launch under way: a process that is being started must be known before it can be ended. */
  #launching: Promise<unknown> = Promise.resolve();

  constructor(program: Program, options: SupervisedOptions) {
    this.program = program;
    this.#options = { restart_delay_ms: 1_000, restart_delay_ms_max: 30_000, steady_ms: 60_000, ...options };
  }

  /** The process of now; undefined while there is none. */
  get proof(): ProcessProof | undefined {
    return this.#run && !this.#run.has_ended ? this.#proof : undefined;
  }

  /** Resolves when the program is ready for the first time. Rejects, and leaves nothing running, when it does not get there. */
  async start(): Promise<void> {
    const run = await this.#launchUntilReady();
    void this.#keepRunning(run);
  }

  /** Ends the program for good. Rejects only when it can't be ended at all. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#launching;
    await this.#end();
  }

  /** Ends the program at once, with the hardest of its signals, without waiting. */
  forceStop(): void {
    this.#stopping.abort();
    const hardest = this.program.stop_steps.at(-1)?.signal ?? 'SIGKILL';
    if (this.#run && !this.#run.has_ended) this.#run.child.kill(hardest);
  }

  async #launchUntilReady(): Promise<Run> {
    const launch = this.#launch();
    this.#launching = launch.catch(() => undefined);
    const run = await launch;
    try {
      await this.#untilReady(run);
      return run;
    } catch (error) {
      await this.#end();
      throw error;
    }
  }

  async #launch(): Promise<Run> {
    const { name, command, args, has_channel, cwd, env, uid, gid } = this.program;
    this.#stopping.signal.throwIfAborted();
    const log = openProgramLog(this.#options.log_folder, name);
    const child = spawn(command, [...args], {
      cwd,
      env,
      // A group of its own: Ctrl-C in a terminal reaches us only, and we end everything in its order.
      detached: true,
      stdio: ['ignore', log.descriptor, log.descriptor, ...(has_channel ? (['ipc'] as const) : [])],
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    log.close();
    const run: Run = { child, log, ended: Promise.resolve(''), has_ended: false };
    run.ended = new Promise((resolve) => {
      const end = (how: string) => {
        run.has_ended = true;
        resolve(how);
      };
      child.on('error', (error) => end(error.message));
      child.once('exit', (code, signal) => end(signal ? `killed by ${signal}` : `exit code ${code}`));
    });
    this.#run = run;
    this.#proof = child.pid === undefined ? undefined : await proofOf(child.pid);
    await this.#options.onProcess();
    return run;
  }

  async #untilReady(run: Run): Promise<void> {
    const { name, isReady, ready_limit_ms } = this.program;
    const give_up_at = Date.now() + ready_limit_ms;
    for (;;) {
      const ready = await isReady();
      this.#stopping.signal.throwIfAborted();
      if (ready && !run.has_ended) return;
      const problem = run.has_ended ? `ended (${await run.ended}) before it was ready` : 'was not ready in time';
      if (run.has_ended || Date.now() > give_up_at) {
        throw new StartProblem(`${name} ${problem}. The end of ${run.log.file}:\n${await run.log.tail()}`);
      }
      await sleep(100);
    }
  }

  /** Lives as long as the supervision: each turn waits for the end of one run and brings about the next. */
  async #keepRunning(first: Run): Promise<void> {
    const { restart_delay_ms, restart_delay_ms_max, steady_ms, report } = this.#options;
    const { name } = this.program;
    let run: Run | undefined = first;
    let delay_ms = restart_delay_ms;
    let ready_since = Date.now();
    while (!this.#stopping.signal.aborted) {
      if (run) {
        this.#watch(run).catch((error: unknown) => report(`${name} can't be ended: ${String(error)}`));
        const how = await run.ended;
        if (this.#stopping.signal.aborted) return;
        if (Date.now() - ready_since >= steady_ms) delay_ms = restart_delay_ms;
        report(`${name} ended (${how}); it is started again in ${delay_ms / 1_000} s. Its log: ${run.log.file}`);
      }
      await sleep(delay_ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      delay_ms = Math.min(delay_ms * 2, restart_delay_ms_max);
      run = await this.#tryAgain(delay_ms);
      if (run) ready_since = Date.now();
    }
  }

  /** Ends a run that no longer serves; what follows is as if it had ended by itself. */
  async #watch(run: Run): Promise<void> {
    const { name, watch } = this.program;
    if (!watch) return;
    const isOver = () => run.has_ended || this.#stopping.signal.aborted;
    for (let failures = 0; failures < watch.failures_max; ) {
      await sleep(watch.pause_ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (isOver()) return;
      failures = (await watch.serves()) ? 0 : failures + 1;
    }
    if (isOver()) return;
    this.#options.report(`${name} runs, but did not answer ${watch.failures_max} times in a row; it is ended.`);
    await this.#end();
  }

  async #tryAgain(next_delay_ms: number): Promise<Run | undefined> {
    const { name } = this.program;
    try {
      const run = await this.#launchUntilReady();
      this.#options.report(`${name} is back.`);
      return run;
    } catch (error) {
      if (this.#stopping.signal.aborted) return undefined;
      const message = error instanceof Error ? error.message : String(error);
      this.#options.report(`${message}\n${name} is tried again in ${next_delay_ms / 1_000} s.`);
      return undefined;
    }
  }

  async #end(): Promise<void> {
    const [run, proof] = [this.#run, this.proof];
    if (!run || !proof) return;
    await stopProcess(proof, this.program.stop_steps);
    // The system knows it before Node tells it.
    await run.ended;
  }
}
