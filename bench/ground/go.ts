import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runCommandOrFail } from '../../local/run-command.ts';
import { findOnPath, isExecutable } from '../../local/temporal/cache.ts';

/** Builds the server's version; it is what the server's module asks for, or newer. */
const GO_VERSION = '1.25.5';

/** Where Go itself gets its toolchains from. */
const TOOLCHAINS = 'https://proxy.golang.org/golang.org/toolchain/@v';

const DOWNLOAD_LIMIT_MS = 600_000;

/** The `go` on PATH, or one that is fetched into a cache folder, once: 60 MB from the module proxy, as Go fetches newer ones of itself. */
export async function findGo(
  { cache_folder, search_path }: { cache_folder: string; search_path: string },
  report: (message: string) => void,
): Promise<string> {
  const on_path = await findOnPath('go', search_path);
  if (on_path) return on_path;
  const destination = path.join(cache_folder, `go-${GO_VERSION}`);
  const program = path.join(destination, 'bin', 'go');
  if (!(await isExecutable(program))) await fetchGo(destination, report);
  return program;
}

async function fetchGo(destination: string, report: (message: string) => void): Promise<void> {
  const system = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const name = `v0.0.1-go${GO_VERSION}.${system}`;
  report(`there is no "go" on PATH; fetching Go ${GO_VERSION} for ${system}`);
  await mkdir(path.dirname(destination), { recursive: true });
  const folder = await mkdtemp(`${destination}.download-`);
  try {
    const archive = path.join(folder, 'go.zip');
    const answer = await fetch(`${TOOLCHAINS}/${name}.zip`, { signal: AbortSignal.timeout(DOWNLOAD_LIMIT_MS) });
    if (!answer.ok || !answer.body) throw new Error(`The module proxy has no Go ${GO_VERSION} for ${system}: it answers ${answer.status}.`);
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(archive));
    await runCommandOrFail('unzip', ['-q', archive, '-d', folder]);
    const unpacked = path.join(folder, 'golang.org', `toolchain@${name}`);
    await makeExecutable(unpacked);
    await rm(destination, { recursive: true, force: true });
    await rename(unpacked, destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Archives of modules keep no permissions. */
async function makeExecutable(root: string): Promise<void> {
  for (const part of ['bin', 'pkg/tool']) {
    const entries = await readdir(path.join(root, part), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) await chmod(path.join(entry.parentPath, entry.name), 0o755);
  }
}
