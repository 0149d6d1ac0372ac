import type { Stores } from '../../db/stores/index.ts';
import type { IspAttempts } from '../../db/stores/oversight.ts';
import type { UnitOfWork } from '../../db/unit-of-work.ts';
import { ISPS, type Isp } from '../../domain/isps.ts';
import { dayBounds } from '../../domain/statements.ts';
import type { IspGateways } from '../../gateways/isp/port.ts';
import type { ScheduleReader } from '../../gateways/temporal/schedules.ts';
import type { WorkerReader } from '../../gateways/workers/reader.ts';
import type { IspsView, IspView, WindowHealth } from './types.ts';

export type IspSources = {
  unitOfWork: UnitOfWork;
  isps: IspGateways;
  workers: WorkerReader;
  schedules: ScheduleReader;
  now: () => Date;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Enough for percentiles, and few enough for a page: a busier day is told by its newest attempts. */
const ATTEMPTS_MAX = 5_000;

/** How each ISP does: by our rows, by this process, by the workers and by Temporal. What does not answer is told as such. */
export async function readIsps(sources: IspSources): Promise<IspsView> {
  const now = sources.now();
  const [rows, workers, schedules] = await Promise.all([
    sources.unitOfWork.read((stores) => readRows(stores, now)),
    sources.workers.read(),
    sources.schedules.read(),
  ]);
  const isps = ISPS.map((isp) => viewOf(isp, { rows, now, here: sources.isps[isp].health() }));
  const counted = isps.reduce((sum, { day }) => sum + day.attempts, 0);
  return { isps, attempts_max: counted >= ATTEMPTS_MAX ? ATTEMPTS_MAX : null, workers, schedules };
}

async function readRows(stores: Stores, now: Date) {
  return {
    hour: await stores.oversight.attempts(new Date(now.getTime() - HOUR_MS), ATTEMPTS_MAX),
    day: await stores.oversight.attempts(new Date(now.getTime() - DAY_MS), ATTEMPTS_MAX),
    completed: await stores.reconciliations.lastCompleted(),
    doubts: await stores.charges.doubts(),
  };
}

type Rows = Awaited<ReturnType<typeof readRows>>;

function viewOf(isp: Isp, { rows, now, here }: { rows: Rows; now: Date; here: IspView['here'] }): IspView {
  const last = rows.completed.find((row) => row.isp === isp);
  const lag_ms = last === undefined ? 0 : now.getTime() - dayBounds(last.day).end.getTime();
  return {
    isp,
    hour: windowOf(rows.hour.find((row) => row.isp === isp)),
    day: windowOf(rows.day.find((row) => row.isp === isp)),
    here,
    reconciled: last === undefined ? null : { day: last.day, lag_hours: Math.floor(lag_ms / HOUR_MS) },
    doubts: rows.doubts.filter((row) => row.isp === isp).reduce((sum, { count }) => sum + count, 0),
  };
}

export function windowOf(attempts: IspAttempts | undefined): WindowHealth {
  const outcomes = attempts?.outcomes ?? [];
  const count = (...names: string[]) => outcomes.filter(({ outcome }) => names.includes(outcome)).reduce((sum, row) => sum + row.count, 0);
  const not_sent = count('not_sent');
  return {
    attempts: outcomes.reduce((sum, row) => sum + row.count, 0) - not_sent,
    succeeded: count('succeeded'),
    declined: count('declined'),
    unclear: count('sent', 'in_doubt', 'not_charged'),
    not_sent,
    declines: outcomes.filter(({ outcome }) => outcome === 'declined').map(({ reason, count: times }) => ({ reason, count: times })),
    p50_ms: attempts?.p50_ms ?? null,
    p95_ms: attempts?.p95_ms ?? null,
  };
}
