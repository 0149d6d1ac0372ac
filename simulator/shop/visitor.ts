import type { Request, RequestHandler, Response } from 'express';
import type { Language } from './texts.ts';

const DAY_MS = 86_400_000;
const LANGUAGE_KEPT_MS = 365 * DAY_MS;

/** The language of this answer: asked for in the address, chosen before, or the browser's; French when nothing says. */
export const chooseLanguage: RequestHandler = (request, response, next) => {
  const asked = asLanguage(request.query.lang);
  const language = asked ?? asLanguage(readCookie(request, 'lang')) ?? asLanguage(request.acceptsLanguages('fr', 'en')) ?? 'fr';
  if (asked) response.cookie('lang', asked, { httpOnly: true, sameSite: 'lax', maxAge: LANGUAGE_KEPT_MS });
  response.locals.language = language;
  response.set('Content-Language', language).vary('Accept-Language, Cookie');
  next();
};

export function languageOf(response: Response): Language {
  return asLanguage(response.locals.language) ?? 'fr';
}

function asLanguage(value: unknown): Language | undefined {
  return value === 'fr' || value === 'en' ? value : undefined;
}

/** One cookie's value; undefined when absent or not decodable. */
export function readCookie(request: Request, name: string): string | undefined {
  for (const pair of (request.get('cookie') ?? '').split(';')) {
    const separator = pair.indexOf('=');
    if (separator < 0 || pair.slice(0, separator).trim() !== name) continue;
    try {
      return decodeURIComponent(pair.slice(separator + 1).trim());
    } catch {
      return undefined;
    }
  }
  return undefined;
}
