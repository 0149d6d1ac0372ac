import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { inheritedEnvironment } from '../environment.ts';
import { runCommandOrFail } from '../run-command.ts';

/** Newer versions have `replace` lines in their go.mod, which "go install" refuses. Brings Server 1.29.1 and UI 2.42.1. */
const CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

/** Builds the Temporal CLI from its source: some minutes on two cores. */
export async function goInstallTemporal(destination: string, report: (message: string) => void): Promise<void> {
  await mkdir(path.dirname(destination), { recursive: true });
  const folder = await mkdtemp(`${destination}.build-`);
  let packages = 0;
  const onLine = (line: string) => {
    packages += 1;
    if (packages % 25 === 0) report(`building the Temporal CLI with Go: ${packages} packages, ${line}`);
  };
  try {
    report('building the Temporal CLI with Go, which takes some minutes, once');
    await runCommandOrFail('go', ['install', '-v', CLI_MODULE], { env: inheritedEnvironment({ GOBIN: folder }), cwd: folder, onLine });
    await rename(path.join(folder, 'temporal'), destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
