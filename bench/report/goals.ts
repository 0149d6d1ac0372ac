import type { Results } from '../scenes.ts';
import { shown } from './chart.ts';
import { PEER_FACTS } from './contenders.ts';
import { over, perSecond, type Ratios } from './ratios.ts';

/** What was set as a goal before anything was measured, what came of it, and whether that meets it. */
export type Goal = { goal: string; figure: string; met: boolean };

/** Of what was measured in this run. */
export function goalsOf(results: Results, ratios: Ratios): Goal[] {
  return [...ratioGoals(ratios), ...killGoals(results), ...herdGoals(results), ...sleeperGoals(results)];
}

const RATIO_GOALS: readonly { goal: string; ratio: keyof Ratios; least?: number; most?: number }[] = [
  { goal: 'renewals/s ≥ 1 × the bare loop with one activity', ratio: 'engine_vs_bare_activity', least: 1 },
  { goal: "renewals/s ≥ 3 × Temporal's usual way", ratio: 'engine_vs_usual_way', least: 3 },
  { goal: 'stretch: renewals/s ≥ 0.9 × the bare loop with one local activity', ratio: 'engine_vs_bare_local', least: 0.9 },
  { goal: 'a purchase, p50 ≤ 1.5 × bare update-with-start', ratio: 'one_shot_p50_vs_bare', most: 1.5 },
  { goal: 'purchases/s ≥ 0.7 × bare update-with-start', ratio: 'one_shot_rate_vs_bare', least: 0.7 },
  { goal: 'code validations/s ≥ 0.5 × bare `update … returning`', ratio: 'validations_vs_bare_updates', least: 0.5 },
];

function ratioGoals(ratios: Ratios): Goal[] {
  return RATIO_GOALS.flatMap(({ goal, ratio, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }) => {
    const value = ratios[ratio];
    return value === undefined ? [] : [{ goal, figure: `${shown(value)} ×`, met: value >= least && value <= most }];
  });
}

const WAIT_MS_MAX = 15_000;

function killGoals({ kills }: Results): Goal[] {
  const ours = [...(kills.engine ?? []), ...(kills.engine_alone ?? [])];
  const waits = (kills.engine ?? []).flatMap(({ flow }) => (flow === undefined ? [] : [flow]));
  const goals: Goal[] = [];
  if (waits.length > 0) {
    const worst = Math.max(...waits.map(({ wait_ms }) => wait_ms.max));
    const figure = `${shown(worst / 1_000)} s at most`;
    goals.push({ goal: 'one of two workers killed by -9: no due renewal waits longer than 15 s', figure, met: worst <= WAIT_MS_MAX });
  }
  if (ours.length > 0) {
    const sum = (of: (run: (typeof ours)[number]) => number) => ours.reduce((total, run) => total + of(run), 0);
    const [doubled, lost] = [sum((run) => run.doubled + (run.flow?.doubled ?? 0)), sum(({ lying }) => lying)];
    const durable = Object.entries(PEER_FACTS).flatMap(([peer, facts]) =>
      facts.durable ? (kills[peer as keyof typeof PEER_FACTS] ?? []).map((run) => run.doubled + run.lying) : [],
    );
    const beside = durable.length === 0 ? '' : `; the durable peers together ${durable.reduce((total, own) => total + own, 0)}`;
    const figure = `${doubled} doubled, ${lost} lost${beside}`;
    goals.push({ goal: 'killed by -9: nothing doubled and nothing lost', figure, met: doubled + lost === 0 });
  }
  return goals;
}

function herdGoals({ herd, engine }: Results): Goal[] {
  const per_second = perSecond(engine)?.median;
  return herd.flatMap((figures) => {
    const goals: Goal[] = [];
    const late = figures.lateness_ms.p99 / 1_000;
    if (per_second !== undefined) {
      const allowed = (figures.subscriptions / per_second) * 1.1;
      const goal = `herd of ${figures.subscriptions}: p99 lateness ≤ 1.1 × what as many take at the measured renewals/s`;
      goals.push({ goal, figure: `${shown(late)} s of ${shown(allowed)} s`, met: late <= allowed });
    }
    const times = figures.purchases_ms.p95 / figures.purchases_idle_ms.p95;
    goals.push({ goal: 'a purchase during the herd, p95 ≤ 3 × idle', figure: `${shown(times)} ×`, met: times <= 3 });
    const refused = figures.turned_away;
    goals.push({ goal: 'no call of the herd is turned away (ResourceExhausted)', figure: `${refused} turned away`, met: refused === 0 });
    return goals;
  });
}

const BYTES_MAX = 12 * 1_024;
const START_GOAL = { sleeping: 100_000, minutes: 8 };

function sleeperGoals({ sleepers }: Results): Goal[] {
  const [few, many] = [sleepers.at(0), sleepers.at(-1)];
  if (few === undefined || many === undefined) return [];
  const growth = many.worker_resident_bytes / few.worker_resident_bytes - 1;
  const rate = over(perSecond(many.renewals)?.median, perSecond(few.renewals)?.median) ?? Number.NaN;
  const minutes = START_GOAL.sleeping / many.started_per_second / 60;
  return [
    {
      goal: `the worker's memory beside ${many.sleeping} sleepers within 10 % of that beside ${few.sleeping}`,
      figure: `${growth < 0 ? '' : '+'}${shown(growth * 100)} %, renewals/s ${shown(rate)} ×`,
      met: Math.abs(growth) <= 0.1,
    },
    {
      goal: `${START_GOAL.sleeping} workflows started within ${START_GOAL.minutes} min, at the rate of ${many.sleeping}`,
      figure: `${shown(minutes)} min`,
      met: minutes <= START_GOAL.minutes,
    },
    {
      goal: 'at most 12 KiB in both databases for a sleeping subscription',
      figure: `${shown(many.bytes_each / 1_024)} KiB`,
      met: many.bytes_each <= BYTES_MAX,
    },
  ];
}
