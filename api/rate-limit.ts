import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Scope } from '../usecases/types.ts';
import { ApiProblem } from './problem-answer.ts';

/** A burst takes its extra requests from this many seconds. */
const BURST_SECONDS = 10;

/**
 * Counts requests per API key, in this process. Each second lets through the sustained number, and as many again come out of a
 * reserve that fills every ten seconds. The function rejects with rate_limited.
 */
export function createRateLimit(requests_per_second: number): (scope: Scope) => Promise<void> {
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ keyPrefix: 'sustained', points: requests_per_second, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: requests_per_second, duration: BURST_SECONDS }),
  );
  return async (scope) => {
    try {
      await limiter.consume(scope.key_id);
    } catch (rejection) {
      if (!(rejection instanceof RateLimiterRes)) throw rejection;
      const retry_after_seconds = rejection.msBeforeNext / 1_000;
      throw new ApiProblem('rate_limited', 'This key sends more requests than it may.', { retry_after_seconds });
    }
  };
}
