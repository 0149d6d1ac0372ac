import type { Results } from '../../scenes.ts';
import { shown } from '../chart.ts';
import { cpuByProcess } from '../processes.ts';
import { projectionsOf } from '../projections.ts';
import { perSecond } from '../ratios.ts';
import { spreadOf, table, withSpread } from '../table.ts';

export function sales({ bare_sales, engine_sales }: Results): string {
  const ranks = ['p50', 'p95', 'p99'] as const;
  const row = (name: string, all: Results['engine_sales']) => [
    name,
    withSpread(perSecond(all)),
    ...ranks.map((rank) => spreadOf(all, ({ idle_ms }) => idle_ms[rank])),
    ...ranks.map((rank) => spreadOf(all, ({ busy_ms }) => busy_ms[rank])),
  ];
  const head = [
    '',
    'a second, many at once',
    ...ranks.map((rank) => `${rank} ms, one at a time`),
    ...ranks.map((rank) => `${rank} ms, many at once`),
  ];
  const rows = [row('bare update-with-start, one activity that does nothing', bare_sales), row('`POST /v1/purchases`', engine_sales)];
  return `## One-shot purchases

The purchase is the whole of it: the API with its key and idempotency, the ISP's answer to the buyer's token, the payment of 20 ms, books, codes, callback and letter. Beside it what Temporal takes for starting a workflow together with an update that waits for it.

${table(head, rows)}`;
}

export function reads({ reads: all }: Results): string {
  const names = Object.keys(all[0]?.reads_per_second ?? {});
  const rows = [
    ['`POST /v1/codes/validate`', spreadOf(all, (each) => each.validations_per_second)],
    ['bare `update … returning` by the same driver', spreadOf(all, (each) => each.bare_updates_per_second)],
    ...names.map((name) => [`\`${name}\``, spreadOf(all, (each) => each.reads_per_second[name] ?? 0)]),
  ];
  return `## Validations and reads\n\nBy one API process over HTTP, each with its merchant's key.\n\n${table(['', 'a second'], rows)}`;
}

export function herd({ herd: all }: Results): string {
  const rows = all.map((each) => [
    String(each.subscriptions),
    shown(each.per_second),
    `${shown(each.lateness_ms.p50 / 1_000)} s`,
    `${shown(each.lateness_ms.p99 / 1_000)} s`,
    `${shown(each.purchases_idle_ms.p95)} ms`,
    `${shown(each.purchases_ms.p95)} ms`,
    String(each.turned_away),
    `${each.doubled} and ${each.missing}`,
  ]);
  const head = [
    ...[
      'due within a minute',
      'renewals/s',
      'p50 late',
      'p99 late',
      'a purchase p95, idle',
      'and during the herd',
      'turned away by Temporal',
    ],
    'doubled and missing',
  ];
  return `## Herd\n\nMore than the machine can do in that minute: it is worked off as fast as it goes, while buyers buy one after the other. Played once.\n\n${table(head, rows)}`;
}

export function sleepers(results: Results): string {
  const rows = results.sleepers.map((each) => [
    String(each.sleeping),
    shown(each.started_per_second),
    `${shown(each.sleeping / each.started_per_second / 60)} min`,
    shown(each.start_cpu_seconds_per_thousand),
    `${shown(each.worker_resident_bytes / 2 ** 20)} MiB`,
    `${shown(each.bytes_each / 1_024)} KiB`,
    `${shown(each.bytes_each_charge / 1_024)} KiB`,
    withSpread(perSecond(each.renewals)),
    shown(cpuByProcess(each.renewals).temporal ?? 0),
  ]);
  const head = [
    ...['asleep', 'started/s', 'all asleep after', 'CPU seconds for 1,000 starts', 'memory of a worker beside them'],
    ...['each in both databases', 'and for each charge', 'renewals/s beside them', "Temporal's CPU seconds for 1,000 of those"],
  ];
  const projected = projectionsOf(results).gibibytes_for_ten_million_sleepers ?? 0;
  return `## Sleepers

A sleeper is a subscription's row, its buyer's, its code and its consent, and its workflow in Temporal with the timer that it sleeps on; the mandate is a column of its row. What its charges left in the product's database (each one's row, tries, books, event and letter) is counted for each charge. Temporal's visibility has the recommended indexes (\`docker/temporal/lean-visibility-indexes.sql\`). Herds renew beside them one after the other; where Temporal collects the garbage among the workflows that it keeps in memory, a herd is slower ([why](../reference/benchmarks.md#what-keeps-the-goals-away-that-are-not-met)).

${table(head, rows)}

${bytesByTable(results)}

**Projection.** Ten million of them would take ${shown(projected)} GiB in both databases together, and what their charges left: what the larger number above takes for each, times ten million. Nobody has tried.`;
}

/** Smaller parts would fill the page and say nothing. */
const BYTES_SHOWN_FROM = 16;

function bytesByTable({ sleepers: all }: Results): string {
  const many = all.at(-1);
  if (many === undefined) return '';
  const rows = (of: string, by_table: Record<string, number>) =>
    Object.entries(by_table)
      .filter(([, bytes]) => bytes >= BYTES_SHOWN_FROM)
      .map(([name, bytes]) => [`\`${name}\``, of, String(bytes)]);
  const parts = [...rows('sleeper', many.bytes_by_table), ...rows('charge', many.charge_bytes_by_table)];
  return table([`with ${many.sleeping} asleep: \`database.table\``, 'of each', 'bytes, with its indexes and free space'], parts);
}

export function growth({ growth: all }: Results): string {
  const rows = all.map(({ renewals_before, ms_each, history }) => [
    shown(renewals_before),
    shown(ms_each),
    shown(history.events),
    shown(history.bytes),
  ]);
  return `## Growth

One subscription on a test clock, renewed again and again, one renewal at a time; the history is that of its newest run, since a subscription continues as new before it grows long. What report queries take at 10,000, 100,000 and 1,000,000 charges is measured by \`npm run bench:reports\`: [reports](../reference/reports.md).

${table(['renewals before', 'ms a renewal', 'history events', 'history bytes'], rows)}`;
}
