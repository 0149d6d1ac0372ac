import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Order, openLane } from './lane.ts';
import type { SeedResult } from './scenario/run-seed.ts';

type Message = { ready: true } | { result: SeedResult } | { seed: number; error: string };

/** Runs seeds, one in each of some processes at once; answers come in the order in which they are done. */
export async function* runLanes(seeds: number[], { lanes, order }: { lanes: number; order: Order }): AsyncGenerator<SeedResult> {
  if (lanes <= 1) {
    const run = await openLane(order);
    for (const seed of seeds) yield await run(seed);
    return;
  }
  const waiting = [...seeds];
  const children = Array.from({ length: lanes }, () => fork(fileURLToPath(new URL('./lane.ts', import.meta.url)), [JSON.stringify(order)]));
  try {
    const answers = children.map((child) => nextAnswer(child));
    for (let left = seeds.length; left > 0; ) {
      const { lane, message } = await Promise.race(answers.map(async (answer, lane) => ({ lane, message: await answer })));
      const child = children[lane];
      if (!child) throw new Error('there is no such lane');
      if ('error' in message) throw new Error(`seed ${message.seed} could not be run: ${message.error}`);
      const seed = waiting.shift();
      answers[lane] = seed === undefined ? new Promise(() => undefined) : nextAnswer(child);
      if (seed !== undefined) child.send(seed);
      if (!('result' in message)) continue;
      left -= 1;
      yield message.result;
    }
  } finally {
    for (const child of children) child.kill();
  }
}

/** Messages of a lane one by one; its end before the last of them is an error. */
function nextAnswer(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`a lane ended with ${code}`));
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      resolve(message as Message);
    });
  });
}
