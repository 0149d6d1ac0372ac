export type RetryOptions = {
  /** Tries in all, the first included. */
  attempts: number;
  /** The longest single wait; an answer that asks for a longer one is given back instead. */
  wait_seconds_max: number;
  sleep: (milliseconds: number) => Promise<void>;
};

const RETRIED = [429, 503];
const FIRST_WAIT_SECONDS = 1;

/**
 * A fetch that tries again what may heal: 429 and 503 after the seconds of `Retry-After`, a request that still runs under its
 * key, and a connection that broke. Every POST gets an Idempotency-Key here unless it has one, so a repetition never acts twice.
 */
export function retryingFetch(
  send: (request: Request) => Promise<Response>,
  options: RetryOptions,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'POST' && !request.headers.has('idempotency-key')) request.headers.set('idempotency-key', crypto.randomUUID());
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await attemptOnce(send, request.clone());
      const wait_seconds = attempt < options.attempts ? await waitOf(outcome, attempt) : undefined;
      if (wait_seconds !== undefined && wait_seconds <= options.wait_seconds_max && !request.signal.aborted) {
        await options.sleep(wait_seconds * 1_000);
        continue;
      }
      if ('error' in outcome) throw outcome.error;
      return outcome.response;
    }
  };
}

type Outcome = { response: Response } | { error: unknown };

async function attemptOnce(send: (request: Request) => Promise<Response>, request: Request): Promise<Outcome> {
  try {
    return { response: await send(request) };
  } catch (error) {
    return { error };
  }
}

/** Seconds until the next try, or undefined where there is none. A broken connection says nothing, so its waits double. */
async function waitOf(outcome: Outcome, attempt: number): Promise<number | undefined> {
  if ('error' in outcome) return FIRST_WAIT_SECONDS * 2 ** (attempt - 1);
  const { response } = outcome;
  if (!RETRIED.includes(response.status) && !(await isStillRunning(response))) return undefined;
  const told = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(told) && told >= 0 ? told : FIRST_WAIT_SECONDS * 2 ** (attempt - 1);
}

/** The first try is still at work under this key: its answer will be this request's. */
async function isStillRunning(response: Response): Promise<boolean> {
  if (response.status !== 409) return false;
  const text = await response.clone().text();
  return text.includes('"idempotency_key_in_flight"');
}
