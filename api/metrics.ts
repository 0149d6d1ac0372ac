import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type MeasuredRequest = { method: string; route: string; status: number; latency_ms: number };
export type HttpObserver = (request: MeasuredRequest) => void;
export type ApiMetrics = { registry: Registry; observe: HttpObserver };

/** The metrics of one API process. Labels are patterns and statuses, never ids, so their number stays small. */
export function createApiMetrics(): ApiMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    registry,
    observe: ({ method, route, status, latency_ms }) => histogram.observe({ method, route, status }, latency_ms / 1_000),
  };
}
