import { PEERS, type Peer } from '../loads/peers.ts';
import type { Results } from '../scenes.ts';
import { shown } from './chart.ts';
import { MARKET_PER_SECOND, median, perSecond, type Ratios } from './ratios.ts';
import { type Spread, spread } from './statistics.ts';

export type ReportText = {
  results: Results;
  ratios: Ratios;
  setting: Record<string, string>;
  quick: boolean;
  started_at: Date;
  seconds: number;
};

/** The report as a page. Sections of scenes that were not played are left out. */
export function reportPage(report: ReportText): string {
  const { results, quick, started_at, seconds } = report;
  const how = quick ? '**A quick run: it shows that all of this works, and is too short to compare by.**' : 'A full run.';
  return [
    '# Benchmarks',
    `Made by \`npm run bench${quick ? ' -- --quick' : ''}\` on ${started_at.toISOString().slice(0, 10)} in ${Math.round(seconds / 60)} minutes, all on one machine in one run. ${how}\nFigures are for comparing inside this run; each is the median of its repeats, with the lowest and the highest behind it.`,
    settingTable(report.setting),
    results.engine.length > 0 ? renewals(report) : '',
    results.engine_sales.length > 0 ? sales(results) : '',
    results.reads.length > 0 ? reads(results) : '',
    Object.keys(results.kills).length > 0 ? kills(results) : '',
    results.growth.length > 0 ? growth(results) : '',
    results.herd.length > 0 ? herd(results) : '',
    results.sleepers.length > 0 ? sleepers(results) : '',
  ]
    .filter((section) => section !== '')
    .join('\n\n')
    .concat('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function of(figures: Spread | undefined): string {
  if (figures === undefined) return '';
  const { median: middle, min, max, runs } = figures;
  return runs === 1 ? shown(middle) : `${shown(middle)} (${shown(min)}–${shown(max)})`;
}

function settingTable(setting: Record<string, string>): string {
  return `## Setting\n\n${table(['what', 'as it was'], Object.entries(setting))}`;
}

function renewals({ results, ratios }: ReportText): string {
  const rows: [string, readonly { per_second: number; cpu_seconds_per_thousand: { total: number } }[], string][] = [
    ['bare loop: timer and one activity that does nothing', results.bare_activity, '1'],
    ['bare loop: timer and one local activity that does nothing', results.bare_local, ratio(results.bare_local, results.bare_activity)],
    ["Temporal's usual way: timer and four activities", results.usual_way, ratio(results.usual_way, results.bare_activity)],
    ['**this engine**, all of its work', results.engine, String(ratios.engine_vs_bare_activity ?? '')],
    ...peerRows(results),
  ];
  const body = rows.map(([name, figures, beside]) => [
    name,
    of(perSecond(figures)),
    beside,
    of(figures.length === 0 ? undefined : spread(figures.map((each) => each.cpu_seconds_per_thousand.total))),
  ]);
  const markets = Math.floor((perSecond(results.engine)?.median ?? 0) / MARKET_PER_SECOND);
  return `## Renewals

All fall due at one instant and are worked off by one worker. The engine charges over HTTP, keeps its books and ledger, tells the merchant by a signed callback and the buyer by a letter.

![renewals a second](renewals.svg)

${table(['', 'renewals/s', 'beside the bare loop', 'CPU seconds for a thousand'], body)}

${enginePerRenewal(results)}

All of France's market is ${MARKET_PER_SECOND} transactions a second on average: this machine carries ${markets} such markets. A queue in PostgreSQL without a workflow is faster and costs less; what the workflow gives for it is one visible, signalable life per subscription.`;
}

function peerRows({
  peers,
  bare_activity,
}: Results): [string, readonly { per_second: number; cpu_seconds_per_thousand: { total: number } }[], string][] {
  return (Object.keys(PEERS) as Peer[]).flatMap((peer) => {
    const figures = peers[peer];
    return figures === undefined ? [] : [[`${PEERS[peer]}: charge and one row`, figures, ratio(figures, bare_activity)]];
  });
}

function ratio(figures: readonly { per_second: number }[], beside: readonly { per_second: number }[]): string {
  const [own, other] = [perSecond(figures)?.median, perSecond(beside)?.median];
  return own === undefined || other === undefined ? '' : shown(own / other);
}

function enginePerRenewal({ engine }: Results): string {
  const rows: [string, number | undefined][] = [
    ['history events, from its start to the next timer', median(engine, ({ history }) => history.events)],
    ['history bytes', median(engine, ({ history }) => history.bytes)],
    ['database transactions', median(engine, (each) => each.transactions_per_renewal)],
    ["bytes of write-ahead log, the product's", median(engine, (each) => each.wal_bytes_per_renewal.product)],
    ["bytes of write-ahead log, Temporal's", median(engine, (each) => each.wal_bytes_per_renewal.temporal)],
    ['seconds until everybody was told', median(engine, (each) => each.seconds_until_all_told)],
    ['lateness p50, ms', median(engine, ({ lateness_ms }) => lateness_ms.p50)],
    ['lateness p99, ms', median(engine, ({ lateness_ms }) => lateness_ms.p99)],
  ];
  const processes = Object.keys(engine[0]?.cpu_seconds_per_thousand ?? {}).filter((name) => name !== 'total');
  const cpu = processes.map((name): [string, number | undefined] => [
    `CPU seconds for a thousand: ${name}`,
    median(engine, (each) => each.cpu_seconds_per_thousand[name] ?? 0),
  ]);
  const shownRows = [...rows, ...cpu].map(([name, value]) => [name, value === undefined ? '' : shown(value)]);
  return table(["the engine's renewal", 'each'], shownRows);
}

function sales({ bare_sales, engine_sales }: Results): string {
  const row = (name: string, all: Results['engine_sales']) => [
    name,
    of(perSecond(all)),
    ...(['p50', 'p95', 'p99'] as const).map((rank) => of(spread(all.map(({ idle_ms }) => idle_ms[rank])))),
  ];
  return `## One-shot purchases

${table(['', 'a second, many at once', 'p50 ms, one at a time', 'p95', 'p99'], [row('bare update-with-start', bare_sales), row('`POST /v1/purchases`', engine_sales)])}`;
}

function reads({ reads: all }: Results): string {
  const names = Object.keys(all[0]?.reads_per_second ?? {});
  const rows = [
    ['`POST /v1/codes/validate`', of(spread(all.map((each) => each.validations_per_second)))],
    ['bare `update … returning` by the same driver', of(spread(all.map((each) => each.bare_updates_per_second)))],
    ...names.map((name) => [`\`${name}\``, of(spread(all.map((each) => each.reads_per_second[name] ?? 0)))]),
  ];
  return `## Validations and reads\n\n${table(['', 'a second'], rows)}`;
}

function kills({ kills: all }: Results): string {
  const rows = Object.entries(all).map(([who, runs]) => {
    const until = runs.map(({ seconds_until_all_paid }) => seconds_until_all_paid ?? Number.POSITIVE_INFINITY);
    const name = who === 'engine' ? '**this engine**' : PEERS[who as Peer];
    const sum = (of_run: (run: (typeof runs)[number]) => number) => String(runs.reduce((total, run) => total + of_run(run), 0));
    return [
      name,
      sum(({ renewals: count }) => count),
      sum(({ doubled }) => doubled),
      sum(({ lying }) => lying),
      Number.isFinite(Math.max(...until)) ? `${shown(Math.max(...until))} s` : 'over a minute',
    ];
  });
  return `## A worker killed by -9

In the middle of a herd, and started again at once. The books of the ISP tell: a period for which money was asked for twice is doubled where the ISP does not replay; one that nobody had paid a minute later lies.

${table(['', 'periods', 'doubled', 'lying after a minute', 'all paid, at worst'], rows)}`;
}

function growth({ growth: all }: Results): string {
  const rows = all.map(({ renewals_before, ms_each, history }) => [
    String(renewals_before),
    shown(ms_each),
    String(history.events),
    shown(history.bytes),
  ]);
  return `## Growth\n\nOne subscription on a test clock, renewed again and again; the history is that of its newest run.\n\n${table(['renewals before', 'ms a renewal', 'history events', 'history bytes'], rows)}`;
}

function herd({ herd: all }: Results): string {
  const rows = all.map((each) => [
    String(each.subscriptions),
    shown(each.per_second),
    `${shown(each.lateness_ms.p50 / 1_000)} s`,
    `${shown(each.lateness_ms.p99 / 1_000)} s`,
    `${shown(each.purchases_ms.p95)} ms`,
    `${each.doubled} and ${each.missing}`,
  ]);
  return `## Herd\n\n${table(['due within a minute', 'renewals/s', 'p50 late', 'p99 late', 'a purchase meanwhile, p95', 'doubled and missing'], rows)}`;
}

function sleepers({ sleepers: all }: Results): string {
  const rows = all.map((each) => [
    String(each.sleeping),
    shown(each.started_per_second),
    `${shown(each.worker_resident_bytes / 2 ** 20)} MB`,
    shown(each.bytes_each),
    shown(each.renewals_per_second),
  ]);
  const projected = ((all.at(-1)?.bytes_each ?? 0) * 10_000_000) / 2 ** 30;
  return `## Sleepers

${table(['asleep', 'started/s', 'memory of the worker', 'bytes each, both databases', 'renewals/s beside them'], rows)}

Ten million of them would take ${shown(projected)} GB.`;
}
