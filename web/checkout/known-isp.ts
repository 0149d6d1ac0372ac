import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ISPS, type Isp } from '../../domain/isps.ts';
import type { IspSource } from '../texts/texts.ts';

/** It names one of four ISPs and nobody's line: which line it is, only the ISP finds out, on its own page. */
const COOKIE = 'isp';
const COOKIE_MAX_AGE_SECONDS = 180 * 86_400;

const Known = z.enum(ISPS).optional().catch(undefined);

/** The ISP that is chosen already when the form opens: named by the merchant's link (`?isp=`), or else remembered from the last purchase. */
export function knownIsp(request: Request): { isp: Isp; source: IspSource } | undefined {
  const hinted = Known.parse(request.query.isp);
  if (hinted !== undefined) return { isp: hinted, source: 'merchant' };
  const remembered = Known.parse(parseCookie(request.get('cookie') ?? '')[COOKIE]);
  return remembered === undefined ? undefined : { isp: remembered, source: 'cookie' };
}

/** Remembers the ISP of a confirmed form in this browser, for the checkout alone. */
export function rememberIsp(response: Response, isp: Isp, { is_secure }: { is_secure: boolean }): void {
  const cookie = stringifySetCookie({
    name: COOKIE,
    value: isp,
    path: '/checkout',
    maxAge: COOKIE_MAX_AGE_SECONDS,
    httpOnly: true,
    sameSite: 'lax',
    secure: is_secure,
  });
  response.append('Set-Cookie', cookie);
}
