import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const RUN = path.resolve(import.meta.dirname, 'run.ts');
/** Any; as many as this file may take time for. `npm run simulate` and the CI run far more. */
const HEALTHY = '1..6';

type Failure = { seed: number; replay: string; violations: { invariant: string; subject: string; trace: string[] }[] };
type Told = {
  code: number;
  text: string;
  report: { failures: Failure[]; digests: Record<string, string>; counts: Record<string, number> };
};

let folder: string;
let runs = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'simulation-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** In a process of its own: it replaces packages by stand-ins, and the clock. */
async function simulate(...options: string[]): Promise<Told> {
  runs += 1;
  const json = path.join(folder, `${runs}.json`);
  const { code, text } = await new Promise<Pick<Told, 'code' | 'text'>>((resolve) => {
    execFile(
      process.execPath,
      [RUN, ...options, '--json', json],
      { maxBuffer: 2 ** 26, env: { PATH: process.env.PATH } },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? 2 : 0, text: stdout + stderr }),
    );
  });
  return { code, text, report: JSON.parse(await readFile(json, 'utf8')) as Told['report'] };
}

describe('billing as it is', () => {
  test('keeps every invariant, and one seed is one run whatever runs beside it', async () => {
    const all = await simulate('--seeds', HEALTHY);
    expect(all.text).toContain('every invariant held');
    expect(all).toMatchObject({ code: 0, report: { failures: [] } });
    expect(all.report.counts.payments).toBeGreaterThan(100);
    expect(new Set(Object.values(all.report.digests)).size).toBe(6);
    const one = await simulate('--seeds', '3..3', '--lanes', '1');
    expect(one.report.digests['3']).toBe(all.report.digests['3']);
  });
});

const AT_ONCE = 4;
/** Each seed meets the race of an end and a charge with a chance of about one in five: all of these miss it about once in ten thousand times. */
const SEEDS_MAX = 40;

/** Some seeds after the others, until one breaks the invariant. */
async function untilCaught(plant: string, invariant: string): Promise<Told> {
  for (let from = 1; from < SEEDS_MAX; from += AT_ONCE) {
    const told = await simulate('--seeds', `${from}..${from + AT_ONCE - 1}`, '--plant', plant);
    if (told.report.failures.some(({ violations }) => violations.some((each) => each.invariant === invariant))) return told;
  }
  throw new Error(`${plant} was never caught`);
}

describe.each([
  // the bug                what catches it
  ['retry_without_asking', 'at most one successful charge per purchase and per period'],
  ['cancel_checked_before', 'no charge starts after the acknowledged end'],
])('with %s planted', (plant, invariant) => {
  test('it is caught within a few seeds, and the command that is printed shows it again', async () => {
    const { code, text, report } = await untilCaught(plant, invariant);
    expect(code).toBe(1);
    expect(text).toContain(`FAILED: ${invariant}`);
    const violation = report.failures.flatMap(({ violations }) => violations).find((each) => each.invariant === invariant);
    expect(violation?.trace.join('\n')).toContain('call leaves');
    const replay = /^ {2}replay: npm run simulate -- (.+)$/m.exec(text)?.[1] ?? '';
    expect(replay).toMatch(new RegExp(`^--seeds (\\d+)\\.\\.\\1 --plant ${plant} --trace$`));
    const again = await simulate(...replay.split(' '));
    expect(again.code).toBe(1);
    const seed = again.report.failures[0]?.seed;
    expect(again.report.failures[0]?.violations).toEqual(report.failures.find((each) => each.seed === seed)?.violations);
    // As many seeds as it takes: where it is caught late, that is some dozens.
  }, 240_000);
});

test('a range that is none is refused', async () => {
  const { code, text } = await new Promise<{ code: unknown; text: string }>((resolve) => {
    execFile(process.execPath, [RUN, '--seeds', '9..1'], (error, _stdout, stderr) => resolve({ code: error?.code, text: stderr }));
  });
  expect({ code, text }).toMatchObject({ code: 1, text: expect.stringContaining('A range is like 1..200') });
});
