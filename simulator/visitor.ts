import { parseCookie } from 'cookie';
import type { Request, RequestHandler, Response } from 'express';

export type Language = 'fr' | 'en';

const LANGUAGE_KEPT_MS = 365 * 86_400_000;

/** The language of this answer: asked for in the address, chosen before, or the browser's; `usual` when nothing says. */
export function chooseLanguage(usual: Language): RequestHandler {
  const offered = usual === 'fr' ? ['fr', 'en'] : ['en', 'fr'];
  return (request, response, next) => {
    const asked = asLanguage(request.query.lang);
    const language = asked ?? asLanguage(readCookie(request, 'lang')) ?? asLanguage(request.acceptsLanguages(offered)) ?? usual;
    if (asked) response.cookie('lang', asked, { httpOnly: true, sameSite: 'lax', maxAge: LANGUAGE_KEPT_MS });
    response.locals.language = language;
    response.set('Content-Language', language).vary('Accept-Language, Cookie');
    next();
  };
}

export function languageOf(response: Response): Language {
  return asLanguage(response.locals.language) ?? 'fr';
}

function asLanguage(value: unknown): Language | undefined {
  return value === 'fr' || value === 'en' ? value : undefined;
}

export const readCookie = (request: Request, name: string): string | undefined => parseCookie(request.get('cookie') ?? '')[name];
