import { Client, Connection } from '@temporalio/client';
import { withClient } from '../../local/postgres/client.ts';
import { freshDatabase, type Ground } from '../ground/ground.ts';
import { startBenchWorker, startHerd, untilDone } from './herd-of-workflows.ts';
import { figuresThenStop, type KillFigures, killFigures, untilStill } from './kill.ts';

/** Temporal's usual way, killed as the peers are: its time-outs are those of the public sample, and what a worker held waits until they are over. */
export async function killUsualWay(ground: Ground, count: number): Promise<{ figures: Promise<KillFigures> }> {
  const task_queue = `usualWay-killed-${Date.now()}`;
  const database_url = await freshDatabase(ground, 'usual_way_killed');
  const load = { worker: 'usual-worker.ts', workflow: 'usualWay', count, database_url, task_queue };
  let child = startBenchWorker(ground, load, task_queue);
  const connection = await Connection.connect({ address: ground.temporal });
  const stop = async () => {
    await child.stop();
    await connection.close();
  };
  try {
    await child.ready();
    const prefix = `${task_queue}-${await startHerd(ground, new Client({ connection }), load)}-`;
    const done = async () => await rowsOf(database_url, prefix);
    await untilDone(async () => (await ground.outside({ look: prefix })).keys, Math.floor(count / 3));
    const killed = { count, killed_at: Date.now(), done };
    child.kill();
    child = startBenchWorker(ground, load, task_queue);
    await child.ready();
    const figures = figuresThenStop(killFigures(ground, killed, prefix), stop);
    // Whoever waits for the figures sees it.
    figures.catch(() => undefined);
    await untilStill(killed);
    return { figures };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function rowsOf(database_url: string, prefix: string): Promise<number> {
  return await withClient(database_url, async (client) => {
    const { rows } = await client.query('select count(*) from ledger where starts_with(key, $1)', [prefix]);
    return Number(rows[0]?.count);
  });
}
