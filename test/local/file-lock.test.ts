import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tryLock, withLock } from '../../local/file-lock.ts';
import { proofOf } from '../../local/process-identity.ts';

describe('a lock in a file', () => {
  let folder = '';
  const file = () => path.join(folder, 'start.lock');

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is held by one only, and names its holder to the others', async () => {
    expect(await tryLock(file())).toHaveProperty('lock');
    expect(await tryLock(file())).toEqual({ held_by: await proofOf(process.pid) });
  });

  test('is free again after its release, without a trace', async () => {
    const attempt = await tryLock(file());
    if ('lock' in attempt) await attempt.lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ['of a process that has ended', JSON.stringify({ pid: 2 ** 22 + 1, identity: 'gone' })],
    ['of a process whose id another one has now', JSON.stringify({ pid: process.pid, identity: 'an earlier life' })],
    ['that makes no sense', 'x'],
  ])('%s is taken over', async (_, content) => {
    await writeFile(file(), content);
    expect(await tryLock(file())).toHaveProperty('lock');
    expect(await readdir(folder)).toEqual(['start.lock']);
  });

  test('lets those who wait work one after the other', async () => {
    const working: string[] = [];
    const work = (name: string) =>
      withLock(
        file(),
        () => undefined,
        async () => {
          working.push(`${name} begins`);
          await sleep(30);
          working.push(`${name} ends`);
        },
      );
    await Promise.all([work('one'), work('two')]);
    const [first, second] = working[0] === 'one begins' ? ['one', 'two'] : ['two', 'one'];
    expect(working).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
  });
});
