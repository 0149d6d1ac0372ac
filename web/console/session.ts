import { parseCookie } from 'cookie';
import type { CookieOptions, Request, RequestHandler, Response } from 'express';
import type { ConsoleAccess, ConsoleSession } from '../../usecases/console/types.ts';
import { sendOn } from '../respond.ts';

/** What a request of somebody who is signed in brings with it. */
export type SignedIn = { session: ConsoleSession; session_token: string };

export type Sessions = {
  /** Lets pass whoever is signed in; sends everybody else to the sign-in. */
  require: RequestHandler;
  start(response: Response, made: { session_token: string; lasts_seconds: number }): void;
  end(response: Response): void;
};

const SIGNED_IN = 'signed_in';
const SIGN_IN_PATH = '/console/sign-in';

/**
 * The cookie that a session is known by: no script reads it, no form of another site sends it. Served securely it has the prefix by which
 * browsers keep other hosts and plain http from setting it (RFC 6265bis).
 */
export function createSessions(useCases: Pick<ConsoleAccess, 'findSession'>, { public_url }: { public_url: string }): Sessions {
  const secure = new URL(public_url).protocol === 'https:';
  const name = secure ? '__Host-console' : 'console';
  const options: CookieOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure };
  return {
    async require(request, response, next) {
      const session_token = parseCookie(request.get('cookie') ?? '')[name];
      const session = session_token === undefined ? undefined : await useCases.findSession(session_token);
      if (session_token === undefined || session === undefined) {
        if (session_token !== undefined) response.clearCookie(name, options);
        return sendOn(response, SIGN_IN_PATH);
      }
      response.locals[SIGNED_IN] = { session, session_token } satisfies SignedIn;
      next();
    },
    start(response, { session_token, lasts_seconds }) {
      response.cookie(name, session_token, { ...options, maxAge: lasts_seconds * 1_000 });
    },
    end(response) {
      response.clearCookie(name, options);
    },
  };
}

/** Who is signed in. Only behind `Sessions.require`. */
export function signedIn(response: Response): SignedIn {
  const found = response.locals[SIGNED_IN] as SignedIn | undefined;
  if (found === undefined) throw new Error('a page of the console was mounted before the sign-in');
  return found;
}

/** A path of the console that a redirect may lead to. */
export function pathOf(request: Request): string {
  return new URL(request.originalUrl, 'http://localhost').pathname;
}
