import { type LeftoverRecord, writeRunRecord } from './leftovers.ts';
import type { Program } from './program.ts';
import { type SupervisedOptions, SupervisedProgram } from './supervised-program.ts';

export interface SupervisorOptions extends Omit<SupervisedOptions, 'onProcess'> {
  /** Where the running processes are written down for the next start. */
  run_file: string;
  /** Called after the processes changed. */
  onChange?: () => Promise<void>;
}

/** Runs the programs of the stack, and ends them in the reverse order of their starts. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #supervised: SupervisedProgram[] = [];
  #writing: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Resolves when the program is ready. */
  async start(program: Program): Promise<void> {
    if (this.#stopping !== undefined) throw new Error('The stack is being stopped.');
    const { run_file: _, onChange: __, ...options } = this.#options;
    const supervised = new SupervisedProgram(program, { ...options, onProcess: () => this.#recordProcesses() });
    this.#supervised.push(supervised);
    await supervised.start();
  }

  /** The process ids by program. */
  get pids(): Record<string, number> {
    return Object.fromEntries(this.#records().map(({ name, pid }) => [name, pid]));
  }

  /** Ends every program, one after the other, the youngest first. `onStop` hears of each before its end. */
  stop(onStop: (name: string) => void = () => undefined): Promise<void> {
    this.#stopping ??= this.#stopAll(onStop);
    return this.#stopping;
  }

  async #stopAll(onStop: (name: string) => void): Promise<void> {
    for (const supervised of this.#supervised.toReversed()) {
      if (supervised.proof) onStop(supervised.program.name);
      await supervised.stop();
    }
    await this.#writing;
  }

  /** Ends every program at once. */
  forceStop(): void {
    for (const supervised of this.#supervised.toReversed()) supervised.forceStop();
  }

  #records(): LeftoverRecord[] {
    return this.#supervised.flatMap(({ program, proof }) =>
      proof ? [{ name: program.name, ...proof, signal: program.stop_steps[0]?.signal ?? 'SIGTERM' }] : [],
    );
  }

  /** One write at a time, each with the processes of its moment. */
  #recordProcesses(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await writeRunRecord(this.#options.run_file, this.#records());
      await this.#options.onChange?.();
    });
    return this.#writing;
  }
}
