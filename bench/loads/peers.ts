import { setTimeout as sleep } from 'node:timers/promises';
import { CHECKOUT } from '../../local/folder.ts';
import { withClient } from '../../local/postgres/client.ts';
import { runCommandOrFail } from '../../local/run-command.ts';
import { type Child, startOrdered } from '../ground/child.ts';
import { cpuBetween, cpuSeconds } from '../ground/cpu.ts';
import { freshDatabase, type Ground } from '../ground/ground.ts';
import { figures, type HerdFigures, untilDone } from './herd-of-workflows.ts';
import { type KillFigures, killFigures } from './kill.ts';

/** What somebody could pick instead: each renews in the way that its own documentation shows. */
export const PEERS = {
  dbos: 'DBOS',
  'graphile-worker': 'graphile-worker',
  'pg-boss': 'pg-boss',
  'skip-locked': 'FOR UPDATE SKIP LOCKED',
  restate: 'Restate',
} as const;
export type Peer = keyof typeof PEERS;

/** Apart from the product's packages: nobody who only runs or tests it needs them. */
export async function installPeers(report: (message: string) => void): Promise<void> {
  report('installing the peers from npm');
  await runCommandOrFail('npm', ['ci', '--prefix', `${CHECKOUT}/bench/peers`, '--no-audit', '--no-fund']);
}

type Running = { child: Child; database_url: string; order: object; processes: Record<string, number>; stopServer(): void };

/** What a start costs; the herd is due only when all of it is ordered. */
const START_MS_EACH = 8;

async function startPeer(ground: Ground, peer: Peer, count: number): Promise<Running & { due_at: number }> {
  const database_url = await freshDatabase(ground, `peer_${peer.replace('-', '_')}`);
  const due_at = Date.now() + 8_000 + count * START_MS_EACH;
  const order = { database_url, http_url: ground.http, count, due_at, resume: false, folder: ground.folder };
  const child = startOrdered(peer, `peers/${peer}.ts`, order, ground.folder);
  // Restate's server is a program of its own and says so before it is ready.
  const first = await child.ready<{ server_pid?: number }>();
  const server = first.server_pid;
  if (server !== undefined) await child.ready();
  const stopServer = () => {
    if (server !== undefined) process.kill(server, 'SIGKILL');
  };
  if (Date.now() > due_at) {
    stopServer();
    throw new Error(`${peer} was due before it was ordered: it starts more slowly than allowed for.`);
  }
  return { child, database_url, order, due_at, stopServer, processes: { ...(server === undefined ? {} : { server }) } };
}

async function booked(database_url: string): Promise<number> {
  return await withClient(database_url, async (client) => Number((await client.query('select count(*) from ledger')).rows[0]?.count));
}

/** Renewals in a second, and what they cost, from one worker. */
export async function runPeerHerd(ground: Ground, peer: Peer, count: number): Promise<HerdFigures> {
  const running = await startPeer(ground, peer, count);
  try {
    await sleep(running.due_at - Date.now() - 500);
    // Only what it uses: Temporal is not part of it.
    const { postgres, outside } = ground.processes;
    const processes = { postgres, outside, worker: running.child.pid, ...running.processes };
    const before = await cpuSeconds(processes);
    await untilDone(() => booked(running.database_url), count);
    const seconds = (Date.now() - running.due_at) / 1_000;
    return figures({ renewals: count, seconds, cpu: cpuBetween(before, await cpuSeconds(processes)) });
  } finally {
    await running.child.stop();
    running.stopServer();
  }
}

/** Kills the worker in the middle of the herd, starts it again at once, and asks the ISP's books what came of it. */
export async function killPeer(ground: Ground, peer: Peer, count: number): Promise<KillFigures> {
  const running = await startPeer(ground, peer, count);
  let child = running.child;
  try {
    await ground.outside('clear');
    await untilDone(() => booked(running.database_url), Math.floor(count / 3));
    const killed_at = Date.now();
    child.kill();
    child = startOrdered(peer, `peers/${peer}.ts`, { ...running.order, resume: true }, ground.folder);
    await child.ready();
    return await killFigures(ground, { count, killed_at, done: () => booked(running.database_url) });
  } finally {
    await child.stop();
    running.stopServer();
  }
}
