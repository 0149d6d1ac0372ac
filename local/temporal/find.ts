import path from 'node:path';
import { withLock } from '../file-lock.ts';
import { type CacheSettings, cacheFolder, findOnPath, isExecutable } from './cache.ts';
import { downloadExecutable } from './download.ts';
import { firstSource, type Source } from './first-source.ts';
import { goInstallTemporal } from './go-install.ts';

export interface TemporalSettings extends CacheSettings {
  TEMPORAL_ADDRESS?: string | undefined;
  PATH: string;
}

export type CliSource = 'path' | 'cache' | 'download' | 'go';

export type FoundTemporal =
  | { kind: 'service'; address: string; description: string }
  | { kind: 'cli'; path: string; source: CliSource; description: string };

/** The ways to a Temporal CLI, replaceable in tests. The first two only look; the others bring it into the cache folder. */
export interface CliProbes {
  onPath(): Promise<string | undefined>;
  cached(): Promise<string | undefined>;
  download(): Promise<string | undefined>;
  goInstall(): Promise<string | undefined>;
}

/**
 * Finds a Temporal service or a CLI that can run one: a running service that the settings name, `temporal` on PATH,
 * the cache folder, the official download, a build from source. `report` hears of progress and of ways that are closed.
 */
export async function findTemporal(
  settings: TemporalSettings,
  report: (message: string) => void,
  probes: CliProbes = cliProbes(settings, report),
): Promise<FoundTemporal> {
  if (settings.TEMPORAL_ADDRESS) {
    return { kind: 'service', address: settings.TEMPORAL_ADDRESS, description: 'the running service of TEMPORAL_ADDRESS' };
  }
  const looking: Source<CliSource>[] = [
    { name: 'path', description: '"temporal" on PATH', obtain: probes.onPath },
    { name: 'cache', description: 'the CLI in the cache folder', obtain: probes.cached },
  ];
  for (const { name, description, obtain } of looking) {
    const found = await obtain();
    if (found !== undefined) return { kind: 'cli', path: found, source: name, description };
  }
  const fetching: Source<CliSource>[] = [
    // Again, under the lock: another process may have put it there meanwhile.
    { name: 'cache', description: 'the CLI in the cache folder', obtain: probes.cached },
    { name: 'download', description: 'the official download of the CLI', obtain: probes.download },
    { name: 'go', description: 'the CLI built from source with Go', obtain: probes.goInstall },
  ];
  const onWait = () => report('another process is fetching the Temporal CLI; waiting for it');
  const lock_file = path.join(cacheFolder(settings), 'temporal.lock');
  const obtained = await withLock(lock_file, onWait, () => firstSource('A Temporal CLI', fetching, report));
  return { kind: 'cli', ...obtained };
}

function cliProbes(settings: TemporalSettings, report: (message: string) => void): CliProbes {
  const cached = path.join(cacheFolder(settings), 'bin', 'temporal');
  return {
    onPath: () => findOnPath('temporal', settings.PATH),
    cached: async () => ((await isExecutable(cached)) ? cached : undefined),
    download: async () => {
      await downloadExecutable({ artifact: 'cli', destination: cached, report });
      return cached;
    },
    goInstall: async () => {
      if (!(await findOnPath('go', settings.PATH))) throw new Error('there is no "go" on PATH');
      await goInstallTemporal(cached, report);
      return cached;
    },
  };
}
