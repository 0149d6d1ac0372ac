import { parseCookie } from 'cookie';
import type { CookieOptions, Request } from 'express';
import { sameSecret } from '../identifiers.ts';
import type { Isp } from '../isp.ts';
import type { Session } from '../sessions.ts';

export const SESSION_COOKIE = 'isp_session';

/** Out of reach of scripts, of other sites' forms, and of the other ISPs on this host. */
export const sessionCookieOptions = ({ profile }: Isp): CookieOptions => ({ httpOnly: true, sameSite: 'lax', path: `/${profile.id}` });

export const sessionCookieOf = (request: Request): string | undefined => parseCookie(request.get('cookie') ?? '')[SESSION_COOKIE];

/** The session whose cookie came with the request, while it lasts. */
export function sessionOf(isp: Isp, request: Request): Session | undefined {
  const cookie = sessionCookieOf(request);
  return cookie === undefined ? undefined : isp.sessions.find(cookie);
}

/** The session of a form that carries its token; other sites can have the cookie sent, but do not know the token. */
export function sessionOfForm(isp: Isp, request: Request): Session | undefined {
  const session = sessionOf(isp, request);
  const sent: unknown = (request.body as { form_token?: unknown } | undefined)?.form_token;
  return session && typeof sent === 'string' && sameSecret(sent, session.form_token) ? session : undefined;
}
