import type { KillFigures } from '../../loads/kill.ts';
import { WAITED_MS } from '../../loads/kill.ts';
import type { Killed } from '../../rivals.ts';
import type { Results } from '../../scenes.ts';
import { shown } from '../chart.ts';
import { killedContender, killedRuns } from '../contenders.ts';
import { spreadOf, table } from '../table.ts';

/** What the ISP's books say after kills by -9. */
export function kills({ kills: all }: Results): string {
  const seconds = WAITED_MS / 1_000;
  const entries = killedRuns(all);
  const rows = entries.map(({ who, runs }) => [
    killedContender(who).name,
    `${runs.length} × ${shown(runs[0]?.renewals ?? 0)}`,
    each(runs, ({ doubled }) => doubled),
    each(runs, ({ lying }) => lying),
    each(runs, ({ unbooked }) => unbooked),
    runs.some(({ waived }) => waived !== undefined) ? each(runs, ({ waived }) => waived ?? 0) : '–',
    untilAllPaid(runs, seconds),
  ]);
  const head = [
    '',
    'periods',
    'asked for twice',
    `unpaid after ${seconds} s`,
    `paid, but unknown to it after ${seconds} s`,
    'waived in the end',
    'all paid after',
  ];
  return [
    `## A worker killed by -9

In the middle of a herd: when the ISP's books have a third of it. The only worker is killed and started again at once; of this engine also one of two, where the other goes on alone. The ISP's books tell what came of it, in each run. Everybody sends the same key with each try, so an ISP that replays by key takes the money once;
one that does not takes it twice for a period that was asked for twice. A period that is paid without being known to the one who renews is asked for once more by the peers when their lock is over; the engine looks it up. Waived is what the engine had on its way when it was killed and the ISP had never heard of after a minute: it is not sent again but given up in the buyer's favour, recorded and told, and the next period is billed. That is a period's money lost to the merchant, and the price of never charging twice.`,
    '![A worker killed by -9](kills.svg)',
    table(head, rows),
    `What becomes of work that was under way:\n\n${entries.map(({ who }) => afterText(who)).join('\n')}`,
    flow(all.engine ?? []),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Of every run: one that went badly is not lost in a median. */
function each(runs: readonly KillFigures[], of: (run: KillFigures) => number): string {
  return runs.map((run) => shown(of(run))).join(', ');
}

function afterText(who: Killed): string {
  const { name, after_a_kill } = killedContender(who);
  return `- ${name}: ${after_a_kill}.`;
}

/** Where some still lay in one of the runs, the worst is not known. */
function untilAllPaid(runs: readonly KillFigures[], seconds: number): string {
  const known = runs.flatMap(({ seconds_until_all_paid: until }) => until ?? []);
  if (known.length === 0) return `over ${seconds} s`;
  const among = known.length < runs.length ? `, over ${seconds} s in ${runs.length - known.length} of ${runs.length}` : '';
  return `${spreadOf(known, (until) => until)} s${among}`;
}

/** The same while so few are due that nobody would wait: what one death of two costs those that fall due then. */
function flow(runs: readonly KillFigures[]): string {
  const flows = runs.flatMap((run) => run.flow ?? []);
  if (flows.length === 0) return '';
  const seconds = (of: (flow: (typeof flows)[number]) => number) => `${spreadOf(flows, (each) => of(each) / 1_000)} s`;
  const row = [
    spreadOf(flows, ({ renewals }) => renewals),
    seconds(({ wait_ms }) => wait_ms.p50),
    seconds(({ wait_ms }) => wait_ms.p99),
    seconds(({ wait_ms }) => wait_ms.max),
    spreadOf(flows, ({ in_doubt }) => in_doubt),
    spreadOf(flows, ({ doubled }) => doubled),
  ];
  const head = ['due in a steady flow', 'waited p50', 'p99', 'at most', 'in doubt meanwhile', 'asked for twice'];
  return `One of two workers of this engine, killed while few are due, so that nobody waits but for the kill:\n\n${table(head, [row])}`;
}
