import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CHECKOUT } from '../../../local/folder.ts';
import type { MadeFault } from './faults.ts';
import { ISP_NAMES } from './market.ts';
import type { ChargeAnswer } from './merchant.ts';
import type { Left } from './verdict.ts';
import { violations } from './verdict.ts';

export type RunSettings = { seed: number; minutes: number; kills_per_minute: number };

type Recovery = { times: number; median_ms: number; worst_ms: number; never: number };

export type ChaosReport = {
  seed: number;
  minutes: number;
  commit: string;
  /** The same plan of faults again; how the processes meet them is never quite the same. */
  command: string;
  started_at: string;
  lasted_s: number;
  quiet_after_s: number;
  kills: Record<string, number> & { total: number };
  pauses: Record<string, number> & { total: number };
  load: Record<string, number>;
  /** From a fault's beginning until a charge that was sent after it has succeeded, by the kind of the fault. */
  recovery: Record<string, Recovery>;
  in_doubt: Record<string, number>;
  setbacks: Record<string, number>;
  not_quiet: string[];
  violations: Record<string, string[]>;
  /** Where those whom the violations name stand: rows and workflows. */
  stories: string[];
};

export type Ran = {
  settings: RunSettings;
  commit: string;
  started_at: number;
  faults_over_at: number;
  quiet_at: number;
  faults: MadeFault[];
  left: Left;
  not_quiet: string[];
  stories: string[];
  /** How often the merchant had to ask again, by the answer. */
  asked_again: ReadonlyMap<string, number>;
};

export function reportOf(ran: Ran): ChaosReport {
  const { settings, left, faults } = ran;
  const found = Object.entries(violations(left)).filter(([, breaches]) => breaches.length > 0);
  const gave_up = left.load.setbacks.length > 0 ? { 'gave up': left.load.setbacks.length } : {};
  return {
    seed: settings.seed,
    minutes: settings.minutes,
    commit: ran.commit,
    command: commandOf(settings),
    started_at: new Date(ran.started_at).toISOString(),
    lasted_s: seconds(ran.quiet_at - ran.started_at),
    quiet_after_s: seconds(ran.quiet_at - ran.faults_over_at),
    kills: counted(faults.filter(({ name }) => name.startsWith('kill ')).map(({ name }) => name.slice(5))),
    pauses: counted(faults.filter(({ name }) => !name.startsWith('kill ')).map(({ name }) => name)),
    load: { ...left.load.asked, ...loadOf(left), ...gave_up },
    recovery: recoveries(faults, left.charges),
    in_doubt: doubtsByIsp(left.charges),
    setbacks: Object.fromEntries(ran.asked_again),
    not_quiet: ran.not_quiet,
    violations: Object.fromEntries(found),
    stories: ran.stories,
  };
}

export function commandOf({ seed, minutes, kills_per_minute }: RunSettings): string {
  return `npm run chaos -- --seed ${seed} --minutes ${minutes} --kills-per-minute ${kills_per_minute}`;
}

export function isFaultless(report: ChaosReport): boolean {
  return Object.keys(report.violations).length === 0 && report.not_quiet.length === 0;
}

/** What the processes of a run that begins now are started from, but for changes that are not committed. */
export async function commitOfCheckout(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: CHECKOUT });
    return stdout.trim();
  } catch {
    return 'unknown';
  }
}

const seconds = (ms: number) => Math.round(ms / 100) / 10;

function counted(names: string[]): Record<string, number> & { total: number } {
  const counts = Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
  return { ...counts, total: names.length };
}

function loadOf({ charges, payments, subscriptions, load }: Left): Record<string, number> {
  const of = (status: string) => charges.filter((charge) => charge.status === status).length;
  const ends = load.renewing.flatMap(({ end }) => end?.by ?? []);
  return {
    charges: charges.length,
    'charges of purchases': charges.filter(({ purchase }) => purchase).length,
    renewals: charges.filter(({ period }) => (period?.index ?? 0) > 0).length,
    'charges succeeded': of('succeeded'),
    'charges refused by the cap': charges.filter(({ decline }) => decline?.reason === 'monthly_cap_reached').length,
    'doubts that ended as not charged': of('not_charged'),
    'payments in the books': payments.filter(({ status }) => status === 'succeeded').length,
    'subscriptions ended': subscriptions.filter(({ status }) => status === 'ended').length,
    ...Object.fromEntries([...Map.groupBy(ends, (by) => by)].map(([by, all]) => [`ended around its renewal by ${by}`, all.length])),
  };
}

/** The load never rests, so the next charge that begins after the fault and succeeds shows that the engine charges again. */
function recoveries(faults: readonly MadeFault[], charges: readonly ChargeAnswer[]): Record<string, Recovery> {
  const succeeded = charges
    .flatMap(({ attempts }) => attempts)
    .filter(({ outcome }) => outcome === 'succeeded')
    .map(({ sent_at, finished_at }) => ({ sent: Date.parse(sent_at), finished: Date.parse(finished_at ?? '') }));
  const untilCharging = ({ at }: MadeFault) => Math.min(...succeeded.filter(({ sent }) => sent >= at).map(({ finished }) => finished)) - at;
  const by_kind = Map.groupBy(faults, ({ name }) => name);
  return Object.fromEntries(
    [...by_kind].sort(([a], [b]) => a.localeCompare(b)).map(([name, of_kind]) => [name, recovery(of_kind.map(untilCharging))]),
  );
}

function recovery(times_ms: number[]): Recovery {
  const known = times_ms.filter(Number.isFinite).sort((a, b) => a - b);
  return {
    times: times_ms.length,
    median_ms: known[Math.floor(known.length / 2)] ?? 0,
    worst_ms: known.at(-1) ?? 0,
    never: times_ms.length - known.length,
  };
}

function doubtsByIsp(charges: readonly ChargeAnswer[]): Record<string, number> {
  return Object.fromEntries(
    ISP_NAMES.map((isp) => [isp, charges.filter((charge) => charge.isp === isp && charge.status === 'in_doubt').length]),
  );
}

/** For the eye. */
export function tableOf(report: ChaosReport): string {
  const rows = (title: string, entries: [string, unknown][]) => [
    title,
    ...entries.map(([name, value]) => `  ${name.padEnd(44)} ${String(value)}`),
  ];
  const recovery = Object.entries(report.recovery).map(([name, { times, median_ms, worst_ms, never }]): [string, string] => [
    name,
    `${times} times: half ${seconds(median_ms)} s, worst ${seconds(worst_ms)} s${never > 0 ? `, ${never} after the last charge` : ''}`,
  ]);
  const breaches = Object.entries(report.violations).flatMap(([promise, lines]) => lines.map((line): [string, string] => [promise, line]));
  return [
    `chaos run, seed ${report.seed}, ${report.minutes} min, commit ${report.commit.slice(0, 12)}: ${report.lasted_s} s, quiet ${report.quiet_after_s} s after the last fault`,
    ...rows('kills (-9)', Object.entries(report.kills)),
    ...rows('pauses and cuts', Object.entries(report.pauses)),
    ...rows('load', Object.entries(report.load)),
    ...rows('until the next charge succeeded', recovery),
    ...rows('in doubt at the end, and being asked about', Object.entries(report.in_doubt)),
    '  (without a payment Alice is sure hours after the day has ended, SFR after 15 minutes, Free after one)',
    ...(report.not_quiet.length > 0
      ? rows(
          'did not become quiet',
          report.not_quiet.map((open) => ['open', open]),
        )
      : []),
    ...(breaches.length > 0 ? rows('VIOLATIONS', breaches) : ['violations: none']),
    ...report.stories,
  ].join('\n');
}
