import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ensureSecrets } from '../../local/secrets.ts';

describe('the secrets of the local stack', () => {
  let folder = '';
  const file = () => path.join(folder, 'secrets.json');

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'secrets-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('are made once and found again', async () => {
    const first = await ensureSecrets(file());
    expect(await ensureSecrets(file())).toEqual(first);
    expect(first.DEMO_API_KEY).toMatch(/^sk_test_/);
    expect(first.DEMO_CALLBACK_SECRET).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/);
  });

  test('are for their owner only', async () => {
    await ensureSecrets(file());
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  test('differ from one stack to the next', async () => {
    const [one, other] = [await ensureSecrets(file()), await ensureSecrets(path.join(folder, 'other.json'))];
    for (const name of Object.keys(one) as (keyof typeof one)[]) expect(one[name]).not.toBe(other[name]);
  });

  test('of a stack from before the admin key are completed, and stay what they were', async () => {
    const { ADMIN_API_KEY, ...before } = await ensureSecrets(file());
    await writeFile(file(), JSON.stringify(before));
    const completed = await ensureSecrets(file());
    expect(completed).toEqual({ ...before, ADMIN_API_KEY: expect.stringMatching(/^[0-9a-f]{48}$/) });
    expect(completed.ADMIN_API_KEY).not.toBe(ADMIN_API_KEY);
    expect(await ensureSecrets(file())).toEqual(completed);
  });

  test('are never made anew over a damaged file, which stays as it is', async () => {
    await writeFile(file(), '{"MASTER_KEY": "12');
    await expect(ensureSecrets(file())).rejects.toThrow(/is damaged/);
    expect((await stat(file())).size).toBe(18);
  });
});
