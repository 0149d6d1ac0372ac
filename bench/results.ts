import { readFile } from 'node:fs/promises';
import type { Results } from './scenes.ts';

/** Of each scene that was played: in the run that began when, how long it took in all, and what kept it from its end. */
export type SceneRecord = { run: string; seconds: number; failure: string | null };
export type SceneRecords = Record<string, SceneRecord>;

export type Kept = { results: Results; scenes: SceneRecords };

export function noResults(): Results {
  return {
    ...{
      bare_activity: [],
      bare_local: [],
      usual_way: [],
      bare_activity_lean: [],
      usual_way_lean: [],
      engine: [],
      bare_sales: [],
      engine_sales: [],
      reads: [],
    },
    ...{ peers: {}, kills: {}, herd: [], sleepers: [], growth: [] },
  };
}

/** The figures that each scene brings. What is compared is measured by one scene, so ratios stay inside one run. */
const FIGURES_OF: Record<string, readonly (keyof Results)[]> = {
  renewals: ['bare_activity', 'bare_local', 'usual_way', 'bare_activity_lean', 'usual_way_lean', 'engine'],
  sales: ['bare_sales', 'engine_sales'],
  reads: ['reads'],
  growth: ['growth'],
  herd: ['herd'],
  sleepers: ['sleepers'],
  peers: ['peers'],
};

/** What was kept, with the scenes of a newer run in place of its own: so scenes can be played one by one for one report. */
export function withNewer(kept: Kept, newer: Kept): Kept {
  const results = { ...kept.results };
  for (const scene of Object.keys(newer.scenes)) {
    for (const name of FIGURES_OF[scene] ?? []) Object.assign(results, { [name]: newer.results[name] });
  }
  const { engine: kept_engine, ...kept_peers } = kept.results.kills;
  const { engine: newer_engine, ...newer_peers } = newer.results.kills;
  const engine = newer.scenes.kill ? newer_engine : kept_engine;
  results.kills = { ...(engine ? { engine } : {}), ...(newer.scenes.peers ? newer_peers : kept_peers) };
  return { results, scenes: { ...kept.scenes, ...newer.scenes } };
}

/** What an earlier run left in this file, where it measured as much as this one does. */
export async function keptIn(file: string, { quick }: { quick: boolean }): Promise<Kept | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const report = JSON.parse(text) as Partial<Kept> & { quick?: boolean };
  if (report.quick !== quick || !report.results || !report.scenes) return undefined;
  return { results: { ...noResults(), ...report.results }, scenes: report.scenes };
}

/** For the report: which scenes were played together in one run, and what has failed. */
export function runsOf(scenes: SceneRecords): Record<string, string> {
  const runs = Map.groupBy(Object.entries(scenes), ([, { run }]) => run);
  const told = [...runs].map(([run, played]) => {
    const texts = played.map(
      ([name, { seconds, failure }]) => `${name} ${Math.ceil(seconds / 60)} min${failure === null ? '' : ' (failed)'}`,
    );
    return [`together, from ${run.slice(0, 16).replace('T', ' ')} UTC`, texts.join(', ')] as const;
  });
  const failed = Object.entries(scenes).flatMap(([name, { failure }]) =>
    failure === null ? [] : [[`${name} has failed`, failure.replaceAll(/\s+/g, ' ').replaceAll('|', '/')] as const],
  );
  return Object.fromEntries([...told, ...failed]);
}
