import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openLane, type Order } from './lane.ts';
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

async function nextAnswer(child: ChildProcess): Promise<Message> {
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`a lane ended with ${String(code)}`);
  });
  // Whoever waits for the answer hears of it; afterwards nobody does.
  gone.catch(() => undefined);
  const [message] = (await Promise.race([once(child, 'message'), gone])) as [Message];
  return message;
}
