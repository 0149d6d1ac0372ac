// Preloaded into a worker that is to be profiled, into its main thread and into those of the workflows: each records itself when it is told to.
import { writeFile } from 'node:fs/promises';
import { type Profiler, Session } from 'node:inspector/promises';
import path from 'node:path';
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads';

/** `start`, or the folder that the profiles go to. */
export type RecorderOrder = { profile: 'start' } | { profile: 'stop'; folder: string };

/** Twice as fine as by default: a renewal takes some milliseconds. */
const SAMPLE_MICROSECONDS = 500;

const threads = new BroadcastChannel('profile');
threads.unref();
const session = new Session();

async function obey(order: RecorderOrder): Promise<void> {
  if (order.profile === 'start') {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
    return await session.post('Profiler.start');
  }
  const { profile } = (await session.post('Profiler.stop')) as { profile: Profiler.Profile };
  session.disconnect();
  const name = isMainThread ? 'main' : `workflows-${threadId}`;
  await writeFile(path.join(order.folder, `${name}.cpuprofile`), JSON.stringify(profile));
}

/** Threads answer nobody; a second is more than they need. */
const OTHERS_MS = 1_000;

if (isMainThread) {
  process.on('message', (order: RecorderOrder) => {
    threads.postMessage(order);
    void obey(order).then(() => setTimeout(() => process.send?.({ done: order.profile }), OTHERS_MS));
  });
} else {
  threads.onmessage = (message) => void obey((message as unknown as { data: RecorderOrder }).data);
}
