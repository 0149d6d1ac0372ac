export type Timing = { name: string; times_ms: number[] };

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Fastest, median and slowest, in milliseconds. */
export function tableOf(timings: readonly Timing[]): string {
  const width = Math.max(...timings.map(({ name }) => name.length));
  const rows = timings.map(({ name, times_ms }) => {
    const sorted = times_ms.toSorted((left, right) => left - right);
    const shown = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    return `${name.padEnd(width)}  ${shown.map((time_ms) => (time_ms ?? 0).toFixed(1).padStart(8)).join('')}`;
  });
  return [`${''.padEnd(width)}       min  median     max  (ms)`, ...rows].join('\n');
}
