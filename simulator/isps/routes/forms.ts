import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { CamaraError } from '../errors.ts';
import type { Locale } from '../pages/texts.ts';

/** The login as a form sends it; missing fields are an empty login, which is a wrong one. */
export const loginForm = z.object({
  username: z.string().max(128).default(''),
  password: z.string().max(128).default(''),
});

/** The language of the page: as the link says, else as the browser prefers, French first. */
export function localeOf(request: Request): Locale {
  const asked = request.query.locale;
  if (asked === 'fr' || asked === 'en') return asked;
  return request.acceptsLanguages('fr', 'en') === 'en' ? 'en' : 'fr';
}

/** The address of this request with the other language in it. */
export function otherLocaleUrl(request: Request): string {
  const url = new URL(request.originalUrl, 'http://localhost');
  url.searchParams.set('locale', localeOf(request) === 'fr' ? 'en' : 'fr');
  return url.pathname + url.search;
}

/** Refuses forms that a browser says were sent from another site: nobody can log a subscriber in, or accept, from elsewhere. */
export const sameSiteForms: RequestHandler = (request, _response, next) => {
  const from = request.get('sec-fetch-site');
  if (request.method === 'POST' && from !== undefined && from !== 'same-origin' && from !== 'none')
    throw new CamaraError('PERMISSION_DENIED');
  next();
};
