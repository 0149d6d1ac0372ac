import type { Ground } from './ground/ground.ts';
import { startEngine } from './loads/engine.ts';
import type { HerdFigures } from './loads/herd-of-workflows.ts';
import { type KillFigures, WAITED_MS } from './loads/kill.ts';
import { killInHerd } from './loads/kill-engine.ts';
import { killUsualWay } from './loads/kill-usual-way.ts';
import { installPeers, killPeer, PEERS, type Peer, runPeerHerd } from './loads/peers.ts';

/** Who is killed in the middle of a herd. `engine` is one of two workers, as it is meant to run; `engine_alone` the only one, as the others are. */
export type Killed = Peer | 'engine' | 'engine_alone' | 'usual_way';

export type RivalFigures = { peers: Partial<Record<Peer, HerdFigures[]>>; kills: Partial<Record<Killed, KillFigures[]>> };

type Rivals = {
  ground: Ground;
  results: RivalFigures;
  sizes: { peers: number; kill: number; kill_slow: number };
  round: number;
  say: (text: string) => void;
};

/** One round of what somebody could pick instead: each renews a herd, and each is killed in the middle of one. */
export async function playRivals(play: Rivals): Promise<void> {
  const { ground, results, sizes, round, say } = play;
  if (round === 1) await installPeers(say);
  for (const [peer, name] of Object.entries(PEERS) as [Peer, string][]) {
    const figures = await runPeerHerd(ground, peer, sizes.peers);
    const cpu = figures.cpu_seconds_per_thousand.total;
    say(`  ${name}: ${figures.per_second.toFixed(0)} renewals/s, ${cpu.toFixed(1)} CPU seconds for a thousand`);
    results.peers[peer] = [...(results.peers[peer] ?? []), figures];
  }
  await killAll(play);
}

/** One after the other. Where periods are left lying the next is begun meanwhile: those only wait. */
async function killAll({ ground, results, sizes, round, say }: Rivals): Promise<void> {
  const keep = (who: Killed, figures: KillFigures) => {
    say(killText(who, figures));
    results.kills[who] = [...(results.kills[who] ?? []), figures];
  };
  const waiting: [Killed, Promise<KillFigures>][] = [];
  try {
    for (const peer of Object.keys(PEERS) as Peer[]) waiting.push([peer, (await killPeer(ground, peer, sizes.kill)).figures]);
    if (round === 1) waiting.push(['usual_way', (await killUsualWay(ground, sizes.kill_slow)).figures]);
  } finally {
    // Nothing is left running, whatever failed.
    await Promise.allSettled(waiting.map(([, figures]) => figures));
  }
  for (const [who, figures] of waiting) keep(who, await figures);
  if (round === 1) keep('engine_alone', await killEngineAlone(ground, { count: sizes.kill_slow, name: `ka${round}x` }));
}

/** The engine's only worker, killed and started again at once, as the others are. */
async function killEngineAlone(ground: Ground, wanted: { count: number; name: string }): Promise<KillFigures> {
  const engine = await startEngine(ground);
  try {
    return await killInHerd(ground, engine, wanted, async () => {
      engine.killWorker();
      await engine.replaceWorker();
    });
  } finally {
    await engine.stop();
  }
}

/** One line about a kill. */
export function killText(who: string, figures: KillFigures): string {
  const { renewals, doubled, lying, unbooked, seconds_until_all_paid } = figures;
  const until = seconds_until_all_paid === undefined ? '' : `, all paid ${seconds_until_all_paid.toFixed(1)} s after the kill`;
  return `  ${who}, killed: of ${renewals} periods ${doubled} asked for twice, after ${WAITED_MS / 1_000} s ${lying} unpaid and ${unbooked} paid but unknown${until}`;
}
