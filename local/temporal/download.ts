import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { runCommandOrFail } from '../run-command.ts';

/** The service that @temporalio/testing downloads from by itself; asked here so that we choose the folder and the time limit. */
const OFFICIAL_URL = 'https://temporal.download';
/** Decides which version the service offers; keep it in step with the SDK. */
const SDK_VERSION = '1.24.0';

const downloadInfoSchema = z.object({
  archiveUrl: z.url({ protocol: /^https?$/ }),
  fileToExtract: z.string().refine((file) => !path.isAbsolute(file) && !file.split('/').includes('..'), 'must stay inside the archive'),
});

export interface DownloadOptions {
  artifact: 'cli' | 'temporal-test-server';
  /** The executable to be. It appears there complete or not at all. */
  destination: string;
  report: (message: string) => void;
  base_url?: string;
  /** Without the internet this is all that is waited. */
  answer_limit_ms?: number;
  download_limit_ms?: number;
}

/** Downloads an executable of Temporal. Rejects soon where the internet can't be reached. */
export async function downloadExecutable(options: DownloadOptions): Promise<void> {
  const info = await askForArchive(options);
  await mkdir(path.dirname(options.destination), { recursive: true });
  const folder = await mkdtemp(`${options.destination}.download-`);
  try {
    const archive = path.join(folder, 'archive.tar.gz');
    await fetchFile(info.archiveUrl, archive, options);
    await runCommandOrFail('tar', ['-xzf', archive, '-C', folder, info.fileToExtract]);
    const extracted = path.join(folder, info.fileToExtract);
    await chmod(extracted, 0o755);
    await rename(extracted, options.destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function askForArchive({ artifact, base_url = OFFICIAL_URL, answer_limit_ms = 5_000 }: DownloadOptions) {
  const url = new URL(`${base_url}/${artifact}/default`);
  url.searchParams.set('arch', process.arch === 'x64' ? 'amd64' : process.arch);
  url.searchParams.set('platform', process.platform === 'win32' ? 'windows' : process.platform);
  url.searchParams.set('format', 'tar.gz');
  url.searchParams.set('sdk-name', 'sdk-typescript');
  url.searchParams.set('sdk-version', SDK_VERSION);
  const response = await fetch(url, { signal: AbortSignal.timeout(answer_limit_ms) });
  if (!response.ok) throw new Error(`${url.host} answers ${response.status}`);
  return downloadInfoSchema.parse(await response.json());
}

async function fetchFile(url: string, file: string, { report, download_limit_ms = 600_000 }: DownloadOptions): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(download_limit_ms) });
  if (!response.ok || !response.body) throw new Error(`${new URL(url).host} answers ${response.status}`);
  let received_bytes = 0;
  let told_megabytes = 0;
  const counted = Readable.fromWeb(response.body).on('data', (chunk: Buffer) => {
    received_bytes += chunk.length;
    const megabytes = Math.floor(received_bytes / 5_000_000) * 5;
    if (megabytes > told_megabytes) report(`downloading: ${megabytes} MB`);
    told_megabytes = megabytes;
  });
  await pipeline(counted, createWriteStream(file));
}
