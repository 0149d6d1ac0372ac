import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Nothing that the API answers is a place to run scripts in or to be framed; its own pages need no more than their style sheet. */
export function apiHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], styleSrc: ["'self'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** Answers hold codes, keys and addresses: nobody in between keeps them. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
