import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  wrap,
} from 'cockatiel';
import type { Exchange, IspHttp } from './http.ts';

export type GuardSettings = {
  /** Calls that may be out at once at one ISP; well below a worker's activity slots, so that one that hangs leaves room for the others. */
  calls_max: number;
  /** Calls that may wait for their turn. None in a worker, where a waiting call would hold an activity slot. */
  waiting_max: number;
  /** Failures in a row after which an ISP is left alone for a while. */
  failures_max: number;
  pause_ms: number;
};

export const GUARD_DEFAULTS: GuardSettings = { calls_max: 40, waiting_max: 0, failures_max: 10, pause_ms: 5_000 };

export type GuardedHttp = IspHttp & { health(): IspHealth };

export type IspHealth = { circuit: 'closed' | 'open' | 'half_open'; calls_free: number };

/** No answer, or one that says that the ISP itself is in trouble. A refusal is an answer. */
function isTrouble(result: unknown): boolean {
  const exchange = result as Exchange;
  return !exchange.answered || exchange.status >= 500;
}

/**
 * A concurrency limit and a circuit breaker around one ISP, per process. What they turn away has provably not been sent, so it may be tried
 * again with the same attempt.
 */
export function guardIsp(http: IspHttp, settings: GuardSettings): GuardedHttp {
  const limit = bulkhead(settings.calls_max, settings.waiting_max);
  const breaker = circuitBreaker(handleWhenResult(isTrouble), {
    halfOpenAfter: settings.pause_ms,
    breaker: new ConsecutiveBreaker(settings.failures_max),
  });
  const policy = wrap(limit, breaker);
  return {
    async call(call) {
      try {
        return await policy.execute(() => http.call(call));
      } catch (error) {
        if (error instanceof BulkheadRejectedError) return { answered: false, sent: false, detail: 'ISP_BUSY' };
        if (error instanceof BrokenCircuitError) return { answered: false, sent: false, detail: 'CIRCUIT_OPEN' };
        throw error;
      }
    },
    close: () => http.close(),
    health() {
      const circuit = breaker.state === CircuitState.Closed ? 'closed' : breaker.state === CircuitState.HalfOpen ? 'half_open' : 'open';
      return { circuit, calls_free: limit.executionSlots };
    },
  };
}
