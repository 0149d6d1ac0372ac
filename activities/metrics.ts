import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import { ISPS } from '../domain/isps.ts';
import { DISCREPANCY_KINDS } from '../domain/reconciliation.ts';
import { dayBounds } from '../domain/statements.ts';
import type { IspGateways } from '../gateways/isp/port.ts';

type Sources = { unitOfWork: UnitOfWork; isps: IspGateways; now: () => Date };

/** What the worker tells operators beside its process: doubts by ISP and age, how each ISP is doing, and what reconciliation found. Read when it is asked for. */
export function createWorkerMetrics(sources: Sources): { contentType: string; metrics(): Promise<string> } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauges = {
    doubts: new Gauge({ name: 'billing_charges_in_doubt', help: 'Charges in doubt', labelNames: ['isp', 'escalated'], registers }),
    refunds: new Gauge({ name: 'billing_refunds_in_doubt', help: 'Refunds in doubt', labelNames: ['isp', 'escalated'], registers }),
    oldest: new Gauge({ name: 'billing_doubt_oldest_seconds', help: 'Age of the oldest doubt', labelNames: ['isp'], registers }),
    circuit: new Gauge({
      name: 'billing_isp_circuit_open',
      help: '1 while an ISP is left alone after failures in a row, 0.5 while it is tried again',
      labelNames: ['isp'],
      registers,
    }),
    discrepancies: new Gauge({
      name: 'billing_discrepancies_open',
      help: "Open discrepancies between the ISPs' statements and our books",
      labelNames: ['isp', 'kind'],
      registers,
    }),
    reconciled: new Gauge({
      name: 'billing_reconciled_until_seconds',
      help: 'End of the newest day whose complete statement was reconciled, in seconds since 1970; 0 where there is none',
      labelNames: ['isp'],
      registers,
    }),
    free: new Gauge({
      name: 'billing_isp_calls_free',
      help: 'Calls that may still go out at once to an ISP from this process',
      labelNames: ['isp'],
      registers,
    }),
  };
  return {
    contentType: registry.contentType,
    async metrics() {
      await refresh(sources, gauges);
      return await registry.metrics();
    },
  };
}

type Gauges = Record<'doubts' | 'refunds' | 'oldest' | 'circuit' | 'free' | 'discrepancies' | 'reconciled', Gauge>;

async function refresh({ unitOfWork, isps, now }: Sources, gauges: Gauges): Promise<void> {
  await refreshReconciliation(unitOfWork, gauges);
  const { all, refunds } = await unitOfWork.read(async (stores) => ({
    all: await stores.charges.doubts(),
    refunds: await stores.refunds.doubts(),
  }));
  for (const isp of ISPS) {
    const { circuit, calls_free } = isps[isp].health();
    gauges.circuit.set({ isp }, { closed: 0, half_open: 0.5, open: 1 }[circuit]);
    gauges.free.set({ isp }, calls_free);
    const doubts = all.filter((doubt) => doubt.isp === isp);
    for (const escalated of [true, false]) {
      const labels = { isp, escalated: String(escalated) };
      gauges.doubts.set(labels, doubts.find((doubt) => doubt.escalated === escalated)?.count ?? 0);
      gauges.refunds.set(labels, refunds.find((row) => row.isp === isp && row.escalated === escalated)?.count ?? 0);
    }
    const since_ms = Math.min(now().getTime(), ...doubts.map((doubt) => doubt.oldest.getTime()));
    gauges.oldest.set({ isp }, Math.round((now().getTime() - since_ms) / 1_000));
  }
}

/** Every kind of every ISP has a value: a series that appears with its first discrepancy would hide the rise from 0 to 1. */
async function refreshReconciliation(unitOfWork: UnitOfWork, gauges: Gauges): Promise<void> {
  const { open, completed } = await unitOfWork.read(async (stores) => ({
    open: await stores.discrepancies.countOpen(),
    completed: await stores.reconciliations.lastCompleted(),
  }));
  for (const isp of ISPS) {
    for (const kind of DISCREPANCY_KINDS)
      gauges.discrepancies.set({ isp, kind }, open.find((row) => row.isp === isp && row.kind === kind)?.count ?? 0);
    const last = completed.find((row) => row.isp === isp);
    gauges.reconciled.set({ isp }, last ? dayBounds(last.day).end.getTime() / 1_000 : 0);
  }
}
