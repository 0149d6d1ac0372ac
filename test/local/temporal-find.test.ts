import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CliProbes, findTemporal } from '../../local/temporal/find.ts';

describe('the way to a Temporal service', () => {
  let cache = '';
  let messages: string[] = [];

  beforeEach(async () => {
    cache = await mkdtemp(path.join(tmpdir(), 'temporal-cache-'));
    messages = [];
  });
  afterEach(() => rm(cache, { recursive: true, force: true }));

  const refuse = (reason: string) => async () => {
    throw new Error(reason);
  };
  /** Every way is closed but those that the test opens. */
  const probes = (open: Partial<CliProbes>): CliProbes => ({
    onPath: async () => undefined,
    cached: async () => undefined,
    download: refuse('no internet'),
    goInstall: refuse('no Go'),
    ...open,
  });
  const find = (open: Partial<CliProbes>, TEMPORAL_ADDRESS?: string) =>
    findTemporal({ TEMPORAL_ADDRESS, PATH: '', HOME: '', XDG_CACHE_HOME: cache }, (message) => messages.push(message), probes(open));

  const [onPath, cached, download, goInstall] = ['/usr/bin/t', '/cache/t', '/downloaded/t', '/built/t'].map(
    (found) => async () => found,
  ) as [() => Promise<string>, () => Promise<string>, () => Promise<string>, () => Promise<string>];

  test('is the service that the settings name, whatever else there is', async () => {
    expect(await find({ onPath, cached }, '127.0.0.1:7233')).toMatchObject({ kind: 'service', address: '127.0.0.1:7233' });
  });

  test.each([
    ['path', { onPath, cached, download, goInstall }],
    ['cache', { cached, download, goInstall }],
    ['download', { download, goInstall }],
    ['go', { goInstall }],
  ] as const)('is "%s" where the ways before it are closed', async (source, open) => {
    expect(await find(open)).toMatchObject({ kind: 'cli', source });
  });

  test('tells of the download that failed before it builds', async () => {
    await find({ goInstall });
    expect(messages).toEqual(['the official download of the CLI: no internet']);
  });

  test('fails with the reason of every way when none is open', async () => {
    await expect(find({})).rejects.toThrow(/can't be obtained:[\s\S]*cache folder: nothing there[\s\S]*no internet[\s\S]*no Go/);
  });

  test('is fetched once when two look for it at the same time', async () => {
    let fetched = 0;
    const shared: Partial<CliProbes> = {
      cached: async () => (fetched > 0 ? '/cache/t' : undefined),
      goInstall: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        fetched += 1;
        return '/cache/t';
      },
    };
    const found = await Promise.all([find(shared), find(shared)]);
    expect(found.map((one) => one.kind === 'cli' && one.source).sort()).toEqual(['cache', 'go']);
    expect(fetched).toBe(1);
  });
});
