import type { Ground } from './ground/ground.ts';
import { clockTime, type Say } from './progress.ts';
import { noResults, type SceneRecords } from './results.ts';
import { type Play, type Results, SCENE_TABLE } from './scenes.ts';
import type { Sizes } from './sizes.ts';

export type Played = { results: Results; scenes: SceneRecords };

type Turn = { scene: string; round: number; rounds: number; seconds: number };

/**
 * Plays scene after scene, and begins anew: a machine that grows slower or busier meanwhile does so for all of them. What is played once comes
 * after all that is repeated, since it leaves much behind: beside 100,000 sleepers whatever runs on Temporal is slower by a sixth. A scene that
 * fails says why and is not played again; the others go on.
 */
export async function playAll(
  ground: Ground,
  { sizes, only, say, began = new Date() }: { sizes: Sizes; only: readonly string[]; say: Say; began?: Date },
): Promise<Played> {
  const played: Played = { results: noResults(), scenes: {} };
  const turns = turnsOf(sizes, only);
  for (const [index, turn] of turns.entries()) {
    const record = played.scenes[turn.scene] ?? { run: began.toISOString(), seconds: 0, failure: null };
    played.scenes[turn.scene] = record;
    if (record.failure !== null) continue;
    say(announcement(turns, index, began.getTime()));
    const turn_began = performance.now();
    try {
      await SCENE_TABLE[turn.scene]?.({ ground, results: played.results, sizes, round: turn.round, say } satisfies Play);
    } catch (error) {
      record.failure = failureText(error);
      say(`  ${turn.scene} has failed: ${record.failure}`);
    }
    record.seconds += (performance.now() - turn_began) / 1_000;
  }
  return played;
}

export function turnsOf({ scenes }: Sizes, only: readonly string[]): Turn[] {
  const rounds_max = Math.max(...Object.values(scenes).map(({ rounds }) => rounds));
  const turns = Array.from({ length: rounds_max }, (_, index) => index + 1).flatMap((round) =>
    Object.keys(SCENE_TABLE).flatMap((scene) => {
      const { rounds, seconds } = scenes[scene] ?? { rounds: 1, seconds: 60 };
      return only.includes(scene) && round <= rounds ? [{ scene, round, rounds, seconds }] : [];
    }),
  );
  return [...turns.filter(({ rounds }) => rounds > 1), ...turns.filter(({ rounds }) => rounds === 1)];
}

/** `renewals, 2 of 3; 35 % of the run, until about 14:05`. Before anything is measured the end is what a quiet machine of two cores takes. */
function announcement(turns: readonly Turn[], index: number, began: number): string {
  const turn = turns[index] as Turn;
  const secondsOf = (some: readonly Turn[]) => some.reduce((sum, { seconds }) => sum + seconds, 0);
  const share = secondsOf(turns.slice(0, index)) / secondsOf(turns);
  const left_ms = share === 0 ? secondsOf(turns) * 1_000 : ((Date.now() - began) / share) * (1 - share);
  const until = clockTime(Date.now() + left_ms);
  return `${turn.scene}, ${turn.round} of ${turn.rounds} (turn ${index + 1} of ${turns.length}; ${Math.floor(share * 100)} % of the run, until about ${until})`;
}

/** The error and what caused it, in few lines: a report is to be read. */
function failureText(error: unknown): string {
  const texts: string[] = [];
  for (let current = error; current instanceof Error && texts.length < 3; current = current.cause) texts.push(current.message);
  return (texts.length === 0 ? String(error) : texts.join('; ')).slice(0, 1_000);
}
