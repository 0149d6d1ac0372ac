import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from '../../local/ports.ts';
import { runCommandOrFail } from '../../local/run-command.ts';
import { downloadExecutable } from '../../local/temporal/download.ts';

describe('the download of a Temporal executable', () => {
  let folder = '';
  let server: Server | undefined;
  const destination = () => path.join(folder, 'bin', 'temporal');
  const download = (base_url: string) =>
    downloadExecutable({ artifact: 'cli', destination: destination(), report: () => undefined, base_url, answer_limit_ms: 500 });

  async function serve(answer: (url: string, base_url: string) => unknown): Promise<string> {
    const listening = createServer((request, response) => {
      const base_url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
      const content = answer(request.url ?? '', base_url);
      if (content !== undefined) response.end(content instanceof Buffer ? content : JSON.stringify(content));
    }).listen(0, '127.0.0.1');
    server = listening;
    await once(listening, 'listening');
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  }

  async function archiveOf(content: string): Promise<Buffer> {
    await mkdir(path.join(folder, 'content'));
    await writeFile(path.join(folder, 'content', 'temporal'), content);
    await runCommandOrFail('tar', ['-czf', path.join(folder, 'a.tar.gz'), '-C', path.join(folder, 'content'), 'temporal']);
    return readFile(path.join(folder, 'a.tar.gz'));
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'download-'));
  });
  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  test('puts the file of the archive in its place, executable, and leaves nothing else', async () => {
    const archive = await archiveOf('#!/bin/sh\n');
    await download(
      await serve((url, base) => (url.startsWith('/cli/') ? { archiveUrl: `${base}/a`, fileToExtract: 'temporal' } : archive)),
    );
    expect(await readFile(destination(), 'utf8')).toBe('#!/bin/sh\n');
    expect((await stat(destination())).mode & 0o111).toBe(0o111);
    expect(await readdir(path.dirname(destination()))).toEqual(['temporal']);
  });

  test('fails soon where nobody answers, and where the answer never comes', async () => {
    await expect(download(`http://127.0.0.1:${await freePort()}`)).rejects.toThrow(/fetch failed/);
    await expect(download(await serve(() => undefined))).rejects.toThrow(/timeout/);
  });

  test('leaves nothing behind when the archive is cut short', async () => {
    const archive = (await archiveOf('x'.repeat(10_000))).subarray(0, 40);
    const base_url = await serve((url, base) =>
      url.startsWith('/cli/') ? { archiveUrl: `${base}/a`, fileToExtract: 'temporal' } : archive,
    );
    await expect(download(base_url)).rejects.toThrow(/tar/);
    expect(await readdir(path.dirname(destination()))).toEqual([]);
  });

  test('refuses a file outside the archive', async () => {
    const base_url = await serve((_, base) => ({ archiveUrl: `${base}/a`, fileToExtract: '../../etc/passwd' }));
    await expect(download(base_url)).rejects.toThrow(/must stay inside the archive/);
  });
});
