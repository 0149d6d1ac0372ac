import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * The headers of every page of the console: only our own files run and style, none of it inline or made of text; nothing is framed but by the
 * page that shows a preview. Referrers stay on the site: without any, browsers would not tell us either where a form comes from.
 */
export function createConsoleSecurity({ public_url }: { public_url: string }): RequestHandler[] {
  const headersWith = (ancestors: "'none'" | "'self'", action: 'deny' | 'sameorigin') =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'"],
          'img-src': ["'self'"],
          'connect-src': ["'self'"],
          'frame-src': ["'self'"],
          'form-action': ["'self'"],
          'base-uri': ["'none'"],
          'frame-ancestors': [ancestors],
          'require-trusted-types-for': ["'script'"],
        },
      },
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action },
      // Browsers warn where not all of an origin's pages ask for it, and the preview in its sandbox can't.
      originAgentCluster: false,
      strictTransportSecurity: new URL(public_url).protocol === 'https:',
    });
  const unframed = headersWith("'none'", 'deny');
  const previewed = headersWith("'self'", 'sameorigin');
  const headers: RequestHandler = (request, response, next) => {
    response.set('X-Robots-Tag', 'noindex, nofollow').set('Cache-Control', 'no-store');
    (request.path === PREVIEW_PATH ? previewed : unframed)(request, response, next);
  };
  return [headers];
}

/** Below the console: what a buyer would see of a document that is being written. */
export const PREVIEW_PATH = '/documents/preview';
