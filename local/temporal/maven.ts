import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommandOrFail } from '../run-command.ts';

const TEST_SERVER_VERSION = '1.38.0';

const PROJECT = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>temporal-test-server-runner</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${TEST_SERVER_VERSION}</version></dependency>
  </dependencies>
</project>
`;

/** Small heap and quick compiler: each test file starts a server of its own. The script passes on the port that the SDK gives it. */
const SCRIPT = `#!/bin/sh
exec java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"
`;

/** Makes a folder with the test server, its libraries and a script that runs them, from the artifacts of Maven Central. */
export async function mavenInstallTestServer(executable: string, report: (message: string) => void): Promise<void> {
  const destination = path.dirname(executable);
  await mkdir(path.dirname(destination), { recursive: true });
  const folder = await mkdtemp(`${destination}.build-`);
  try {
    report('fetching the time-skipping test server with Maven');
    const project = path.join(folder, 'pom.xml');
    await writeFile(project, PROJECT);
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${path.join(folder, 'lib')}`, '-DincludeScope=runtime'];
    await runCommandOrFail('mvn', ['-q', '-B', '-f', project, ...goal]);
    await writeFile(path.join(folder, path.basename(executable)), SCRIPT, { mode: 0o755 });
    await rm(destination, { recursive: true, force: true });
    await rename(folder, destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
