import type { HerdFigures } from '../loads/herd-of-workflows.ts';
import { spread } from './statistics.ts';

/** The processes that have part in a renewal, as the page calls them. */
export const PROCESSES = {
  worker: 'worker',
  postgres: 'PostgreSQL',
  temporal: 'Temporal',
  temporal_postgres: "Temporal's PostgreSQL",
  server: "Restate's server",
  outside: 'ISP, merchant and mail',
} as const;
export type Process = keyof typeof PROCESSES;

/** CPU seconds for a thousand renewals by process: medians of the repeats, and nothing of those that have no part. */
export function cpuByProcess(figures: readonly HerdFigures[]): Partial<Record<Process, number>> {
  const entries = (Object.keys(PROCESSES) as Process[]).flatMap((process) => {
    const used = figures.map(({ cpu_seconds_per_thousand: cpu }) => sumOf(cpu, process));
    return used.some((own) => own === undefined) || used.length === 0
      ? []
      : [[process, spread(used.map((own) => own ?? 0)).median] as const];
  });
  return Object.fromEntries(entries);
}

/** Several workers count as one. */
function sumOf(cpu: Readonly<Record<string, number>>, process: Process): number | undefined {
  const own = Object.entries(cpu).filter(([name]) => name === process || (process === 'worker' && name.startsWith('worker-')));
  return own.length === 0 ? undefined : own.reduce((sum, [, used]) => sum + used, 0);
}
