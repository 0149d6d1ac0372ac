import { WAITED_MS } from '../loads/kill.ts';
import type { Results } from '../scenes.ts';
import { type Bar, barChart } from './chart.ts';
import { killedContender, killedRuns, type Measured, measuredContenders } from './contenders.ts';
import { cpuByProcess, PROCESSES, type Process } from './processes.ts';
import { perSecond } from './ratios.ts';
import { spread } from './statistics.ts';

const REPEATS = 'median of the repeats, with the lowest and the highest';

/** The charts of a report by file name. What was not measured has none. */
export function chartsOf(results: Results): Map<string, string> {
  const charts = new Map<string, string>();
  const measured = measuredContenders(results);
  const temporal = measured.filter(({ figures }) => 'temporal' in (figures[0]?.cpu_seconds_per_thousand ?? {}));
  const peers = measured.filter((each) => each.is_ours || !temporal.includes(each));
  const rate = (title: string, all: readonly Measured[]) => barChart({ title, unit: `one worker; ${REPEATS}`, bars: all.map(rateBar) });
  if (temporal.length > 0) charts.set('renewals.svg', rate('Renewals a second on Temporal', temporal));
  if (peers.some(({ is_ours }) => !is_ours))
    charts.set('peers.svg', rate('Renewals a second, beside what does not run on Temporal', peers));
  if (measured.length > 0) {
    const unit = 'seconds of processor time for a thousand renewals, of all processes together; medians';
    charts.set('cpu.svg', barChart({ title: 'What a thousand renewals cost', unit, bars: measured.map(cpuBar) }));
  }
  if (Object.keys(results.kills).length > 0) charts.set('kills.svg', killChart(results));
  return charts;
}

function rateBar({ name, figures, is_ours }: Measured): Bar {
  const { median, min, max } = perSecond(figures) ?? { median: 0, min: 0, max: 0 };
  return { label: plain(name), value: median, min, max, is_ours };
}

function cpuBar({ name, figures, is_ours }: Measured): Bar {
  const parts = (Object.entries(cpuByProcess(figures)) as [Process, number][]).map(([process, value]) => ({
    kind: PROCESSES[process],
    value,
  }));
  const total = spread(figures.map((each) => each.cpu_seconds_per_thousand.total)).median;
  return { label: plain(name), value: total, min: total, max: total, is_ours, parts };
}

/** Shares of all periods, since not everybody was given as many. */
function killChart({ kills }: Results): string {
  const bars = killedRuns(kills).map(({ who, runs }): Bar => {
    const periods = runs.reduce((sum, { renewals }) => sum + renewals, 0);
    const share = (of: (run: (typeof runs)[number]) => number) => (runs.reduce((sum, run) => sum + of(run), 0) * 1_000) / periods;
    const parts = [
      { kind: 'asked for twice', value: share(({ doubled }) => doubled) },
      { kind: `left after ${WAITED_MS / 1_000} s`, value: share(({ lying, unbooked }) => lying + unbooked) },
    ];
    const value = parts.reduce((sum, part) => sum + part.value, 0);
    return { label: plain(killedContender(who).name), value, min: value, max: value, is_ours: who.startsWith('engine'), parts };
  });
  return barChart({ title: 'A worker killed by -9 in the middle of a herd', unit: 'of a thousand periods', bars });
}

/** Names carry marks of Markdown. */
function plain(name: string): string {
  return name.replaceAll(/[*`]/g, '');
}
