import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CHECKOUT } from '../../local/folder.ts';
import { runCommandOrFail } from '../../local/run-command.ts';
import { type Child, startOrdered } from '../ground/child.ts';
import { cpuBetween, cpuSeconds } from '../ground/cpu.ts';
import { freshDatabase, type Ground } from '../ground/ground.ts';
import { figures, type HerdFigures, untilDone } from './herd-of-workflows.ts';
import { figuresThenStop, type KillFigures, killFigures, untilStill } from './kill.ts';
import { startRestate } from './restate-server.ts';

/** What somebody could pick instead: each renews in the way that its own documentation shows. In the order in which they are played. */
export const PEERS = {
  'graphile-worker': 'graphile-worker',
  'pg-boss': 'pg-boss',
  dbos: 'DBOS',
  restate: 'Restate',
  'skip-locked': 'FOR UPDATE SKIP LOCKED',
} as const;
export type Peer = keyof typeof PEERS;

/** Apart from the product's packages: nobody who only runs or tests it needs them. */
export async function installPeers(report: (message: string) => void): Promise<void> {
  report('installing the peers from npm');
  await runCommandOrFail('npm', ['ci', '--prefix', `${CHECKOUT}/bench/peers`, '--no-audit', '--no-fund']);
}

type Running = {
  child: Child;
  order: { name: string; due_at: number };
  processes: Record<string, number>;
  /** How many rows its ledger has. */
  booked(): Promise<number>;
  stop(): Promise<void>;
};

/** From the start of a peer's process until it begins to order. */
const START_MS = 4_000;

/** What ordering one costs, until it was measured. */
const ORDER_MS_EACH = 3;
const order_ms_each: Partial<Record<Peer, number>> = {};

/** The herd is due once all of it is ordered. Where the machine was too slow for that, all is begun anew with twice the time. */
async function startPeer(ground: Ground, peer: Peer, count: number, ms_each = order_ms_each[peer] ?? ORDER_MS_EACH): Promise<Running> {
  const name = `${peer}-${Date.now()}`;
  const database_url = await freshDatabase(ground, `peer_${peer.replace('-', '_')}`);
  const server = peer === 'restate' ? await startRestate(ground) : undefined;
  const began = Date.now();
  const due_at = began + START_MS + count * ms_each;
  const order = { name, database_url, http_url: ground.http, count, due_at, resume: false, server: server?.ports };
  const child = startOrdered(peer, `peers/${peer}.ts`, order, { log_folder: ground.folder });
  const ledger = new pg.Client({ connectionString: database_url });
  const running: Running = {
    child,
    order,
    processes: server === undefined ? {} : { server: server.child.pid },
    booked: async () => Number((await ledger.query('select count(*) from ledger')).rows[0]?.count),
    async stop() {
      await running.child.stop();
      await server?.child.stop();
      await ledger.end();
    },
  };
  try {
    await ledger.connect();
    await child.ready();
    order_ms_each[peer] = Math.max(0.5, (1.3 * (Date.now() - began - START_MS / 2)) / count);
    if (Date.now() < due_at - 500) return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
  await running.stop();
  return await startPeer(ground, peer, count, Math.max(2 * ms_each, order_ms_each[peer] ?? 0));
}

/** Renewals in a second, and what they cost, from one worker. */
export async function runPeerHerd(ground: Ground, peer: Peer, count: number): Promise<HerdFigures> {
  const running = await startPeer(ground, peer, count);
  try {
    const { due_at } = running.order;
    await sleep(due_at - Date.now() - 400);
    // Only what it uses: Temporal is not part of it.
    const { postgres, outside } = ground.processes;
    const processes = { postgres, outside, worker: running.child.pid, ...running.processes };
    const before = await cpuSeconds(processes);
    await untilDone(running.booked, count);
    const seconds = (Date.now() - due_at) / 1_000;
    return figures({ renewals: count, seconds, cpu: cpuBetween(before, await cpuSeconds(processes)) });
  } finally {
    await running.stop();
  }
}

/**
 * Kills the worker in the middle of a herd, by the ISP's books, starts it again at once, and asks the ISP's books what came of it. Resolves when nothing moves any
 * more; the figures come when the waiting is over, and until then it only stands and looks for what is free.
 */
export async function killPeer(ground: Ground, peer: Peer, count: number): Promise<{ figures: Promise<KillFigures> }> {
  const running = await startPeer(ground, peer, count);
  try {
    await untilDone(async () => (await ground.outside({ look: running.order.name })).keys, Math.floor(count / 3));
    const killed = { count, killed_at: Date.now(), done: running.booked };
    running.child.kill();
    running.child = startOrdered(peer, `peers/${peer}.ts`, { ...running.order, resume: true }, { log_folder: ground.folder });
    await running.child.ready();
    const all = figuresThenStop(killFigures(ground, killed, running.order.name), running.stop);
    // Whoever waits for the figures sees it.
    all.catch(() => undefined);
    await untilStill(killed);
    return { figures: all };
  } catch (error) {
    await running.stop();
    throw error;
  }
}
