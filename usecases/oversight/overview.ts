import type { UnitOfWork } from '../../db/unit-of-work.ts';
import { ISPS, type Isp } from '../../domain/isps.ts';
import type { DiscrepancyKind } from '../../domain/reconciliation.ts';
import { listDeliveries } from './deliveries.ts';
import { type IspSources, readIsps } from './isps.ts';
import type { Concern, CountedConcern, DeliveriesView, IspConcern, IspsView, OverviewView } from './types.ts';

/** Kinds where a buyer is owed money at this moment. */
const OWED: readonly DiscrepancyKind[] = ['charged_though_not_charged', 'charged_twice', 'refund_unknown_to_isp'];

/** Reconciled each morning, a day's end is half a day to a day and a half ago. */
const RECONCILED_WITHIN_HOURS = 36;

type IspCount = { isp: Isp; count: number };

export type Facts = {
  discrepancies: (IspCount & { kind: DiscrepancyKind })[];
  doubts: (IspCount & { escalated: boolean })[];
  refunds: (IspCount & { escalated: boolean })[];
  deliveries: DeliveriesView;
  isps: IspsView;
};

export async function readOverview(sources: IspSources): Promise<OverviewView> {
  const now = sources.now();
  const [isps, rows] = await Promise.all([readIsps(sources), readRows(sources.unitOfWork, now)]);
  const facts = { ...rows, isps };
  return {
    now,
    concerns: concernsOf(facts),
    counts: {
      doubts: sum(facts.doubts),
      refunds_in_doubt: sum(facts.refunds),
      discrepancies: sum(facts.discrepancies),
      callbacks_retrying: facts.deliveries.endpoints.reduce((total, { retrying }) => total + retrying, 0),
      letters_failed: facts.deliveries.letters.length,
    },
    isps,
  };
}

async function readRows(unitOfWork: UnitOfWork, now: Date): Promise<Omit<Facts, 'isps'>> {
  return await unitOfWork.read(async (stores) => ({
    discrepancies: await stores.discrepancies.countOpen(),
    doubts: await stores.charges.doubts(),
    refunds: await stores.refunds.doubts(),
    deliveries: await listDeliveries(stores, now),
  }));
}

const sum = (rows: readonly { count: number }[]) => rows.reduce((total, { count }) => total + count, 0);
const ispsOf = (rows: readonly { isp: Isp }[]): Isp[] => ISPS.filter((isp) => rows.some((row) => row.isp === isp));

/** What a person should look at, the most pressing first: money owed, then money unknown, then what keeps the machine from healing itself. */
export function concernsOf({ discrepancies, doubts, refunds, deliveries, isps }: Facts): Concern[] {
  const owed = discrepancies.filter(({ kind }) => OWED.includes(kind));
  const others = discrepancies.filter(({ kind }) => !OWED.includes(kind));
  const escalated = [...doubts, ...refunds].filter((row) => row.escalated);
  const counted = (kind: IspConcern, rows: IspCount[]): Concern[] =>
    rows.length === 0 ? [] : [{ kind, count: sum(rows), isps: ispsOf(rows) }];
  return [
    ...counted('owed_to_buyers', owed),
    ...counted('doubts_escalated', escalated),
    ...counted('discrepancies', others),
    ...ofMachines(isps),
    ...ofDeliveries(deliveries),
  ];
}

function ofMachines({ isps, workers, schedules }: IspsView): Concern[] {
  const silent = workers.filter((worker) => !worker.answered).map(({ address }) => address);
  const left_alone = ISPS.filter(
    (isp) =>
      isps.some((row) => row.isp === isp && row.here.circuit === 'open') ||
      workers.some((worker) => worker.answered && worker.isps[isp]?.circuit === 'open'),
  );
  // Without a first day there is nothing to be behind with.
  const behind = isps.filter(({ reconciled }) => reconciled !== null && reconciled.lag_hours > RECONCILED_WITHIN_HOURS);
  const paused = (schedules ?? []).filter(({ state }) => state !== 'running');
  return [
    ...(schedules === undefined ? [{ kind: 'temporal_silent' as const }] : []),
    ...(silent.length === 0 ? [] : [{ kind: 'worker_silent' as const, addresses: silent }]),
    ...(left_alone.length === 0 ? [] : [{ kind: 'isp_left_alone' as const, isps: left_alone }]),
    ...(behind.length === 0 ? [] : [{ kind: 'not_reconciled' as const, isps: ispsOf(behind) }]),
    ...(paused.length === 0 ? [] : [{ kind: 'schedules_paused' as const, isps: ispsOf(paused) }]),
  ];
}

function ofDeliveries({ undispatched, letters, endpoints, silenced, ends, overdue }: DeliveriesView): Concern[] {
  const failed_lately = endpoints.reduce((total, endpoint) => total + endpoint.failed_lately, 0);
  const counted = (kind: CountedConcern, count: number): Concern[] => (count === 0 ? [] : [{ kind, count }]);
  return [
    ...(undispatched.documents + undispatched.letters === 0 ? [] : [{ kind: 'undispatched' as const, ...undispatched }]),
    ...counted('ends_unfinished', ends.length),
    ...counted('overdue', overdue.length),
    ...counted('letters_failed', letters.filter(({ outlook }) => outlook !== 'erased').length),
    ...counted('callbacks_failed', failed_lately),
    ...counted('callbacks_silenced', silenced.length),
  ];
}
