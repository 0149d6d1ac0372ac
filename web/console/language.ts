import { parseCookie } from 'cookie';
import type { Request, RequestHandler } from 'express';
import { LOCALES, type Locale } from '../../domain/subscriptions.ts';
import { askedLocale } from '../locale.ts';

const COOKIE = 'console_lang';
const YEAR_MS = 365 * 24 * 3_600_000;

/** The language of the console: chosen before, or the browser's. */
export function localeOf(request: Request): Locale {
  const chosen = parseCookie(request.get('cookie') ?? '')[COOKIE];
  return LOCALES.find((locale) => locale === chosen) ?? LOCALES.find((locale) => locale === request.acceptsLanguages(...LOCALES)) ?? 'fr';
}

/** `?lang=` on any page is remembered in the browser, and the page is shown again without it. */
export const keepLanguage: RequestHandler = (request, response, next) => {
  const asked = request.method === 'GET' ? askedLocale(request) : undefined;
  if (asked === undefined) return next();
  const { pathname, searchParams } = new URL(request.originalUrl, 'http://localhost');
  searchParams.delete('lang');
  response.cookie(COOKIE, asked, { path: '/console', maxAge: YEAR_MS, sameSite: 'lax', httpOnly: true });
  response.redirect(303, searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`);
};
