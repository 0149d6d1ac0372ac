import type { HerdFigures } from '../../loads/herd-of-workflows.ts';
import { noResults } from '../../results.ts';
import type { Results } from '../../scenes.ts';
import { shown } from '../chart.ts';
import { type Measured, measuredContenders } from '../contenders.ts';
import { cpuByProcess, PROCESSES, type Process } from '../processes.ts';
import { MARKET_PER_SECOND, projectionsOf } from '../projections.ts';
import { perSecond } from '../ratios.ts';
import { spread } from '../statistics.ts';
import { spreadOf, table, withSpread } from '../table.ts';

/** Groups 1 to 4 of what is measured: the ceiling, this engine, Temporal's usual way, and the peers. */
export function renewals(results: Results): string {
  const measured = measuredContenders(results);
  return [
    `## Renewals

A herd falls due at one instant and is worked off by one worker; the ISP takes 20 ms for a payment. Time counts from that instant until the last one is paid and written down.`,
    '![Renewals a second on Temporal](renewals.svg)',
    results.engine.length > 0 && Object.keys(results.peers).length > 0 ? '![Renewals a second beside others](peers.svg)' : '',
    rates(measured, results),
    whatEachDoes(measured),
    whoIsFaster(results),
    markets(results),
    costs(measured),
    enginePerRenewal(results),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function rates(measured: readonly Measured[], { bare_activity, engine }: Results): string {
  const ceiling = perSecond(bare_activity)?.median;
  const ours = perSecond(engine)?.median;
  const rows = measured.map(({ name, figures }) => {
    const own = perSecond(figures);
    const beside = (other: number | undefined) => (own === undefined || other === undefined ? '–' : shown(own.median / other));
    return [name, withSpread(own), String(own?.runs ?? 0), beside(ceiling), beside(ours), cpuTotal(figures)];
  });
  return table(['', 'renewals/s', 'repeats', '× the bare loop', '× this engine', 'CPU seconds for 1,000'], rows);
}

function cpuTotal(figures: readonly HerdFigures[]): string {
  return spreadOf(figures, (each) => each.cpu_seconds_per_thousand.total);
}

function whatEachDoes(measured: readonly Measured[]): string {
  const rows = measured.map(({ name, does, does_not }) => [name, does, does_not]);
  const text = 'They are not given the same to do: a peer charges and writes one row, and nothing of what makes a renewal a business.';
  return `${text}\n\n${table(['', 'does', 'does not'], rows).replaceAll('---:', '---')}`;
}

/** Said plainly, whichever way it is. */
function whoIsFaster({ engine, peers }: Results): string {
  const ours = perSecond(engine)?.median;
  const cpu = engine.length === 0 ? undefined : spread(engine.map((each) => each.cpu_seconds_per_thousand.total)).median;
  if (ours === undefined || cpu === undefined) return '';
  const measured = measuredContenders({ ...noResults(), peers });
  if (measured.length === 0) return '';
  const sentences = measured.map(({ name, figures }) => {
    const rate = perSecond(figures)?.median ?? 0;
    const own_cpu = spread(figures.map((each) => each.cpu_seconds_per_thousand.total)).median;
    const speed = rate > ours ? `${shown(rate / ours)} times as fast` : `slower (${shown(rate / ours)} times our rate)`;
    return `- ${name}: ${speed}, for ${shown((100 * own_cpu) / cpu)} % of our CPU`;
  });
  return `**Where others are faster.** Against this engine, in the same run and for less work:

${sentences.join('\n')}

A queue in PostgreSQL renews more in a second than a workflow on Temporal does, and costs a fraction; whoever only needs the charge and the row is served better by it. DBOS and Restate give a subscription a durable life as well, and cost less too.
This engine keeps Temporal for what it gives: each subscription is one run that lasts for years and that people can find, read and signal by hand in Temporal's pages and with its command line, with its history, on a service that is operated apart from the worker and in many languages.
Whether something may be charged is decided by rows in PostgreSQL all the same, as with a queue. The difference in speed and CPU is the price of it. What it does not cost is safety: see what a kill does to each, below.`;
}

function markets(results: Results): string {
  const { markets_of_france: count } = projectionsOf(results);
  if (count === undefined) return '';
  return `**Projection.** All of France's market is about ${MARKET_PER_SECOND} transactions a second on average. By the engine's median rate this machine, on which everything of this page runs at once, carries ${shown(count)} such markets; peaks are not in that average.`;
}

function costs(measured: readonly Measured[]): string {
  const processes = (Object.keys(PROCESSES) as Process[]).filter((process) =>
    measured.some(({ figures }) => cpuByProcess(figures)[process] !== undefined),
  );
  const rows = measured.map(({ name, figures }) => {
    const used = cpuByProcess(figures);
    return [name, ...processes.map((process) => (used[process] === undefined ? '–' : shown(used[process]))), cpuTotal(figures)];
  });
  return `### CPU seconds for a thousand renewals, by process

![What a thousand renewals cost](cpu.svg)

${table(['', ...processes.map((process) => PROCESSES[process]), 'together'], rows)}`;
}

function enginePerRenewal({ engine }: Results): string {
  if (engine.length === 0) return '';
  type Figures = Results['engine'][number];
  const rows: [string, (figures: Figures) => number][] = [
    ['history events, from its start to the next timer', ({ history }) => history.events],
    ['history bytes', ({ history }) => history.bytes],
    ['database transactions', (each) => each.transactions_per_renewal],
    ["bytes of write-ahead log, the product's", (each) => each.wal_bytes_per_renewal.product],
    ["bytes of write-ahead log, Temporal's", (each) => each.wal_bytes_per_renewal.temporal],
    ['lateness p50, ms', ({ lateness_ms }) => lateness_ms.p50],
    ['lateness p99, ms', ({ lateness_ms }) => lateness_ms.p99],
    ['seconds until every callback and letter was delivered', (each) => each.seconds_until_all_told],
  ];
  const body = rows.map(([name, of]) => [name, spreadOf(engine, of)]);
  return `### A renewal of this engine\n\n${table(['', 'each'], body)}`;
}
