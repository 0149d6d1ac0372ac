import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Line, Lines } from './lines.ts';

const WRONG_TRIES_MAX = 10;
const WRONG_TRIES_WINDOW_SECONDS = 60;

export type Login = { readonly line: Line } | { readonly refused: 'wrong_login' | 'too_many_logins' };

/** Identifies a line by username and password; whoever guesses at one is stopped for a minute, the right password included. */
export function createLogins(lines: Lines) {
  const wrong = new RateLimiterMemory({ points: WRONG_TRIES_MAX, duration: WRONG_TRIES_WINDOW_SECONDS });
  return {
    async identify(username: string, password: string): Promise<Login> {
      const tries = await wrong.get(username);
      if (tries !== null && tries.remainingPoints <= 0) return { refused: 'too_many_logins' };
      const line = lines.identify(username, password);
      if (line) return { line };
      await wrong.penalty(username);
      return { refused: 'wrong_login' };
    },
  };
}
export type Logins = ReturnType<typeof createLogins>;
