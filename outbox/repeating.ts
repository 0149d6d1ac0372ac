import type { Log } from '../domain/log.ts';

export type Repeating = { stop(): Promise<void> };

/** Does something from time to time until stopped; a round that fails is logged and the next one starts anew. */
export function startRepeating(work: () => Promise<void>, { interval_ms, log }: { interval_ms: number; log: Log }): Repeating {
  let stopped = false;
  let wake: () => void = () => undefined;
  const run = async () => {
    while (!stopped) {
      await work().catch((error: unknown) => {
        log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'a sweep did not finish; the next one starts anew');
      });
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, interval_ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
