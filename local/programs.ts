import type { Config } from '../config.ts';
import { inheritedEnvironment } from './environment.ts';
import { CHECKOUT, type LocalFolder } from './folder.ts';
import { answersQueries } from './postgres/client.ts';
import type { PreparedPostgres } from './postgres.ts';
import { answersOk, type Program } from './program.ts';
import type { StopStep } from './stop-process.ts';
import { SEARCH_ATTRIBUTES } from './temporal/search-attributes.ts';
import { isServing } from './temporal/service.ts';

/** A program of ours gets time to finish what it is doing. */
const OUR_STOP: readonly StopStep[] = [
  { signal: 'SIGTERM', grace_ms: 20_000 },
  { signal: 'SIGKILL', grace_ms: 5_000 },
];

/** SIGINT breaks off what is open and writes everything down; SIGQUIT leaves that to the recovery at the next start. */
const POSTGRES_STOP: readonly StopStep[] = [
  { signal: 'SIGINT', grace_ms: 20_000 },
  { signal: 'SIGQUIT', grace_ms: 10_000 },
];

export function postgresProgram({ command, args, account, url, data_directory }: PreparedPostgres): Program {
  return {
    name: 'postgres',
    command,
    args,
    env: inheritedEnvironment({}),
    // A folder that PostgreSQL's account can be in.
    cwd: '/',
    ...account,
    has_channel: false,
    stop_steps: POSTGRES_STOP,
    isReady: () => answersQueries(url, data_directory),
    ready_limit_ms: 60_000,
  };
}

/** The defaults of these are made for many tenants on a shared service: they would throttle a herd of renewals and the tests' lists. */
const DYNAMIC_SETTINGS = ['matching.rps=100000', 'frontend.namespaceRPS.visibility=200', 'frontend.enableExecuteMultiOperation=true'];

/**
 * Nothing is lost when a process is killed; a power cut may cost the last moments, which the engine, being idempotent, does again.
 * Twice as fast as the defaults: 47 instead of 26 workflows with one activity a second, on two cores.
 */
const SQLITE_PRAGMAS = ['journal_mode=wal', 'synchronous=normal'];

/**
 * A call that is given up at the wrong moment can leave the development server with a connection to SQLite on which all fails from then on, as
 * "interrupted (9)" (temporalio/temporal pull request 9198, cznic/sqlite issue 241; mended in servers after the one that we can build): it runs,
 * and serves nobody. It tells so at once, which takes 12 s to be believed; silence, as of a machine that has too much to do, takes 72 s.
 */
const TEMPORAL_SILENCE_MS = 10_000;
const TEMPORAL_WATCH = { pause_ms: 2_000, failures_max: 6 };

export function temporalProgram(cli: string, settings: Config<'local'>, folder: LocalFolder): Program {
  const address = `127.0.0.1:${settings.TEMPORAL_PORT}`;
  return {
    name: 'temporal',
    command: cli,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--ui-ip', '127.0.0.1'],
      ...['--port', String(settings.TEMPORAL_PORT), '--ui-port', String(settings.TEMPORAL_UI_PORT)],
      ...['--db-filename', folder.temporal_database, '--namespace', settings.TEMPORAL_NAMESPACE],
      ...['--log-level', 'warn', '--log-format', 'json'],
      ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ...SQLITE_PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma]),
      ...DYNAMIC_SETTINGS.flatMap((setting) => ['--dynamic-config-value', setting]),
    ],
    env: inheritedEnvironment({}),
    cwd: folder.root,
    has_channel: false,
    stop_steps: OUR_STOP,
    isReady: () => isServing(address, settings.TEMPORAL_NAMESPACE),
    ready_limit_ms: 60_000,
    watch: { ...TEMPORAL_WATCH, serves: () => isServing(address, settings.TEMPORAL_NAMESPACE, TEMPORAL_SILENCE_MS) },
  };
}

export interface OwnProgram {
  name: string;
  /** What Node is started with, from the checkout: a file, and options before it. */
  args: readonly string[];
  settings: Record<string, string>;
  ready_url: string;
}

/** One of the project's own programs, run by the Node that runs us. */
export function ownProgram({ name, args, settings, ready_url }: OwnProgram): Program {
  return {
    name,
    command: process.execPath,
    args,
    env: inheritedEnvironment(settings),
    cwd: CHECKOUT,
    has_channel: true,
    stop_steps: OUR_STOP,
    isReady: () => answersOk(ready_url),
    ready_limit_ms: 90_000,
  };
}
