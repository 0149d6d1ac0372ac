import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Scope } from '../usecases/types.ts';
import { ApiProblem } from './problem-answer.ts';

/** A burst takes its extra requests from this many seconds. */
const BURST_SECONDS = 10;

export type RateLimit = (scope: Scope) => Promise<Record<string, string>>;

/**
 * Counts requests per API key, in this process. Each second lets through the sustained number, and as many again come out of a
 * reserve that fills every ten seconds. Resolves to the headers that tell what is left (IETF draft ratelimit-headers); rejects with
 * rate_limited, which carries them too.
 */
export function createRateLimit(requests_per_second: number): RateLimit {
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ keyPrefix: 'sustained', points: requests_per_second, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: requests_per_second, duration: BURST_SECONDS }),
  );
  const policy = `"sustained";q=${requests_per_second};w=1, "burst";q=${requests_per_second};w=${BURST_SECONDS}`;
  const headersOf = (left: RateLimiterRes) => ({
    'RateLimit-Policy': policy,
    RateLimit: `"sustained";r=${left.remainingPoints};t=${secondsOf(left)}`,
  });
  return async (scope) => {
    try {
      return headersOf(await limiter.consume(scope.key_id));
    } catch (rejection) {
      if (!(rejection instanceof RateLimiterRes)) throw rejection;
      const retry_after_seconds = secondsOf(rejection);
      throw new ApiProblem('rate_limited', 'This key sends more requests than it may.', {
        retry_after_seconds,
        headers: headersOf(rejection),
      });
    }
  };
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}
