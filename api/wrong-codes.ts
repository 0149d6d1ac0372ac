import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Refusal } from '../domain/refusals.ts';
import type { CodeValidation, Scope } from '../usecases/types.ts';

const WINDOW_SECONDS = 60;

export type WrongCodes = (question: { scope: Scope; document: string }, ask: () => Promise<CodeValidation>) => Promise<CodeValidation>;

/**
 * Slows down guessing, per document and key. Only codes that nobody ever got are counted, and only once they were answered: any
 * number of questions about real codes passes, however many come at once. Rejects with too_many_wrong_codes without asking.
 */
export function createWrongCodes(guesses_per_minute: number): WrongCodes {
  const limiter = new RateLimiterMemory({ keyPrefix: 'wrong_codes', points: guesses_per_minute, duration: WINDOW_SECONDS });
  return async ({ scope, document }, ask) => {
    const counter = `${scope.key_id}:${document}`;
    const so_far = await limiter.get(counter);
    if (so_far !== null && so_far.consumedPoints >= guesses_per_minute) {
      throw new Refusal('too_many_wrong_codes', 'Too many unknown codes were tried on this document.', {
        retry_after_seconds: so_far.msBeforeNext / 1_000,
      });
    }
    const outcome = await ask();
    if (!outcome.valid && outcome.reason === 'unknown') await limiter.penalty(counter);
    return outcome;
  };
}
