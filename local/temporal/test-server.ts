import path from 'node:path';
import { withLock } from '../file-lock.ts';
import { type CacheSettings, cacheFolder, findOnPath, isExecutable } from './cache.ts';
import { downloadExecutable } from './download.ts';
import { firstSource, type Obtained, type Source } from './first-source.ts';
import { mavenInstallTestServer } from './maven.ts';

export interface TestServerSettings extends CacheSettings {
  PATH: string;
}

export type TestServerSource = 'cache' | 'download' | 'maven';

/**
 * Finds the time-skipping test server, in the cache folder, by the official download or through Maven. Its path goes into
 * `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 */
export async function findTestServer(settings: TestServerSettings, report: (message: string) => void): Promise<Obtained<TestServerSource>> {
  const executable = path.join(cacheFolder(settings), 'test-server', 'temporal-test-server');
  const cached: Source<TestServerSource> = {
    name: 'cache',
    description: 'the test server in the cache folder',
    obtain: async () => ((await isExecutable(executable)) ? executable : undefined),
  };
  const present = await cached.obtain();
  if (present !== undefined) return { path: present, source: cached.name, description: cached.description };
  const sources: Source<TestServerSource>[] = [
    // Again, under the lock: another process may have put it there meanwhile.
    cached,
    {
      name: 'download',
      description: 'the official download of the test server',
      obtain: async () => {
        await downloadExecutable({ artifact: 'temporal-test-server', destination: executable, report });
        return executable;
      },
    },
    {
      name: 'maven',
      description: 'the test server from Maven',
      obtain: async () => {
        for (const tool of ['mvn', 'java']) {
          if (!(await findOnPath(tool, settings.PATH))) throw new Error(`there is no "${tool}" on PATH`);
        }
        await mavenInstallTestServer(executable, report);
        return executable;
      },
    },
  ];
  const onWait = () => report('another process is fetching the test server; waiting for it');
  const lock_file = path.join(cacheFolder(settings), 'test-server.lock');
  return withLock(lock_file, onWait, () => firstSource('The time-skipping test server', sources, report));
}
