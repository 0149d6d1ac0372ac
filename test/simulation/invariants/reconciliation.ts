import type { ChargeRow } from '../../../db/entities/charge.ts';
import type { DiscrepancyRow, ReconciliationRow } from '../../../db/entities/reconciliation.ts';
import type { RefundRow } from '../../../db/entities/refund.ts';
import { ISPS } from '../../../domain/isps.ts';
import { addDays, parisDay } from '../../../domain/statements.ts';
import type { World } from '../engine/world.ts';
import type { Finding } from './index.ts';

/** Every day on which money moved was compared with its complete statement. */
export function daysReconciled(world: World): Finding[] {
  const yesterday = addDays(parisDay(world.scheduler.now), -1);
  const rows = new Map(world.database.rows<ReconciliationRow>('reconciliation').map((row) => [`${row.isp} ${row.day}`, row]));
  return world.schedules.days.flatMap(({ isp, day }) => {
    if (day >= yesterday || rows.get(`${isp} ${day}`)?.completed_at) return [];
    return [{ subject: `reconcile-${isp}-${day}`, detail: 'its complete statement was never seen' }];
  });
}

/**
 * Once all is quiet nothing disagrees any more. What is left open is one thing only: money that the ISP took for nothing and, asked for it,
 * refused to give back.
 */
export function discrepanciesResolved(world: World): Finding[] {
  const refused = new Set(ofReconciliation(world).flatMap((row) => (row.status === 'declined' ? row.payment_reference : [])));
  return world.database.rows<DiscrepancyRow>('discrepancy').flatMap(({ isp, day, kind, subject, details, resolved_at }) => {
    if (resolved_at || (kind === 'charged_though_not_charged' && refused.has(subject))) return [];
    return [{ subject: details.charge ?? details.refund ?? subject, detail: `${kind} ${subject} of ${day} at ${isp} is open` }];
  });
}

/** What the ISP took though here it counts as not charged goes back, whole and once; and nothing else does by itself. */
export function takenForNothingGoesBack(world: World): Finding[] {
  const charges = new Map(world.database.rows<ChargeRow>('charge').map((charge) => [charge.key, charge]));
  const refunds = ofReconciliation(world);
  const owed = new Set<string>();
  const there = ISPS.flatMap((isp) =>
    world.isps[isp].books.payments.flatMap(({ payment_id, client_correlator, amount_cents, status }): Finding[] => {
      const charge = charges.get(client_correlator.replace(/:a\d+$/, ''));
      if (status !== 'succeeded' || charge?.status !== 'not_charged') return [];
      owed.add(payment_id);
      const own = refunds.filter(({ payment_reference }) => payment_reference === payment_id);
      const is_right = own.length === 1 && own.every((row) => row.amount_cents === amount_cents && row.status !== 'intent');
      return is_right ? [] : [{ subject: charge.key, detail: `${payment_id} was taken for nothing and given back ${own.length} times` }];
    }),
  );
  const here = refunds.filter(({ payment_reference }) => !owed.has(payment_reference));
  return [...there, ...here.map(({ id }) => ({ subject: id, detail: 'it gives back what was not taken for nothing' }))];
}

const ofReconciliation = (world: World) => world.database.rows<RefundRow>('refund').filter(({ source }) => source === 'reconciliation');
