import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Wrong codes from one address of the internet, and requests for a link: a household or a phone network shares one. */
const WRONG_CODES = { points: 20, duration: 600 };
const REQUESTS = { points: 20, duration: 3_600 };
/** Links to one e-mail address; more would be a nuisance to its owner. */
const LINKS = { points: 3, duration: 3_600 };

/** Slows down guessing and nuisance, in this process. What it refuses is told in seconds until the next try. */
export type Throttle = {
  /** Seconds to wait; undefined where a code may be tried. */
  codeBlocked(from: string): Promise<number | undefined>;
  countWrongCode(from: string): Promise<void>;
  requestBlocked(from: string): Promise<number | undefined>;
  /** False where this address was written to often enough: nothing is sent then, and the asker is not told. */
  mayWrite(address: string): Promise<boolean>;
};

export function createThrottle(): Throttle {
  const wrong_codes = new RateLimiterMemory({ keyPrefix: 'leave_codes', ...WRONG_CODES });
  const requests = new RateLimiterMemory({ keyPrefix: 'leave_requests', ...REQUESTS });
  const links = new RateLimiterMemory({ keyPrefix: 'leave_links', ...LINKS });
  return {
    async codeBlocked(from) {
      const so_far = await wrong_codes.get(from);
      return so_far !== null && so_far.consumedPoints >= WRONG_CODES.points ? seconds(so_far) : undefined;
    },
    async countWrongCode(from) {
      await wrong_codes.penalty(from);
    },
    requestBlocked: (from) => consume(requests, from),
    mayWrite: async (address) => (await consume(links, address)) === undefined,
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    return seconds(rejection);
  }
}

function seconds({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}
