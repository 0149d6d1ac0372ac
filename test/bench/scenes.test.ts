import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { turnsOf } from '../../bench/play.ts';
import { progressOf } from '../../bench/progress.ts';
import { type Kept, keptIn, noResults, runsOf, withNewer } from '../../bench/results.ts';
import { QUICK_SCENES, type Results, SCENES } from '../../bench/scenes.ts';
import { SIZES } from '../../bench/sizes.ts';

const kill = (doubled: number) =>
  ({ renewals: 10, doubled, lying: 0, seconds_until_all_paid: 1 }) as NonNullable<Results['kills']['engine']>[number];

function kept(run: string, scenes: Record<string, string | null>, results: Partial<Results>): Kept {
  const records = Object.entries(scenes).map(([name, failure]) => [name, { run, seconds: 90, failure }]);
  return { results: { ...noResults(), ...results }, scenes: Object.fromEntries(records) };
}

const OLD_RUN = '2026-11-26T01:00:00.000Z';
const NEW_RUN = '2026-11-26T02:00:00.000Z';

describe('scenes that are played one by one', () => {
  const old = kept(
    OLD_RUN,
    { growth: null, kill: null, peers: null },
    { growth: [{ renewals_before: 10 }] as never, kills: { engine: [kill(0)], dbos: [kill(3)] } },
  );

  test('meet in one report: a newer one takes the place of its own, and leaves the others', () => {
    const newer = kept(NEW_RUN, { kill: null }, { kills: { engine: [kill(1)] } });
    const { results, scenes } = withNewer(old, newer);
    expect(results.kills).toEqual({ engine: [kill(1)], dbos: [kill(3)] });
    expect(results.growth).toEqual(old.results.growth);
    expect(Object.entries(scenes).map(([name, { run }]) => [name, run])).toEqual([
      ['growth', OLD_RUN],
      ['kill', NEW_RUN],
      ['peers', OLD_RUN],
    ]);
  });

  test('take old figures away where they fail', () => {
    const { results } = withNewer(old, kept(NEW_RUN, { growth: 'the worker has ended' }, {}));
    expect(results.growth).toEqual([]);
  });

  test('are told by the runs in which they were played together, and by what has failed', () => {
    const { scenes } = withNewer(old, kept(NEW_RUN, { growth: 'the worker\n has ended' }, {}));
    expect(runsOf(scenes)).toEqual({
      'together, from 2026-11-26 02:00 UTC': 'growth 2 min (failed)',
      'together, from 2026-11-26 01:00 UTC': 'kill 2 min, peers 2 min',
      'growth has failed': 'the worker has ended',
    });
  });
});

describe('figures of an earlier run', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'isp-billing-figures-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const is_quick = { ...kept(OLD_RUN, { growth: null }, {}), quick: true };
  test.each<[text: string | undefined, quick: boolean, is_kept: boolean, why: string]>([
    // file                     quick  kept   why
    [JSON.stringify(is_quick), true, true, 'they measured as much'],
    [JSON.stringify(is_quick), false, false, 'a quick run is not compared with a full one'],
    [JSON.stringify({ results: {}, quick: true }), true, false, 'it is from before scenes were told apart'],
    [undefined, true, false, 'there is none'],
  ])('in %s are kept where %p: %p, since %s', async (text, quick, is_kept) => {
    const file = path.join(folder, `${Math.random()}.json`);
    if (text !== undefined) await writeFile(file, text);
    expect((await keptIn(file, { quick })) !== undefined).toBe(is_kept);
  });
});

describe('a run', () => {
  test.each(Object.entries(SIZES))('that is %s knows how often each scene is played, and for how long', (_name, { scenes }) => {
    expect(Object.keys(scenes).toSorted()).toEqual(SCENES.toSorted());
  });

  const secondsOf = (size: keyof typeof SIZES, names: readonly string[]) =>
    names.reduce((sum, name) => sum + (SIZES[size].scenes[name]?.rounds ?? 0) * (SIZES[size].scenes[name]?.seconds ?? 0), 0);

  test('takes about an hour and a half in full, and less than three minutes when it is quick', () => {
    expect(secondsOf('full', SCENES)).toBeLessThan(100 * 60);
    expect(secondsOf('quick', QUICK_SCENES)).toBeLessThan(170);
  });

  test('plays what leaves much behind after all that is repeated', () => {
    const turns = turnsOf(SIZES.full, SCENES).map(({ scene, round }) => `${scene} ${round}`);
    expect(turns).toEqual([
      ...['renewals 1', 'sales 1', 'reads 1', 'peers 1'],
      ...['renewals 2', 'sales 2', 'reads 2', 'peers 2', 'renewals 3'],
      ...['kill 1', 'growth 1', 'herd 1', 'sleepers 1'],
    ]);
  });

  test('tells every ten seconds how far it has come, and when it ends at this pace', () => {
    const said: string[] = [];
    let now = new Date('2026-11-26T10:00:00').getTime();
    const tell = progressOf((text) => said.push(text), 'started', { total: 1_000, now: () => now });
    for (const done of [50, 100, 150, 200]) {
      now += 6_000;
      tell(done);
    }
    expect(said).toEqual(['    started: 100 of 1000, 10 %, until about 10:02', '    started: 200 of 1000, 20 %, until about 10:02']);
  });
});
