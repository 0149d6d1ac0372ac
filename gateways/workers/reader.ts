import { z } from 'zod';
import { ISPS, type Isp } from '../../domain/isps.ts';
import type { IspHealth } from '../isp/guard.ts';

/** How one worker sees the ISPs, by its own metrics; or that it could not be asked. */
export type WorkerReading =
  | { address: string; answered: true; isps: Partial<Record<Isp, IspHealth>> }
  | { address: string; answered: false; why: 'no answer' | 'not a worker' };

export type WorkerReader = { read(): Promise<WorkerReading[]> };

const METRICS_BYTES_MAX = 2_000_000;
const LINE = /^billing_isp_(circuit_open|calls_free)\{isp="(\w+)"\} ([\d.]+)$/;
const IspName = z.enum(ISPS);

/** Asks the workers at these addresses for their metrics, all at once and for as long as `timeout_ms` only. */
export function createWorkerReader({ addresses, timeout_ms }: { addresses: readonly string[]; timeout_ms: number }): WorkerReader {
  return { read: async () => await Promise.all(addresses.map((address) => readOne(address, timeout_ms))) };
}

async function readOne(address: string, timeout_ms: number): Promise<WorkerReading> {
  try {
    const response = await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(timeout_ms), redirect: 'error' });
    const text = await response.text();
    const isps = response.ok && text.length <= METRICS_BYTES_MAX ? healthIn(text) : {};
    return Object.keys(isps).length === 0 ? { address, answered: false, why: 'not a worker' } : { address, answered: true, isps };
  } catch {
    return { address, answered: false, why: 'no answer' };
  }
}

/** The gauges of activities/metrics.ts. An ISP is told only where both are there. */
export function healthIn(metrics: string): Partial<Record<Isp, IspHealth>> {
  const circuits = new Map<Isp, IspHealth['circuit']>();
  const free = new Map<Isp, number>();
  for (const line of metrics.split('\n')) {
    const [, gauge, name, value] = LINE.exec(line) ?? [];
    const isp = IspName.safeParse(name);
    if (!isp.success) continue;
    if (gauge === 'calls_free') free.set(isp.data, Number(value));
    else circuits.set(isp.data, value === '1' ? 'open' : value === '0' ? 'closed' : 'half_open');
  }
  return Object.fromEntries(
    ISPS.flatMap((isp) => {
      const circuit = circuits.get(isp);
      const calls_free = free.get(isp);
      return circuit === undefined || calls_free === undefined ? [] : [[isp, { circuit, calls_free }]];
    }),
  );
}
