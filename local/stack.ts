import { rm } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { type Addresses, addressesOf } from './addresses.ts';
import { type FileLock, tryLock } from './file-lock.ts';
import { type LocalFolder, localFolder, makeLocalFolder, removeData } from './folder.ts';
import { stopLeftovers } from './leftovers.ts';
import { stopLeftoverPostgres } from './postgres/leftover.ts';
import { postgresUrl } from './postgres.ts';
import { ensureSecrets, type LocalSecrets } from './secrets.ts';
import type { SeedResult } from './seeding.ts';
import { writeStackFile } from './stack-file.ts';
import { StartProblem } from './start-problem.ts';
import type { SupervisedOptions } from './supervised-program.ts';
import { Supervisor } from './supervisor.ts';

export interface StackOptions {
  /** Other ways to the services than their own ports: through something that stands in between. */
  addresses?: Partial<Addresses>;
  restarting?: Pick<SupervisedOptions, 'restart_delay_ms' | 'restart_delay_ms_max'>;
}

/** One start of the local stack: what it holds on to from its first step to its end. */
export class LocalStack {
  readonly settings: Config<'local'>;
  readonly folder: LocalFolder;
  readonly addresses: Addresses;
  readonly supervisor: Supervisor;
  readonly #started_at = new Date().toISOString();
  #lock: FileLock | undefined;
  #secrets: LocalSecrets | undefined;
  #seed: SeedResult | undefined;
  #is_described = false;

  constructor(settings: Config<'local'>, report: (message: string) => void, { addresses, restarting }: StackOptions = {}) {
    this.settings = settings;
    this.folder = localFolder(settings.LOCAL_DIR);
    this.addresses = { ...addressesOf(settings, postgresUrl(settings.POSTGRES_PORT)), ...addresses };
    this.supervisor = new Supervisor({
      ...restarting,
      log_folder: this.folder.logs,
      run_file: this.folder.run,
      report,
      // Process ids change when a program is started again.
      onChange: async () => {
        if (this.#is_described) await this.describe();
      },
    });
  }

  /** Makes sure that this is the only start, and clears up after one that was killed. Tells what it found. */
  async takePossession(fresh: boolean): Promise<string[]> {
    await makeLocalFolder(this.folder);
    const attempt = await tryLock(this.folder.lock);
    if ('held_by' in attempt) {
      throw new StartProblem(`The stack runs already, as process ${attempt.held_by.pid}: use it (${this.folder.stack}), or stop it first.`);
    }
    this.#lock = attempt.lock;
    await rm(this.folder.stack, { force: true });
    const stopped = await stopLeftovers(this.folder.run);
    if (await stopLeftoverPostgres(this.folder.postgres)) stopped.push('postgres');
    if (fresh) {
      await removeData(this.folder);
      await makeLocalFolder(this.folder);
    }
    return stopped;
  }

  async prepareSecrets(): Promise<void> {
    this.#secrets = await ensureSecrets(this.folder.secrets);
  }

  get secrets(): LocalSecrets {
    if (!this.#secrets) throw new Error('The secrets are not prepared yet.');
    return this.#secrets;
  }

  get seed(): SeedResult {
    if (!this.#seed) throw new Error('The demo data is not there yet.');
    return this.#seed;
  }

  keepSeed(seed: SeedResult): void {
    this.#seed = seed;
  }

  /** Writes the file that says that everything is ready. */
  async describe(): Promise<void> {
    const { addresses, secrets, seed, supervisor, settings } = this;
    const description = { addresses, secrets, seed, pids: supervisor.pids, namespace: settings.TEMPORAL_NAMESPACE };
    await writeStackFile(this.folder.stack, { ...description, started_at: this.#started_at });
    this.#is_described = true;
  }

  /** Ends everything that was started, and leaves the data and the logs. Harmless when nothing was. */
  async stop(onStop: (name: string) => void): Promise<void> {
    if (!this.#lock) return;
    this.#is_described = false;
    await rm(this.folder.stack, { force: true });
    await this.supervisor.stop(onStop);
    // Again: a description may have been under way.
    await rm(this.folder.stack, { force: true });
    await rm(this.folder.run, { force: true });
    await this.#lock.release();
  }
}
