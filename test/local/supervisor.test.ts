import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isRunning, processIdentity, proofOf } from '../../local/process-identity.ts';
import type { Program } from '../../local/program.ts';
import { Supervisor } from '../../local/supervisor.ts';

/** A child that writes down its life, is ready as soon as it has, and ends on SIGTERM. */
const POLITE = `
  const { appendFileSync } = require('node:fs');
  const [name, file] = process.argv.slice(1);
  const note = (what) => appendFileSync(file, what + ' ' + name + '\\n');
  process.on('SIGTERM', () => { note('end'); process.exit(0); });
  process.on('disconnect', () => process.exit(0));
  setInterval(() => undefined, 1000);
  note('begin');
`;

describe('the supervisor', () => {
  let folder = '';
  let messages: string[] = [];
  let supervisor: Supervisor;
  const life = async () => (await readFile(path.join(folder, 'life'), 'utf8').catch(() => '')).trim().split('\n');
  const begins = async (name: string) => (await life()).filter((line) => line === `begin ${name}`).length;

  function program(name: string, script = POLITE, changes: Partial<Program> = {}): Program {
    let seen = 0;
    return {
      name,
      command: process.execPath,
      args: ['-e', script, name, path.join(folder, 'life')],
      env: {},
      cwd: folder,
      has_channel: true,
      stop_steps: [
        { signal: 'SIGTERM', grace_ms: 500 },
        { signal: 'SIGKILL', grace_ms: 2_000 },
      ],
      // Ready once for each new beginning.
      isReady: async () => {
        const count = await begins(name);
        const ready = count > seen;
        seen = Math.max(seen, count);
        return ready;
      },
      ready_limit_ms: 10_000,
      ...changes,
    };
  }

  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    const give_up_at = Date.now() + 15_000;
    while (!(await condition())) {
      if (Date.now() > give_up_at) throw new Error(`It never came. Messages:\n${messages.join('\n')}`);
      await sleep(20);
    }
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'supervisor-'));
    messages = [];
    supervisor = new Supervisor({
      log_folder: folder,
      run_file: path.join(folder, 'run.json'),
      report: (message) => messages.push(message),
      restart_delay_ms: 20,
      restart_delay_ms_max: 100,
    });
  });

  afterEach(async () => {
    await supervisor.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('ends the programs in the reverse order of their starts, one after the other', async () => {
    for (const name of ['first', 'second', 'third']) await supervisor.start(program(name));
    await supervisor.stop();
    expect((await life()).slice(3)).toEqual(['end third', 'end second', 'end first']);
    expect(supervisor.pids).toEqual({});
  });

  test('starts a program again that ends by itself, and says so', async () => {
    await supervisor.start(program('engine'));
    const { engine: first } = supervisor.pids;
    process.kill(Number(first), 'SIGKILL');
    await until(() => messages.includes('engine is back.'));
    expect(supervisor.pids.engine).not.toBe(first);
    expect(messages[0]).toMatch(/^engine ended \(killed by SIGKILL\); it is started again in 0.02 s/);
  });

  test('ends and starts a program again that runs and serves nobody any more, however often it did not answer once', async () => {
    const answers = [false, true, false, false, true];
    const watch = { serves: async () => answers.shift() ?? true, pause_ms: 5, failures_max: 2 };
    await supervisor.start(program('engine', POLITE, { watch }));
    const { engine: first } = supervisor.pids;
    await until(() => messages.includes('engine is back.'));
    expect(supervisor.pids.engine).not.toBe(first);
    expect(messages[0]).toBe('engine runs, but did not answer 2 times in a row; it is ended.');
    await until(() => answers.length === 0);
    expect(await life()).toEqual(['begin engine', 'end engine', 'begin engine']);
  });

  test('waits longer before each new attempt, up to the longest pause', async () => {
    const dies_later = `${POLITE} if (require('node:fs').existsSync('broken')) process.exit(3);`;
    const marker = path.join(folder, 'broken');
    await supervisor.start(program('engine', dies_later));
    await writeFile(marker, '');
    process.kill(Number(supervisor.pids.engine), 'SIGKILL');
    await until(() => messages.filter((message) => message.includes('tried again in 0.1 s')).length >= 2);
    const pauses = messages.map((message) => /again in ([\d.]+) s/.exec(message)?.[1]);
    expect(pauses.slice(0, 4)).toEqual(['0.02', '0.04', '0.08', '0.1']);
    await rm(marker);
    await until(() => messages.includes('engine is back.'));
  });

  test('rejects a start whose program ends before it is ready, with the end of its log', async () => {
    const fails = program('engine', `process.stderr.write('no database there'); process.exit(7);`);
    await expect(supervisor.start(fails)).rejects.toThrow(/engine ended \(exit code 7\) before it was ready[\s\S]*no database there/);
    expect(messages).toEqual([]);
  });

  test('rejects a start whose command is not there', async () => {
    await expect(supervisor.start(program('engine', '', { command: '/no/such/command' }))).rejects.toThrow(/ENOENT/);
  });

  test('ends a program that is not ready in time', async () => {
    await expect(supervisor.start(program('engine', POLITE, { isReady: async () => false, ready_limit_ms: 300 }))).rejects.toThrow(
      /engine was not ready in time/,
    );
    expect(supervisor.pids).toEqual({});
  });

  test('kills a program that ignores its signal', async () => {
    const stubborn = POLITE.replace(`note('end'); process.exit(0);`, `note('ignored');`);
    await supervisor.start(program('engine', stubborn));
    const proof = await proofOf(Number(supervisor.pids.engine));
    await supervisor.stop();
    expect(await life()).toContain('ignored engine');
    expect(proof && (await isRunning(proof))).toBe(false);
  });

  test('leaves nothing behind when it is stopped in the middle of a start', async () => {
    const start = supervisor.start(program('engine', POLITE, { isReady: async () => false }));
    start.catch(() => undefined);
    await until(() => supervisor.pids.engine !== undefined);
    const pid = Number(supervisor.pids.engine);
    await supervisor.stop();
    await expect(start).rejects.toThrow();
    expect(await processIdentity(pid)).toBeUndefined();
  });
});
